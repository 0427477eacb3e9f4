"""Prompts: `prompts list|import|export`."""

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import JsonOption, WorkspaceOption, find_member, room
from bot.cli.problems import Problem
from bot.cli.showing import Column, as_json, hint, plain, say, table

if TYPE_CHECKING:
    from handlers.prompts.questions import Question
    from storage.transactions import Work

prompts = typer.Typer(
    help="The questions that are asked in channels: list, import and export them.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
LARGEST = 2_000_000
"""Bytes of a file; that is more questions than anybody answers."""

KindOption = Annotated[str, typer.Option("--kind", "-k", help="Only of this kind, mood or length: photos,playful.")]


class Which(StrEnum):
    """Questions by what became of them."""

    SHOWN = "shown"
    OWN = "own"
    PROPOSED = "proposed"
    RETIRED = "retired"


WhichOption = Annotated[Which, typer.Option("--which", help="Those that may be asked, or only some.")]


@prompts.command("list")
def list_prompts(
    kind: KindOption = "",
    which: WhichOption = Which.SHOWN,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """List the questions that may be asked, or those that were proposed or retired."""
    with room(workspace) as home, home.read() as work:
        found = _found(work, kind, which)
        if not json:
            home.tell()
    if json:
        as_json([_for_scripts(each) for each in found])
    elif found:
        heads = [Column("id"), Column("kind"), Column("mood"), Column("length"), Column("question")]
        table(heads, [(each.id, each.category, each.mood, each.effort, each.text) for each in found])
    else:
        hint("There is no such question. `huzzah prompts list` shows all that may be asked.")


@prompts.command("import")
def import_prompts(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV with the columns question, category, mood, length, emoji; or one question on each line. "
            "- is standard input.",
        ),
    ],
    kind: Annotated[str, typer.Option("--kind", "-k", help="What they are, where a line doesn't say: food,warm.")] = "",
    by: Annotated[str, typer.Option(metavar="MEMBER", help="Who adds them, for the history.")] = "",
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Add questions of your own from a file; those that are known already, or too long, are named and left out."""
    from handlers.prompts.importing import Tags
    from handlers.prompts.listing import add

    text, tags = _read(file), _tags(kind)
    with room(workspace) as home, home.write() as work:
        member = find_member(work, by).member if by else ""
        taken = add(work, member, text, Tags(*tags))
    if json:
        as_json(
            {
                "added": [_for_scripts(each) for each in taken.questions],
                "left_out": [
                    {"line": each.line, "question": each.text, "problem": each.problem} for each in taken.faults
                ],
            }
        )
    else:
        for fault in taken.faults:
            hint(f"Line {fault.line}: {plain(fault.problem)} ({plain(fault.text)})")
        amount = len(taken.questions)
        say(f"{amount} {'question' if amount == 1 else 'questions'} added{home.words}; {len(taken.faults)} left out.")
    if taken.faults and not taken.questions:
        raise typer.Exit(1)


@prompts.command("export")
def export_prompts(kind: KindOption = "", which: WhichOption = Which.OWN, workspace: WorkspaceOption = "") -> None:
    """Print questions as CSV that can be imported elsewhere; your own, without who proposed them."""
    with room(workspace) as home, home.read() as work:
        found = _found(work, kind, which)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("question", "category", "mood", "length", "emoji"))
    writer.writerows((each.text, each.category, each.mood, each.effort, each.emoji) for each in found)


def _found(work: "Work", kind: str, which: Which) -> "list[Question]":
    from handlers.prompts import questions
    from storage import prompts as kept

    wanted, rest = questions.understand(kind)
    if rest:
        raise Problem(f"There is no kind `{plain(rest)}`. There are: {_kinds()}.")
    if which is Which.SHOWN:
        found = questions.shown(work)
    elif which is Which.OWN:
        found = [each for each in questions.shown(work) if each.id not in questions.library()]
    else:
        state = kept.PROPOSED if which is Which.PROPOSED else kept.RETIRED
        found = [questions.of_row(row) for row in kept.own(work, state)]
    return [each for each in found if wanted.fits(each)]


def _tags(kind: str) -> tuple[str, str, str]:
    from handlers.prompts.questions import CATEGORIES, EFFORTS, MOODS, OURS, understand

    wanted, rest = understand(kind)
    if rest:
        raise Problem(f"There is no kind `{plain(rest)}`. There are: {_kinds()}.")
    return (
        next((tag for tag in wanted.tags if tag in CATEGORIES), OURS),
        next((tag for tag in wanted.tags if tag in MOODS), "curious"),
        next((tag for tag in wanted.tags if tag in EFFORTS), "quick"),
    )


def _kinds() -> str:
    from handlers.prompts.questions import CATEGORIES, EFFORTS, MOODS

    return ", ".join((*CATEGORIES, *MOODS, *EFFORTS))


def _for_scripts(question: "Question") -> dict[str, str]:
    return {
        "id": question.id,
        "question": question.text,
        "category": question.category,
        "mood": question.mood,
        "length": question.effort,
        "emoji": question.emoji,
    }


def _read(file: Path) -> str:
    data = sys.stdin.buffer.read(LARGEST + 1) if str(file) == "-" else _bytes(file)
    if len(data) > LARGEST:
        raise Problem(f"{file} is larger than {LARGEST:,} bytes. Import it in parts.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(f"{file} isn't UTF-8 text (byte {error.start + 1}). Save it as UTF-8 and try again.") from error


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)
