"""Buttons of the calendar on cards that were overtaken: what happened meanwhile is said, and nothing is done."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.answers import Open
from handlers.calendar.recurrence import Plan, moment
from handlers.cards.blocks import Button
from scoring.periods import DAY
from tests.handlers.calendar_cards import buttons, card, changes, opened, text
from tests.handlers.calendar_chat import entry_of, next_of, put, said_at
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import Chat, open_chat

DAILY = Plan("day", "Europe/Berlin", 540)
ONCE_OR_DAILY = pytest.mark.parametrize("plan", [DAILY, None], ids=["daily", "once"])
ACTS = pytest.mark.parametrize("act", ["skip", "move", "send"])


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


def stale(chat: Chat, plan: Plan | None = DAILY) -> dict[str, Button]:
    """The buttons of an entry, as a card shows them that stays where it is whatever happens; by what they do."""
    # In two days, so that a rest until tomorrow delays nothing.
    put(chat, plan or moment(chat.now + 2 * DAY))
    found = {name.removeprefix("calendar_"): button for name, button in opened(chat, "JON").items()}
    # What happens once can't be skipped, but an older card may have had it.
    return found | {"skip": Button("calendar_skip", "Skip this one", found["send"].value)}


def press(chat: Chat, button: Button) -> str:
    """What the entry's card says then; no form opens."""
    chat.press("JON", button)
    assert not [answer for answer in chat.answers if isinstance(answer, Open)]
    return text(card(chat))


@ACTS
@ONCE_OR_DAILY
@pytest.mark.parametrize("until", ["", " until friday", " until monday"])
def test_what_was_paused_meanwhile_is_neither_sent_nor_changed(
    chat: Chat, act: str, plan: Plan | None, until: str
) -> None:
    button = stale(chat, plan)[act]
    chat.command("JON", f"/huzzah calendar pause 1{until}")
    before = next_of(chat, 1)
    said = press(chat, button)
    assert f"It is paused, so nothing {'was sent' if act == 'send' else 'changed'}. Resume it first." in said
    shown = buttons(card(chat))
    assert set(shown) == {"calendar_resume", "calendar_remove"}
    assert next_of(chat, 1) == before
    assert said_at(chat, chat.now) == []
    chat.press("JON", shown["calendar_resume"])
    assert "calendar_send" in buttons(card(chat))


@ONCE_OR_DAILY
@pytest.mark.parametrize("until", ["", " until 2026-12-24"])
def test_while_the_whole_calendar_rests_nothing_is_sent(chat: Chat, plan: Plan | None, until: str) -> None:
    button = stale(chat, plan)["send"]
    chat.command("JON", f"/huzzah calendar pause{until}")
    said = press(chat, button)
    assert "The calendar is paused, so nothing was sent. An admin resumes it: /huzzah calendar resume" in said
    assert said_at(chat, chat.now) == []


def test_what_comes_after_the_rest_of_the_calendar_can_be_skipped(chat: Chat) -> None:
    put(chat, DAILY)
    chat.command("JON", "/huzzah calendar pause until friday")
    chat.press("JON", opened(chat, "JON")["calendar_skip"])
    assert "Skipped" in text(card(chat))
    assert said_at(chat, utc(2026, 11, 20, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 21, 8))) == 1


@ACTS
def test_what_was_skipped_meanwhile_is_said_to_be_and_the_next_is_shown(chat: Chat, act: str) -> None:
    button = stale(chat)[act]
    chat.command("JON", "/huzzah calendar skip 1")
    assert "That time was skipped, so nothing" in press(chat, button)
    assert "calendar_send" in buttons(card(chat))
    assert said_at(chat, chat.now) == []
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1


@ACTS
def test_what_was_sent_meanwhile_is_said_to_be(chat: Chat, act: str) -> None:
    button = stale(chat)[act]
    chat.command("JON", "/huzzah calendar send 1")
    assert len(said_at(chat, chat.now)) == 1
    assert "That time was sent already, so nothing" in press(chat, button)
    assert said_at(chat, chat.now) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1


@ACTS
@ONCE_OR_DAILY
def test_what_was_moved_meanwhile_is_shown_where_it_is_and_can_be_pressed_again(
    chat: Chat, act: str, plan: Plan | None
) -> None:
    button = stale(chat, plan)[act]
    chat.command("JON", "/huzzah calendar move 1 friday 14:30")
    said = press(chat, button)
    assert "It was moved to Friday 20 November, 14:30, so nothing" in said
    shown = buttons(card(chat))
    assert said_at(chat, chat.now) == []
    if act == "send":
        chat.press("JON", shown["calendar_send"])
        assert len(said_at(chat, chat.now)) == 1


@ACTS
def test_what_goes_by_another_rhythm_now_is_left_alone(chat: Chat, act: str) -> None:
    button = stale(chat)[act]
    with entry_of(chat, 1) as (work, row):
        row.minute = 600
        work.session.add(row)
    assert "It isn't planned for that time any more, so nothing" in press(chat, button)
    assert said_at(chat, chat.now) == []


@ACTS
@ONCE_OR_DAILY
def test_what_was_removed_meanwhile_is_no_longer_there(chat: Chat, act: str, plan: Plan | None) -> None:
    found = stale(chat, plan)
    chat.press("JON", found["remove"])
    assert "no longer on the calendar" in press(chat, found[act])
    assert said_at(chat, chat.now) == []


def test_a_form_that_was_open_while_it_was_paused_moves_nothing(chat: Chat) -> None:
    chat.press("JON", stale(chat)["move"])
    dialog = chat.dialog()
    chat.command("JON", "/huzzah calendar pause 1 until monday")
    chat.submit("JON", dialog, when="Fri 14:30")
    assert "It is paused, so nothing changed. Resume it first." in text(card(chat))
    assert said_at(chat, utc(2026, 11, 20, 13, 30)) == []
    assert len(said_at(chat, utc(2026, 11, 23, 8))) == 1


def test_a_pause_that_was_overtaken_by_another_lasts_no_longer_than_that(chat: Chat) -> None:
    button = stale(chat)["pause"]
    chat.command("JON", "/huzzah calendar pause 1 until monday")
    assert "It is paused already, so nothing changed." in press(chat, button)
    assert "until Monday 23 November" in text(card(chat))
    assert len(said_at(chat, utc(2026, 11, 23, 8))) == 1


def test_going_on_with_what_goes_on_already_drops_nothing(chat: Chat) -> None:
    put(chat, DAILY)
    chat.press("JON", opened(chat, "JON")["calendar_pause"])
    button = buttons(card(chat))["calendar_resume"]
    chat.command("JON", "/huzzah calendar")
    wake = next(each for each in changes(card(chat)) if each.action == "calendar_wake")
    chat.command("JON", "/huzzah calendar resume 1")
    # It is due this very moment, and the scheduler hasn't looked yet.
    chat.now = next_of(chat, 1)
    assert "It isn't paused, so it goes on as it was." in press(chat, button)
    chat.press("JON", wake)
    assert len(said_at(chat, chat.now)) == 1


@ONCE_OR_DAILY
@pytest.mark.parametrize("typed", [True, False], ids=["typed", "form"])
def test_nothing_is_moved_into_a_rest_of_the_whole_calendar(chat: Chat, plan: Plan | None, typed: bool) -> None:
    # It would come on 2 December, and everything rests until the day before.
    put(chat, Plan("dates 2026-12-02", "Europe/Berlin", 540) if plan else moment(micros(utc(2026, 12, 2, 8))))
    chat.press("JON", opened(chat, "JON")["calendar_move"])
    dialog = chat.dialog()
    chat.command("JON", "/huzzah calendar pause until 2026-12-01")
    if typed:
        chat.command("JON", "/huzzah calendar move 1 2026-11-27 10:00")
        said = text(card(chat))
    else:
        chat.submit("JON", dialog, when="2026-11-27 10:00")
        said = chat.errors()["when"]
    assert "The calendar is paused on that day, so nothing changed." in said
    assert said_at(chat, utc(2026, 11, 27, 9)) == []
    assert len(said_at(chat, utc(2026, 12, 2, 8))) == 1


def test_nothing_is_moved_into_its_own_pause_where_it_would_be_lost(chat: Chat) -> None:
    put(chat, DAILY)
    chat.command("JON", "/huzzah calendar pause 1 until monday")
    chat.command("JON", "/huzzah calendar move 1 friday 14:30")
    assert "It is paused, so nothing comes of it. Resume it first." in text(card(chat))
    assert len(said_at(chat, utc(2026, 11, 23, 8))) == 1
    chat.command("JON", "/huzzah calendar pause 1 until friday")
    chat.command("JON", "/huzzah calendar move 1 friday 14:30")
    assert "Moved to Friday 27 November, 14:30." in text(card(chat))
