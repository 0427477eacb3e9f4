"""Sealed quizzes: nobody sees how others answered as long as they could answer likewise."""

import pytest

from handlers.cards.polls.notes import SEALED_QUIZ
from tests.handlers.chat import Chat
from tests.handlers.polling import APART
from tests.handlers.test_polls_closing import over
from tests.handlers.test_polls_voting import press, vote

HIDDEN = '/poll "Capital?" "Paris"* "Lyon" "Nice" hidden'


@pytest.mark.parametrize("button", ["poll_results", "poll_who"])
def test_whoever_answered_sees_nothing_before_the_close_whatever_was_typed(chat: Chat, button: str) -> None:
    chat.command("BEN", HIDDEN)
    vote(chat, "ANA", 1)
    vote(chat, "MEI", 1)
    vote(chat, "LEA", 2)
    assert "before the close" in press(chat, "LEA", button)


def test_whoever_asks_otherwise_is_told_and_the_card_says_so(chat: Chat) -> None:
    chat.command("BEN", HIDDEN)
    assert SEALED_QUIZ in chat.notes()
    chat.command("BEN", '/poll "Capital?" "Paris"* "Lyon" "Nice"')
    assert SEALED_QUIZ not in chat.notes()


def test_a_quiz_that_was_asked_so_before_is_sealed_too(chat: Chat) -> None:
    chat.command("BEN", HIDDEN)
    with chat.work() as work:
        work.connection.exec_driver_sql("""UPDATE poll SET terms = '{"results":"hidden","right":[1]}'""")
    chat.now += APART
    vote(chat, "LEA", 2)
    assert "results after the close" in over(chat)
    assert "before the close" in press(chat, "LEA", "poll_results")


def test_a_quiz_again_and_again_is_sealed_each_time(chat: Chat) -> None:
    chat.command("BEN", f"{HIDDEN} every day 10:00")
    chat.later(24)
    chat.tick()
    vote(chat, "LEA", 2)
    assert "before the close" in press(chat, "LEA", "poll_results")
