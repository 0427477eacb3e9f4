"""Notices for channels that are known, by people who take part; and a calendar that stays short."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.answers import Post
from handlers.calendar.recurrence import Plan, moment
from handlers.events import MemberChanged
from scoring.periods import DAY, HOUR
from storage import privacy
from tests.handlers.calendar_cards import buttons, card, changes, opened, text
from tests.handlers.calendar_chat import entry_of, put, said_at
from tests.handlers.calendar_oracle import utc
from tests.handlers.chat import WORKSPACE, Chat, open_chat


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


def forget(chat: Chat, member: str) -> None:
    with chat.work() as work:
        privacy.erase(work, member, "a key of a test")


@pytest.mark.parametrize(
    "words",
    ["remind me tomorrow 10:00 to call Mei", "calendar add tomorrow 9:00 Call Mei", "calendar", "calendar pause"],
)
def test_who_was_forgotten_is_not_written_down_again(chat: Chat, words: str) -> None:
    forget(chat, "BEN")
    chat.command("BEN", f"/huzzah {words}")
    assert "asked to be forgotten" in text(card(chat))
    assert chat.query("SELECT entry FROM calendar WHERE member = 'BEN'") == []


def test_who_takes_no_part_has_no_calendar(chat: Chat) -> None:
    chat.command("EXT", "/huzzah remind me tomorrow 10:00 to call Mei")
    assert "for the colleagues of this company" in text(card(chat))
    assert chat.query("SELECT entry FROM calendar") == []


def test_a_reminder_ends_with_whoever_wanted_it_and_a_channels_notice_goes_on(chat: Chat) -> None:
    alone = put(chat, Plan("day", "@", 540), channel="", member="ANA")
    put(chat, Plan("day", "", 540), member="ANA")
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", deactivated=True))
    said = said_at(chat, utc(2026, 11, 19, 12))
    assert len(said) == 1
    assert said[0].startswith("notice:")
    with entry_of(chat, alone) as (_, row):
        assert (row.state, row.next) == ("gone", 0)
    assert len(said_at(chat, utc(2026, 11, 20, 12))) == 1


def test_a_notice_of_the_forgotten_is_not_said(chat: Chat) -> None:
    put(chat, Plan("day", "", 540), member="ANA")
    forget(chat, "ANA")
    with chat.work() as work:
        assert list(work.connection.exec_driver_sql("SELECT entry FROM calendar WHERE state = 'on'")) == []
    put(chat, Plan("day", "", 540), member="ANA")
    assert said_at(chat, utc(2026, 11, 19, 12)) == []


def test_a_channel_that_nobody_heard_of_is_refused(chat: Chat) -> None:
    chat.command("ANA", "/huzzah calendar add tomorrow 9:00 in <#C777|nope> hello")
    assert "can't see that channel" in text(card(chat))
    assert chat.query("SELECT entry FROM calendar") == []


def test_it_says_where_it_will_be_said(chat: Chat) -> None:
    chat.command("ANA", "/huzzah calendar add tomorrow 9:00 in <#C1|general> hello")
    assert "general" in text(card(chat))
    assert "to you alone" not in text(card(chat))
    chat.command("ANA", "/huzzah calendar add tomorrow 9:00 hello")
    assert "to you alone" in text(card(chat))


def test_what_recurs_is_listed_once_with_its_rhythm(chat: Chat) -> None:
    put(chat, Plan("day", "Europe/Berlin", 540))
    put(chat, moment(chat.now + 10 * DAY))
    chat.command("JON", "/huzzah calendar")
    assert [button.value.split()[0] for button in changes(card(chat))] == ["1", "2"]
    assert text(card(chat)).count("every day at 09:00") == 1
    assert "2 planned" in card(chat).summary


def test_a_time_after_the_next_can_be_skipped_too(chat: Chat) -> None:
    put(chat, Plan("day", "Europe/Berlin", 540))
    after = opened(chat, "JON")["calendar_entry"]
    chat.press("JON", after)
    chat.press("JON", buttons(card(chat))["calendar_skip"])
    assert len(said_at(chat, utc(2026, 11, 19, 8))) == 1
    assert said_at(chat, utc(2026, 11, 20, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 21, 8))) == 1


def test_what_does_not_fit_is_on_further_pages(chat: Chat) -> None:
    for number in range(45):
        put(chat, moment(chat.now + (number + 1) * HOUR))
    chat.command("JON", "/huzzah calendar")
    seen = [button.value.split()[0] for button in changes(card(chat))]
    while turn := buttons(card(chat)).get("calendar_page"):
        chat.press("JON", turn)
        seen += [button.value.split()[0] for button in changes(card(chat))]
    assert seen == [str(number + 1) for number in range(45)]
    assert [answer for answer in chat.tick() if isinstance(answer, Post)] == []
