"""Working days: what streaks skip - weekends and public holidays of the member's country."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=512)
def _holidays_in(country: str, year: int) -> frozenset[int]:
    try:
        found = holidays.country_holidays(country, years=year)
    except (NotImplementedError, KeyError):
        # A country the library doesn't know has weekends only.
        return frozenset()
    return frozenset(day.toordinal() for day in found)


@lru_cache(maxsize=65536)
def is_working_day(country: str, day: int) -> bool:
    """Whether people in that country (ISO 3166 code, may be empty) work on the day with this ordinal."""
    if day % 7 in (6, 0):
        return False
    return not country or day not in _holidays_in(country, date.fromordinal(day).year)
