"""Periods: local days out of moments, and the weeks, months, quarters, years and seasons they belong to."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scoring.book import Season
from scoring.facts import Micros

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
QUARTER_HOUR = 15 * MINUTE

SPANS = ("week", "month", "quarter", "year", "all", "season")
"""The periods a board can be asked for."""

Span = tuple[str, int]
"""A period: its kind and the ordinal of its first day (0 for `all`)."""


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone, or UTC for a name nobody knows."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=65536)
def _day_at(zone: str, quarter_hours: int) -> int:
    # Offsets of every zone in use are multiples of a quarter of an hour, so midnight falls between two of them.
    moment = datetime.fromtimestamp(quarter_hours * 900, UTC)
    return moment.astimezone(zone_of(zone)).toordinal()


def local_day(zone: str, at: Micros) -> int:
    """The ordinal of the day that `at` belongs to in a zone."""
    return _day_at(zone, at // QUARTER_HOUR)


def ahead(day: int, at: Micros) -> int:
    """By how much a local day is ahead of UTC's at that moment, plus one: 0, 1 or 2, which is little to remember."""
    return day - _utc_day(at) + 1


def day_ahead(days: int, at: Micros) -> int:
    """The local day again, even if its member has moved to another zone since."""
    return _utc_day(at) + days - 1


def _utc_day(at: Micros) -> int:
    return EPOCH + at // DAY


EPOCH = date(1970, 1, 1).toordinal()


def midnight(zone: str, day: int) -> Micros:
    """The moment a local day begins; where the clock jumps over midnight, the first moment after."""
    start = datetime.combine(date.fromordinal(day), datetime.min.time(), zone_of(zone))
    return round(start.timestamp()) * SECOND


def week_of(day: int) -> int:
    """The ordinal of the Monday on or before."""
    return day - (day - 1) % 7


@lru_cache(maxsize=4096)
def start_of(span: str, day: int) -> int:
    """The first day of the week, month, quarter or year that a day lies in; the day itself for `day`."""
    if span == "day":
        return day
    if span == "week":
        return week_of(day)
    if span == "all":
        return 0
    month = date.fromordinal(day).month
    first = date.fromordinal(day).replace(day=1)
    if span == "quarter":
        first = first.replace(month=month - (month - 1) % 3)
    elif span == "year":
        first = first.replace(month=1)
    return first.toordinal()


def end_of(span: str, start: int) -> int:
    """The first day after a period that begins on `start`."""
    if span == "day":
        return start + 1
    if span == "week":
        return start + 7
    step = {"month": 32, "quarter": 95, "year": 370}[span]
    return start_of(span, (date.fromordinal(start) + timedelta(days=step)).toordinal())


@lru_cache(maxsize=4096)
def spans_of(day: int, seasons: tuple[Season, ...]) -> tuple[Span, ...]:
    """Every period that a day counts towards."""
    fixed = tuple((span, start_of(span, day)) for span in SPANS[:-1])
    return fixed + tuple(("season", season.first) for season in seasons if season.first <= day <= season.last)
