"""Days over decades and zones: exactly one celebration a year, at nine by the clock of whoever it is for."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.calendar.exceptions import Exceptions
from handlers.calendar.slots import MINUTES, Ground, due_between, minute_of
from handlers.celebrations.dates import LEAP_YEAR, Dated, day_in, in_words, is_date, read, year_of
from handlers.celebrations.planning import NINE, plan
from scoring.workdays import is_working_day
from storage.tables import SpecialDayRow
from tests.handlers.days import at

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati",
    "Pacific/Pago_Pago", "UTC", "America/St_Johns",
)  # fmt: skip
TODAY = date(2026, 11, 18).toordinal()
DAYS = st.dates(date(LEAP_YEAR, 1, 1), date(LEAP_YEAR, 12, 31)).map(lambda day: f"{day:%m-%d}")
LEAPS = st.sampled_from(["02-28", "03-01"])


@given(
    DAYS, LEAPS, st.sampled_from(ZONES), st.sampled_from(["keep", "before", "after"]), st.sampled_from(["", "DE", "US"])
)
@example("01-17", "02-28", "Europe/Berlin", "after", "US")
def test_over_a_decade_each_year_has_its_one_morning(
    written: str, leap: str, zone: str, free_days: str, country: str
) -> None:
    row = SpecialDayRow(workspace="acme", member="ANA", kind="birthday", date=written, leap=leap)
    ground = Ground(zone, country)
    found = due_between(plan(row, free_days, TODAY), ground, Exceptions(), at(2027, 1, 20), at(2039, 1, 20))
    years = [year_of(written, leap, slot.slot // MINUTES) for slot in found]
    # A free day may move the first or the last across the edge of what was searched, but never one in between.
    assert [year for year in years if 2028 <= year < 2038] == list(range(2028, 2038))
    assert len(years) == len(set(years))
    for slot in found:
        day, minute = divmod(minute_of(zone, slot.due), MINUTES)
        assert minute == NINE
        assert free_days == "keep" or is_working_day(country, day)
        nominal = day_in(written, leap, year_of(written, leap, slot.slot // MINUTES))
        assert {"keep": nominal == day, "before": day <= nominal, "after": day >= nominal}[free_days]


def test_on_the_day_that_samoa_left_out_a_birthday_comes_at_the_next_moment_there_is() -> None:
    row = SpecialDayRow(workspace="acme", member="ANA", kind="birthday", date="12-30", leap="02-28")
    found = due_between(plan(row, "keep", TODAY), Ground("Pacific/Apia"), Exceptions(), at(2011, 6, 1), at(2012, 6, 1))
    assert len(found) == 1
    assert date.fromordinal(minute_of("Pacific/Apia", found[0].due) // MINUTES) == date(2011, 12, 31)


@given(DAYS, LEAPS, st.integers(2000, 2100), st.integers(-40, 40))
def test_a_day_that_was_moved_by_weeks_still_stands_for_its_year(
    written: str, leap: str, year: int, moved: int
) -> None:
    assert year_of(written, leap, day_in(written, leap, year) + moved) == year


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_date_or_a_reason(text: str) -> None:
    dated = read(text, TODAY)
    assert bool(dated.date) != bool(dated.problem)
    assert not dated.date or is_date(dated.date)
    assert all(is_date(choice) for choice in dated.choices)


@given(st.dates(date(1940, 1, 1), date(2030, 12, 31)))
def test_every_day_is_read_in_every_way_it_is_written(day: date) -> None:
    expected = Dated(f"{day:%m-%d}", day.year)
    for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%Y/%m/%d"):
        assert read(f"{day:{form}}", TODAY) == expected
    assert read(in_words(expected.date), TODAY) == Dated(expected.date)
    either = read(f"{day:%d/%m/%Y}", TODAY)
    assert expected.date == either.date or expected.date in either.choices


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("today", "11-18"), ("Tomorrow!", "11-19"), ("29 février", "02-29"), ("1er mai", "05-01"), ("3 Mai", "05-03"),
        ("May the 4th", "05-04"), ("4. Juli", "07-04"), ("2 de enero", "01-02"), ("12/12", "12-12"), ("31-12", "12-31"),
        ("sept 9", "09-09"), ("14–3", "03-14"), ("my birthday is the 21st of June, 1988", "06-21"),
    ],
)  # fmt: skip
def test_people_write_days_as_they_like(typed: str, expected: str) -> None:
    assert read(typed, TODAY).date == expected


@pytest.mark.parametrize(
    "typed", ["", "0 March", "32 March", "30 Feb", "13/13", "march", "14", "00-00", "99.99.", "0/1", "1/0", "0-0"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    found = read(typed, TODAY)
    assert (found.date, found.choices) == ("", ())
    assert found.problem


def test_the_hundredth_year_is_no_leap_year() -> None:
    assert date.fromordinal(day_in("02-29", "03-01", 2100)) == date(2100, 3, 1)
    assert date.fromordinal(day_in("02-29", "02-28", 2100)) == date(2100, 3, 1) - timedelta(days=1)
    assert date.fromordinal(day_in("02-29", "02-28", 2400)) == date(2400, 2, 29)
