"""What somebody moved or said "now" of comes in any case, and once: through rests, outages and failures."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from handlers.calendar import changing, ticking
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.slots import MINUTES
from handlers.events import Tick
from scoring.facts import Micros
from scoring.periods import DAY, HOUR
from tests.handlers.calendar_cards import buttons, card, opened, text
from tests.handlers.calendar_chat import entry_of, next_of, put, runs, said_at, statements
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import WORKSPACE, Chat, open_chat

DAILY = Plan("day", "Europe/Berlin", 540)
TOMORROW: Micros = micros(utc(2026, 11, 19, 10))
FRIDAY = date(2026, 11, 20).toordinal() * MINUTES + 10 * 60


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


@pytest.fixture
def anywhere(database_url: str) -> Iterator[Chat]:
    """Also on a server."""
    found = open_chat(database_url)
    with closing(found.database):
        yield found


def slot_of(*day: int) -> int:
    return date(*day).toordinal() * MINUTES + 540


def moved_to_friday(chat: Chat) -> int:
    """Something that comes once, tomorrow; no: on Friday at ten."""
    entry = put(chat, moment(TOMORROW))
    with entry_of(chat, entry) as (work, row):
        changing.move(work, row, TOMORROW, FRIDAY)
    return entry


@pytest.mark.parametrize("what", ["pause 1 until monday", "pause until monday"])
def test_a_moment_that_was_moved_waits_for_the_end_of_a_rest(chat: Chat, what: str) -> None:
    moved_to_friday(chat)
    chat.command("JON", f"/huzzah calendar {what}")
    assert said_at(chat, utc(2026, 11, 20, 12)) == []
    assert said_at(chat, utc(2026, 11, 22, 23, 59)) == []
    assert len(said_at(chat, utc(2026, 11, 23))) == 1
    assert chat.query("SELECT state FROM calendar WHERE kind = 'notice'") == [("done",)]


@pytest.mark.parametrize("all_of_it", [False, True])
def test_a_moment_that_was_moved_comes_when_a_rest_without_end_does(chat: Chat, *, all_of_it: bool) -> None:
    number = "" if all_of_it else " 1"
    moved_to_friday(chat)
    chat.command("JON", f"/huzzah calendar pause{number}")
    chat.command("JON", "/huzzah calendar")
    assert "Stand-up" in text(card(chat))
    assert said_at(chat, utc(2026, 11, 25)) == []
    chat.command("JON", "/huzzah calendar")
    assert "Stand-up" in text(card(chat))
    chat.command("JON", f"/huzzah calendar resume{number}")
    assert len(said_at(chat, chat.now)) == 1
    assert chat.query("SELECT state FROM calendar WHERE kind = 'notice'") == [("done",)]


def test_a_rest_that_ends_before_it_changes_nothing_about_it(chat: Chat) -> None:
    entry = moved_to_friday(chat)
    chat.command("JON", "/huzzah calendar pause 1 until friday")
    assert next_of(chat, entry) == micros(utc(2026, 11, 20, 10))


@pytest.mark.parametrize("all_of_it", [False, True])
def test_what_recurs_and_was_moved_into_a_rest_is_left_out(chat: Chat, *, all_of_it: bool) -> None:
    number, entry = "" if all_of_it else " 1", put(chat, DAILY)
    with entry_of(chat, entry) as (work, row):
        changing.move(work, row, slot_of(2026, 11, 19), FRIDAY)
    chat.command("JON", f"/huzzah calendar pause{number}")
    assert said_at(chat, utc(2026, 11, 22, 12)) == []
    chat.command("JON", f"/huzzah calendar resume{number}")
    assert said_at(chat, chat.now) == []
    assert said_at(chat, utc(2026, 11, 23, 8)) == [f"notice:{entry}:{slot_of(2026, 11, 23)}:"]


@pytest.mark.parametrize("plan", [DAILY, Plan("day", "Europe/Berlin", 540, span_minutes=60),
                                  Plan("day", "Europe/Berlin", 540, missed="drop")])  # fmt: skip
def test_after_an_outage_what_was_moved_comes_at_once_however_late_and_alone(chat: Chat, plan: Plan) -> None:
    entry = put(chat, plan)
    with entry_of(chat, entry) as (work, row):
        changing.move(work, row, slot_of(2026, 11, 19), slot_of(2026, 11, 19) + 60)
    assert said_at(chat, utc(2026, 11, 20, 3)) == [f"notice:{entry}:{slot_of(2026, 11, 19)}:"]
    assert said_at(chat, utc(2026, 11, 20, 8)) == [f"notice:{entry}:{slot_of(2026, 11, 20)}:"]


@pytest.mark.parametrize("do", ["send", "move"])
def test_what_failed_when_somebody_wanted_it_does_not_come_with_the_next(chat: Chat, do: str) -> None:
    entry = put(chat, DAILY)
    with entry_of(chat, entry) as (work, row):
        if do == "send":
            changing.send_now(work, row, slot_of(2026, 11, 19))
        else:
            changing.move(work, row, slot_of(2026, 11, 19), slot_of(2026, 11, 18) + 180)
    chat.now = next_of(chat, entry)
    with chat.work() as work:
        ticking.give_up(work, Tick(workspace=WORKSPACE, at=chat.now, entry=entry))
    assert next_of(chat, entry) == micros(utc(2026, 11, 20, 8))
    assert said_at(chat, chat.now) == []
    assert said_at(chat, utc(2026, 11, 20, 8)) == [f"notice:{entry}:{slot_of(2026, 11, 20)}:"]
    assert [slot for _, slot, _ in runs(chat)] == [slot_of(2026, 11, 20)]


def test_a_change_before_the_scheduler_looks_does_not_hold_up_what_was_sent(chat: Chat) -> None:
    entry = put(chat, DAILY)
    with entry_of(chat, entry) as (work, row):
        changing.send_now(work, row, slot_of(2026, 11, 19))
        changing.skip(work, row, slot_of(2026, 11, 20))
    assert said_at(chat, chat.now) == [f"notice:{entry}:{slot_of(2026, 11, 19)}:"]
    assert said_at(chat, chat.now) == []


def test_one_after_the_other_is_sent_at_one_moment(chat: Chat) -> None:
    entry = put(chat, DAILY)
    for day in (19, 20):
        chat.press("JON", opened(chat, "JON")["calendar_send"])
        assert said_at(chat, chat.now) == [f"notice:{entry}:{slot_of(2026, 11, day)}:"]
    assert said_at(chat, utc(2026, 11, 20, 8)) == []
    assert next_of(chat, entry) == micros(utc(2026, 11, 21, 8))


def test_what_was_moved_comes_in_each_zone_and_once(chat: Chat) -> None:
    entry = put(chat, Plan("day", "*", 540))
    with entry_of(chat, entry) as (work, row):
        changing.move(work, row, slot_of(2026, 11, 19), slot_of(2026, 11, 19) + 60)
    said = [each for step in range(30) for each in said_at(chat, micros(utc(2026, 11, 18, 20)) + step * HOUR)]
    first = [each for each in said if f":{slot_of(2026, 11, 19)}:" in each]
    assert [each.rpartition(":")[2] for each in first] == ["Asia/Taipei", "Africa/Lagos", "Europe/Lisbon", "UTC"]
    assert len(set(said)) == len(said)


def test_the_calendar_rests_and_goes_on_in_portions(anywhere: Chat) -> None:
    chat = anywhere
    for _ in range(4):
        put(chat, DAILY)
    once = put(chat, moment(chat.now + 5 * DAY))
    hidden = put(chat, Plan("day", "", 540), kind="celebration_sign", channel="", member="")
    unlisted = next_of(chat, hidden)
    chat.command("JON", "/huzzah calendar pause until 2027-01-06")
    changed = [each for each in statements(chat, "/huzzah calendar resume") if each.startswith("UPDATE calendar")]
    assert len(changed) <= 3
    assert all(0 < next_of(chat, entry) <= chat.now for entry in range(1, once + 1))
    assert next_of(chat, hidden) == unlisted
    assert said_at(chat, chat.now) == []
    assert next_of(chat, 1) == micros(utc(2026, 11, 19, 8))


def test_going_on_with_a_calendar_that_goes_on_already_drops_nothing(chat: Chat) -> None:
    put(chat, DAILY)
    chat.command("JON", "/huzzah calendar pause")
    button = buttons(card(chat))["calendar_go_on"]
    chat.command("JON", "/huzzah calendar resume")
    chat.tick()
    # It is due this very moment, and the scheduler hasn't looked yet.
    chat.now = next_of(chat, 1)
    chat.press("JON", button)
    assert len(said_at(chat, chat.now)) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("friday", "Moved to Friday 20 November, 09:00."),
        ("to friday", "Moved to Friday 20 November, 09:00."),
        ("fri 14:30", "Moved to Friday 20 November, 14:30."),
        ("today", "That is over already."),
        ("2027-01-08", "Moved to Friday 8 January 2027, 09:00."),
        ("17.11.", "That is Wednesday 17 November 2027, 09:00. I move one time by three months at most"),
        ("by 100 days", "That is Saturday 27 February 2027, 09:00. I move one time by three months at most"),
    ],
)
def test_a_move_keeps_the_hour_unless_one_is_said_and_goes_no_further_than_somebody_means(
    chat: Chat, words: str, said: str
) -> None:
    put(chat, DAILY)
    chat.command("JON", f"/huzzah calendar move 1 {words}")
    assert said in text(card(chat))
    form = opened(chat, "JON")["calendar_move"]
    if not said.startswith("Moved"):
        assert "moved" not in str(chat.query("SELECT moved FROM calendar"))
        if not words.startswith("by"):
            chat.press("JON", form)
            chat.submit("JON", chat.dialog(), when=words)
            assert said in chat.errors()["when"]


def test_the_form_keeps_the_hour_too(chat: Chat) -> None:
    put(chat, DAILY)
    chat.press("JON", opened(chat, "JON")["calendar_move"])
    chat.submit("JON", chat.dialog(), when="friday")
    assert "Moved to Friday 20 November, 09:00." in text(card(chat))
