"""Erased: who answered in their own words takes them along, and nobody is erased while a vote can't be found."""

import pytest

from handlers import applying, privacy
from handlers.answers import Refuse
from handlers.events import ButtonPressed, DialogSubmitted
from handlers.polls import answering, steering
from storage import erasing
from storage.sealing import WrongKey
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.polling import Polling, a_crowd
from tests.handlers.test_anonymity import everything_kept

WORDS = "I am the one with the red scarf"


def answer(chat: Chat, poll: int, member: str, words: str) -> None:
    chat.number += 1
    event = DialogSubmitted(
        workspace=WORKSPACE, at=chat.now, member=member, channel="C1", dialog="d", request=f"d{chat.number}",
        fields={"answer": words}, context=str(poll),
    )  # fmt: skip
    with chat.work() as work:
        applying.put(work, answering.answered(work, event))


@pytest.mark.parametrize("closed", [False, True])
def test_an_answer_in_their_own_words_goes_and_those_of_others_stay(chat: Chat, *, closed: bool) -> None:
    poll = Polling(chat).ask("open", (), anonymous=False)
    answer(chat, poll.number, "MEI", WORDS)
    answer(chat, poll.number, "BEN", "Nothing special")
    if closed:
        poll.close()
    with chat.work() as work:
        erasing.erase(work, "MEI", "f" * 44)
    kept = {name: rows for name, rows in everything_kept(chat).items() if name != "outbox"}
    assert WORDS not in str(kept)
    assert chat.query("SELECT words, state FROM poll_option ORDER BY option") == [
        ("", "removed"), ("Nothing special", "shown"),
    ]  # fmt: skip


def test_nobody_is_erased_while_the_key_of_an_open_poll_cannot_be_read(chat: Chat) -> None:
    poll = Polling(chat).ask()
    for member in a_crowd(chat, 6):
        poll.press(member, 1)
    sealing, chat.database.sealing = chat.database.sealing, None
    with pytest.raises(WrongKey, match=r"Put secret\.key back, or delete the anonymous polls"), chat.work() as work:
        erasing.erase(work, "COLLEAGUE001", "f" * 44)
    assert chat.query("SELECT count(*) FROM vote") == [(6,)]
    assert ("COLLEAGUE001",) in chat.query("SELECT member FROM member")
    chat.database.sealing = sealing
    with chat.work() as work:
        erasing.erase(work, "COLLEAGUE001", "f" * 44)
    assert chat.query("SELECT count(*) FROM vote") == [(5,)]


def test_who_wants_to_be_erased_then_is_told_and_nothing_else_fails(chat: Chat) -> None:
    poll = Polling(chat).ask()
    poll.press("MEI", 1)
    chat.database.sealing = None
    event = DialogSubmitted(
        workspace=WORKSPACE, at=chat.now, member="MEI", channel="C1", dialog="erase", request="d1",
        fields={"confirm": "ERASE"},
    )  # fmt: skip
    with chat.work() as work:
        [answer] = privacy.forget_confirmed(work, event)
        assert isinstance(answer, Refuse)
        assert "secret.key must come back" in answer.errors["confirm"]
    assert chat.query("SELECT count(*) FROM vote") == [(1,)]
    assert ("MEI",) in chat.query("SELECT member FROM member")


def test_with_the_key_gone_for_good_the_poll_can_be_deleted_and_they_erased(chat: Chat) -> None:
    poll = Polling(chat).ask()
    poll.press("MEI", 1)
    chat.database.sealing = None
    event = ButtonPressed(
        workspace=WORKSPACE, at=chat.now, member="ANA", channel="C1", action="poll_delete", request="d0",
        value=str(poll.number),
    )  # fmt: skip
    with chat.work() as work:
        applying.put(work, steering.delete(work, event))
    with chat.work() as work:
        erasing.erase(work, "MEI", "f" * 44)
    assert chat.query("SELECT count(*) FROM vote") == [(0,)]
    assert ("MEI",) not in chat.query("SELECT member FROM member")
