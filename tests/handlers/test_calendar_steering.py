"""`/huzzah calendar skip 3`: one entry is steered by typing, and what isn't understood is answered with examples."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.calendar.recurrence import Plan
from handlers.cards.blocks import Button
from tests.handlers.calendar_chat import entry_of, put, said_at
from tests.handlers.calendar_oracle import utc
from tests.handlers.chat import Chat, open_chat

DAILY = Plan("day", "Europe/Berlin", 540)


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        put(found, DAILY)
        yield found


def typed(chat: Chat, words: str, who: str = "JON") -> str:
    """What is answered to `/huzzah calendar words`."""
    chat.command(who, f"/huzzah calendar {words}".strip())
    return chat.notes()


def test_the_list_names_the_numbers_by_which_one_types(chat: Chat) -> None:
    said = typed(chat, "")
    assert "(#1)" in said
    assert "/huzzah calendar skip 1" in said
    said = typed(chat, "", "BEN")
    assert "#1" not in said
    assert "skip" not in said


@pytest.mark.parametrize("words", ["skip 1", "skip #1", "Skip number 1", "skip the 1", "omit 1."])
def test_one_is_skipped_by_typing(chat: Chat, words: str) -> None:
    assert "Skipped: not this time." in typed(chat, words)
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1


def test_each_skip_that_is_typed_is_one_more_time(chat: Chat) -> None:
    typed(chat, "skip 1")
    typed(chat, "skip 1")
    assert said_at(chat, utc(2026, 11, 20, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 21, 8))) == 1


@pytest.mark.parametrize(
    "words", ["move 1 Fri 14:30", "move #1 to Fri 14:30", "postpone 1 until friday 14:30", "reschedule 1 for Fri 14:30"]
)
def test_one_is_moved_by_typing(chat: Chat, words: str) -> None:
    assert "Moved to Friday 20 November, 14:30" in typed(chat, words)
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1
    assert len(said_at(chat, utc(2026, 11, 20, 13, 30))) == 1


@pytest.mark.parametrize("words", ["move 1", "move 1 to whenever", "move 1 tomorrow 10:00 please"])
def test_a_time_that_cannot_be_read_moves_nothing(chat: Chat, words: str) -> None:
    assert "/huzzah calendar move 3 tomorrow 10:00" in typed(chat, words)
    assert len(said_at(chat, utc(2026, 11, 19, 8))) == 1


@pytest.mark.parametrize("words", ["send 1", "send 1 now", "run 1", "send now 1", "post 1"])
def test_one_is_sent_by_typing(chat: Chat, words: str) -> None:
    assert "On its way" in typed(chat, words)
    assert len(said_at(chat, chat.now)) == 1
    assert said_at(chat, utc(2026, 11, 19, 8)) == []


def test_one_is_paused_and_goes_on_by_typing(chat: Chat) -> None:
    assert "It rests until Saturday 21 November" in typed(chat, "pause 1 until saturday")
    assert said_at(chat, utc(2026, 11, 20, 8)) == []
    assert "It goes on." in typed(chat, "resume 1")
    assert len(said_at(chat, utc(2026, 11, 21, 8))) == 1
    assert "until somebody goes on with it" in typed(chat, "pause 1")
    assert said_at(chat, utc(2027, 11, 21, 8)) == []


@pytest.mark.parametrize("words", ["pause", "pause 2 weeks", "pause for 3 days", "rest until 2026-12-24"])
def test_what_is_no_number_of_an_entry_lets_all_of_it_rest(chat: Chat, words: str) -> None:
    assert "The calendar rests" in typed(chat, words)
    assert said_at(chat, utc(2026, 11, 19, 8)) == []


@pytest.mark.parametrize("words", ["remove 1", "delete 1", "cancel #1"])
def test_one_is_removed_by_typing(chat: Chat, words: str) -> None:
    assert "Shall this never happen again?" in typed(chat, words)
    with entry_of(chat, 1) as (_, row):
        assert row.state == "on"
    [button] = chat.buttons("calendar_remove")
    chat.press("JON", button)
    assert "won't come any more" in chat.notes()
    assert said_at(chat, utc(2026, 11, 19, 8)) == []


@pytest.mark.parametrize("words", ["1", "#1", "show 1", "edit 1", "change 1"])
def test_one_is_looked_at_by_typing(chat: Chat, words: str) -> None:
    said = typed(chat, words)
    assert "Every day at 09:00" in said
    assert chat.buttons("calendar_skip")


@pytest.mark.parametrize("word", ["skip", "move", "send", "remove", "move stand-up tomorrow 10:00"])
def test_without_a_number_it_is_asked_which(chat: Chat, word: str) -> None:
    said = typed(chat, word)
    assert "Which one?" in said
    assert f"/huzzah calendar {word.split(maxsplit=1)[0]}" in said
    assert len(said_at(chat, utc(2026, 11, 19, 8))) == 1


@pytest.mark.parametrize("words", ["skip 1", "move 1 tomorrow 10:00", "send 1", "pause 1", "remove 1", "1"])
def test_who_may_not_change_it_cannot_by_typing_either(chat: Chat, words: str) -> None:
    assert "not yours to change" in typed(chat, words, "BEN")
    with entry_of(chat, 1) as (_, row):
        assert (row.moved, row.state) == ("", "on")


@pytest.mark.parametrize("word", ["setup", "set up", "help", "?", "how does it work"])
def test_how_it_goes_is_explained(chat: Chat, word: str) -> None:
    said = typed(chat, word, "BEN")
    assert "/huzzah calendar skip 3" in said
    assert "/huzzah question every weekday 9:30" in said


@pytest.mark.parametrize("word", ["list", "show", "next week", "tomorrow", "upcoming"])
def test_words_that_only_look_show_the_list(chat: Chat, word: str) -> None:
    assert "The next two weeks" in typed(chat, word, "BEN")
    assert chat.query("SELECT count(*) FROM calendar") == [(1,)]


def test_a_time_with_words_behind_it_is_a_reminder(chat: Chat) -> None:
    assert "to you alone" in typed(chat, "tomorrow 10:00 call Mei", "BEN")
    chat.command("ANA", "/huzzah schedule every friday 16:00 in <#C1|general> Cake!")
    assert "every Friday at 16:00" in chat.notes()


@pytest.mark.parametrize(
    ("words", "near"), [("skpi 1", "skip 1"), ("resmue 1", "resume 1"), ("frobnicate everything", ""), ("abc", "")]
)
def test_what_is_not_understood_is_said_with_examples(chat: Chat, words: str, near: str) -> None:
    said = typed(chat, words)
    assert f"I don't know what “{words}” means here." in said
    assert "/huzzah calendar move 3 tomorrow 10:00" in said
    assert ("Did you mean" in said) == bool(near)
    assert near in said
    assert len(said_at(chat, utc(2026, 11, 19, 8))) == 1


def test_what_was_typed_comes_back_as_words_and_calls_nobody(chat: Chat) -> None:
    said = typed(chat, "ask <@BEN> *now* <!channel>")
    assert "<@BEN>" not in said
    assert "<!channel>" not in said


def test_what_is_paused_stands_in_the_list_until_it_goes_on(chat: Chat) -> None:
    typed(chat, "pause 1")
    said = typed(chat, "")
    assert "Paused" in said
    assert "/huzzah calendar resume 1" in said
    assert "Stand-up in #general, until somebody goes on with it (#1)" in said
    [button] = chat.buttons("calendar_wake")
    chat.press("BEN", button)
    assert "not yours to change" in chat.notes()
    assert "Paused" in typed(chat, "", "BEN")
    assert chat.buttons("calendar_wake") == []
    chat.press("JON", button)
    assert "Paused" not in chat.notes()
    assert "every day at 09:00" in chat.notes()
    assert len(said_at(chat, utc(2026, 11, 19, 8))) == 1


def test_what_rests_for_a_few_days_stands_among_what_comes(chat: Chat) -> None:
    typed(chat, "pause 1 until saturday")
    assert "Paused" not in typed(chat, "")
    typed(chat, "pause 1 until 2027-03-01")
    assert "until Monday 1 March 2027" in typed(chat, "")


def test_a_paused_reminder_is_shown_to_nobody_else(chat: Chat) -> None:
    chat.command("BEN", "/huzzah remind me every day 10:00 to call the dentist")
    typed(chat, "pause 2", "BEN")
    assert "dentist" in typed(chat, "", "BEN")
    assert "dentist" not in typed(chat, "", "JON")
    chat.press("JON", Button("calendar_wake", "Resume", "2"))
    assert "not yours to change" in chat.notes()
