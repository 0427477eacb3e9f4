"""Whoever enters a contest sees at once that it counts: the bot marks the entry, and takes the mark off again."""

from handlers.answers import React
from scoring.periods import SECOND
from tests.handlers.chat import Chat
from tests.handlers.conftest import NewChat
from tests.handlers.showing_off import PNG, card, change, opened, react, show, words


def test_a_picture_is_marked_as_soon_as_it_enters(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN")
    assert chat.reactions() == [React("C1", desk, "camera_with_flash")]
    chat.say("MEI", "Nice!", thread=desk)
    assert chat.reactions() == []
    react(chat, desk, "ANA")
    assert chat.reactions() == []


def test_what_is_no_entry_is_not_marked(chat: Chat) -> None:
    opened(chat)
    chat.say("BEN", "just words")
    assert chat.reactions() == []
    show(chat, "BEN", channel="C2")
    assert chat.reactions() == []
    show(chat, "BOT")
    assert chat.reactions() == []


def test_an_answer_in_the_thread_is_marked_too(chat: Chat) -> None:
    thread = opened(chat, '/huzzah contest result "Best rescue" close 4h')
    answer = chat.say("BEN", "Found the invoice behind the radiator", thread=thread)
    assert chat.reactions() == [React("C1", answer, "inbox_tray")]


def test_a_withdrawn_entry_loses_its_mark_and_gets_it_back(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN")
    change(chat, "BEN", desk)
    assert chat.reactions() == [React("C1", desk, "camera_with_flash", True)]
    change(chat, "BEN", desk, files=PNG)
    assert chat.reactions() == [React("C1", desk, "camera_with_flash")]


def test_a_silent_channel_stays_silent(new_chat: NewChat) -> None:
    chat = new_chat("noise: quiet -> noise: silent")
    opened(chat)
    show(chat, "BEN")
    assert chat.reactions() == []


def test_the_standing_follows_within_seconds_once_for_all_that_happened(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN")
    react(chat, desk, "ANA", "MEI")
    chat.now += 4 * SECOND
    chat.tick()
    chat.now += 2 * SECOND
    chat.tick()
    react(chat, desk, "LEA")
    assert chat.tick() == []
    chat.now += 5 * SECOND
    assert len(chat.tick()) == 1
    assert "[3 votes]" in words(card(chat, "contest:1"))
