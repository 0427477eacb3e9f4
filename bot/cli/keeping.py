"""Keeping: `export`, `rebuild`, `erase`, `backup` and `restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import JsonOption, MemberArgument, WorkspaceOption, find_member, opened, room
from bot.cli.problems import Problem
from bot.cli.progress import progress_bar
from bot.cli.showing import as_json, hint, iso, number, plain, say

if TYPE_CHECKING:
    from storage.exports import Row
    from storage.transactions import Work

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]


class What(StrEnum):
    """What can be exported."""

    LEDGER = "ledger"
    MEMBERS = "members"
    TOTALS = "totals"
    BADGES = "badges"


class Format(StrEnum):
    """How it is written."""

    CSV = "csv"
    JSON = "json"


def export(
    what: Annotated[What, typer.Argument(help="Which rows.")] = What.LEDGER,
    form: Annotated[Format, typer.Option("--format", "-f", help="CSV is safe to open in a spreadsheet.")] = Format.CSV,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if left out.")] = None,
    member: Annotated[str, typer.Option(metavar="MEMBER", help="All that is held on this member, as JSON.")] = "",
    workspace: WorkspaceOption = "",
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Write the ledger, members, totals or badges as CSV or JSON, or all that is held on one member."""
    with room(workspace) as home, home.read() as work, _opened_output(output) as out:
        if member:
            _write_held(work, member, out)
        elif json or form is Format.JSON:
            _write_json(work, what.value, out)
        else:
            _write_csv(work, what.value, out)
    if output is not None:
        hint(f"Written to {output}.")


@contextmanager
def _opened_output(output: Path | None) -> Iterator[IO[str]]:
    import sys

    if output is None:
        yield sys.stdout
        return
    if output.exists() and not output.is_file():  # a device or a pipe
        with output.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    with _beside(output.resolve()) as file:
        yield file


@contextmanager
def _beside(output: Path) -> Iterator[IO[str]]:
    # What is there is replaced once all is written. It tells of people: readable by whoever asked for it alone.
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=output.parent, prefix=f".{output.name}.", delete=False
    ) as file:
        draft = Path(file.name)
        try:
            yield file
            file.close()
            draft.replace(output)
        finally:
            draft.unlink(missing_ok=True)


def _write_held(work: "Work", member: str, out: IO[str]) -> None:
    import json as jsons

    from storage.privacy import export as held

    found = held(work, find_member(work, member).member)
    out.write(jsons.dumps(found, ensure_ascii=False, indent=2) + "\n")


def _write_csv(work: "Work", what: str, out: IO[str]) -> None:
    import csv

    from storage.exports import EXPORTS, rows, safe_cell

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EXPORTS[what].columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows(work, what))


def _write_json(work: "Work", what: str, out: IO[str]) -> None:
    import json as jsons

    from storage.exports import EXPORTS, rows

    columns, found = EXPORTS[what].columns, rows(work, what)

    def line(row: "Row") -> str:
        return jsons.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)

    out.write("[" + "".join(f"\n  {line(row)}" for row in islice(found, 1)))
    out.writelines(f",\n  {line(row)}" for row in found)
    out.write("\n]\n")


def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Only compare; change nothing.")] = False,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Derive everything anew from the kept facts; with --check say whether it is as it should be."""
    if check:
        _check(workspace, json)
        return
    from storage import replaying

    with room(workspace) as home, progress_bar("Rebuilding") as progress, home.write() as work:
        facts = replaying.rebuild(work, progress)
    if json:
        as_json({"facts": facts})
    else:
        say(f"Rebuilt from {number(facts)} facts.")


def _check(workspace: str, json: bool) -> None:
    from storage import replaying

    with room(workspace) as home, progress_bar("Replaying") as progress, home.read() as work:
        drifts, facts = replaying.check(work, progress), work.last_seq
    if json:
        rows = [{"table": d.table, "key": d.key, "stored": d.stored, "replayed": d.replayed} for d in drifts]
        as_json({"facts": facts, "differences": rows})
    elif drifts:
        for drift in drifts[:20]:
            say(plain(f"{drift.table} {drift.key}: stored {drift.stored}, should be {drift.replayed}"))
        say(f"{number(len(drifts))} rows differ from what {number(facts)} facts say. `huzzah rebuild` puts them right.")
    else:
        say(f"All is as {number(facts)} facts say.")
    if drifts:
        raise typer.Exit(1)


def erase(
    member: MemberArgument,
    yes: YesOption = False,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Forget a member for good: a pseudonym takes their place, and all totals stay true."""
    import secrets

    from storage.erasing import erase as forget
    from storage.sweeping import sweep

    with room(workspace) as home:
        with home.read() as work:
            person = find_member(work, member)
        name = plain(person.name or person.member)
        if not yes:
            typer.confirm(f"Erase {name} ({person.member}) for good? This can't be undone.", abort=True, err=True)
        with home.write() as work:
            pseudonym = forget(work, person.member, secrets.token_hex(32))
        swept = sweep(home.database.engine)
    if json:
        as_json({"member": person.member, "pseudonym": pseudonym})
    else:
        say(f"{name} is erased; totals now stand under {pseudonym}.")
        hint("Backups and exports made before still hold the name; delete them when you may.")
        if not swept:
            hint("Unused parts of the database file couldn't be overwritten yet. Huzzah does that when it next starts.")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it, for example huzzah-monday.zip.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if there is one.")] = False,
    json: JsonOption = False,
) -> None:
    """Copy the whole database into one file while everything runs; it restores into SQLite or PostgreSQL."""
    from bot.clock import now
    from storage import snapshots

    if file.exists() and not force:
        raise Problem(f"{file} is there already. Take another name, or add --force to overwrite it.")
    with opened() as database, progress_bar("Backing up") as progress:
        contents = snapshots.backup(database, file, now(), progress)
    _show_contents("Backed up", contents, file, json)
    if not json:
        hint("Keep it safe. The key (secret.key) and what was said in the playground stay in the data folder alone.")
        hint(
            "What an anonymous poll holds while it is open is left out, so that it stays anonymous (docs/anonymity.md)."
        )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `huzzah backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Throw away what the database holds now.")] = False,
    yes: YesOption = False,
    json: JsonOption = False,
) -> None:
    """Put a backup into an empty database, whole or not at all; stop Huzzah first."""
    from bot.clock import now
    from storage import snapshots

    if not file.exists():
        raise Problem(f"There is no file {file}. Name the file that `huzzah backup` wrote.")
    if replace and not yes:
        typer.confirm("Throw away everything in the database and put the backup in its place?", abort=True, err=True)
    with opened(make=True) as database, progress_bar("Restoring") as progress:
        contents = snapshots.restore(database, file, now(), replace=replace, progress=progress)
    _show_contents("Restored", contents, file, json)


def _show_contents(done: str, contents: Any, file: Path, json: bool) -> None:
    rows = {part.table: part.rows for part in contents.parts}
    if json:
        as_json({"file": str(file), "made": iso(contents.made), "schema": contents.schema, "rows": rows})
    else:
        say(
            f"{done}: {number(contents.rows)} rows of {len(rows)} tables ({number(rows.get('fact', 0))} facts), {file}."
        )
