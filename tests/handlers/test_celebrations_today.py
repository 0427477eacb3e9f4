"""Celebrations told on the day itself: words and deeds agree, and there is one card a year."""

import pytest

from handlers.answers import Note, Post
from handlers.cards.blocks import Button, Run, Say, When
from scoring.periods import DAY, HOUR
from tests.handlers.chat import Chat, shown
from tests.handlers.days import at, cards, say, until


def out(chat: Chat) -> list[str]:
    """The first lines of the cards that were posted by now."""
    return [shown(each.card).splitlines()[0] for each in chat.tick() if isinstance(each, Post)]


def test_a_birthday_typed_on_the_day_is_wished_and_posted_at_once(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday today")
    assert "It is today: happy birthday! I say so now in #announcements" in chat.notes()
    assert "The year you typed" not in chat.notes()
    assert out(chat) == ["Happy birthday, Ana Sousa!"]


def test_before_nine_it_comes_at_nine_and_the_words_say_so(chat: Chat) -> None:
    chat.now -= 3 * HOUR  # seven in Lisbon
    chat.command("ANA", "/huzzah birthday 18 November")
    assert "It is today: happy birthday! I say so" in chat.notes()
    assert "now in" not in chat.notes()
    assert cards(until(chat, chat.now + 20 * DAY)) == [("2026-11-18 09:00", "Happy birthday, Ana Sousa!")]


def test_an_anniversary_typed_on_the_day_is_posted_once(chat: Chat) -> None:
    chat.command("LEA", "/huzzah anniversary 18 November 2016")
    assert "It is today: congratulations! I say so now" in chat.notes()
    assert out(chat) == ["Ten years with us: Léa Öz!"]
    chat.command("LEA", "/huzzah anniversary 18 November 2015")
    assert "This year's celebration is over already, so the next card comes in 2027" in chat.notes()
    assert cards(until(chat, chat.now + 20 * DAY)) == []


def test_who_began_today_has_no_anniversary_yet(chat: Chat) -> None:
    chat.command("LEA", "/huzzah anniversary today")
    assert "congratulations" not in chat.notes()
    assert cards(until(chat, chat.now + 20 * DAY)) == []


def test_a_slip_that_is_put_right_at_once_posts_nothing(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday today")
    chat.command("ANA", "/huzzah birthday 14 December")
    assert cards(until(chat, at(2026, 12, 20))) == [("2026-12-14 09:00", "Happy birthday, Ana Sousa!")]


def test_a_date_changed_to_today_after_this_years_card_says_when_the_next_one_comes(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 20 November")
    until(chat, at(2026, 11, 25, 12))
    chat.command("ANA", "/huzzah birthday today")
    assert "This year's celebration is over already, so the next card comes in 2027" in chat.notes()
    assert "happy birthday" not in chat.notes().lower()
    assert cards(until(chat, at(2026, 12, 10))) == []
    chat.now = at(2027, 11, 24)
    assert cards(until(chat, at(2027, 11, 30))) == [("2027-11-25 09:00", "Happy birthday, Ana Sousa!")]


@pytest.mark.parametrize(
    ("custom", "told_at", "day", "when"),
    [
        ("after", at(2026, 11, 21, 12), "21 November", "2026-11-23 09:00"),
        ("before", at(2026, 11, 21, 12), "21 November", "2026-11-23 09:00"),
        ("before", at(2026, 11, 20, 12), "21 November", "2026-11-20 12:01"),
        ("keep", at(2026, 11, 21, 12), "21 November", "2026-11-21 12:01"),
        ("after", at(2026, 11, 20, 21), "20 November", "2026-11-23 09:00"),
    ],
)
def test_told_around_a_weekend_it_is_celebrated_once_and_on_a_working_day(
    chat: Chat, custom: str, told_at: int, day: str, when: str
) -> None:
    chat.press("JON", Button("celebration_settings", ""))
    chat.submit("JON", chat.dialog(), free_days=custom)
    chat.now = told_at
    chat.command("ANA", f"/huzzah birthday {day}")
    assert cards(until(chat, at(2026, 12, 10))) == [(when, "Happy birthday, Ana Sousa!")]


@pytest.mark.parametrize(
    ("custom", "day", "when"),
    [("after", "5 December", at(2026, 12, 7, 9)), ("before", "5 December", at(2026, 12, 4, 9)), ("keep", "", 0)],
)
def test_a_card_that_is_moved_off_a_weekend_says_when_it_comes(chat: Chat, custom: str, day: str, when: int) -> None:
    chat.press("JON", Button("celebration_settings", ""))
    chat.submit("JON", chat.dialog(), free_days=custom)
    chat.command("ANA", f"/huzzah birthday {day or '5 December'}")
    told = [run.at for run in runs(chat) if isinstance(run, When)]
    assert told == ([when] if when else [])
    assert ("at nine in your morning" in chat.notes()) == (not when)
    assert [moment for moment, _ in cards(until(chat, at(2026, 12, 10)))] == [say(when or at(2026, 12, 5, 9))]


@pytest.mark.parametrize(("day", "happy"), [("today", True), ("20 November", False)])
def test_where_the_calendar_rests_nothing_is_promised(chat: Chat, day: str, *, happy: bool) -> None:
    chat.now -= 3 * HOUR
    chat.command("JON", "/huzzah calendar pause until monday")
    chat.command("ANA", f"/huzzah birthday {day}")
    assert "The calendar rests until Monday" in chat.notes()
    assert "so I say nothing this time" in chat.notes()
    assert ("happy birthday" in chat.notes()) == happy
    assert "at nine in your morning" not in chat.notes()
    assert [at(2027, 11, 1) < run.at < at(2027, 12, 1) for run in runs(chat) if isinstance(run, When)] == [True]
    assert cards(until(chat, at(2026, 12, 10))) == []


def runs(chat: Chat) -> list[Run]:
    notes = [each.card for each in chat.answers if isinstance(each, Note)]
    return [run for card in notes for block in card.blocks if isinstance(block, Say) for run in block.runs]


def test_the_form_says_so_too(chat: Chat) -> None:
    chat.command("ANA", "/huzzah celebrate")
    chat.submit("ANA", chat.dialog(), birthday="today", anniversary="")
    assert "It is today: happy birthday!" in chat.notes()
    assert "isn't kept" not in chat.notes()
    assert out(chat) == ["Happy birthday, Ana Sousa!"]
