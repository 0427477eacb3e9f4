"""Ticks on real rows: whatever comes when, however often and in whatever order, each slot is carried out once."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.answers import Post
from handlers.calendar import scheduling, ticking
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.scheduling import Item
from handlers.calendar.slots import MINUTES, instant, minute_of
from handlers.events import Tick
from scoring.facts import Micros
from scoring.periods import DAY, HOUR, MINUTE
from storage import calendar, schema
from storage.transactions import Database
from tests.handlers.calendar_chat import entry_of, next_of, put, said_at, ticked
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import WEDNESDAY, WORKSPACE, Chat, open_chat

BERLIN, LORD_HOWE = "Europe/Berlin", "Australia/Lord_Howe"
NINE = 540


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


def slot_of(*day: int, minute: int = NINE) -> int:
    return date(*day).toordinal() * MINUTES + minute


def test_a_day_of_every_day_is_posted_once_a_day(chat: Chat) -> None:
    entry = put(chat, Plan("day", BERLIN, NINE))
    assert said_at(chat, utc(2026, 11, 19, 7, 59)) == []
    assert said_at(chat, utc(2026, 11, 19, 8)) == [f"notice:{entry}:{slot_of(2026, 11, 19)}:"]
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert said_at(chat, utc(2026, 11, 20, 8, 1)) == [f"notice:{entry}:{slot_of(2026, 11, 20)}:"]
    assert next_of(chat, entry) == micros(utc(2026, 11, 21, 8))


def test_a_moment_comes_once_and_then_it_is_done(chat: Chat) -> None:
    at = micros(utc(2026, 11, 18, 15))
    entry = put(chat, moment(at))
    assert said_at(chat, at - 1) == []
    assert said_at(chat, at) == [f"notice:{entry}:{at}:"]
    with entry_of(chat, entry) as (_, row):
        assert (row.state, row.next) == (calendar.DONE, 0)
    assert ticked(chat, entry, at + DAY) == []


def test_a_moment_that_is_over_comes_at_once(chat: Chat) -> None:
    entry = put(chat, moment(WEDNESDAY - DAY))
    assert said_at(chat, chat.now) == [f"notice:{entry}:{WEDNESDAY - DAY}:"]


def test_what_recurs_begins_after_it_was_put_in(chat: Chat) -> None:
    put(chat, Plan("day", "UTC", 600))
    assert said_at(chat, chat.now) == []


@pytest.mark.parametrize("end", [calendar.GONE, calendar.PAUSED])
def test_a_row_that_is_gone_posts_nothing_though_the_scheduler_has_it_in_hand(chat: Chat, end: str) -> None:
    entry = put(chat, Plan("day", BERLIN, NINE))
    chat.now = micros(utc(2026, 11, 19, 8))
    assert chat.due() == [(WORKSPACE, entry)]
    with chat.work() as work:
        scheduling.end(work, entry, end)
    assert ticked(chat, entry, chat.now) == []
    assert chat.due() == []
    assert ticked(chat, 999, chat.now) == []


@pytest.fixture(scope="module")
def two_programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    """Two programs on one file."""
    url = f"sqlite:///{tmp_path_factory.mktemp('calendar') / 'two.db'}"
    with closing(Database(url)) as one, closing(Database(url)) as other:
        schema.prepare(one)
        yield one, other


NUMBERS = count(1)


def fresh_workspace(database: Database) -> str:
    """A workspace for one example alone, and no plans in any other."""
    # Those would be overdue by now, and crowd out what is due here: only so many are found at once.
    workspace = f"w{next(NUMBERS)}"
    with database.write(workspace, 0) as work:
        work.connection.exec_driver_sql("DELETE FROM calendar")
    return workspace


def plans_added(database: Database, workspace: str, at: Micros, plans: Sequence[Plan]) -> list[int]:
    with database.write(workspace, at) as work:
        return [scheduling.add(work, Item("notice", channel="C1", member="JON"), plan) for plan in plans]


def ticked_by(database: Database, workspace: str, at: Micros, entries: Sequence[int] = ()) -> list[str]:
    """Tick some entries, or whatever is due; the keys of what is posted."""
    with database.write(workspace, at) as work:
        due = [entry for whose, entry in calendar.due(work.connection, at) if whose == workspace]
        answers = [
            answer
            for entry in entries or due
            for answer in ticking.tick(work, Tick(workspace=workspace, at=at, entry=entry))
        ]
    return [answer.key for answer in answers if isinstance(answer, Post)]


def runs_in(database: Database, workspace: str) -> list[tuple[int, int]]:
    with database.read(workspace, 0) as work:
        sql = "SELECT entry, slot FROM run WHERE workspace = ? ORDER BY 1, 2"
        return [(entry, slot) for entry, slot in work.connection.exec_driver_sql(sql, (workspace,))]


@pytest.mark.parametrize(
    ("zone", "leap"), [(BERLIN, (2026, 3, 29)), (BERLIN, (2026, 10, 25)), (LORD_HOWE, (2026, 10, 4))]
)
def test_a_restart_at_every_minute_of_a_day_with_a_leap_makes_no_difference(
    two_programs: tuple[Database, Database], zone: str, leap: tuple[int, int, int]
) -> None:
    # An entry for every tenth minute of the day. One program goes on to a minute, the other after a while from there;
    # each pair of entry and minute is a cut of its own.
    workspace, day = fresh_workspace(two_programs[0]), date(*leap).toordinal()
    begin, end = instant(zone, day * MINUTES), instant(zone, (day + 1) * MINUTES)
    minutes = range(0, MINUTES, 10)
    entries = plans_added(two_programs[0], workspace, begin - 1, [Plan("day", zone, minute) for minute in minutes])
    posted: list[str] = []
    for step in range((end - begin) // MINUTE + 61):
        at = min(begin + step * MINUTE, end - 1)
        if step % 5 != 4:  # Off for a minute, again and again.
            posted += ticked_by(two_programs[step % 2], workspace, at)
    posted += ticked_by(two_programs[0], workspace, end - 1)
    expected = [(entry, day * MINUTES + minute) for entry, minute in zip(entries, minutes, strict=True)]
    assert runs_in(two_programs[1], workspace) == expected
    assert len(posted) == len(set(posted)) == len(expected)


OF_THE_DAY = (0, 60, 119, 120, 150, 179, 180, NINE)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stop=st.integers(0, 36 * 60 - 1), gap=st.integers(0, 240), spring=st.booleans())
def test_wherever_one_program_stops_and_another_starts_the_runs_are_the_same(
    two_programs: tuple[Database, Database], stop: int, gap: int, *, spring: bool
) -> None:
    workspace = fresh_workspace(two_programs[0])
    begin = micros(utc(2026, 3, 28, 12) if spring else utc(2026, 10, 24, 12))
    end = begin + 41 * HOUR
    entries = plans_added(two_programs[0], workspace, begin, [Plan("day", BERLIN, minute) for minute in OF_THE_DAY])
    for minute in (*range(0, stop, 97), stop):
        ticked_by(two_programs[0], workspace, begin + minute * MINUTE)
    for minute in range(stop + gap, 36 * 60 + 240, 61):
        ticked_by(two_programs[1], workspace, begin + minute * MINUTE)
    ticked_by(two_programs[1], workspace, end)
    days = [date(2026, 3, 29), date(2026, 3, 30)] if spring else [date(2026, 10, 25), date(2026, 10, 26)]
    assert runs_in(two_programs[0], workspace) == [
        (entry, day.toordinal() * MINUTES + minute)
        for entry, minute in zip(entries, OF_THE_DAY, strict=True)
        for day in days
        if instant(BERLIN, day.toordinal() * MINUTES + minute) <= end
    ]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ticks=st.lists(st.tuples(st.integers(0, 4 * MINUTES), st.integers(0, 2), st.integers(0, 1)), max_size=60))
def test_ticks_in_any_order_from_two_programs_carry_out_each_slot_once(
    two_programs: tuple[Database, Database], ticks: list[tuple[int, int, int]]
) -> None:
    # Each is (minute, which entry, which program); repeats, gaps and clocks that differ are all in there.
    workspace, begin = fresh_workspace(two_programs[0]), micros(utc(2026, 10, 23, 12))
    plans = [Plan("day", BERLIN, 150), moment(begin + DAY), Plan("day", LORD_HOWE, 100)]
    entries = plans_added(two_programs[0], workspace, begin, plans)
    posted: list[str] = []
    for minute, which, program in ticks:
        posted += ticked_by(two_programs[program], workspace, begin + minute * MINUTE, [entries[which]])
    assert len(posted) == len(set(posted)) == len(runs_in(two_programs[0], workspace))
    # What a plain reading of the rules says: an entry is carried out whenever a tick finds it due, for its newest slot.
    expected: list[tuple[int, int]] = []
    done = [begin, 0, begin]
    for minute, which, _ in ticks:
        at = begin + minute * MINUTE
        slots = [begin + DAY] if which == 1 else days_slots(plans[which], begin, at)
        due = [(slot, slot if which == 1 else instant(plans[which].zone, slot)) for slot in slots]
        newest = [(slot, when) for slot, when in due if done[which] < when <= at][-1:]
        expected += [(entries[which], slot) for slot, _ in newest]
        done[which] = max([done[which], *(when for _, when in newest)])
    assert runs_in(two_programs[1], workspace) == sorted(expected)


def days_slots(plan: Plan, begin: Micros, at: Micros) -> list[int]:
    first, last = minute_of(plan.zone, begin) // MINUTES - 1, minute_of(plan.zone, at) // MINUTES + 1
    return [day * MINUTES + plan.minute for day in range(first, last + 1)]
