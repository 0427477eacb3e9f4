"""Vocabulary: the words by which people say when, one after the other, and what each of them says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.calendar.recurrence import WEEKDAYS

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": 6, "other": 2}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
EVERY = frozenset({"every", "each"})
EACH_FEW = {
    "other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "few": 0, "couple": 0, "half": 0,
}  # fmt: skip
"""Behind `every`: every so many; 0 says no number."""
NO_RHYTHM = frozenset({"day", "weekday", "workday", "fortnight", "month", "year", "hour", "minute", "min", "quarter"})
"""What I count by one at most (`every day`), or not at all (`every hour`)."""
NEVER_ALONE = frozenset({"hour", "minute", "min", "quarter"})
RHYTHMS_I_KNOW = "I know every day, every weekday, every monday, every 2 weeks, every month and every year."
BETWEEN = frozenset({"at", "on", "of", "the", "and", "in", "&", "@", "o'clock", "by", "starting"})
UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("d", "day", "days"), 1440),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 7 * 1440),
    **dict.fromkeys(("fortnight", "fortnights"), 14 * 1440),
}
"""Minutes."""
RHYTHMS = {
    "daily": "day", "weekdays": "workday", "workdays": "workday", "weekly": "week", "monthly": "month",
    "yearly": "year", "annually": "year", "biweekly": "2weeks", "fortnightly": "2weeks",
}  # fmt: skip
PERIODS = {
    "day": "day", "weekday": "workday", "workday": "workday", "week": "week", "fortnight": "2weeks", "month": "month",
    "year": "year",
}  # fmt: skip
FEW = 6
"""`every 2 fridays`: more than that is an hour."""
NOTHING = -1
TIMES = {"noon": 720, "midday": 720, "midnight": 1440, "morning": 540, "afternoon": 840, "evening": 1080}

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm|a\.m|p\.m)?\Z")
_LENGTH = re.compile(r"(?:[0-9]{1,5}(?:m|mins?|h|hrs?|d|w|wks?|hours?|days?|weeks?|minutes?))+\Z")
_PART = re.compile(r"([0-9]+)([a-z]+)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?([0-9]{4})?\Z")
_NTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)\Z")


@dataclass(slots=True)
class Said:
    """What was understood so far."""

    every: bool = False
    rhythm: str = ""
    """day, workday, week, 2weeks, month or year."""
    weekdays: list[int] = field(default_factory=list)
    nth: int = 0
    """An ordinal: of the day of a month, or of a weekday in it."""
    dates: list[tuple[int, int, int]] = field(default_factory=list)
    """Year (0 if none was said), month, day."""
    minute: int = -1
    length: int = 0
    """Minutes from now; 0 if none were said, NOTHING if that is what was said."""
    later: int = -1
    """Days from today."""
    first: tuple[int, int, int] | None = None
    last: tuple[int, int, int] | None = None
    end: str = ""
    """day, week, month, quarter or year, at whose end it is; of that after this one where `following` is 1."""
    following: int = 0
    problem: str = ""
    strong: bool = False
    """Something was said that can't mean anything else than a time."""


Reader = Callable[[Said, Sequence[str]], int]
"""Looks at the words from here on; how many of them it understood."""


def _every(said: Said, words: Sequence[str]) -> int:
    if words[0] not in EVERY:
        return 0
    said.every = said.strong = True
    return 1 + _unknown_rhythm(said, words[1:])


def _unknown_rhythm(said: Said, words: Sequence[str]) -> int:
    # `every 2 days` must not be taken for every day at two o'clock.
    skipped, many = 0, 1
    if words and (found := _each_few(words[0])) is not None:
        skipped, many = 1, found
        skipped += words[1:2] in (["of"], ["a"], ["an"])
    word = words[skipped].removesuffix("s") if len(words) > skipped else ""
    if word in ("working", "work", "business") and words[skipped + 1 : skipped + 2] in (["day"], ["days"]):
        # Every working day is one that is known.
        word, skipped = ("", 0) if many == 1 else ("day", skipped + 1)
    nameless = many == 0 and word in ("week", *PERIODS)
    if not nameless and not (word in NO_RHYTHM and (many != 1 or word in NEVER_ALONE)):
        return skipped if word in NO_RHYTHM else 0  # Every 1 month.
    said.problem = said.problem or f"I can't count “every {' '.join(words[: skipped + 1])[:30]}”. {RHYTHMS_I_KNOW}"
    return skipped + 1


def _each_few(word: str) -> int | None:
    return EACH_FEW[word] if word in EACH_FEW else _number(word) or None


def _rhythm(said: Said, words: Sequence[str]) -> int:
    if words[0] in RHYTHMS:
        said.rhythm = RHYTHMS[words[0]]
        said.every = said.strong = True
        return 1
    number = _number(words[0])
    if said.every and (many := number or EACH_FEW.get(words[0], 0)) and words[1:2] in (["week"], ["weeks"]):
        said.rhythm = f"{many}weeks"
        return 2
    if said.every and 1 < number <= FEW and not said.rhythm and len(words) > 1 and day_of(words[1]) is not None:
        said.rhythm = f"{number}weeks"  # Every 2 fridays.
        return 1
    word = words[0].removesuffix("s") if said.every else words[0]
    if word in ("working", "work", "business") and len(words) > 1 and words[1].removesuffix("s") == "day":
        said.rhythm, said.every, said.strong = "workday", True, True
        return 2
    if word == "month" and (said.nth or said.every):
        said.rhythm, said.every = "month", True
        return 1
    if word == "day" and said.nth == ORDINALS["last"]:
        said.nth, said.rhythm = 31, "month"
        return 1
    if said.every and word in PERIODS and not said.rhythm:
        said.rhythm = PERIODS[word]
        return 1
    return 0


def _number(word: str) -> int:
    return int(word) if re.fullmatch(r"[0-9]{1,2}", word) else NUMBERS.get(word, 0)


def _weekday(said: Said, words: Sequence[str]) -> int:
    named = [day_of(part) for part in re.split(r"[,/+]", words[0]) if part]
    if not named or None in named:
        return 0
    said.weekdays += [day for day in named if day is not None]
    said.every |= words[0].endswith("days")
    return 1


def day_of(word: str) -> int | None:
    """The weekday that a word names, from Monday as 0 on."""
    for index, (short, name) in enumerate(zip(WEEKDAYS, DAY_NAMES, strict=True)):
        if word in (short, name, name + "s") or (len(word) in (4, 5) and name.startswith(word)):
            return index
    return None


def _ordinal(said: Said, words: Sequence[str]) -> int:
    found = _NTH.match(words[0])
    nth = int(found[1]) if found else ORDINALS.get(words[0], 0)
    if not nth or said.nth or said.dates:
        return 0
    if found and len(words) > 1 and month_of(words[1]):
        return 0  # 24th December is a date
    if words[0] in ORDINALS and not (len(words) > 1 and (words[1] == "day" or day_of(words[1]) is not None)):
        return 0
    if words[0] in ("other", "second", "2nd") and said.every and "month" not in (said.rhythm, *words[2:6]):
        said.rhythm = "2weeks"
        return 1
    said.nth = nth
    return 1


def _date(said: Said, words: Sequence[str]) -> int:
    parts = [part for part in words[0].split(",") if part]
    if parts and all(map(_ISO.match, parts)):
        for part in parts:
            year, month, day = map(int, part.split("-"))
            _add_date(said, part, (year, month, day))
        return 1
    dotted = _DOTTED.match(words[0])
    if dotted and (dotted[3] or words[0].endswith(".")):
        return _add_date(said, words[0], (int(dotted[3] or 0), int(dotted[2]), int(dotted[1])))
    for written, named in ((words[0], words[1:2]), (words[1] if len(words) > 1 else "", words[:1])):
        number = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?", written)
        if number and named and month_of(named[0]):
            of = words[2] if len(words) > 2 and re.fullmatch(r"20[0-9]{2}", words[2]) else ""
            _add_date(said, f"{written} {named[0]}", (int(of or 0), month_of(named[0]), int(number[1])))
            return 3 if of else 2
    return 0


def month_of(word: str) -> int:
    """The month that a word names; 0 if none."""
    for index, (short, name) in enumerate(zip(MONTHS, MONTH_NAMES, strict=True), start=1):
        if word in (short, name) or (word == "sept" and short == "sep"):
            return index
    return 0


def _add_date(said: Said, written: str, parts: tuple[int, int, int]) -> int:
    year, month, day = parts
    said.strong = True
    try:
        date(year or 2000, month, day)
    except ValueError:
        said.problem = said.problem or f"There is no day {written[:20]}."
    else:
        said.dates.append(parts)
    return 1


def _clock(said: Said, words: Sequence[str]) -> int:
    if words[0] in TIMES and said.minute < 0:
        said.minute = TIMES[words[0]]
        return 1
    found = _CLOCK.match(words[0])
    if not found or said.minute >= 0:
        return 0
    used, half = 1, found[3] or ""
    if not half and len(words) > 1 and words[1] in ("am", "pm", "a.m", "p.m"):
        used, half = 2, words[1]
    hour, minute = int(found[1]), int(found[2] or 0)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        said.problem = said.problem or f"{words[0]} is no time of day. Write 9:00, 17:30 or 5pm."
        hour = minute = 0
    said.minute = hour * 60 + minute
    said.strong |= bool(found[2] or half)
    return used


def _length(said: Said, words: Sequence[str]) -> int:
    if said.every:
        return 0
    if said.minute >= 0 and (said.weekdays or said.dates or said.later >= 0):
        # When is said already: `tomorrow 9 ten days until launch`.
        return 0
    if _LENGTH.match(words[0]):
        said.length += sum(int(number) * UNITS.get(unit, 0) for number, unit in _PART.findall(words[0]))
        said.length = said.length or NOTHING
        said.strong = True
        return 1
    number = int(words[0]) if re.fullmatch(r"[0-9]{1,5}", words[0]) else NUMBERS.get(words[0], -1)
    if number >= 0 and len(words) > 1 and words[1] in UNITS:
        said.length = said.length + number * UNITS[words[1]] or NOTHING
        said.strong = True
        return 2
    return 0


def _relative(said: Said, words: Sequence[str]) -> int:
    found = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "now": 0}.get(words[0])
    if words[0] == "next" and len(words) > 1 and (day_of(words[1]) is not None or words[1] in ("week", "month")):
        if words[1] in ("week", "month"):
            said.later = 7 if words[1] == "week" else 30
            said.strong = True
            return 2
        return 1
    if found is None or said.later >= 0:
        return 0
    said.later, said.strong = found, True
    if words[0] == "tonight" and said.minute < 0:
        said.minute = 1200
    if words[0] == "now":
        said.length = 1
    return 1


def _bounds(said: Said, words: Sequence[str]) -> int:
    if words[0] not in ("until", "till", "from", "since") or len(words) < 2:
        return 0
    inner = Said()
    used = _date(inner, words[1:])
    if not used or not inner.dates:
        return 0
    if words[0] in ("until", "till"):
        said.last = inner.dates[0]
    else:
        said.first = inner.dates[0]
    said.problem = said.problem or inner.problem
    return 1 + used


READERS: tuple[Reader, ...] = (
    _every, _bounds, _rhythm, _date, _ordinal, _weekday, _relative, _length, _clock,
)  # fmt: skip
