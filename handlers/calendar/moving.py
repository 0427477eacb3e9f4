"""Moving: to which moment one time of an entry shall come, as somebody types it."""

from handlers.calendar.listing import local_words
from handlers.calendar.looking import is_once, zone_of_entry
from handlers.calendar.slots import MINUTES, minute_of
from handlers.calendar.typed import Deadline, deadline
from scoring.facts import Micros
from scoring.periods import DAY, local_day
from storage import calendar
from storage.tables import CalendarRow
from storage.transactions import Work

FURTHEST = 92 * DAY
"""From when it would have come: who means more than that has mistyped the day, or wants another plan."""
TOO_FAR = "That is {when}. I move one time by three months at most, so nothing changed."
TOO_FAR_ONCE = "That is {when}. I move things by three months at most, so nothing changed. Remove it and plan it anew."
ALL_REST_THEN = "The calendar is paused on that day, so nothing changed. An admin resumes it: /huzzah calendar resume"


def to_when(work: Work, row: CalendarRow, due: Micros, words: str) -> Deadline:
    """The moment that was typed for what is due then: `friday` is at the same hour, `fri 14:30` says another."""
    zone = zone_of_entry(work, row)
    return deadline(words, zone, work.now, minute_of(zone, due) % MINUTES)


def refusal(work: Work, row: CalendarRow, due: Micros, at: Micros) -> str:
    """Why it isn't moved there; nothing if it is."""
    if local_day(zone_of_entry(work, row), at) < calendar.resting(work):
        # It would be lost there, or come when nobody said.
        return ALL_REST_THEN
    if at - max(due, work.now) <= FURTHEST:
        return ""
    said = TOO_FAR_ONCE if is_once(row) else TOO_FAR
    return said.format(when=local_words(zone_of_entry(work, row), at, work.now))
