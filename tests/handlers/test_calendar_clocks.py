"""`/huzzah calendar` by whose clock: named where it isn't the reader's, and the moment somebody is told."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.calendar.recurrence import Plan
from handlers.cards.blocks import Bullets, Choice, Choices, When
from tests.handlers.calendar_cards import card, text
from tests.handlers.calendar_chat import put
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import Chat, open_chat

BERLIN = "Europe/Berlin"
DAILY = Plan("day", BERLIN, 540)


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


def test_an_hour_bears_the_name_of_its_clock_where_the_reader_has_another(chat: Chat) -> None:
    put(chat, DAILY)
    chat.command("ANA", "/huzzah calendar")
    assert "every day at 09:00 in Berlin" in text(card(chat))
    # Lagos and Berlin have the same hour in winter.
    chat.command("BEN", "/huzzah calendar")
    assert "every day at 09:00" in text(card(chat))
    assert "in Berlin" not in text(card(chat))


def _times(chat: Chat) -> list[int]:
    blocks = card(chat).blocks
    rows = [row.runs if isinstance(row, Choice) else row
            for block in blocks if isinstance(block, Choices | Bullets) for row in block.rows]  # fmt: skip
    return [run.at for row in rows for run in row if isinstance(run, When)]


def test_coffee_stands_at_the_moment_somebody_is_told(chat: Chat) -> None:
    put(chat, Plan("week thu", BERLIN, 600, missed="once", span_minutes=1440, free_days="after"), "coffee_round")
    # Ten o'clock in Lisbon; in Taipei it is the hour of the round, five in the afternoon, and that is Berlin's ten.
    for member, at, clock in (("ANA", utc(2026, 11, 19, 10), False), ("MEI", utc(2026, 11, 19, 9), True)):
        chat.command(member, "/huzzah calendar")
        assert _times(chat) == [micros(at)]
        assert ("every Thursday at 10:00 in Berlin" in text(card(chat))) == clock


def test_what_goes_by_everybodys_clock_stands_at_the_readers_and_its_place_is_that_of_results(chat: Chat) -> None:
    chat.command("JON", "/huzzah pulse every 2 weeks on thu 10:00 joy, clarity <#C1|general>")
    for member, hour in (("ANA", 10), ("MEI", 2)):
        chat.command(member, "/huzzah calendar")
        assert _times(chat) == [micros(utc(2026, 11, 19, hour))]
        assert "by everybody's own clock" in text(card(chat))
        assert " results in " in text(card(chat))


def test_while_all_rests_what_is_planned_is_listed_as_resting(chat: Chat) -> None:
    put(chat, DAILY)
    chat.command("JON", "/huzzah calendar pause")
    chat.command("BEN", "/huzzah calendar")
    assert "Resting" in text(card(chat))
    assert "Stand-up" in text(card(chat))
    assert "Nothing" not in text(card(chat))


def test_a_reminder_with_a_slip_of_the_finger_is_put_right_by_one(chat: Chat) -> None:
    chat.command("BEN", "/huzzah remind me tomorow 10 call mum")
    assert "Did you mean “tomorrow”?" in text(card(chat))
    assert "/huzzah remind me tomorrow" in text(card(chat))
    assert "Stand-up" not in text(card(chat))
