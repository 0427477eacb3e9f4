"""Recurrence: on which local days an entry of the calendar falls - pure, and the same at any moment one asks."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from scoring.facts import Micros
from scoring.periods import week_of

AT = "at"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLACES = ("1st", "2nd", "3rd", "4th", "5th", "last")
MOST_DATES = 366
MOST_WEEKS = 52
LAST_DAY = date.max.toordinal() - 400
"""Of what can be planned at all; what is reckoned around it still is a date."""
LATEST: Micros = 253_000_000_000_000_000
"""A moment of the year 9987."""
AHEAD = 12 * 366
"""Days that are searched for the next: nothing that happens at all is further apart."""

_NUMBER_OF_WEEKS = re.compile(r"([1-9]\d?)weeks\Z")


@dataclass(frozen=True, slots=True)
class Plan:
    """When something happens; the words are those of storage.calendar_tables.CalendarRow.

    Of a month or year that is too short, the last day counts: `month 31` is also 30 April, `year 02-29` also 28
    February. `month 5th fri` is nothing in a month with four.
    """

    recurrence: str
    zone: str = ""
    minute: int = 0
    first_day: int = 0
    last_day: int = 0
    span_minutes: int = 0
    missed: str = "once"
    free_days: str = "keep"


def moment(at: Micros, *, span_minutes: int = 0) -> Plan:
    """Once, at this very moment, wherever people are."""
    return Plan(f"{AT} {at}", span_minutes=span_minutes)


def on_days(first: int, many: int) -> str:
    """The recurrence of so many days (ordinals) in a row.

    What everybody hears once, by their own clock, has several: whom the hour of one passes by, since they travel to
    where it is over, hears at that of the next.
    """
    return f"dates {','.join(date.fromordinal(first + more).isoformat() for more in range(many))}"


def moment_of(recurrence: str) -> Micros | None:
    """The moment of what happens once; None if it recurs, or says nothing."""
    word, _, at = recurrence.partition(" ")
    return min(int(at), LATEST) if word == AT and re.fullmatch(r"\d{1,18}", at) else None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A recurrence that was read."""

    kind: str
    """day, week, month, nth, year or dates."""
    days: tuple[int, ...] = ()
    """Weekdays (Monday is 0), the day of the month, month and day, or ordinals."""
    weeks: int = 1
    nth: int = 0
    """Index in PLACES."""


@lru_cache(maxsize=4096)
def read(recurrence: str) -> Rhythm | None:
    """What the words of a recurrence say; None if they say nothing."""
    word, *others = recurrence.split()
    rest = " ".join(others)
    if word == "day":
        return Rhythm("day") if not rest else None
    if word == "week" or _NUMBER_OF_WEEKS.match(word):
        return _weeks(word, rest)
    if word == "month":
        return _month(others)
    if word == "year":
        found = re.fullmatch(r"(\d\d)-(\d\d)", rest)
        month, day = (int(found[1]), int(found[2])) if found else (0, 0)
        is_day = 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]
        return Rhythm("year", (month, day)) if is_day else None
    return _dates(rest) if word == "dates" else None


def _weeks(word: str, rest: str) -> Rhythm | None:
    named = [day for day in rest.split(",") if day]
    if not named or any(day not in WEEKDAYS for day in named):
        return None
    found = _NUMBER_OF_WEEKS.match(word)
    weeks = int(found[1]) if found else 1
    days = tuple(sorted({WEEKDAYS.index(day) for day in named}))
    return Rhythm("week", days, weeks) if weeks <= MOST_WEEKS else None


def _month(words: list[str]) -> Rhythm | None:
    if len(words) == 1 and re.fullmatch(r"\d{1,2}", words[0]) and 1 <= int(words[0]) <= 31:
        return Rhythm("month", (int(words[0]),))
    if len(words) == 2 and words[0] in PLACES and words[1] in WEEKDAYS:
        return Rhythm("nth", (WEEKDAYS.index(words[1]),), nth=PLACES.index(words[0]))
    return None


def _dates(rest: str) -> Rhythm | None:
    try:
        days = sorted({date.fromisoformat(day).toordinal() for day in rest.split(",")})
    except ValueError:
        return None
    return Rhythm("dates", tuple(days)) if len(days) <= MOST_DATES else None


def falls_on(plan: Plan, day: int) -> bool:
    """Whether an entry falls on the local day with this ordinal, before anybody asks whether people work then."""
    rhythm = read(plan.recurrence) if plan.recurrence else None
    if rhythm is None or day < max(1, plan.first_day) or day > (plan.last_day or LAST_DAY):
        return False
    match rhythm.kind:
        case "day":
            return True
        case "week":
            weeks = (week_of(day) - week_of(plan.first_day)) // 7
            return (day - 1) % 7 in rhythm.days and weeks % rhythm.weeks == 0
        case "dates":
            return day in rhythm.days
    return _in_its_month(rhythm, date.fromordinal(day)) == day


def days_from(plan: Plan, day: int) -> Iterator[int]:
    """The local days on which it falls from this one on, in order, for some years."""
    rhythm = read(plan.recurrence) if plan.recurrence else None
    if rhythm is None:
        return
    first, last = (
        max(1, day, plan.first_day),
        min(plan.last_day or LAST_DAY, LAST_DAY, max(day, plan.first_day) + AHEAD),
    )
    if rhythm.kind in ("day", "week", "dates"):
        days = rhythm.days if rhythm.kind == "dates" else range(first, last + 1)
        yield from (each for each in days if first <= each <= last and falls_on(plan, each))
        return
    month = date.fromordinal(first).replace(day=1)
    while month.toordinal() <= last:
        found = _in_its_month(rhythm, month)
        if found and first <= found <= last:
            yield found
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _in_its_month(rhythm: Rhythm, any_day: date) -> int:
    # On which day of its month it falls; 0 if on none.
    length = monthrange(any_day.year, any_day.month)[1]
    first = any_day.replace(day=1).toordinal()
    if rhythm.kind == "month":
        return first + min(rhythm.days[0], length) - 1
    if rhythm.kind == "year":
        return first + min(rhythm.days[1], length) - 1 if any_day.month == rhythm.days[0] else 0
    offset = (rhythm.days[0] - (first - 1)) % 7
    found = [first + day for day in range(offset, length, 7)]
    if PLACES[rhythm.nth] == "last":
        return found[-1]
    return found[rhythm.nth] if rhythm.nth < len(found) else 0
