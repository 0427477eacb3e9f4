"""What is easily misread after `/huzzah calendar`: one entry is never taken for all of it, nor half a line for all."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.calendar.recurrence import Plan
from tests.handlers.calendar_chat import entry_of, put, said_at
from tests.handlers.calendar_oracle import utc
from tests.handlers.chat import Chat, open_chat

DAILY = Plan("day", "Europe/Berlin", 540)


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        put(found, DAILY)
        put(found, Plan("day", "Europe/Berlin", 600))
        yield found


def typed(chat: Chat, words: str, who: str = "JON") -> str:
    """What is answered to `/huzzah calendar words`."""
    chat.command(who, f"/huzzah calendar {words}".strip())
    return chat.notes()


def untouched(chat: Chat) -> bool:
    """Whether both entries stand as they did, and nothing was added."""
    rows = chat.query("SELECT moved, state FROM calendar")
    return rows == [("", "on"), ("", "on")] and "rests" not in typed(chat, "")


@pytest.mark.parametrize(
    "words", ["pause 2 saturday", "stop 2 tomorrow", "snooze 2 1 day", "pause 2 now", "rest 2 please", "2 pause"]
)
def test_a_number_and_a_day_let_one_entry_rest(chat: Chat, words: str) -> None:
    assert "The calendar rests" not in typed(chat, words)
    with entry_of(chat, 2) as (_, row):
        assert row.moved
    assert len(said_at(chat, utc(2026, 11, 19, 8))) == 1


def test_an_entry_that_is_not_there_lets_nothing_rest(chat: Chat) -> None:
    assert "no longer on the calendar" in typed(chat, "pause 7 monday")
    assert untouched(chat)


@pytest.mark.parametrize("words", ["pause 2 weeks", "pause 24 Dec", "pause 3 days", "pause all", "stop the calendar"])
def test_a_length_or_date_lets_all_of_it_rest(chat: Chat, words: str) -> None:
    assert "The calendar rests" in typed(chat, words)
    assert said_at(chat, utc(2026, 11, 19, 9)) == []


@pytest.mark.parametrize(
    "words",
    [
        "send 2 tomorrow", "send 2 next time", "skip 2 tomorrow", "skip 2 and 1", "resume 2 monday",
        "remove 2 this friday", "remove 2 once", "remove 2 until monday", "2 remove tomorrow", "holidays",
        "break", "resume monday",
        "start every monday 10:00 Stand-up", "resume", "resume 2",
    ],
)  # fmt: skip
def test_what_is_half_understood_changes_nothing(chat: Chat, words: str) -> None:
    assert typed(chat, words)
    assert untouched(chat)
    assert said_at(chat, chat.now) == []


def test_to_remove_one_time_is_to_skip_it_or_to_pause(chat: Chat) -> None:
    said = typed(chat, "remove 2 this friday")
    assert "Skip it for one time, or pause it until a day." in said
    assert "/huzzah calendar skip 2" in said
    assert chat.buttons("calendar_remove") == []


@pytest.mark.parametrize("words", ["send 2 now", "send 2 please", "send 2 now, please!", "2 send"])
def test_courtesy_is_no_condition(chat: Chat, words: str) -> None:
    assert "On its way" in typed(chat, words)


@pytest.mark.parametrize("words", ["skip 2 this time", "skip 2 once please", "2 skip", "#2 skip"])
def test_this_time_is_what_skipping_is_about(chat: Chat, words: str) -> None:
    assert "Skipped: not this time." in typed(chat, words)
    assert len(said_at(chat, utc(2026, 11, 19, 8))) == 1
    assert said_at(chat, utc(2026, 11, 19, 9)) == []


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("postpone 2 by 1 day", "Friday 20 November, 10:00"),
        ("delay 2 2h", "Thursday 19 November, 12:00"),
        ("move 2 by 30 min", "Thursday 19 November, 10:30"),
        ("move 2 an hour later", "Thursday 19 November, 11:00"),
        ("2 move by 2 weeks", "Thursday 3 December, 10:00"),
    ],
)
def test_a_length_counts_from_when_it_would_have_come(chat: Chat, words: str, moved: str) -> None:
    assert f"Moved to {moved}" in typed(chat, words)
    assert f"Moved to {moved}" not in typed(chat, words), "the second time it counts from where it was moved"


def test_in_two_hours_is_from_now(chat: Chat) -> None:
    chat.now = utc_micros(2026, 11, 19, 6)
    assert "Moved to Thursday 19 November, 09:0" in typed(chat, "move 2 in 2h")


def utc_micros(year: int, month: int, day: int, hour: int) -> int:
    """A moment."""
    return int(utc(year, month, day, hour).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("next friday 10:00 Release party", "Release party"),
        ("all hands friday 10:00", "all hands"),
        ("Release party friday 10:00", "Release party"),
    ],
)
def test_a_time_with_words_is_a_reminder_wherever_it_stands(chat: Chat, words: str, said: str) -> None:
    assert "to you alone" in typed(chat, words, "BEN")
    assert chat.query("SELECT details FROM calendar WHERE member = 'BEN'") == [(f'{{"words":"{said}"}}',)]


@pytest.mark.parametrize("words", ["next friday", "all", "next 2 weeks", "list all", "all next week", "next"])
def test_a_time_alone_only_looks(chat: Chat, words: str) -> None:
    assert "The next two weeks" in typed(chat, words)
    assert chat.query("SELECT count(*) FROM calendar") == [(2,)]


def test_a_number_and_a_time_asks_whether_it_shall_move(chat: Chat) -> None:
    said = typed(chat, "2 tomorrow 10:00")
    assert "Did you mean" in said
    assert "/huzzah calendar move 2 tomorrow 10:00" in said
    assert untouched(chat)


@pytest.mark.parametrize("until", ["", " until 2027-03-01"])
def test_what_rests_is_not_sent(chat: Chat, until: str) -> None:
    typed(chat, f"pause 2{until}")
    said = typed(chat, "send 2")
    assert "It is paused, so nothing was sent. Resume it first." in said
    assert "/huzzah calendar resume 2" in said
    assert said_at(chat, chat.now) == []


def test_what_rests_for_good_has_no_time_to_skip_or_move(chat: Chat) -> None:
    typed(chat, "pause 2")
    for words in ("skip 2", "move 2 tomorrow 10:00"):
        assert "It is paused, so nothing comes of it. Resume it first." in typed(chat, words)


def test_while_all_of_it_rests_nothing_is_sent(chat: Chat) -> None:
    typed(chat, "pause")
    assert "The calendar is paused, so nothing was sent." in typed(chat, "send 2")
    assert said_at(chat, chat.now) == []


def test_what_is_not_paused_says_so(chat: Chat) -> None:
    assert "It isn't paused" in typed(chat, "resume 2")
    assert "The calendar isn't paused." in typed(chat, "resume")
    typed(chat, "pause")
    assert "The calendar goes on." in typed(chat, "resume all")
