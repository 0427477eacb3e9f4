"""Scheduling: entries put into the calendar, planned anew, and taken out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.calendar import exceptions
from handlers.calendar.firing import write_details
from handlers.calendar.looking import following, is_once, plan_of, rests_for_ever, schedule
from handlers.calendar.recurrence import Plan
from storage import calendar
from storage.tables import CalendarRow
from storage.transactions import Work

__all__ = ["Item", "add", "end", "end_about", "plan_of", "replan"]


@dataclass(frozen=True, slots=True)
class Item:
    """What happens: the kind of it (handlers.calendar.kinds), and what its handler needs to know."""

    kind: str
    topic: str = ""
    channel: str = ""
    member: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def add(work: Work, item: Item, plan: Plan) -> int:
    """Put an entry into the calendar; its number. A moment in the past is due at once; what recurs begins now."""
    return added(work, item, plan).entry


def added(work: Work, item: Item, plan: Plan) -> CalendarRow:
    """The same; the entry."""
    row = CalendarRow(
        workspace="", entry=0, kind=item.kind, topic=item.topic, channel=item.channel, member=item.member,
        state=calendar.ON, details=write_details(item.details),
    )  # fmt: skip
    _set(row, plan)
    row.last = 0 if is_once(row) else work.now
    row.next = following(work, row, row.last)
    if not row.next and not rests_for_ever(work, row):
        row.state = calendar.DONE
    calendar.add(work, row)
    return row


def _set(row: CalendarRow, plan: Plan) -> None:
    for name in ("recurrence", "zone", "minute", "first_day", "last_day", "span_minutes", "missed", "free_days"):
        setattr(row, name, getattr(plan, name))


def replan(work: Work, entry: int, plan: Plan) -> None:
    """From now on it happens at other times; what was skipped or moved of the old ones is forgotten."""
    row = calendar.find(work, entry)
    if row is None or row.state not in (calendar.ON, calendar.PAUSED, calendar.DONE):
        return
    _set(row, plan)
    if row.state == calendar.DONE:
        row.state = calendar.ON
    row.moved = exceptions.write(exceptions.Exceptions(until=exceptions.read(row.moved).until))
    row.last = 0 if is_once(row) else work.now
    schedule(work, row, row.last)


def end(work: Work, entry: int, state: str = calendar.GONE) -> None:
    """It never happens again."""
    row = calendar.find(work, entry)
    if row is not None:
        row.state, row.next = state, 0
        work.session.add(row)
        work.changed = True


def end_about(work: Work, kind: str, topic: str) -> None:
    """Every entry of a kind about something ends."""
    for row in calendar.about(work, kind, topic):
        end(work, row.entry)
