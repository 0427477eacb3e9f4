"""Rules: `rules show|check|set|try|schema|history`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import JsonOption, WorkspaceOption, find_member, room
from bot.cli.problems import Problem, in_words
from bot.cli.progress import progress_bar
from bot.cli.showing import Column, as_json, hint, iso, plain, say, table, when

if TYPE_CHECKING:
    from scoring.book import Book
    from storage.trying import Moved, Trial

rules = typer.Typer(help="Show, check, try and change the rule book.", no_args_is_help=True, rich_markup_mode=None)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A rule book in YAML; `rules show` prints one.")]
LARGEST = 2_000_000
"""Bytes; a rule book is a few pages."""


class Span(StrEnum):
    """Periods that a trial can compare."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@rules.command()
def show(
    version: Annotated[int, typer.Option("--version", help="An earlier version, from `rules history`.")] = 0,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Print the rule book as YAML; redirect it to a file to change it."""
    from scoring.book_plain import book_to
    from storage import books

    with room(workspace) as home, home.read() as work:
        try:
            source = books.source(work, version or work.book.version)
            book = books.load(work, version) if version else work.book
        except LookupError as error:
            raise Problem(f"There is no version {version}. `huzzah rules history` shows which there are.") from error
    if json:
        as_json({"version": book.version, **book_to(book)})
    else:
        home.tell()
        say(source.rstrip("\n"))


@rules.command()
def check(file: FileArgument, json: JsonOption = False) -> None:
    """Say whether a rule book is right; if not, where and what was probably meant."""
    from scoring.book_faults import BookFaults
    from scoring.book_file import parse

    try:
        book = parse(_read(file))
    except BookFaults as error:
        faults = [
            {"line": fault.line, "field": fault.path, "problem": fault.problem, "hint": fault.hint}
            for fault in error.faults
        ]
        if json:
            as_json({"right": False, "faults": faults})
        else:
            say("\n".join(f"{file.name}: {fault}" for fault in error.faults))
        raise typer.Exit(1) from error
    if json:
        as_json({"right": True, "faults": []})
    else:
        say(f"{file.name} is right: {len(book.rules)} rules, {len(book.badges)} badges, {len(book.levels)} levels.")


@rules.command("set")
def set_rules(
    file: FileArgument,
    by: Annotated[str, typer.Option(metavar="MEMBER", help="Who changes it, for the history.")] = "",
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Make this file the rule book from now on; what was earned before stays as it is."""
    from scoring.book_changes import changes
    from storage import books

    source = _read(file)
    with room(workspace) as home, home.write() as work:
        member = find_member(work, by).member if by else ""
        what = changes(work.book, _parsed(source))
        if what:
            books.set_book(work, source, member, what)
        version = work.book.version
    if json:
        as_json({"version": version, "changes": what})
    elif what:
        say(f"Version {version} of the rule book holds from now on{home.words}:")
        say("\n".join(f"  {plain(line)}" for line in what))
    else:
        say(f"Nothing to change{home.words}: the rule book (version {version}) says that already.")


@rules.command("try")
def try_rules(
    file: FileArgument,
    period: Annotated[Span, typer.Option("--period", "-p", help="Which period is compared.")] = Span.ALL,
    past: Annotated[bool, typer.Option("--past", help="The period before the present one.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many members.")] = 20,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Replay everything under another rule book: both boards side by side, who moved, and why. Changes nothing."""
    from scoring.periods import local_day
    from storage.trying import try_book

    book = _parsed(_read(file))
    with room(workspace) as home, home.read() as work, progress_bar("Replaying") as progress:
        if work.book.settings.ranking == "groups":
            raise Problem(
                "This workspace never shows single people (`ranking: groups`), so there is nothing to compare."
            )
        start = -1 if past else local_day(work.book.settings.zone, work.now)
        trial = try_book(work, book, period.value, start, progress)
    if json:
        as_json(_trial_for_scripts(trial, limit))
    else:
        home.tell()
        _show_trial(trial, limit)


def _trial_for_scripts(trial: "Trial", limit: int) -> dict[str, Any]:
    def one(member: "Moved") -> dict[str, Any]:
        return {
            "member": member.member,
            "name": member.name,
            "before": {"rank": member.rank_before or None, "points": member.points_before},
            "after": {"rank": member.rank_after or None, "points": member.points_after},
            "because": [{"rule": cause.rule, "before": cause.before, "after": cause.after} for cause in member.causes],
        }

    return {
        "period": trial.span,
        "moved": len(trial.moved),
        "members": [one(member) for member in trial.members[:limit]],
    }


def _show_trial(trial: "Trial", limit: int) -> None:
    if not trial.members:
        hint("Nobody has points in this period. Try --period all.")
        return
    if not trial.moved and not any(member.causes for member in trial.members):
        say(f"Nobody would move: all {len(trial.members)} members keep their points. Nothing was changed.")
        return
    heads = [
        Column("rank now", "right"), Column("points now", "right"), Column("name"), Column("rank then", "right"),
        Column("points then", "right"), Column("why"),
    ]  # fmt: skip
    rows = [
        (_rank(m.rank_before), m.points_before, m.name or m.member, _rank(m.rank_after), m.points_after, _why(m))
        for m in trial.members[:limit]
    ]
    table(heads, rows)
    moved, all_ = len(trial.moved), len(trial.members)
    more = f" (shown: {limit})" if all_ > limit else ""
    say(f"{moved} of {all_} members would move{more}. Nothing was changed; `huzzah rules set` does that.")


def _rank(rank: int) -> str:
    return str(rank) if rank else "-"


def _why(member: "Moved") -> str:
    causes = sorted(member.causes, key=lambda cause: -abs(cause.after - cause.before))
    return ", ".join(f"{cause.rule} {cause.after - cause.before:+,}" for cause in causes[:4])


@rules.command()
def schema() -> None:
    """Print the JSON schema of the rule book, for editors."""
    from scoring.book_schema import SCHEMA

    as_json(SCHEMA)


@rules.command()
def history(workspace: WorkspaceOption = "", json: JsonOption = False) -> None:
    """List every version: who changed what, and when."""
    from storage import books

    with room(workspace) as home, home.read() as work:
        rows = books.history(work)
        names = {id_: member.name for id_, member in work.members([row.member for row in rows if row.member]).items()}
    if json:
        as_json(
            [
                {"version": r.version, "at": iso(r.at), "member": r.member or None, "changes": r.changes.splitlines()}
                for r in rows
            ]
        )
        return
    heads = [Column("version", "right"), Column("when"), Column("who"), Column("what")]
    table(
        heads,
        [(r.version, when(r.at), names.get(r.member) or r.member or _by(r.version), _what(r.changes)) for r in rows],
    )


def _by(version: int) -> str:
    # Nobody is named: the first version came with the program, the others from here.
    return "command line" if version > 1 else "Huzzah"


def _what(changes: str) -> str:
    lines = changes.splitlines()
    return "; ".join(lines[:3]) + (f"; and {len(lines) - 3} more" if len(lines) > 3 else "")


def _parsed(source: str) -> "Book":
    # A wrong book is an answer that is no, as it is for `check`.
    from scoring.book_file import parse

    try:
        with in_words():
            return parse(source)
    except Problem as problem:
        hint(str(problem))
        raise typer.Exit(1) from problem


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise Problem(f"{file.name} is far too large for a rule book. Is it the right file?")
        return file.read_text("utf-8")
    except FileNotFoundError as error:
        raise Problem(f"There is no file {file}. `huzzah rules show > {file.name}` makes one to begin with.") from error
    except UnicodeDecodeError as error:
        raise Problem(f"{file.name} is not a text in UTF-8. Save it as UTF-8, and try again.") from error
