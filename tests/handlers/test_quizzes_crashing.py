"""Rounds of trivia under crashes: whatever dies before its commit, the round goes on and nothing is said twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sealing import sealing
from handlers import applying, table
from handlers.calendar import ticking
from handlers.events import CommandGiven, Tick
from scoring.periods import HOUR, MINUTE
from storage.transactions import Database
from tests.handlers.chat import KEY, WORKSPACE, Chat, open_chat
from tests.handlers.quizzing import answer, next_due, questions

Said = list[tuple[object, ...]]


class Died(Exception):
    """The program did, before what it did was kept."""


def reopen(chat: Chat) -> None:
    """The program begins again: only what was committed is left."""
    chat.database.close()
    chat.database = Database(str(chat.database.url), sealing=sealing(lambda: KEY))


def die(chat: Chat) -> None:
    """Everything that is due is carried out, and the program dies before the commit."""
    with pytest.raises(Died):
        _lose(chat, [entry for _, entry in chat.due()])


def _lose(chat: Chat, entries: list[int]) -> None:
    with chat.work() as work:
        for entry in entries:
            applying.put(work, ticking.tick(work, Tick(workspace=WORKSPACE, at=chat.now, entry=entry)))
        raise Died


def die_in_between(chat: Chat) -> None:
    """Of what is due the first thing is kept; the program dies in the midst of the second."""
    entries = [entry for _, entry in chat.due()]
    with chat.work() as work:
        applying.put(work, ticking.tick(work, Tick(workspace=WORKSPACE, at=chat.now, entry=entries[0])))
    die(chat)


def a_round(file: Path, crash: Callable[[Chat], None] | None) -> Said:
    """A round of three questions with two players; what was said and earned in the end."""
    chat = open_chat(f"sqlite:///{file}")
    chat.command("ANA", "/huzzah trivia 3 food")
    end = chat.now + HOUR
    while due := next_due(chat, end):
        chat.now = max(chat.now, due)
        asked = len(questions(chat))
        if crash is not None:
            crash(chat)
            reopen(chat)
        chat.tick()
        if len(questions(chat)) > asked:
            answer(chat, "BEN")
            answer(chat, "MEI", right=asked == 1)
    said = chat.query("SELECT kind, channel, key, said FROM outbox ORDER BY id")
    earned = chat.query("SELECT member, rule, points FROM ledger ORDER BY seq, n")
    runs = chat.query("SELECT kind, state, count(*) FROM calendar WHERE kind LIKE 'quiz%' GROUP BY kind, state")
    scores = chat.query("SELECT state, asked, result FROM quiz_round")
    chat.database.close()
    return [*said, *earned, *runs, *scores]


@pytest.mark.parametrize("crash", [die, die_in_between])
def test_a_round_that_dies_at_every_step_is_the_same_round(tmp_path: Path, crash: Callable[[Chat], None]) -> None:
    whole = a_round(tmp_path / "whole.db", None)
    assert [row for row in whole if row[0] == "over"]
    assert sum("quiz-won" in map(str, row) for row in whole) == 1
    assert a_round(tmp_path / "crashed.db", crash) == whole


def stop_and_die(chat: Chat) -> None:
    """The host stops it, and the program dies before the commit."""
    event = CommandGiven(
        workspace=WORKSPACE, at=chat.now, member="ANA", channel="C1", name="huzzah", request="x", text="trivia stop"
    )
    with chat.work() as work:
        applying.put(work, table.answer(work, event))
        raise Died


def test_it_dies_while_it_is_stopped(chat: Chat) -> None:
    chat.command("ANA", "/huzzah trivia 3 food")
    chat.now += MINUTE
    chat.tick()
    answer(chat, "BEN")
    before = chat.query("SELECT count(*) FROM outbox")
    with pytest.raises(Died):
        stop_and_die(chat)
    assert chat.query("SELECT state FROM quiz_round") == [("running",)]
    assert chat.query("SELECT count(*) FROM outbox") == before
    chat.command("ANA", "/huzzah trivia stop")
    assert chat.query("SELECT state FROM quiz_round") == [("stopped",)]
    chat.now += HOUR
    assert chat.tick() == []
