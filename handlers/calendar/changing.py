"""Changing: a time of an entry skipped, moved or said now; an entry, or the whole calendar, that rests or goes on."""

from handlers.calendar import exceptions, scheduling
from handlers.calendar.exceptions import Exceptions
from handlers.calendar.looking import is_once, listed_kinds, schedule
from storage import calendar
from storage.tables import CalendarRow
from storage.transactions import Work


def skip(work: Work, row: CalendarRow, slot: int) -> None:
    """Not this time; what happens once is over then."""
    _except(work, row, exceptions.read(row.moved).skip(slot))


def move(work: Work, row: CalendarRow, slot: int, minute: int) -> None:
    """This time at another local minute."""
    _except(work, row, exceptions.read(row.moved).move(slot, minute))


def _except(work: Work, row: CalendarRow, kept: Exceptions) -> None:
    row.moved = exceptions.write(kept)
    schedule(work, row, row.last)


def send_now(work: Work, row: CalendarRow, slot: int) -> None:
    """This time now: the scheduler finds it due within a second, and does it as if its time had come."""
    row.moved = exceptions.write(exceptions.read(row.moved).send(slot, work.now))
    row.next = work.now
    work.session.add(row)
    work.changed = True


def pause(work: Work, row: CalendarRow, until: int) -> None:
    """Nothing of this entry before that local day; what happens once waits for it."""
    row.moved = exceptions.write(exceptions.read(row.moved).rest(until))
    schedule(work, row, row.last)


def resume(work: Work, row: CalendarRow) -> None:
    """It goes on, and what would have been meanwhile is not made up for."""
    row.moved = exceptions.write(exceptions.read(row.moved).rest(0))
    if not is_once(row):
        row.last = max(row.last, work.now)
    schedule(work, row, row.last)


def pause_all(work: Work, until: int) -> None:
    """Nothing that is listed before that local day."""
    calendar.rest(work, until)
    calendar.look_at_all(work, listed_kinds())


def resume_all(work: Work) -> None:
    """The calendar goes on."""
    calendar.rest(work, 0)
    calendar.look_at_all(work, listed_kinds(), from_now_on=True)


def remove(work: Work, row: CalendarRow) -> None:
    """It never happens again."""
    if row.kind == calendar.QUIZ_ROUND:
        # Its host may have written questions of their own, which nobody will ask any more.
        row.details = ""
    scheduling.end(work, row.entry)
