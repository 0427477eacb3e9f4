"""Dead letters: `dead-letters list|show|replay`."""

import json as jsons
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import JsonOption, Room, WorkspaceOption, room
from bot.cli.problems import Problem
from bot.cli.showing import Column, as_json, hint, iso, pairs, say, table, when

if TYPE_CHECKING:
    from storage.tables import DeadLetterRow
    from storage.transactions import Work

letters = typer.Typer(
    help="Look at events that could not be applied, and replay them.", no_args_is_help=True, rich_markup_mode=None
)

OF_EVENTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What an event that can't be applied may raise."""
NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="The letter's number, from `list`.")]


@letters.command("list")
def list_letters(
    replayed: Annotated[bool, typer.Option("--all", help="Also those that were replayed since.")] = False,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """List the events that wait here, and why."""
    from storage import letters as kept

    with room(workspace) as home, home.read() as work:
        found = kept.dead(work, replayed=replayed)
        if json:
            as_json([_for_scripts(row) for row in found])
        elif found:
            heads = [Column("number", "right"), Column("when"), Column("event"), Column("state"), Column("error")]
            table(heads, [(row.id, when(row.at), _kind(row), row.state, row.error) for row in found])
        else:
            hint("No dead letters: every event was applied.")


@letters.command("show")
def show_letter(number: NumberArgument, workspace: WorkspaceOption = "", json: JsonOption = False) -> None:
    """Show one event with its error: messages without their words, requests with theirs if the key is here."""
    with room(workspace) as home, home.read() as work:
        row = _found(work, number)
        event = _opened(work, row)
        if json:
            as_json({**_for_scripts(row), "event": event})
            return
        pairs({"number": row.id, "when": when(row.at), "state": row.state, "error": row.error})
        say(jsons.dumps(event, ensure_ascii=False, indent=2))


@letters.command("replay")
def replay_letters(
    numbers: Annotated[list[int] | None, typer.Argument(help="Which letters; all that wait if none is named.")] = None,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Apply events again, each in its own transaction; what counted already doesn't count twice."""
    from storage import letters as kept

    with room(workspace) as home:
        with home.read() as work:
            chosen = [_found(work, number).id for number in numbers or []] or [row.id for row in kept.dead(work)]
        results = [{"number": number, "error": _replay(home, number)} for number in chosen]
    failed = [result for result in results if result["error"]]
    if json:
        as_json(results)
    else:
        for result in results:
            say(f"{result['number']}: " + (f"failed again: {result['error']}" if result["error"] else "applied"))
        hint("Nothing to replay." if not results else f"{len(results) - len(failed)} applied, {len(failed)} failed.")
    if failed:
        raise typer.Exit(1)


def _replay(home: Room, number: int) -> str:
    """Why it failed again, or nothing."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.faults import in_short
    from handlers import applying
    from handlers.codec import decode
    from storage import letters as kept
    from storage.sealing import WrongKey

    try:
        with home.write() as work:
            row = _found(work, number)
            if row.state == kept.DEAD:
                applying.apply(work, [decode(kept.opened(work, row.event))])
                kept.settle(work, number)
    except WrongKey as error:
        return str(error)
    except (*OF_EVENTS, SQLAlchemyError) as error:
        # What it says may quote a message.
        why = in_short(error)
    else:
        return ""
    with home.write() as work:
        kept.note_error(work, number, why)
    return why


def _found(work: "Work", number: int) -> "DeadLetterRow":
    from storage import letters as kept

    row = kept.find(work, number)
    if row is None:
        raise Problem(f"There is no dead letter {number}. `huzzah dead-letters list --all` shows which there are.")
    return row


def _for_scripts(row: "DeadLetterRow") -> dict[str, Any]:
    return {
        "number": row.id,
        "at": iso(row.at),
        "state": row.state,
        "error": row.error,
        "replayed_at": iso(row.replayed_at),
        "event": _event(row),
    }


def _event(row: "DeadLetterRow") -> Any:
    return jsons.loads(row.event) if row.event else None


def _opened(work: "Work", row: "DeadLetterRow") -> Any:
    from storage import letters as kept
    from storage.sealing import WrongKey

    try:
        return jsons.loads(kept.opened(work, row.event)) if row.event else None
    except WrongKey:
        return _event(row)


def _kind(row: "DeadLetterRow") -> str:
    event = _event(row)
    return str(event.get("_", "?")) if isinstance(event, dict) else "-"
