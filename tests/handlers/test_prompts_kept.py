"""Questions as they are kept: what was typed to be asked once burdens nobody, and goes long after it was asked."""

import pytest
from sqlalchemy import event

from scoring.periods import DAY
from storage import prompts
from storage.tables import PromptRow
from tests.handlers.asked_questions import asks, until
from tests.handlers.chat import WORKSPACE, Chat

MANY = 500


def typed_long_ago(chat: Chat) -> None:
    with chat.work() as work:
        work.session.add_all(
            PromptRow(
                workspace=WORKSPACE, prompt=f"own-{number}", words=f"What about {number}?", category="ours",
                mood="curious", effort="quick", emoji="x", member="ANA", state=prompts.ONCE, made=1,
            )
            for number in range(1001, 1001 + MANY)
        )  # fmt: skip


def tidied(chat: Chat) -> list[object]:
    with chat.work() as work:
        prompts.tidy(work)
    return [row[0] for row in chat.query("SELECT prompt FROM prompt ORDER BY prompt")]


def test_the_question_of_the_day_reads_the_questions_once_and_none_that_were_typed_for_once(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every weekday 9:30")
    typed_long_ago(chat)
    read: list[PromptRow] = []
    asked: list[str] = []

    def loaded(target: PromptRow, _: object) -> None:
        read.append(target)

    def executed(*about: object) -> None:
        asked.append(str(about[2]))

    event.listen(PromptRow, "load", loaded)
    event.listen(chat.database.engine, "before_cursor_execute", executed)
    try:
        posts = until(chat, 1)
    finally:
        event.remove(PromptRow, "load", loaded)
        event.remove(chat.database.engine, "before_cursor_execute", executed)
    assert [post.key.partition(":")[0] for post in posts] == ["prompt"]
    assert read == []
    assert sum("FROM prompt \n" in sql or "FROM prompt\n" in sql for sql in asked) == 1


def test_what_the_library_lost_is_still_left_out(chat: Chat) -> None:
    with chat.work() as work:
        prompts.settle(work, "ice-001", "JON", prompts.RETIRED)
        assert [row.prompt for row in prompts.ready(work)] == ["ice-001"]


def test_a_question_that_was_asked_once_goes_long_after_its_best_answer_was_looked_for(chat: Chat) -> None:
    asks(chat, '"What is the best smell in the world?"')
    until(chat, 30)
    assert tidied(chat) == ["own-1"]
    assert chat.query("SELECT recalled FROM asked") == [(1,)]
    until(chat, 31)
    assert tidied(chat) == []
    assert chat.query("SELECT * FROM asked") == []


def test_not_before_its_best_answer_was_looked_for(chat: Chat) -> None:
    asks(chat, '"What is the best smell in the world?"')
    chat.now += 90 * DAY
    assert tidied(chat) == ["own-1"]


@pytest.mark.parametrize("state", [prompts.PROPOSED, prompts.SHOWN, prompts.RETIRED])
def test_what_is_proposed_or_part_of_ours_stays(chat: Chat, state: str) -> None:
    asks(chat, '"What is the best smell in the world?"')
    until(chat, 90)
    with chat.work() as work:
        prompts.settle(work, "own-1", "JON", state)
    assert tidied(chat) == ["own-1"]


def test_one_that_is_planned_stays_until_it_is_asked(chat: Chat) -> None:
    chat.command("ANA", '/huzzah question "What is the best smell in the world?" on 1 Mar 9:30')
    chat.now += 70 * DAY
    assert tidied(chat) == ["own-1"]
    chat.command("JON", "/huzzah question off")
    with chat.work() as work:
        work.connection.exec_driver_sql("UPDATE calendar SET state = 'gone', next = 0 WHERE kind = 'prompt'")
    assert tidied(chat) == []
