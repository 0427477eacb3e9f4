"""Dates as people type them: a day and month in any order and many languages, with or without a year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from handlers.cards.phrases import MONTHS

LEAP_YEAR = 2024
"""Days are checked in a year that has all of them."""
LONGEST = 200
FIRST_YEAR = 1930

_OTHERS = (
    "jan januar jänner janvier enero janeiro gennaio januari jaenner",
    "feb februar février fevrier febrero fevereiro febbraio februari",
    "mar mär märz maerz mars marzo março marco maart mrz mrt",
    "apr avril abril aprile",
    "may mai mayo maio maggio mei maj",
    "jun juni juin junio junho giugno",
    "jul juli juillet julio julho luglio",
    "aug august août aout agosto augustus",
    "sep sept septembre septiembre setembro settembre",
    "oct okt oktober octobre octubre outubro ottobre",
    "nov novembre noviembre novembro",
    "dec dez dezember décembre decembre diciembre dezembro dicembre",
)
NAMES = MappingProxyType(
    {
        name: number
        for number, others in enumerate(_OTHERS, start=1)
        for name in (*others.split(), MONTHS[number - 1].lower())
    }
)
"""How months are called -> their number."""

_ALL = "|".join(sorted(NAMES, key=len, reverse=True))
_NTH = r"(?:st|nd|rd|th|er|º|°|ª)?"
_YEAR = r"(?:[\s,./'’-]*(?:of |de |del )?(?P<year>\d{4}))?"
_WORDS = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}}){_NTH}[\s.,/_-]*(?:of|de|d['’])?\s*(?P<name>{_ALL})(?!\w)\.?{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\w)(?P<name>{_ALL})(?!\w)[\s.,/_-]*(?:the\s+)?(?P<day>\d{{1,2}}){_NTH}(?!\d){_YEAR}(?!\d)"),
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_SHORT = re.compile(r"(?<!\d)--(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_DOTS = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})(?!\d)\.?\s?(?P<year>\d{4})?(?!\d)")
_OPEN = re.compile(r"(?<!\d)(?P<a>\d{1,2})\s?[-/ ]\s?(?P<b>\d{1,2})(?:\s?[-/ ]\s?(?P<year>\d{4}))?(?!\d)")
_DASHES = str.maketrans(dict.fromkeys("–—−‐‑⁄", "-"))

ASKED = "Which day is it? Write it like 14 March."


@dataclass(frozen=True, slots=True)
class Dated:
    """A day and month (03-14), or what is unclear."""

    date: str = ""
    year: int = 0
    """0: none was typed."""
    choices: tuple[str, ...] = ()
    """Where two days may be meant: both."""
    problem: str = ""
    by_word: bool = False
    """Today or the like: the year is known, though nobody typed it."""


def read(text: str, today: int) -> Dated:
    """The first date in what somebody typed; `today` (an ordinal) is for `today` and `tomorrow`."""
    typed = text[:LONGEST].translate(_DASHES).casefold()
    relative = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(typed.strip(" .!"))
    if relative is not None:
        day = date.fromordinal(today) + timedelta(days=relative)
        return Dated(f"{day:%m-%d}", day.year, by_word=True)
    for pattern in (*_WORDS, _ISO, _SHORT, _DOTS):
        if found := pattern.search(typed):
            return _checked(found.groupdict())
    found = _OPEN.search(typed)
    if found is None:
        return Dated(problem=ASKED)
    return _either(int(found["a"]), int(found["b"]), int(found["year"] or 0))


def _checked(parts: dict[str, str | None]) -> Dated:
    name = parts.get("name")
    month = NAMES[name] if name else int(parts["month"] or 0)
    return _day(month, int(parts["day"] or 0), int(parts.get("year") or 0))


def _either(first: int, second: int, year: int) -> Dated:
    # 14/3 and 3/14 can mean one day only; 3/4 is April in most of the world and March in the United States.
    dayfirst, monthfirst = _day(second, first, year), _day(first, second, year)
    if first == second or not (dayfirst.date and monthfirst.date):
        return dayfirst if dayfirst.date or first > 12 else monthfirst
    choices = (f"{second:02}-{first:02}", f"{first:02}-{second:02}")
    return Dated(year=year, choices=choices, problem=f"Is that {in_words(choices[0])} or {in_words(choices[1])}?")


def _day(month: int, day: int, year: int) -> Dated:
    if not 1 <= month <= 12:
        return Dated(problem=f"There is no month {month}. {ASKED}")
    try:
        date(year if _is_year(year) else LEAP_YEAR, month, day)
    except ValueError:
        of_year = f" {year}" if month == 2 and day == 29 else ""
        return Dated(problem=f"{MONTHS[month - 1]}{of_year} has no day {day}. {ASKED}")
    return Dated(f"{month:02}-{day:02}", year)


def _is_year(year: int) -> bool:
    return date.min.year <= year <= date.max.year


def in_words(written: str, year: int = 0) -> str:
    """14 March, or 14 March 2019."""
    month, day = parts(written)
    return f"{day} {MONTHS[month - 1]}{f' {year}' if year else ''}"


def parts(written: str) -> tuple[int, int]:
    """The month and day of 03-14."""
    month, _, day = written.partition("-")
    return int(month), int(day)


def is_date(written: str) -> bool:
    """Whether this is a day of a year, written as we keep it."""
    if not re.fullmatch(r"\d\d-\d\d", written):
        return False
    month, day = parts(written)
    return bool(_day(month, day, 0).date)


def day_in(written: str, leap: str, year: int) -> int:
    """The ordinal of the day on which this is celebrated in a year."""
    if written == "02-29" and not _is_leap(year):
        written = leap
    month, day = parts(written)
    return date(year, month, day).toordinal()


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def year_of(written: str, leap: str, day: int) -> int:
    """The year whose celebration a day (an ordinal) near it stands for: 31 December may stand for New Year's."""
    around = date.fromordinal(day).year
    years = [year for year in (around - 1, around, around + 1) if _is_year(year)]
    return min(years, key=lambda year: abs(day_in(written, leap, year) - day))
