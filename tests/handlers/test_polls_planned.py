"""Planned polls when things change under them: planners leave, channels are shared, days go by."""

import pytest

from handlers.answers import Whisper
from handlers.events import ChannelChanged
from scoring.periods import DAY
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.test_polls_closing import over


def share(chat: Chat, *, shared: bool) -> None:
    """Another organisation joins #general, or leaves it."""
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=shared))


def test_a_planned_poll_ends_where_its_planner_left_and_they_are_told(chat: Chat) -> None:
    chat.command("BEN", '/poll "Secret?" "A" "B" every day 10:00', channel="C9")
    chat.do(
        ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True, members=("ANA",))
    )
    chat.now += DAY
    chat.tick()
    assert chat.posts() == []
    assert "You left the channel" in chat.whispers()["BEN"]
    chat.now += DAY
    assert chat.tick() == []


def test_a_planned_poll_passes_over_a_shared_channel_says_so_once_and_goes_on_later(chat: Chat) -> None:
    chat.command("BEN", '/poll "Lunch?" "A" "B" every day 10:00 close 2h')
    share(chat, shared=True)
    told = []
    for _ in range(3):
        chat.now += DAY
        chat.tick()
        told += [answer for answer in chat.answers if isinstance(answer, Whisper)]
        assert chat.posts() == []
    assert [answer.member for answer in told] == ["BEN"]
    share(chat, shared=False)
    chat.now += DAY
    chat.tick()
    assert "Lunch?" in over(chat)


def test_a_planned_icebreaker_is_another_one_each_day(chat: Chat) -> None:
    chat.command("BEN", "/poll icebreaker every day 10:00")
    for _ in range(6):
        chat.now += DAY
        chat.tick()
    assert len(chat.query("SELECT DISTINCT question FROM poll")) == 6


def test_a_meeting_is_planned_once_and_the_refusal_says_why(chat: Chat) -> None:
    chat.command("BEN", "/poll meeting every monday 10:00")
    assert "A time to meet is asked once" in chat.notes()
    assert chat.query("SELECT * FROM poll") == []


def test_a_planned_poll_cannot_close_before_it_opens(chat: Chat) -> None:
    chat.command("BEN", '/poll "Lunch?" "A" "B" at 2026-11-25 10:00 close 2026-11-24 10:00')
    assert "close before it is asked" in chat.notes()
    chat.command("BEN", '/poll "Lunch?" "A" "B" at 2026-11-25 10:00 close 2026-11-25 17:00')
    assert "I'll ask" in chat.notes()


@pytest.mark.parametrize("question", ["Weekly lunch?", "On Friday we meet?"])
def test_a_question_that_begins_like_a_time_is_a_question(chat: Chat, question: str) -> None:
    chat.command("BEN", f'/poll {question} "Pizza" "Sushi"')
    assert question in over(chat)
