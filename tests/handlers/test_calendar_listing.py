"""`/huzzah calendar`: what comes in two weeks, for whoever may know of it; skipped, moved, sent, paused, removed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from handlers.answers import Open, Post, Whisper
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.slots import MINUTES
from handlers.cards.blocks import Button
from scoring.periods import DAY
from tests.handlers.calendar_cards import buttons, card, changes, opened, text
from tests.handlers.calendar_chat import entry_of, put, said_at, statements
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import Chat, open_chat

BERLIN = "Europe/Berlin"
DAILY = Plan("day", BERLIN, 540)


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


@pytest.mark.parametrize("word", ["calendar", "schedule", "upcoming", "planned", "agenda", "scheduled", "CALENDAR"])
def test_what_comes_is_found_by_many_words(chat: Chat, word: str) -> None:
    put(chat, DAILY)
    chat.command("BEN", f"/huzzah {word}")
    assert "Stand-up" in text(card(chat))
    assert card(chat).summary == "1 planned in the next two weeks"


def test_an_empty_calendar_says_so_and_what_to_do(chat: Chat) -> None:
    chat.command("BEN", "/huzzah calendar")
    assert "Nothing is planned" in text(card(chat))
    assert "/huzzah calendar add" in text(card(chat))


def test_only_the_next_two_weeks_are_listed_in_their_order(chat: Chat) -> None:
    put(chat, moment(chat.now + 13 * DAY))
    put(chat, moment(chat.now + 2 * DAY))
    put(chat, moment(chat.now + 15 * DAY))
    chat.command("JON", "/huzzah calendar")
    assert [button.value.split()[0] for button in changes(card(chat))] == ["2", "1"]


def test_what_is_in_a_private_channel_is_for_those_in_it(chat: Chat) -> None:
    put(chat, DAILY, channel="C9")
    chat.command("ANA", "/huzzah calendar")
    assert "secret" in text(card(chat))
    chat.command("LEA", "/huzzah calendar")
    assert ": Stand-up" not in text(card(chat))
    assert "0 planned" in card(chat).summary
    # An admin sees to it without being told more.
    chat.command("JON", "/huzzah calendar")
    assert "in a private channel" in text(card(chat))
    assert "secret" not in text(card(chat))
    assert ": Stand-up" not in text(card(chat))
    assert changes(card(chat))


def test_what_is_for_one_alone_is_theirs_alone(chat: Chat) -> None:
    chat.command("BEN", "/huzzah remind me tomorrow 10:00 to call the dentist")
    chat.command("BEN", "/huzzah calendar")
    assert "call the dentist" in text(card(chat))
    for other in ("ANA", "JON"):
        chat.command(other, "/huzzah calendar")
        assert "0 planned" in card(chat).summary
        chat.press(other, Button("calendar_remove", "Remove", "1"))
    chat.now = micros(utc(2026, 11, 19, 8, 59))
    assert chat.tick() == []
    chat.now = micros(utc(2026, 11, 19, 9))
    [answer] = chat.tick()
    assert isinstance(answer, Whisper)
    assert answer.member == "BEN"
    assert "call the dentist" in text(answer.card)


def test_who_may_not_change_anything_has_words_and_no_buttons(chat: Chat) -> None:
    entry = put(chat, DAILY)
    chat.command("BEN", "/huzzah calendar")
    assert changes(card(chat)) == []
    for action in ("skip", "move", "send", "pause", "resume", "remove", "entry", "go_on"):
        chat.press("BEN", Button(f"calendar_{action}", "?", f"{entry} {slot_of(2026, 11, 19)}"))
        assert "not yours to change" in text(card(chat)), action
    assert said_at(chat, utc(2026, 11, 19, 8))


def slot_of(*day: int) -> int:
    return date(*day).toordinal() * MINUTES + 540


def test_who_set_it_up_may_change_it(chat: Chat) -> None:
    put(chat, DAILY, member="BEN")
    assert set(opened(chat, "BEN")) >= {"calendar_skip", "calendar_move", "calendar_send", "calendar_remove"}


def test_one_is_skipped(chat: Chat) -> None:
    put(chat, DAILY)
    chat.press("JON", opened(chat, "JON")["calendar_skip"])
    assert "Skipped" in text(card(chat))
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1


def test_a_button_pressed_twice_skips_one(chat: Chat) -> None:
    put(chat, DAILY)
    button = opened(chat, "JON")["calendar_skip"]
    chat.press("JON", button)
    chat.press("JON", button)
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1


def test_one_is_moved_by_the_clock_it_goes_by(chat: Chat) -> None:
    put(chat, DAILY)
    chat.press("JON", opened(chat, "JON")["calendar_move"])
    dialog = chat.dialog()
    assert BERLIN in dialog.fields[0].hint
    chat.submit("JON", dialog, when="whenever")
    assert "when" in chat.errors()
    chat.submit("JON", dialog, when="2020-01-01")
    assert "over already" in chat.errors()["when"]
    chat.submit("JON", dialog, when="Fri 14:30 please")
    assert "when" in chat.errors()
    chat.submit("JON", dialog, when="Fri 14:30")
    assert "Friday 20 November, 14:30" in text(card(chat))
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1
    assert len(said_at(chat, utc(2026, 11, 20, 13, 30))) == 1


def test_one_is_sent_now_and_not_again(chat: Chat) -> None:
    put(chat, DAILY)
    button = opened(chat, "JON")["calendar_send"]
    assert button.confirm
    chat.press("JON", button)
    assert len(said_at(chat, chat.now)) == 1
    chat.press("JON", button)
    assert said_at(chat, chat.now) == []
    assert said_at(chat, utc(2026, 11, 19, 8)) == []
    assert len(said_at(chat, utc(2026, 11, 20, 8))) == 1


def test_an_entry_is_paused_and_goes_on(chat: Chat) -> None:
    entry = put(chat, DAILY)
    chat.press("JON", opened(chat, "JON")["calendar_pause"])
    assert "rests until somebody goes on with it" in text(card(chat))
    again = buttons(card(chat))["calendar_resume"]
    assert said_at(chat, utc(2026, 12, 19, 8)) == []
    chat.press("JON", again)
    assert len(said_at(chat, utc(2026, 12, 20, 8))) == 1
    with entry_of(chat, entry) as (_, row):
        assert row.moved == ""


def test_an_entry_is_removed_for_good(chat: Chat) -> None:
    put(chat, DAILY)
    button = opened(chat, "JON")["calendar_remove"]
    assert button.confirm
    chat.press("JON", button)
    assert "won't come any more" in text(card(chat))
    chat.press("JON", button)
    assert "no longer on the calendar" in text(card(chat))
    assert said_at(chat, utc(2026, 11, 20, 8)) == []


def test_all_of_it_rests_over_the_holidays(chat: Chat) -> None:
    put(chat, DAILY)
    chat.command("BEN", "/huzzah calendar pause until 2027-01-06")
    assert "Ask one of them" in text(card(chat))
    chat.command("JON", "/huzzah calendar pause until whenever")
    assert "/huzzah calendar pause until" in text(card(chat))
    chat.command("JON", "/huzzah calendar pause until 2027-01-06")
    assert "rests until Wednesday 6 January 2027" in text(card(chat))
    chat.command("BEN", "/huzzah calendar")
    assert "The calendar rests until Wednesday 6 January 2027" in text(card(chat))
    assert said_at(chat, utc(2026, 12, 24, 8)) == []
    chat.command("JON", "/huzzah calendar resume")
    assert len(said_at(chat, utc(2026, 12, 25, 8))) == 1


def test_without_a_day_it_rests_until_somebody_goes_on(chat: Chat) -> None:
    put(chat, DAILY)
    chat.command("JON", "/huzzah calendar pause")
    button = buttons(card(chat))["calendar_go_on"]
    assert said_at(chat, utc(2027, 12, 24, 8)) == []
    chat.press("JON", button)
    assert said_at(chat, chat.now) == []
    assert len(said_at(chat, utc(2027, 12, 25, 8))) == 1


@pytest.mark.parametrize(
    "words",
    ["add every weekday 9:00 in <#C1|general> Stand-up!", "add #general every weekday at 9 Stand-up!",
     "add Stand-up! every weekday 9:00 in <#C1|general>"],
)  # fmt: skip
def test_a_leader_puts_a_notice_on_it(chat: Chat, words: str) -> None:
    chat.command("ANA", f"/huzzah calendar {words}")
    assert "every weekday at 09:00" in text(card(chat))
    chat.now = micros(utc(2026, 11, 19, 9))
    [answer] = chat.tick()
    assert isinstance(answer, Post)
    assert answer.channel == "C1"
    assert "Stand-up!" in text(answer.card)
    assert said_at(chat, utc(2026, 11, 21, 9)) == []


@pytest.mark.parametrize(
    ("who", "words", "said"),
    [
        ("BEN", "add tomorrow 9:00 in <#C1|general> hello", "for leaders and admins"),
        ("ANA", "add tomorrow 9:00 in <#C1|general>", "What shall I say"),
        ("ANA", "add hello", "can't read that as a time"),
        ("JON", "add tomorrow 9:00 in <#C9|secret> hello", "can't see that channel"),
        ("ANA", "add tomorrow 9:00 " + "x" * 3000, "too long"),
        ("ANA", "add", "can't read that as a time"),
    ],
)
def test_a_notice_that_cannot_be_is_told_why(chat: Chat, who: str, words: str, said: str) -> None:
    chat.command(who, f"/huzzah calendar {words}")
    assert said in text(card(chat))
    assert chat.query("SELECT entry FROM calendar") == []


def test_words_of_a_notice_call_nobody_and_break_nothing(chat: Chat) -> None:
    chat.command("ANA", "/huzzah calendar add tomorrow 9:00 in <#C1|general> <!channel> *bold* <@BEN> `x` & <b>")
    chat.command("LEA", "/huzzah calendar")
    line = text(card(chat))
    assert "<@BEN>" not in line
    assert "Ben Okafor" in line


def test_an_old_button_of_a_moment_that_is_over_says_so(chat: Chat) -> None:
    put(chat, moment(micros(utc(2026, 11, 19, 8))))
    found = opened(chat, "JON")
    assert "calendar_skip" not in found
    said_at(chat, utc(2026, 11, 19, 8))
    chat.press("JON", found["calendar_send"])
    assert "no longer on the calendar" in text(card(chat))
    chat.press("JON", found["calendar_move"])
    assert not [answer for answer in chat.answers if isinstance(answer, Open)]


def test_only_what_stands_on_the_page_is_looked_up_and_the_pages_have_all_of_it_in_order(anywhere: Chat) -> None:
    chat = anywhere
    for number in range(60):
        put(chat, Plan("day", BERLIN, 1 + number * 7 % 60), channel="C1" if number % 2 else "C2")
    for _ in range(30):
        put(chat, Plan("day", "@", 540), channel="", member="BEN")
    put(chat, Plan("day", "*", 540))
    many = len(statements(chat, "/huzzah calendar"))
    assert card(chat).summary == "61 planned in the next two weeks"
    seen = list[int]()
    while True:
        seen += [int(button.value.split()[0]) for button in changes(card(chat))]
        more = buttons(card(chat)).get("calendar_page")
        if more is None:
            break
        chat.press("JON", more)
    assert sorted(seen) == [*range(1, 61), 91]
    minutes = {entry: 1 + (entry - 1) * 7 % 60 for entry in range(1, 61)}
    ordered = [minutes[entry] for entry in seen if entry in minutes]
    assert ordered == sorted(ordered)
    for _ in range(60):
        put(chat, DAILY)
    assert len(statements(chat, "/huzzah calendar")) == many
