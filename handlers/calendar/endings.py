"""Endings: the end of a day, week, month, quarter or year, as people say it, and which day that is."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from handlers.calendar.vocabulary import Said, day_of, month_of

SHORT = {"eod": "day", "eow": "week", "eom": "month", "eoy": "year"}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
FILLING = frozenset({"of", "the", "this"})
FRIDAY, SUNDAY = 4, 6


def end(said: Said, words: Sequence[str]) -> int:
    """How many words say it: `end of the month`, `end of next week`, `end of november`, `end of friday`, `eom`."""
    if said.end:
        return 0
    if words[0] in SHORT:
        said.end, said.strong = SHORT[words[0]], True
        return 1
    used = 1 + len(list(takewhile(FILLING.__contains__, words[1:])))
    if words[0] != "end" or used == 1:
        return 0
    following = int(words[used : used + 1] == ["next"])
    named = words[used + following] if len(words) > used + following else ""
    if named in ("today", "tomorrow") or day_of(named) is not None:
        # Which day it is says the word itself.
        said.end = "day"
        return used
    if named in ("day", "week", *MONTHS_IN):
        said.end, said.following = named, following
    elif month := month_of(named):
        said.end = "month"
        said.dates.append((0, month, monthrange(2000, month)[1]))
    else:
        return 0
    used += following + 1
    # What stands before other words may belong to them: `send the end of the month report tomorrow`.
    said.strong |= used == len(words)
    return used


def last_day(said: Said, today: int) -> int:
    """The last day of what it is the end of; of a week, the last that people work."""
    day = date.fromordinal(today)
    if said.end == "day":
        return today + said.following
    if said.end == "week":
        friday = today + FRIDAY - day.weekday() + 7 * said.following
        return friday if friday >= today else friday + SUNDAY - FRIDAY
    months = MONTHS_IN[said.end]
    after = ((day.year * 12 + day.month - 1) // months + 1 + said.following) * months
    return date(after // 12, after % 12 + 1, 1).toordinal() - 1
