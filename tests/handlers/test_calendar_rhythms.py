"""Rhythms the calendar hasn't: they are refused with clear words, and never taken for another one."""

import pytest

from handlers.calendar.typed import when
from tests.handlers.calendar_oracle import micros, utc

NOW = micros(utc(2026, 11, 18, 12))


@pytest.mark.parametrize(
    "words",
    [
        "every 2 days", "every 3 days", "every second day", "every other day", "every 2nd day", "every third day",
        "every 2 months", "every other month", "every 3 years", "every second year", "every 4 hours", "every hour",
        "every 30 minutes", "every few days", "every couple of days", "every half an hour",
        "every other weekday", "every 2 working days", "every quarter", "every few weeks",
    ],
)  # fmt: skip
def test_a_rhythm_that_is_not_known_is_refused(words: str) -> None:
    found = when(f"{words} 10:00 Water the plants", "Europe/Berlin", NOW)
    assert found.plan is None
    assert f"“{words}”" in found.problem
    assert "I know every day" in found.problem
    assert found.rest == "Water the plants"


@pytest.mark.parametrize(
    ("words", "recurrence", "minute"),
    [
        ("every third week on monday 10:00", "3weeks mon", 600),
        ("every 2 fridays 10:00", "2weeks fri", 600),
        ("every 2nd tuesday 10:00", "2weeks tue", 600),
        ("every second tuesday of the month 10:00", "month 2nd tue", 600),
        ("every one week on fri", "week fri", 540),
        ("every day 10:00", "day", 600),
        ("every 1 month on the 3rd", "month 3", 540),
        ("every month on the second friday", "month 2nd fri", 540),
        ("every 9 monday", "week mon", 540),
    ],
)
def test_what_looks_alike_is_still_understood(words: str, recurrence: str, minute: int) -> None:
    plan = when(words, "Europe/Berlin", NOW).plan
    assert plan is not None
    assert (plan.recurrence, plan.minute) == (recurrence, minute)
