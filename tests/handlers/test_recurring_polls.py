"""Polls for later, and again and again: planned by words, asked by the calendar, ended by their owner, compared."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.answers import Note, Post
from handlers.cards.blocks import Button, Chart
from handlers.events import MemberChanged
from handlers.polls import repeating
from scoring.periods import DAY, HOUR
from tests.handlers.chat import WEDNESDAY, WORKSPACE, Chat, open_chat
from tests.handlers.shown import buttons_of

LUNCH = '"Lunch together?" "Yes" "No"'


@pytest.fixture
def chat(database_url: str) -> Iterator[Chat]:
    chat = open_chat(database_url)
    yield chat
    chat.database.close()


@pytest.mark.parametrize(
    ("text", "left", "when"),
    [
        (f"{LUNCH} every monday 9:00", LUNCH, "week mon"),
        (f"every monday 9:00 {LUNCH}", LUNCH, "week mon"),
        (f"{LUNCH} anonymous every 2 weeks on fri 14:30 close 2h", f"{LUNCH} anonymous close 2h", "2weeks fri"),
        (f"{LUNCH} close Fri 17:00 every month on the 1st", f"{LUNCH} close Fri 17:00", "month 1"),
        (f"{LUNCH} at tomorrow 10:00", LUNCH, "at"),
        (f"{LUNCH} post at tomorrow 10:00", LUNCH, "at"),
        (f"{LUNCH} tomorrow 10:00 in <#C1|general>", f"{LUNCH} in <#C1|general>", "at"),
        ("Lunch? Yes, No every monday 9:00", "Lunch? Yes, No", "week mon"),
        (f"{LUNCH} close at 17:00", f"{LUNCH} close at 17:00", ""),
        (f"{LUNCH} close tomorrow", f"{LUNCH} close tomorrow", ""),
        ("Coffee? never, sometimes, every day", "Coffee? never, sometimes, every day", ""),
        (
            '"What do you do every monday 9:00?" "Sleep" "Work"',
            '"What do you do every monday 9:00?" "Sleep" "Work"',
            "",
        ),
        ("Meet at 10 or at 11?", "Meet at 10 or at 11?", ""),
    ],
)
def test_the_time_is_taken_out_of_what_was_typed(text: str, left: str, when: str) -> None:
    found = repeating.take_out(text, "Europe/Berlin", WEDNESDAY)
    assert (found.text, found.problem) == (left, "")
    assert (found.plan.recurrence if found.plan else "").startswith(when)
    assert bool(found.plan) is bool(when)


@given(st.text(max_size=200))
def test_whatever_is_typed_never_raises(text: str) -> None:
    found = repeating.take_out(text, "UTC", WEDNESDAY)
    assert found.plan is None or not found.problem


def test_a_time_that_cannot_be_read_is_told_and_nothing_is_asked(chat: Chat) -> None:
    chat.command("BEN", f"/poll {LUNCH} every blue moon")
    assert "When shall I ask?" in chat.notes() or "means here" in chat.notes()
    assert chat.posts() == []
    assert chat.query("SELECT * FROM calendar WHERE kind = 'poll_open'") == []


def test_a_poll_comes_every_week_each_a_poll_of_its_own(chat: Chat) -> None:
    chat.command("BEN", f"/poll {LUNCH} every friday 10:00")
    assert "I'll ask every Friday at 10:00 in #general" in chat.notes()
    assert chat.posts() == []
    keys = []
    for _ in range(21):
        chat.now += DAY
        chat.tick()
        keys += [post.key for post in chat.posts() if post.key.startswith("poll:")]
    assert list(dict.fromkeys(keys)) == ["poll:1", "poll:2", "poll:3"]
    assert len(chat.query("SELECT DISTINCT series FROM poll")) == 1


def test_a_poll_for_later_is_asked_once_at_its_time(chat: Chat) -> None:
    chat.command("BEN", f"/poll {LUNCH} at tomorrow 10:00")
    chat.now = WEDNESDAY + 22 * HOUR
    assert chat.tick() == []
    chat.now = WEDNESDAY + 23 * HOUR  # ten in Lagos
    chat.tick()
    assert [post.key for post in chat.posts()] == ["poll:1"]
    chat.now += 30 * DAY
    chat.tick()
    assert chat.query("SELECT count(*) FROM poll") == [(1,)]


def test_each_closes_as_typed_or_before_the_next_begins(chat: Chat) -> None:
    chat.command("BEN", f"/poll {LUNCH} every day 10:00")
    chat.command("BEN", f"/poll {LUNCH} every day 10:00 close 3h")
    chat.now = WEDNESDAY + 23 * HOUR
    chat.tick()
    rows = chat.query("SELECT (closes - made) / 3600000000 FROM poll ORDER BY poll")
    assert rows == [(24,), (3,)]


@pytest.mark.parametrize(
    ("when", "hours"), [("at tomorrow 10:00", 48), ("every day 10:00", 24), ("every friday 10:00", 48)]
)
def test_one_that_is_sent_by_hand_stays_open_until_the_next_begins(chat: Chat, when: str, hours: int) -> None:
    chat.command("BEN", f"/poll {LUNCH} {when}")
    chat.now = WEDNESDAY + 22 * HOUR
    chat.tick()
    [(entry,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'poll_open'")
    chat.command("JON", f"/huzzah calendar send {entry}")
    chat.tick()
    chat.now += HOUR // 2
    chat.tick()
    [(state, open_for)] = chat.query("SELECT state, (closes - made) / 3600000000 FROM poll")
    assert state == "open"
    assert open_for == hours


def test_its_owner_ends_it_and_nobody_else(chat: Chat) -> None:
    chat.command("BEN", f"/poll {LUNCH} every friday 10:00")
    [button] = chat.buttons("poll_unplan")
    chat.press("MEI", button)
    assert "Only whoever planned it and admins" in chat.notes()
    chat.command("MEI", "/poll scheduled")
    assert "No poll of yours is on the calendar" in chat.notes()
    chat.command("BEN", "/poll scheduled")
    [button] = chat.buttons("poll_unplan")
    chat.press("BEN", button)
    chat.now += 30 * DAY
    assert chat.tick() == []
    chat.press("BEN", button)
    assert "isn't on the calendar any more" in chat.notes()


@pytest.mark.parametrize("value", ["", "x", "0", "9" * 30])
def test_a_button_of_no_plan_is_told_kindly(chat: Chat, value: str) -> None:
    chat.press("BEN", Button("poll_unplan", "x", value))
    assert "isn't on the calendar any more" in chat.notes()
    chat.press("BEN", Button("poll_series", "x", value))
    assert "isn't there any more" in chat.notes()


def test_it_is_listed_in_the_calendar(chat: Chat) -> None:
    chat.command("BEN", f"/poll {LUNCH} every friday 10:00")
    chat.command("MEI", "/huzzah calendar")
    assert "Lunch together?" in str(chat.answers)


def test_what_somebody_planned_ends_when_they_leave(chat: Chat) -> None:
    chat.command("BEN", f"/poll {LUNCH} every friday 10:00")
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="BEN", deactivated=True))
    chat.now += 15 * DAY
    assert chat.tick() == []


def test_nobody_plans_without_end(chat: Chat) -> None:
    for _ in range(21):
        chat.command("BEN", f"/poll {LUNCH} every friday 10:00")
    assert "You have 20 polls on the calendar already" in chat.notes()


def test_people_from_elsewhere_plan_nothing(chat: Chat) -> None:
    chat.command("EXT", f"/poll {LUNCH} every friday 10:00")
    assert "Polls here are for the colleagues" in chat.notes()
    assert chat.query("SELECT * FROM calendar WHERE kind = 'poll_open'") == []


def test_a_template_can_come_again_and_again(chat: Chat) -> None:
    chat.command("BEN", "/poll mood every friday 15:00")
    assert "How are you today?" in chat.notes()
    assert "every Friday at 15:00" in chat.notes()


def test_closed_ones_are_compared(chat: Chat) -> None:
    chat.command("BEN", '/poll "How was the week?" rating every friday 10:00 close 1d')
    results: list[Post] = []
    for _ in range(16):
        chat.now += DAY
        chat.tick()
        for post in chat.posts():
            if post.key.startswith("poll:") and (rates := [b for b in buttons_of(post.card) if b.action == "vote"]):
                for who in ("ANA", "BEN", "MEI"):
                    chat.press(who, rates[len(results) + 2])
        results += [post for post in chat.posts() if post.key.startswith("poll-result:")]
    assert len(results) >= 2
    [button] = [b for b in buttons_of(results[-1].card) if b.action == "poll_series"]
    chat.press("MEI", button)
    assert "How was the week?" in chat.notes()
    cards = [answer.card for answer in chat.answers if isinstance(answer, Note)]
    assert any(isinstance(block, Chart) and block.kind == "line" for card in cards for block in card.blocks)
