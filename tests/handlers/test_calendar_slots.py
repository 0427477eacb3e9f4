"""Each slot of the calendar comes once, at the right local time, in every zone and over a decade."""

from datetime import date, datetime, timedelta
from itertools import takewhile

import pytest

from handlers.calendar.exceptions import Exceptions
from handlers.calendar.recurrence import Plan, days_from, falls_on, read
from handlers.calendar.slots import MINUTES, Ground, coming, due_between, instant, minute_of, regular
from tests.handlers.calendar_oracle import (
    EPOCH,
    Falls,
    Walk,
    every_day,
    every_weeks,
    micros,
    monthly,
    nth,
    utc,
    weekly,
    yearly,
)

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/Havana",
    "UTC",
)  # fmt: skip
NONE = Exceptions()
FIRST = date(2024, 1, 5)

KINDS: tuple[tuple[Plan, Falls], ...] = (
    (Plan("day"), every_day),
    (Plan("week mon,thu"), weekly("mon", "thu")),
    (Plan("2weeks fri", first_day=FIRST.toordinal()), every_weeks(2, "fri", FIRST)),
    (Plan("5weeks sun", first_day=FIRST.toordinal()), every_weeks(5, "sun", FIRST)),
    (Plan("month 31"), monthly(31)),
    (Plan("month 30"), monthly(30)),
    (Plan("month 1"), monthly(1)),
    (Plan("month 2nd tue"), nth(2, "tue")),
    (Plan("month 5th fri"), nth(5, "fri")),
    (Plan("month last mon"), nth(-1, "mon")),
    (Plan("year 02-29"), yearly(2, 29)),
    (Plan("year 12-31"), yearly(12, 31)),
)

TURNS: tuple[tuple[str, datetime], ...] = (
    ("Europe/Berlin", utc(2026, 3, 29)),
    ("Europe/Berlin", utc(2026, 10, 25)),
    ("America/New_York", utc(2026, 3, 8)),
    ("America/New_York", utc(2026, 11, 1)),
    ("Australia/Lord_Howe", utc(2026, 4, 4)),
    ("Australia/Lord_Howe", utc(2026, 10, 3)),
    ("Asia/Kathmandu", utc(2027, 1, 1)),
    ("America/Havana", utc(2026, 3, 8)),
    ("Pacific/Apia", utc(2011, 12, 30)),
    ("Europe/Berlin", utc(2028, 2, 29)),
    ("Europe/Berlin", utc(2026, 12, 31)),
)


def found(plan: Plan, zone: str, first: datetime, last: datetime) -> list[tuple[date, int]]:
    slots = due_between(plan, Ground(zone), NONE, micros(first) - 1, micros(last) - 1)
    return [(date.fromordinal(slot.slot // MINUTES), slot.due) for slot in slots]


@pytest.mark.parametrize(("zone", "around"), TURNS)
@pytest.mark.parametrize("minute", [0, 1, 115, 120, 125, 150, 179, 180, 540, 1439])
def test_around_a_leap_of_the_clock_each_minute_is_as_on_the_wall(zone: str, around: datetime, minute: int) -> None:
    first, last = around - timedelta(days=3), around + timedelta(days=4)
    walked = list(Walk(zone, every_day, minute).happens(first, last))
    assert found(Plan("day", minute=minute), zone, first, last) == walked


@pytest.mark.parametrize("zone", ZONES)
def test_a_decade_of_days_is_as_on_the_wall(zone: str) -> None:
    # Every day of ten years; the wall is only looked at around nine, or each minute of the days that are unlike.
    for day in range(date(2007, 1, 1).toordinal(), date(2017, 1, 1).toordinal()):
        at = instant(zone, day * MINUTES + 540)
        shown = minute_of(zone, at)
        if zone == "Pacific/Apia" and date.fromordinal(day) == date(2011, 12, 30):
            assert shown == (day + 1) * MINUTES
        else:
            assert shown == day * MINUTES + 540
            assert at % 60_000_000 == 0


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("plan", "falls"), KINDS)
def test_a_decade_of_ticks_finds_each_slot_once(zone: str, plan: Plan, falls: Falls) -> None:
    plan = Plan(plan.recurrence, minute=150, first_day=plan.first_day)
    days = [date(2024, 1, 5) + timedelta(days=number) for number in range(3653)]
    expected = [day for day in days if falls(day)]
    last, at, said = instant(zone, days[0].toordinal() * MINUTES) - 1, 0, []
    # A tick now and then: it does not matter when, each slot lies between two of them.
    for step in range(3653 * 2 // 5 + 4):
        at = last if not step else at + 60 * 60 * 60 * 1_000_000
        said += due_between(plan, Ground(zone), NONE, last, at)
        last = at
    assert [date.fromordinal(slot.slot // MINUTES) for slot in said][: len(expected)] == expected
    assert len({slot.slot for slot in said}) == len(said)
    assert [slot.due for slot in said] == sorted(slot.due for slot in said)


@pytest.mark.parametrize(("plan", "falls"), KINDS)
def test_days_are_those_of_an_independent_reckoning(plan: Plan, falls: Falls) -> None:
    first = date(2024, 1, 5).toordinal()
    expected = [day for day in range(first, first + 3653) if falls(date.fromordinal(day))]
    assert list(takewhile(lambda day: day < first + 3653, days_from(plan, first))) == expected
    assert [day for day in range(first, first + 3653) if falls_on(plan, day)] == expected


def test_only_between_its_first_and_last_day() -> None:
    plan = Plan("week fri", first_day=date(2026, 11, 20).toordinal(), last_day=date(2026, 12, 4).toordinal())
    days = [date.fromordinal(day).isoformat() for day in days_from(plan, 1)]
    assert days == ["2026-11-20", "2026-11-27", "2026-12-04"]


def test_dates_are_those_alone() -> None:
    plan = Plan("dates 2026-12-31,2026-12-24", minute=540)
    slots = list(regular(plan, Ground("Europe/Berlin"), micros(utc(2026, 12, 1))))
    assert [EPOCH + timedelta(microseconds=slot.due) for slot in slots] == [utc(2026, 12, 24, 8), utc(2026, 12, 31, 8)]


@pytest.mark.parametrize(
    "words",
    ["", "days", "week", "week mo", "0weeks fri", "60weeks fri", "month 32", "month 0", "month 6th fri", "year 02-30",
     "year 2-3", "dates", "dates 2026-02-30", "fortnight", "month last", "dates " + ",".join(["2026-01-01"] * 3) + ","],
)  # fmt: skip
def test_words_that_say_nothing_are_never_due(words: str) -> None:
    assert words == "" or read(words) is None
    assert list(days_from(Plan(words), 739_000)) == []
    assert not falls_on(Plan(words), 739_000)


def test_what_was_leapt_over_comes_right_after_the_leap_and_once() -> None:
    plan = Plan("day", minute=150)
    spring = found(plan, "Europe/Berlin", utc(2026, 3, 28), utc(2026, 3, 30))
    assert [at for _, at in spring] == [micros(utc(2026, 3, 28, 1, 30)), micros(utc(2026, 3, 29, 1))]
    autumn = found(plan, "Europe/Berlin", utc(2026, 10, 24, 12), utc(2026, 10, 25, 12))
    assert [at for _, at in autumn] == [micros(utc(2026, 10, 25, 0, 30))]


def test_what_was_moved_comes_then_and_not_at_its_own_time() -> None:
    ground, plan = Ground("Europe/Berlin"), Plan("day", minute=540)
    slot = date(2026, 11, 20).toordinal() * MINUTES + 540
    kept = NONE.move(slot, slot + 60).skip(slot + MINUTES)
    now = micros(utc(2026, 11, 19, 12))
    three = [each for each, _ in zip(coming(plan, ground, kept, now), range(3), strict=False)]
    assert [each.slot for each in three] == [slot, slot + 2 * MINUTES, slot + 3 * MINUTES]
    assert three[0].due == micros(utc(2026, 11, 20, 9))
    assert three[0].by_hand
