"""What changes around the calendar: people move, admins skip, move and pause, programs fail, old entries go."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise

import pytest

from handlers import applying
from handlers.calendar import changing
from handlers.calendar.recurrence import LAST_DAY, Plan, moment
from handlers.calendar.slots import MINUTES
from handlers.events import MemberChanged, Tick
from scoring.periods import HOUR, MINUTE, SECOND
from storage import books, calendar
from tests.handlers.calendar_chat import entry_of, next_of, put, runs, said_at, ticked
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import WORKSPACE, Chat, open_chat

BERLIN = "Europe/Berlin"
NINE = 540


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


def slot_of(*day: int, minute: int = NINE) -> int:
    return date(*day).toordinal() * MINUTES + minute


def test_after_an_outage_one_is_caught_up_or_none(chat: Chat) -> None:
    once = put(chat, Plan("day", BERLIN, NINE))
    put(chat, Plan("day", BERLIN, NINE, missed="drop"))
    assert said_at(chat, utc(2026, 11, 25, 12)) == [f"notice:{once}:{slot_of(2026, 11, 25)}:"]
    assert len(said_at(chat, utc(2026, 11, 26, 8))) == 2


def test_who_moves_east_gets_it_at_once_and_not_again(chat: Chat) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", zone="America/New_York"))
    entry = put(chat, Plan("day", "@", NINE, missed="drop"), channel="", member="ANA")
    assert said_at(chat, utc(2026, 11, 18, 14)) == ["ANA"]
    assert next_of(chat, entry) == micros(utc(2026, 11, 19, 14))
    chat.now = micros(utc(2026, 11, 19, 11))
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", zone=BERLIN))
    # Nine o'clock in Berlin is over.
    assert said_at(chat, chat.now + SECOND) == ["ANA"]
    assert said_at(chat, utc(2026, 11, 19, 14)) == []
    assert said_at(chat, utc(2026, 11, 20, 8)) == ["ANA"]


def test_who_moves_west_after_it_does_not_get_it_twice(chat: Chat) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", zone=BERLIN))
    put(chat, Plan("day", "@", NINE), channel="", member="ANA")
    assert said_at(chat, utc(2026, 11, 19, 8)) == ["ANA"]
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", zone="America/New_York"))
    assert said_at(chat, utc(2026, 11, 19, 14)) == []
    assert said_at(chat, utc(2026, 11, 20, 14)) == ["ANA"]


def test_who_moves_and_back_and_over_the_date_line_gets_each_day_once(chat: Chat) -> None:
    put(chat, Plan("day", "@", NINE), channel="", member="ANA")
    zones = ["Pacific/Honolulu", "Pacific/Apia", "Europe/Lisbon", "Pacific/Honolulu", "Asia/Kathmandu", "Pacific/Apia"]
    said = []
    for step in range(24 * 6):
        chat.now += HOUR
        if step % 24 == 7:
            zone = zones[step // 24]
            chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", zone=zone))
        said += said_at(chat, chat.now)
    slots = [int(str(slot)) for _, slot, _ in runs(chat)]
    assert len(said) == len(slots)
    # No day but one that the date line took away is left out.
    assert all(0 < later - earlier <= 2 * MINUTES for earlier, later in pairwise(slots))
    assert len(slots) >= 5


def test_each_zone_has_its_own_morning(chat: Chat) -> None:
    entry = put(chat, Plan("day", "*", NINE))
    said: list[str] = []
    for step in range(24 * 4):
        said += said_at(chat, utc(2026, 11, 18, 20) + timedelta(minutes=15 * step))
    places = [key.rpartition(":")[2] for key in said]
    assert places == ["Asia/Taipei", "Africa/Lagos", "Europe/Lisbon", "UTC"]
    assert {slot for _, slot, _ in runs(chat)} == {slot_of(2026, 11, 19)}
    assert all(key.startswith(f"notice:{entry}:") for key in said)


def test_whose_zone_is_new_to_the_company_has_it_there(chat: Chat) -> None:
    put(chat, Plan("day", "*", NINE))
    assert len(said_at(chat, utc(2026, 11, 19, 12))) == 4
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="LEA", zone="America/New_York"))
    assert [key.rpartition(":")[2] for key in said_at(chat, utc(2026, 11, 19, 14))] == ["America/New_York"]


def test_other_hours_in_the_rule_book_hold_at_once(chat: Chat) -> None:
    entry = put(chat, Plan("day", "", NINE))
    assert next_of(chat, entry) == micros(utc(2026, 11, 19, 9))
    with chat.work() as work:
        source = books.source(work, work.book.version)
        assert "zone: UTC" in source
        books.set_book(work, source.replace("zone: UTC", "zone: Europe/Berlin"), "JON", ["zone"])
    said_at(chat, chat.now + SECOND)
    assert next_of(chat, entry) == micros(utc(2026, 11, 19, 8))


def test_an_entry_whose_handler_fails_goes_on_to_its_next_time(chat: Chat) -> None:
    entry = put(chat, Plan("day", BERLIN, NINE))
    at = micros(utc(2026, 11, 19, 8))
    with chat.database.write(WORKSPACE, at) as work:
        applying.set_aside(work, Tick(workspace=WORKSPACE, at=at, entry=entry))
    assert next_of(chat, entry) == micros(utc(2026, 11, 20, 8))
    assert ticked(chat, entry, at) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1


def test_a_kind_that_this_version_does_not_know_is_left_for_another(chat: Chat) -> None:
    entry = put(chat, Plan("day", BERLIN, NINE), kind="of the future")
    at = micros(utc(2026, 11, 19, 8))
    assert said_at(chat, at) == []
    assert at < next_of(chat, entry) <= at + HOUR
    with entry_of(chat, entry) as (_, row):
        assert row.last < at
    assert runs(chat) == []


def test_what_was_skipped_moved_or_sent_is_so_once(chat: Chat) -> None:
    entry = put(chat, Plan("day", BERLIN, NINE))
    with entry_of(chat, entry) as (work, row):
        changing.skip(work, row, slot_of(2026, 11, 19))
        changing.move(work, row, slot_of(2026, 11, 20), slot_of(2026, 11, 20, minute=900))
        changing.send_now(work, row, slot_of(2026, 11, 21))
    assert said_at(chat, chat.now) == [f"notice:{entry}:{slot_of(2026, 11, 21)}:"]
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert said_at(chat, utc(2026, 11, 20, 8)) == []
    assert said_at(chat, utc(2026, 11, 20, 14)) == [f"notice:{entry}:{slot_of(2026, 11, 20)}:"]
    assert said_at(chat, utc(2026, 11, 21, 8)) == []
    assert said_at(chat, utc(2026, 11, 22, 8)) == [f"notice:{entry}:{slot_of(2026, 11, 22)}:"]


def test_a_moment_can_be_moved_sent_and_skipped_too(chat: Chat) -> None:
    at = micros(utc(2026, 11, 19, 8))
    entries = [put(chat, moment(at)) for _ in range(3)]
    for entry, do in zip(entries, ("move", "send", "skip"), strict=True):
        with entry_of(chat, entry) as (work, row):
            if do == "move":
                changing.move(work, row, at, slot_of(2026, 11, 20))
            elif do == "send":
                changing.send_now(work, row, at)
            else:
                changing.skip(work, row, at)
    assert said_at(chat, chat.now) == [f"notice:{entries[1]}:{at}:"]
    assert said_at(chat, at) == []
    assert said_at(chat, utc(2026, 11, 20, 9)) == [f"notice:{entries[0]}:{at}:"]
    assert chat.query("SELECT DISTINCT state FROM calendar") == [("done",)]


def test_an_entry_that_rests_makes_up_for_nothing(chat: Chat) -> None:
    entry = put(chat, Plan("day", BERLIN, NINE))
    with entry_of(chat, entry) as (work, row):
        changing.pause(work, row, date(2026, 11, 23).toordinal())
    assert said_at(chat, utc(2026, 11, 22, 23)) == []
    assert said_at(chat, utc(2026, 11, 23, 8)) == [f"notice:{entry}:{slot_of(2026, 11, 23)}:"]
    with entry_of(chat, entry) as (work, row):
        changing.pause(work, row, LAST_DAY)
        assert (row.state, row.next) == (calendar.ON, 0)
    assert said_at(chat, utc(2027, 11, 23, 8)) == []
    with entry_of(chat, entry) as (work, row):
        changing.resume(work, row)
    assert said_at(chat, utc(2027, 11, 23, 8, 1)) == []
    assert said_at(chat, utc(2027, 11, 24, 8)) == [f"notice:{entry}:{slot_of(2027, 11, 24)}:"]


def test_while_the_calendar_rests_what_recurs_is_left_out_and_a_moment_waits(chat: Chat) -> None:
    daily, once = put(chat, Plan("day", "", NINE)), put(chat, moment(micros(utc(2026, 12, 28, 10))))
    with chat.work() as work:
        changing.pause_all(work, date(2027, 1, 6).toordinal())
    assert said_at(chat, utc(2027, 1, 5, 23)) == []
    assert said_at(chat, utc(2027, 1, 6)) == [f"notice:{once}:{micros(utc(2026, 12, 28, 10))}:"]
    assert said_at(chat, utc(2027, 1, 6, 9)) == [f"notice:{daily}:{slot_of(2027, 1, 6)}:"]


def test_the_calendar_that_goes_on_early_makes_up_for_nothing(chat: Chat) -> None:
    daily = put(chat, Plan("day", "", NINE))
    with chat.work() as work:
        changing.pause_all(work, date(2027, 1, 6).toordinal())
    chat.now = micros(utc(2026, 12, 1, 12))
    with chat.work() as work:
        changing.resume_all(work)
    assert said_at(chat, chat.now) == []
    assert said_at(chat, utc(2026, 12, 2, 9)) == [f"notice:{daily}:{slot_of(2026, 12, 2)}:"]


def test_entries_that_are_long_over_are_dropped_and_no_number_is_given_twice(chat: Chat) -> None:
    entries = [put(chat, moment(chat.now + number * MINUTE)) for number in range(3)]
    said_at(chat, chat.now + HOUR)
    chat.later(24 * 90)
    with chat.work() as work:
        calendar.tidy(work)
    assert chat.query("SELECT entry FROM calendar") == [(entries[-1],)]
    assert len(runs(chat)) == 1
    assert put(chat, Plan("day")) == entries[-1] + 1


def test_what_is_due_is_found_by_an_index(chat: Chat) -> None:
    put(chat, Plan("day"))
    with chat.work() as work:
        statements: list[str] = []
        raw = work.connection.connection.dbapi_connection
        assert raw is not None
        raw.set_trace_callback(statements.append)
        calendar.due(work.connection, chat.now)
        raw.set_trace_callback(None)
        [asked] = [each for each in statements if "calendar" in each]
        plan = str(work.connection.exec_driver_sql("EXPLAIN QUERY PLAN " + asked).all())
    assert "calendar_next" in plan
    assert "SCAN calendar" not in plan
