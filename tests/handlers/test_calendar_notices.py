"""Notices and the channels they are for: one that others joined, and one that can't be seen."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.answers import Whisper
from handlers.events import ChannelChanged
from tests.handlers.calendar_cards import card, text
from tests.handlers.calendar_chat import said_at
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import WORKSPACE, Chat, open_chat


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


def test_in_a_channel_that_others_joined_a_notice_ends_and_whoever_put_it_up_is_told_once(chat: Chat) -> None:
    chat.command("ANA", "/huzzah calendar add every weekday 9:00 in <#C1|general> Hand in your time sheets")
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.now = micros(utc(2026, 11, 19, 9))
    [answer] = chat.tick()
    assert isinstance(answer, Whisper)
    assert answer.member == "ANA"
    said = text(answer.card)
    assert "People of another organisation are in" in said
    assert "Hand in your time sheets" in said
    advice = said.partition("Put it up in another channel: ")[2]
    assert "/huzzah calendar add" in advice
    assert "#general" not in advice
    assert said_at(chat, utc(2026, 11, 20, 9)) == []
    assert chat.query("SELECT state FROM calendar") == [("gone",)]


@pytest.mark.parametrize(
    "words", ["every day 9 in #nowhere hi", "in #nowhere every day 9 hi", "hi tomorrow 9 in #secret"]
)
@pytest.mark.parametrize("word", ["calendar add", "remind me"])
def test_a_place_that_they_cannot_see_makes_no_reminder_of_it(chat: Chat, word: str, words: str) -> None:
    chat.command("JON", f"/huzzah {word} {words}")
    said = text(card(chat))
    assert "I can't see that channel. Choose one that both of us are in." in said
    assert "/huzzah calendar add every monday 9:00 in #general" in said
    assert chat.query("SELECT entry FROM calendar") == []


def test_a_hashtag_among_the_words_is_one_of_them(chat: Chat) -> None:
    chat.command("BEN", "/huzzah remind me tomorrow 10:00 to write about #teamwork")
    assert "to you alone" in text(card(chat))
    assert chat.query("SELECT count(*) FROM calendar") == [(1,)]
