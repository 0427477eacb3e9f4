"""Polls: `polls list|export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import JsonOption, WorkspaceOption, room
from bot.cli.problems import Problem
from bot.cli.showing import Column, as_json, hint, iso, plain, table, when

if TYPE_CHECKING:
    from storage.tables import PollRow
    from storage.transactions import Work

polls = typer.Typer(help="Look at polls, and take their results along.", no_args_is_help=True, rich_markup_mode=None)


@polls.command("list")
def list_polls(workspace: WorkspaceOption = "", json: JsonOption = False) -> None:
    """List the newest polls: their number, kind, state, place and question."""
    from storage import polls as kept

    with room(workspace) as home, home.read() as work:
        found = kept.listing(work)
        if json:
            as_json([_for_scripts(work, row) for row in found])
        elif found:
            named = _places(work, found)
            heads = [Column("number", "right"), Column("asked"), Column("kind"), Column("state"), Column("where")]
            rows = [
                (row.poll, when(row.made), row.kind, _state(row), named[row.channel], _question(work, row))
                for row in found
            ]
            table([*heads, Column("question")], rows)
        else:
            hint("Nobody has asked anything yet. In the chat, /poll does.")


@polls.command("export")
def export_poll(
    number: Annotated[int, typer.Argument(metavar="N", help="Which poll: its number in `huzzah polls list`.")],
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Every vote, safe to open in a spreadsheet.")
    ] = None,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Its chart as a picture.")] = None,
    workspace: WorkspaceOption = "",
) -> None:
    """Write what a poll came to: who chose what (of an anonymous one receipts and choices), or its chart."""
    if csv is None and png is None:
        raise Problem("Say where to: --csv FILE, --png FILE, or both.")
    from handlers.polls import exporting
    from storage import polls as kept

    with room(workspace) as home, home.write() as work:
        row = kept.find(work, number)
        if row is None or row.state not in ("open", "closed"):
            raise Problem(f"There is no poll {number}. `huzzah polls list` shows which there are.")
        try:
            written = exporting.written(work, row) if csv is not None else ""
            chart = exporting.picture(work, row) if png is not None else None
        except exporting.NotNow as reason:
            raise Problem(str(reason)) from reason
    if csv is not None:
        _put(csv, written.encode("utf-8", "replace"))
    if png is not None and chart is not None:
        from bot.pictures import png as drawn

        _put(png, drawn(chart))


def _put(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe
        path.write_bytes(content)
        return
    # What is there is replaced once all is written. It tells of people: readable by whoever asked for it alone.
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile("wb", dir=path.resolve().parent, prefix=f".{path.name}.", delete=False) as file:
        draft = Path(file.name)
        try:
            file.write(content)
            file.close()
            draft.replace(path.resolve())
        finally:
            draft.unlink(missing_ok=True)
    hint(f"Written to {path}.")


def _state(row: "PollRow") -> str:
    return f"{row.state}, anonymous" if row.anonymous else row.state


def _question(work: "Work", row: "PollRow") -> str:
    from handlers.cards.written import short
    from handlers.people import names_in

    return plain(short(row.question, names_in(work, row.question)))


def _places(work: "Work", rows: "list[PollRow]") -> dict[str, str]:
    from storage import places

    channels = {row.channel for row in rows}
    names = places.names_for(work, "", channels)
    return {channel: f"#{names[channel]}" if channel in names else channel for channel in channels}


def _for_scripts(work: "Work", row: "PollRow") -> dict[str, Any]:
    return {
        "number": row.poll,
        "asked": iso(row.made),
        "kind": row.kind,
        "state": row.state,
        "anonymous": bool(row.anonymous),
        "channel": row.channel,
        "question": _question(work, row),
        "closes": iso(row.closes) if row.closes else "",
    }
