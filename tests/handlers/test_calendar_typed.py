"""When, as people type it: read as they meant it, said back in words, and refused in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar.recurrence import Plan, moment_of, read
from handlers.calendar.typed import deadline, in_words, when
from scoring.facts import Micros
from tests.handlers.calendar_oracle import micros, utc

BERLIN = "Europe/Berlin"
NOW = micros(utc(2026, 11, 18, 10))
"""A Wednesday, eleven o'clock in Berlin."""


def shown(at: Micros) -> str:
    return datetime.fromtimestamp(at / 1e6, UTC).astimezone(ZoneInfo(BERLIN)).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("typed", "recurrence", "minute"),
    [
        ("every monday 9:00", "week mon", 540),
        ("Every Monday at 9", "week mon", 540),
        ("mondays 9am", "week mon", 540),
        ("weekdays 9", "week mon,tue,wed,thu,fri", 540),
        ("every working day at 8:30", "week mon,tue,wed,thu,fri", 510),
        ("every mon, wed and fri at 9", "week mon,wed,fri", 540),
        ("every mon,thu 14:00", "week mon,thu", 840),
        ("1st of the month", "month 1", 540),
        ("every month on the 31st 9:00", "month 31", 540),
        ("last day of the month", "month 31", 540),
        ("monthly on the 15th at noon", "month 15", 720),
        ("every 2 weeks on fri 14:30", "2weeks fri", 870),
        ("every other friday", "2weeks fri", 540),
        ("every three weeks on monday", "3weeks mon", 540),
        ("fortnightly on tuesday", "2weeks tue", 540),
        ("every fortnight on friday", "2weeks fri", 540),
        ("every five weeks on friday", "5weeks fri", 540),
        ("every first monday of the month at 10am", "month 1st mon", 600),
        ("last friday of the month 16:00", "month last fri", 960),
        ("every second tue of the month", "month 2nd tue", 540),
        ("2nd tuesday 9:30", "month 2nd tue", 570),
        ("daily", "day", 540),
        ("every day at 5 pm", "day", 1020),
        ("weekly", "week wed", 540),
        ("monthly", "month 18", 540),
        ("every year on 24 december", "year 12-24", 540),
        ("yearly on feb 29", "year 02-29", 540),
        ("2026-12-24, 2026-12-31 9:00", "dates 2026-12-24,2026-12-31", 540),
    ],
)
def test_a_rhythm_is_read(typed: str, recurrence: str, minute: int) -> None:
    found = when(typed, BERLIN, NOW)
    assert found.problem == ""
    assert found.plan is not None
    assert (found.plan.recurrence, found.plan.minute, found.plan.zone, found.rest) == (recurrence, minute, BERLIN, "")
    assert read(recurrence) is not None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2h", "Wed 2026-11-18 13:00"),
        ("in 2 hours", "Wed 2026-11-18 13:00"),
        ("90 min", "Wed 2026-11-18 12:30"),
        ("1d 12h", "Thu 2026-11-19 23:00"),
        ("1h30m", "Wed 2026-11-18 12:30"),
        ("in an hour", "Wed 2026-11-18 12:00"),
        ("3d", "Sat 2026-11-21 11:00"),
        ("in a week", "Wed 2026-11-25 11:00"),
        ("in two weeks", "Wed 2026-12-02 11:00"),
        ("a fortnight", "Wed 2026-12-02 11:00"),
        ("in two fortnights", "Wed 2026-12-16 11:00"),
        ("in ten days", "Sat 2026-11-28 11:00"),
        ("by the end of the day", "Wed 2026-11-18 17:00"),
        ("end of friday", "Fri 2026-11-20 17:00"),
        ("end of the month at noon", "Mon 2026-11-30 12:00"),
        ("tomorrow 10", "Thu 2026-11-19 10:00"),
        ("Fri 17:00", "Fri 2026-11-20 17:00"),
        ("friday at 5pm", "Fri 2026-11-20 17:00"),
        ("wed 9", "Wed 2026-11-25 09:00"),
        ("wed 12", "Wed 2026-11-18 12:00"),
        ("17:00", "Wed 2026-11-18 17:00"),
        ("9:00", "Thu 2026-11-19 09:00"),
        ("2026-12-24 09:00", "Thu 2026-12-24 09:00"),
        ("24.12. 9:00", "Thu 2026-12-24 09:00"),
        ("24 dec 10:00", "Thu 2026-12-24 10:00"),
        ("December 24th at noon", "Thu 2026-12-24 12:00"),
        ("1 feb 10:00", "Mon 2027-02-01 10:00"),
        ("tonight", "Wed 2026-11-18 20:00"),
        ("today at midnight", "Thu 2026-11-19 00:00"),
    ],
)
def test_a_moment_is_read(typed: str, expected: str) -> None:
    found, until = when(typed, BERLIN, NOW), deadline(typed, BERLIN, NOW)
    assert found.plan is not None
    at = moment_of(found.plan.recurrence)
    assert at is not None
    assert (shown(at), shown(until.at), found.rest, until.problem) == (expected, expected, "", "")


def test_a_day_alone_begins_in_the_morning_and_ends_in_the_evening() -> None:
    found = when("tomorrow", BERLIN, NOW).plan
    assert found is not None
    assert shown(moment_of(found.recurrence) or 0) == "Thu 2026-11-19 09:00"
    assert shown(deadline("tomorrow", BERLIN, NOW).at) == "Thu 2026-11-19 17:00"
    assert shown(deadline("today", BERLIN, micros(utc(2026, 11, 18, 19))).at) == "Wed 2026-11-18 23:59"


@pytest.mark.parametrize(
    ("typed", "ends", "begins"),
    [
        ("by the end of the week", "Sat 2026-11-21 00:00", "Fri 2026-11-20 09:00"),
        ("end of next week", "Sat 2026-11-28 00:00", "Fri 2026-11-27 09:00"),
        ("by the end of the month", "Tue 2026-12-01 00:00", "Mon 2026-11-30 09:00"),
        ("end of this month", "Tue 2026-12-01 00:00", "Mon 2026-11-30 09:00"),
        ("eom", "Tue 2026-12-01 00:00", "Mon 2026-11-30 09:00"),
        ("end of next month", "Fri 2027-01-01 00:00", "Thu 2026-12-31 09:00"),
        ("the end of february", "Mon 2027-03-01 00:00", "Sun 2027-02-28 09:00"),
        ("end of the quarter", "Fri 2027-01-01 00:00", "Thu 2026-12-31 09:00"),
        ("end of next quarter", "Thu 2027-04-01 00:00", "Wed 2027-03-31 09:00"),
        ("end of the year", "Fri 2027-01-01 00:00", "Thu 2026-12-31 09:00"),
    ],
)
def test_the_end_of_a_while_is_its_last_midnight_and_its_last_morning(typed: str, ends: str, begins: str) -> None:
    found, until = when(typed, BERLIN, NOW), deadline(typed, BERLIN, NOW)
    assert found.plan is not None
    assert (shown(until.at), shown(moment_of(found.plan.recurrence) or 0)) == (ends, begins)
    assert (until.rest, until.problem, found.rest) == ("", "", "")


@pytest.mark.parametrize(
    ("now", "typed", "ends"),
    [
        (utc(2026, 11, 18, 17), "end of the day", "Wed 2026-11-18 23:59"),
        (utc(2026, 11, 20, 17), "end of the week", "Sat 2026-11-21 00:00"),
        (utc(2026, 11, 21, 10), "end of the week", "Mon 2026-11-23 00:00"),
        (utc(2026, 11, 21, 10), "end of next week", "Sat 2026-11-28 00:00"),
        (utc(2026, 11, 30, 22), "end of the month", "Tue 2026-12-01 00:00"),
        (utc(2028, 2, 1, 10), "end of the month", "Wed 2028-03-01 00:00"),
        (utc(2028, 2, 1, 10), "end of february", "Wed 2028-03-01 00:00"),
        (utc(2026, 12, 31, 22), "end of the quarter", "Fri 2027-01-01 00:00"),
        (utc(2026, 12, 31, 22), "end of next month", "Mon 2027-02-01 00:00"),
    ],
)
def test_the_end_of_a_while_is_still_to_come_on_its_last_day(now: datetime, typed: str, ends: str) -> None:
    assert shown(deadline(typed, BERLIN, micros(now)).at) == ends


def test_the_end_of_a_while_belongs_to_the_words_behind_it() -> None:
    found = when("send the end of the month report tomorrow 10:00", BERLIN, NOW)
    assert found.plan is not None
    assert shown(moment_of(found.plan.recurrence) or 0) == "Thu 2026-11-19 10:00"
    assert found.rest == "send the end of the month report"
    assert when("call Mei at the end of the month", BERLIN, NOW).rest == "call Mei"
    assert "one thing" in when("every monday by the end of the month", BERLIN, NOW).problem
    assert "can't count" in when("every 2 fortnights", BERLIN, NOW).problem


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("every weekday 9:00 in <#C1|general> Stand-up!", "in <#C1|general> Stand-up!"),
        ("#general every monday at 8:30 photo", "#general photo"),
        ("Fri 17:00 anonymous multi", "anonymous multi"),
        ("2h sealed", "sealed"),
        ('"Lunch?" tomorrow 12:00', '"Lunch?"'),
        ("me to call Mei tomorrow 10:00", "me to call Mei"),
    ],
)
def test_what_is_no_time_is_left(typed: str, rest: str) -> None:
    assert when(typed, BERLIN, NOW).rest == rest


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "can't read that as a time"),
        ("whenever you like", "can't read that as a time"),
        ("What is your favourite may bug?", "can't read that as a time"),
        ("25:00", "no time of day"),
        ("9:75", "no time of day"),
        ("2026-02-30", "no day 2026-02-30"),
        ("2020-01-01 9:00", "over already"),
        ("0h", "over already"),
        ("99999d", "too far away"),
        ("2099-01-01", "too far away"),
    ],
)
def test_what_is_no_time_is_told_in_words(typed: str, said: str) -> None:
    found, until = when(typed, BERLIN, NOW), deadline(typed, BERLIN, NOW)
    assert (found.plan, until.at) == (None, 0)
    assert said in found.problem
    assert said in until.problem


def test_a_rhythm_is_no_deadline_and_not_both_at_once() -> None:
    assert "can't read that" in deadline("every monday", BERLIN, NOW).problem
    assert "one thing" in when("every monday tomorrow", BERLIN, NOW).problem


def test_a_rhythm_ends_and_begins_on_a_day() -> None:
    found = when("every monday 9:00 from 2026-12-01 until 2027-02-01", BERLIN, NOW).plan
    assert found is not None
    assert in_words(found) == "every Monday at 09:00 until Mon 1 Feb 2027"
    assert (found.first_day, found.last_day) == (739957, 740013)
    assert "over already" in when("every monday 9:00 until 2020-02-01", BERLIN, NOW).problem


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan("day", minute=540), "every day at 09:00"),
        (Plan("week mon", minute=540), "every Monday at 09:00"),
        (Plan("week mon,thu,fri"), "every Monday, Thursday and Friday at 00:00"),
        (Plan("week mon,tue,wed,thu,fri", minute=540), "every weekday at 09:00"),
        (Plan("2weeks fri", minute=870), "every 2 weeks on Friday at 14:30"),
        (Plan("month 1", minute=540), "every month on the 1st at 09:00"),
        (Plan("month 22", minute=540), "every month on the 22nd at 09:00"),
        (Plan("month 13", minute=540), "every month on the 13th at 09:00"),
        (Plan("month 31", minute=540), "on the last day of every month at 09:00"),
        (Plan("month last fri", minute=540), "every last Friday of the month at 09:00"),
        (Plan("month 5th fri", minute=540), "every fifth Friday of the month at 09:00"),
        (Plan("year 02-29", minute=540), "every year on 29 February at 09:00"),
        (Plan("dates 2026-12-24,2026-12-31"), "on Thu 24 Dec 2026 and Thu 31 Dec 2026 at 00:00"),
        (Plan(f"at {NOW}", BERLIN), "on Wed 18 Nov 2026 at 11:00"),
        (Plan("nonsense"), "never"),
    ],
)
def test_a_plan_is_said_in_words(plan: Plan, words: str) -> None:
    assert in_words(plan) == words


WORDS = st.sampled_from(
    "every each monday mon,thu fridays 1st 2nd last day week weeks month of the on at 9 9:00 25:00 5pm tomorrow today "
    "2026-12-24 24.12. dec 24 until from 2h 3 days noon next other year 0 99999 <#C1> ' \0 🎉 ٣ two a -1 "
    "end eom quarter february fortnight".split()
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=9).map(" ".join)))
def test_whatever_is_typed_is_a_plan_or_a_problem(text: str) -> None:
    found, until = when(text, BERLIN, NOW), deadline(text, BERLIN, NOW)
    assert (found.plan is None) == bool(found.problem)
    assert (until.at > NOW) == (not until.problem)
    if found.plan is not None:
        assert in_words(found.plan) != "never"
        at = moment_of(found.plan.recurrence)
        assert at is None or at > NOW


def test_a_very_long_text_is_read_at_once() -> None:
    assert when("every " * 50_000, BERLIN, NOW).plan is None
    assert when("x" * 100_000, BERLIN, NOW).plan is None


@pytest.mark.parametrize(
    ("typed", "at", "rest"),
    [
        ("mon 9:00 end of march numbers", "Mon 2026-11-23 09:00", "end of march numbers"),
        ("end of month report tomorrow 10:00", "Thu 2026-11-19 10:00", "end of month report"),
        ("tomorrow 9 eod status", "Thu 2026-11-19 09:00", "eod status"),
        ("Fri 16:00 End of week wrap-up", "Fri 2026-11-20 16:00", "End of week wrap-up"),
        ("24 dec 10:00 end of year drinks", "Thu 2026-12-24 10:00", "end of year drinks"),
        ("tomorrow 9 ten days until launch", "Thu 2026-11-19 09:00", "ten days until launch"),
        ("end of november 2027", "Tue 2027-11-30 09:00", ""),
        ("end of february 2028 at 10:00", "Tue 2028-02-29 10:00", ""),
    ],
)
def test_what_is_to_be_said_may_begin_with_the_end_of_something(typed: str, at: str, rest: str) -> None:
    found = when(typed, BERLIN, NOW)
    assert found.plan is not None
    assert (shown(moment_of(found.plan.recurrence) or 0), found.rest) == (at, rest)


@pytest.mark.parametrize("typed", ["weekdays 17:00 end of day check-in", "every friday 16:00 eow summary"])
def test_what_comes_again_may_be_about_the_end_of_something(typed: str) -> None:
    found = when(typed, BERLIN, NOW)
    assert found.plan is not None
    assert found.rest in typed
    assert found.rest.startswith("e")
