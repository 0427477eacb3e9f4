"""Endings: the end of a day, week, month, quarter or year, as people say it, and which day that is."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from handlers.calendar.vocabulary import BETWEEN, Said, day_of, month_of

SHORT = {"eod": "day", "eow": "week", "eom": "month", "eoy": "year"}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
FILLING = frozenset({"of", "the", "this"})
FRIDAY, SUNDAY = 4, 6
HOURS = frozenset({"noon", "midnight", "morning", "evening", "am", "pm", "a.m", "p.m", ""})
_HOUR, _YEAR = re.compile(r"[0-9]{1,2}(?:[:.h][0-9]{2})?(?:h|am|pm|a\.m|p\.m)?"), re.compile(r"20[0-9]{2}")


def end(said: Said, words: Sequence[str]) -> int:
    """How many words say it: `end of the month`, `end of next week`, `end of november 2027`, `end of friday`, `eom`.

    With more than an hour behind it, it belongs to what is to be said: `weekdays 17:00 end of day check-in`.
    """
    if said.end:
        return 0
    if words[0] in SHORT:
        if not _is_clock(words[1:]):
            return 0
        said.end, said.strong = SHORT[words[0]], True
        return 1
    used = 1 + len(list(takewhile(FILLING.__contains__, words[1:])))
    if words[0] != "end" or used == 1:
        return 0
    following = int(words[used : used + 1] == ["next"])
    named = words[used + following] if len(words) > used + following else ""
    behind = used + following + 1
    month = month_of(named)
    year = int(words[behind]) if month and len(words) > behind and _YEAR.fullmatch(words[behind]) else 0
    behind += bool(year)
    if not _is_clock(words[behind:]):
        return 0
    if named in ("today", "tomorrow") or day_of(named) is not None:
        # Which day it is says the word itself.
        said.end = "day"
        return used
    if named in ("day", "week", *MONTHS_IN):
        said.end, said.following = named, following
    elif month:
        said.end = "month"
        # Of a year that isn't named, February ends when it does in a leap year, or the day before.
        said.dates.append((year, month, monthrange(year or 2000, month)[1]))
    else:
        return 0
    used = behind
    # What stands before other words may belong to them: `send the end of the month report tomorrow`.
    said.strong |= used == len(words)
    return used


def _is_clock(words: Sequence[str]) -> bool:
    return all(word in BETWEEN or word in HOURS or _HOUR.fullmatch(word) for word in words)


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
