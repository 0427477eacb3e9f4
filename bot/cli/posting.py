"""The outbox: `outbox list|retry`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import JsonOption, WorkspaceOption, room
from bot.cli.problems import Problem
from bot.cli.showing import Column, as_json, hint, iso, say, table, when

if TYPE_CHECKING:
    from storage.tables import OutboxRow
    from storage.transactions import Work

outbox = typer.Typer(
    help="Look at cards that could not be delivered, and try again.", no_args_is_help=True, rich_markup_mode=None
)

NumbersArgument = Annotated[list[int] | None, typer.Argument(help="Which letters; all that failed if none is named.")]


@outbox.command("list")
def list_letters(
    every: Annotated[
        bool, typer.Option("--all", help="Also those for places without Huzzah, and those perhaps said twice.")
    ] = False,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """List what could not be said, and why. `unknown`: it may have been said, which is being found out."""
    from storage import outbox as kept

    with room(workspace) as home, home.read() as work:
        found = kept.failures(work, every=every)
        if json:
            as_json([_for_scripts(row) for row in found])
        elif found:
            named = _places(work, found)
            heads = [Column("number", "right"), Column("when"), Column("what"), Column("where"), Column("state")]
            rows = [(row.id, when(row.made), row.kind, named[row.channel], row.state, row.error) for row in found]
            table([*heads, Column("why")], rows)
        else:
            hint("Nothing failed: every card was delivered, or is on its way.")


@outbox.command("retry")
def retry_letters(numbers: NumbersArgument = None, workspace: WorkspaceOption = "", json: JsonOption = False) -> None:
    """Let what failed within a week be tried again; `huzzah run` does so within half a minute."""
    from handlers.celebrations.unposted import with_cards
    from storage import outbox as kept

    with room(workspace) as home, home.write() as work:
        for number in numbers or []:
            if kept.find(work, number) is None:
                raise Problem(f"There is no letter {number}. `huzzah outbox list --all` shows which failed.")
        wanted = numbers or [row.id for row in kept.failures(work)]
        again = kept.retry(work, with_cards(work, wanted))
    left = sorted(set(numbers or []) - set(again))
    if json:
        as_json({"retried": again, "left": left})
        return
    say("Nothing to try again." if not again else f"Trying again: {', '.join(map(str, again))}.")
    for number in left:
        hint(f"{number}: it didn't fail, a newer card took its place, or its words are gone after a week.")


def _places(work: "Work", rows: "list[OutboxRow]") -> dict[str, str]:
    from storage import places

    channels = {row.channel for row in rows}
    names = places.names_for(work, "", channels)
    return {channel: f"#{names[channel]}" if channel in names else channel for channel in channels}


def _for_scripts(row: "OutboxRow") -> dict[str, Any]:
    return {
        "number": row.id,
        "at": iso(row.made),
        "kind": row.kind,
        "channel": row.channel,
        "state": row.state,
        "attempts": row.attempts,
        "error": row.error,
    }
