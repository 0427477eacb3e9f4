"""The calendar: `calendar list|skip|run|remove|pause|resume`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import JsonOption, WorkspaceOption, room
from bot.cli.problems import Problem
from bot.cli.showing import Column, as_json, hint, iso, say, table, when

if TYPE_CHECKING:
    from handlers.calendar.slots import Slot
    from storage.tables import CalendarRow
    from storage.transactions import Work

calendar = typer.Typer(
    help="Look at what will be posted, and skip, send or remove it.", no_args_is_help=True, rich_markup_mode=None
)

NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="The entry's number, from `list`.")]
DaysOption = Annotated[int, typer.Option("--days", min=1, max=366, help="How many days ahead.")]


@calendar.command("list")
def list_entries(
    days: DaysOption = 14,
    every: Annotated[bool, typer.Option("--all", help="Also what only keeps polls and contests going.")] = False,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """List what comes in the next two weeks."""
    from storage import places

    with room(workspace) as home, home.read() as work:
        found = _coming(work, days, every=every)
        if json:
            as_json([_for_scripts(row, slot) for row, slot in found])
            return
        home.tell()
        _say_rest(work)
        names = places.names_for(work, "", [row.channel for row, _ in found])
        heads = [Column("entry", "right"), Column("when"), Column("zone"), Column("what"), Column("where"), Column("")]
        rows = [
            (row.entry, *_when(work, row, slot), _what(row), _where(row, names), _state(row)) for row, slot in found
        ]
        if rows:
            table(heads, rows)
        else:
            hint(f"Nothing is planned for the next {days} days.")


@calendar.command("skip")
def skip_next(number: NumberArgument, workspace: WorkspaceOption = "") -> None:
    """Leave out the next time of an entry."""
    from handlers.calendar.changing import skip

    with room(workspace) as home, home.write() as work:
        row = _found(work, number)
        slot = _next(work, row)
        skip(work, row, slot.slot)
        said = when(slot.due)
    say(f"Skipped: {number} won't come at {said} (UTC).")


@calendar.command("run")
def run_now(number: NumberArgument, workspace: WorkspaceOption = "") -> None:
    """Let the next time of an entry come now instead; the running program does it within a second."""
    from handlers.calendar.changing import send_now

    with room(workspace) as home, home.write() as work:
        row = _found(work, number)
        _refuse_at_rest(work, row)
        send_now(work, row, _next(work, row).slot)
    say(f"{number} is due now. If Huzzah isn't running, it comes at the next start.")


@calendar.command("remove")
def remove_entry(number: NumberArgument, workspace: WorkspaceOption = "") -> None:
    """Take an entry off the calendar for good."""
    from handlers.calendar.changing import remove

    with room(workspace) as home, home.write() as work:
        remove(work, _found(work, number))
    say(f"Removed: {number} won't come any more.")


@calendar.command("pause")
def pause_all(
    until: Annotated[str, typer.Argument(metavar="DAY", help="2027-01-06; for ever if none is named.")] = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Let the whole calendar rest until a day; polls and contests under way still end."""
    from datetime import date

    from handlers.calendar.changing import pause_all as pause
    from handlers.calendar.recurrence import LAST_DAY

    try:
        day = date.fromisoformat(until).toordinal() if until else LAST_DAY
    except ValueError as error:
        raise Problem(f"`{until}` is no day. Write it like 2027-01-06.") from error
    with room(workspace) as home, home.write() as work:
        pause(work, min(day, LAST_DAY))
    say(f"The calendar rests until {until}." if until else "The calendar rests until `huzzah calendar resume`.")


@calendar.command("resume")
def resume_all(workspace: WorkspaceOption = "") -> None:
    """Let the calendar go on; what would have been meanwhile isn't made up for."""
    from handlers.calendar.changing import resume_all as resume

    with room(workspace) as home, home.write() as work:
        resume(work)
    say("The calendar goes on.")


def _coming(work: "Work", days: int, *, every: bool) -> "list[tuple[CalendarRow, Slot | None]]":
    from handlers.calendar.looking import ahead, kind_of, rests_for_ever
    from scoring.periods import DAY
    from storage import calendar as kept

    found: list[tuple[CalendarRow, Slot | None]] = []
    for row in kept.standing(work):
        kind = kind_of(row)
        if row.state != kept.ON or not (every or (kind is not None and kind.listed)):
            continue
        slots = ahead(work, row, work.now + days * DAY)
        found += [(row, slot) for slot in slots]
        if not slots and rests_for_ever(work, row):
            found.append((row, None))
    return sorted(found, key=lambda each: (each[1].due if each[1] else 0, each[0].entry))


def _say_rest(work: "Work") -> None:
    from handlers.calendar.listing import resting_in_words

    if rests := resting_in_words(work):
        hint(f"The calendar rests {rests}.")


def _when(work: "Work", row: "CalendarRow", slot: "Slot | None") -> tuple[str, str]:
    from handlers.calendar.looking import OWN, zone_of_entry

    zone = zone_of_entry(work, row)
    return when(slot.due, zone) if slot else "-", "each their own" if row.zone == OWN else zone


def _what(row: "CalendarRow") -> str:
    from handlers.calendar.looking import kind_of

    kind = kind_of(row)
    return kind.words if kind is not None else row.kind


def _where(row: "CalendarRow", names: dict[str, str]) -> str:
    return f"#{names[row.channel]}" if row.channel in names else row.channel or "privately"


def _state(row: "CalendarRow") -> str:
    from handlers.calendar.exceptions import read

    return "rests" if read(row.moved).until else ""


def _found(work: "Work", number: int) -> "CalendarRow":
    from storage import calendar as kept

    row = kept.find(work, number)
    if row is None or row.state != kept.ON or row.kind == kept.REST:
        raise Problem(
            f"There is no entry {number} on the calendar. `huzzah calendar list --all` shows which there are."
        )
    return row


def _refuse_at_rest(work: "Work", row: "CalendarRow") -> None:
    # What rests until a day has a next time, behind that day: to send it now would wake it unasked.
    from handlers.calendar.listing import rest_in_words, resting_in_words
    from handlers.calendar.looking import kind_of

    kind = kind_of(row)
    if rests := rest_in_words(work, row):
        raise Problem(
            f"Entry {row.entry} is paused {rests}, so nothing was sent. "
            f"Resume it first, in chat: /huzzah calendar resume {row.entry}"
        )
    if kind is not None and kind.listed and (rests := resting_in_words(work)):
        raise Problem(f"The calendar is paused {rests}, so nothing was sent. Resume it first: huzzah calendar resume")


def _next(work: "Work", row: "CalendarRow") -> "Slot":
    from handlers.calendar.looking import ahead
    from scoring.periods import DAY

    found = ahead(work, row, work.now + 5 * 366 * DAY)
    if not found:
        raise Problem(f"Entry {row.entry} rests, or has no next time.")
    return found[0]


def _for_scripts(row: "CalendarRow", slot: "Slot | None") -> dict[str, Any]:
    return {
        "entry": row.entry,
        "at": iso(slot.due) if slot else None,
        "kind": row.kind,
        "what": _what(row),
        "channel": row.channel,
        "zone": row.zone,
        "recurrence": row.recurrence,
        "minute": row.minute,
        "rests": bool(_state(row)),
    }
