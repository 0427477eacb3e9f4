"""Celebrating: `celebrations import`, days to celebrate from a list."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import JsonOption, WorkspaceOption, room
from bot.cli.problems import Problem
from bot.cli.showing import as_json, hint, number, plain, say

celebrations = typer.Typer(help="Birthdays and anniversaries.", no_args_is_help=True)

MOST_BYTES = 20_000_000


@celebrations.command("import")
def import_days(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with the columns member, kind, date.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every line, and keep nothing.")] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = "",
) -> None:
    """Bring birthdays and anniversaries from a list; everybody in it is told once, and can take theirs out.

    `member` is an id or an exact name, `kind` is birthday or anniversary, `date` is 2019-03-14 or 14 March. Of a
    birthday the year isn't kept. What somebody told themselves counts more than the list.
    """
    from handlers import applying
    from handlers.celebrations import importing

    text = _read(file)
    with room(workspace) as chosen:
        if dry_run:
            with chosen.read() as work:
                report = importing.look(work, text)
        else:
            with chosen.write() as work:
                report = importing.look(work, text)
                applying.put(work, importing.bring(work, report))
        chosen.tell()
    wrong = report.count("wrong")
    if json:
        as_json([{"line": line.number, "state": line.state, "words": line.words} for line in report.lines])
    else:
        for line in report.lines:
            if line.state in ("wrong", "skipped"):
                say(f"line {line.number}: {plain(line.words)}")
        _sum_up(report.count("new"), report.count("same"), (report.count("skipped"), wrong), dry_run=dry_run)
    if wrong:
        raise typer.Exit(1)


def _sum_up(new: int, same: int, others: tuple[int, int], *, dry_run: bool) -> None:
    verb = "would be kept" if dry_run else "kept"
    skipped, wrong = others
    say(f"{number(new)} {verb}, {number(same)} known already, {number(skipped)} left out, {number(wrong)} unreadable.")
    if wrong and not dry_run:
        hint("Mend those lines and import the file again: what is there already stays as it is.")


def _read(file: Path) -> str:
    content = file.read_bytes()
    if len(content) > MOST_BYTES:
        raise Problem(f"{file} is larger than any list of birthdays should be.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"{file} isn't UTF-8. Save it as “CSV UTF-8” and try again.") from None
