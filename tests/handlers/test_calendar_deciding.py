"""What is done at a moment: quiet hours, free days, outages, rests - the predicate alone, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar.deciding import decide, done_up_to
from handlers.calendar.exceptions import Exceptions, read, write
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.slots import Ground, Slot, due_between, regular
from scoring.facts import Micros
from scoring.periods import DAY, HOUR, MINUTE
from scoring.workdays import is_working_day
from tests.handlers.calendar_oracle import EPOCH, micros, utc

BERLIN = Ground("Europe/Berlin", "DE")
NIGHT = replace(BERLIN, quiet_from=20, quiet_until=8)
NONE = Exceptions()


def shown(at: Micros) -> str:
    """A moment in UTC."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(UTC).strftime("%a %Y-%m-%d %H:%M")


def slots(plan: Plan, ground: Ground, after: datetime, many: int) -> list[str]:
    return [shown(slot.due) for slot, _ in zip(regular(plan, ground, micros(after)), range(many), strict=False)]


def test_on_free_days_nothing_is_skipped_unless_that_was_asked_for() -> None:
    # 25 December 2026 is a Friday; the Sunday before and after are Sundays anyway.
    plan, after = Plan("day", minute=540), utc(2026, 12, 24, 12)
    assert slots(plan, BERLIN, after, 2) == ["Fri 2026-12-25 08:00", "Sat 2026-12-26 08:00"]
    assert slots(replace(plan, free_days="skip"), BERLIN, after, 2) == ["Mon 2026-12-28 08:00", "Tue 2026-12-29 08:00"]


def test_a_country_without_holidays_of_its_own_has_weekends() -> None:
    plan = Plan("day", minute=540, free_days="skip")
    nowhere = Ground("Europe/Berlin", "")
    assert slots(plan, nowhere, utc(2026, 12, 24, 12), 2) == ["Fri 2026-12-25 08:00", "Mon 2026-12-28 08:00"]


def test_what_falls_on_a_free_day_comes_on_the_working_day_before_or_after() -> None:
    first, after = Plan("month 25", minute=540), utc(2026, 12, 20)
    assert slots(replace(first, free_days="before"), BERLIN, after, 1) == ["Thu 2026-12-24 08:00"]
    assert slots(replace(first, free_days="after"), BERLIN, after, 1) == ["Mon 2026-12-28 08:00"]


def test_days_that_are_put_off_to_the_same_day_are_one() -> None:
    plan, after = Plan("day", minute=540, free_days="after"), utc(2026, 11, 20, 12)
    assert slots(plan, BERLIN, after, 2) == ["Mon 2026-11-23 08:00", "Tue 2026-11-24 08:00"]
    both = Plan("week sat,sun", minute=540, free_days="after")
    assert slots(both, BERLIN, after, 2) == ["Mon 2026-11-23 08:00", "Mon 2026-11-30 08:00"]


@pytest.mark.parametrize("free_days", ["before", "after", "skip"])
@pytest.mark.parametrize("country", ["DE", "US", "JP", "IL", "CN", ""])
@pytest.mark.parametrize("words", ["day", "week sat", "month 1", "month 25", "year 12-25", "month last sun"])
def test_nothing_ever_comes_on_a_free_day_then(words: str, country: str, free_days: str) -> None:
    plan, ground = Plan(words, minute=540, free_days=free_days), Ground("Europe/Berlin", country)
    found = due_between(plan, ground, NONE, micros(utc(2026, 1, 1)), micros(utc(2029, 1, 1)))
    days = [(EPOCH + timedelta(microseconds=slot.due)).date().toordinal() for slot in found]
    assert all(is_working_day(country, day) for day in days)
    assert len(set(days)) == len(days)
    assert found or (free_days == "skip" and words in ("week sat", "month last sun", "year 12-25"))


def test_quiet_hours_put_off_to_their_end() -> None:
    plan, after = Plan("day", minute=22 * 60), utc(2026, 11, 18)
    assert slots(plan, NIGHT, after, 2) == ["Wed 2026-11-18 07:00", "Thu 2026-11-19 07:00"]
    early = Plan("day", minute=5 * 60)
    assert slots(early, NIGHT, after, 1) == ["Wed 2026-11-18 07:00"]
    noon = replace(BERLIN, quiet_from=12, quiet_until=14)
    assert slots(Plan("day", minute=13 * 60), noon, after, 1) == ["Wed 2026-11-18 13:00"]
    assert slots(plan, BERLIN, after, 1) == ["Wed 2026-11-18 21:00"]


def test_what_quiet_hours_put_off_to_a_free_day_waits_for_a_working_day() -> None:
    plan = Plan("week fri", minute=22 * 60, free_days="skip")
    assert slots(plan, NIGHT, utc(2026, 11, 20, 12), 1) == ["Mon 2026-11-23 07:00"]


def test_after_an_outage_the_newest_is_caught_up() -> None:
    plan, last = Plan("day", minute=540), micros(utc(2026, 11, 10, 8))
    decision = decide(plan, BERLIN, NONE, (last, last + DAY, micros(utc(2026, 11, 18, 10))))
    assert [shown(slot.due) for slot in decision.fire] == ["Wed 2026-11-18 08:00"]
    assert shown(decision.passed) == "Wed 2026-11-18 08:00"


@pytest.mark.parametrize(
    ("plan", "minutes", "comes"),
    [
        (Plan("day", minute=540, missed="drop"), 14, True),
        (Plan("day", minute=540, missed="drop"), 16, False),
        (Plan("day", minute=540, missed="drop", span_minutes=90), 89, True),
        (Plan("day", minute=540, missed="drop", span_minutes=90), 91, False),
        (Plan("day", minute=540, span_minutes=90), 91, False),
        (Plan("day", minute=540), 600, True),
    ],
)
def test_what_is_later_than_its_window_is_dropped(plan: Plan, minutes: int, *, comes: bool) -> None:
    due = micros(utc(2026, 11, 18, 8))
    decision = decide(plan, BERLIN, NONE, (due - DAY, due, due + minutes * MINUTE))
    assert bool(decision.fire) is comes
    assert decision.passed == due


def test_what_was_missed_is_not_caught_up_in_quiet_hours_or_on_free_days() -> None:
    friday = micros(utc(2026, 11, 20, 8))
    decision = decide(Plan("day", minute=540), NIGHT, NONE, (friday - DAY, friday, micros(utc(2026, 11, 20, 22))))
    assert (decision.fire, shown(decision.waits)) == ((), "Sat 2026-11-21 07:00")
    working = Plan("day", minute=540, free_days="skip")
    decision = decide(working, NIGHT, NONE, (friday - DAY, friday, micros(utc(2026, 11, 20, 22))))
    assert (decision.fire, shown(decision.waits)) == ((), "Mon 2026-11-23 07:00")
    assert done_up_to(friday - DAY, [decision]) == friday - 1


def test_what_would_be_too_late_by_then_does_not_wait() -> None:
    friday = micros(utc(2026, 11, 20, 8))
    plan = Plan("day", minute=540, span_minutes=16 * 60)
    decision = decide(plan, NIGHT, NONE, (friday - DAY, friday, micros(utc(2026, 11, 20, 22))))
    assert (decision.fire, decision.waits, decision.passed) == ((), 0, friday)


def test_an_entry_that_is_a_little_late_is_on_time_even_if_it_is_quiet_by_then() -> None:
    due = micros(utc(2026, 11, 18, 18, 59))
    decision = decide(Plan("day", minute=19 * 60 + 59), NIGHT, NONE, (due - DAY, due, due + 5 * MINUTE))
    assert [slot.due for slot in decision.fire] == [due]


def test_who_moved_into_a_zone_where_it_is_later_did_not_miss_it() -> None:
    # It was to be looked at in New York's morning; in Berlin, where they are now, nine o'clock is over.
    last, planned, now = micros(utc(2026, 11, 17, 14)), micros(utc(2026, 11, 18, 12)), micros(utc(2026, 11, 18, 12))
    plan = Plan("day", minute=540, missed="drop")
    decision = decide(plan, BERLIN, NONE, (last, planned, now))
    assert [shown(slot.due) for slot in decision.fire] == ["Wed 2026-11-18 08:00"]


def test_a_moment_waits_for_the_end_of_a_rest_and_of_quiet_hours() -> None:
    at = micros(utc(2026, 12, 28, 22))
    resting = replace(NIGHT, rests_until=date(2027, 1, 6).toordinal())
    assert [shown(slot.due) for slot in regular(moment(at), resting, 0)] == ["Wed 2027-01-06 07:00"]
    assert [shown(slot.due) for slot in regular(moment(at), BERLIN, 0)] == ["Mon 2026-12-28 22:00"]


def test_what_recurs_leaves_out_the_days_of_a_rest() -> None:
    resting = replace(BERLIN, rests_until=date(2027, 1, 6).toordinal())
    found = due_between(Plan("day", minute=540), resting, NONE, micros(utc(2026, 12, 20)), micros(utc(2027, 1, 8)))
    assert [shown(slot.due) for slot in found] == ["Wed 2027-01-06 08:00", "Thu 2027-01-07 08:00"]


def test_what_was_moved_by_hand_comes_however_quiet_it_is() -> None:
    plan = Plan("day", minute=540)
    slot = due_between(plan, NIGHT, NONE, micros(utc(2026, 11, 18)), micros(utc(2026, 11, 19)))[0].slot
    now = micros(utc(2026, 11, 17, 23))
    decision = decide(plan, NIGHT, NONE.send(slot, now), (now - HOUR, now, now))
    assert decision.fire == (Slot(slot, now, by_hand=True),)


@given(
    st.frozensets(st.integers(0, 10**9)), st.dictionaries(st.integers(0, 10**9), st.integers(0, 10**9)),
    st.integers(0, 800_000),
)  # fmt: skip
def test_exceptions_are_kept_as_they_are(skipped: frozenset[int], moved: dict[int, int], until: int) -> None:
    kept = Exceptions(skipped, moved, {7: 8}, until)
    assert read(write(kept)) == kept
    assert write(Exceptions()) == ""


MINUTES_OF_A_WEEK = 7 * 1440


@given(
    st.lists(st.integers(0, MINUTES_OF_A_WEEK), max_size=60),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]), st.integers(0, 1439),
    st.booleans(),
)  # fmt: skip
def test_wherever_the_ticks_lie_each_slot_is_found_once_if_none_are_missed(
    extra: list[int], zone: str, minute: int, spring: bool
) -> None:
    # At least a tick every six hours, two of them outside of the night, so that no slot is overtaken by the next, also
    # not on the day that has 23 hours; and others, anywhere.
    begin = micros(utc(2026, 3, 26) if spring else utc(2026, 10, 22))
    ticks = sorted({*extra, *range(0, MINUTES_OF_A_WEEK, 360)})
    plan, ground = Plan("day", minute=minute), replace(BERLIN, zone=zone, quiet_from=22, quiet_until=6)
    every = due_between(plan, ground, NONE, begin, begin + ticks[-1] * MINUTE)
    last, said = begin, list[Slot]()
    for tick in ticks:
        at = begin + tick * MINUTE
        decision = decide(plan, ground, NONE, (last, 0, at))
        said += decision.fire
        last = done_up_to(last, [decision])
    waiting = [slot for slot in every if slot not in said]
    # What a tick in the night found waits for the morning, and the last ones may not have had one.
    assert [slot for slot in every if slot in said] == said
    assert all(slot.due > begin + (MINUTES_OF_A_WEEK - 1440) * MINUTE for slot in waiting)
