"""Untimed: no row beside a vote tells at which moment it was cast, and so in which poll."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import SQLModel

from handlers import applying, posting
from handlers.events import ButtonPressed
from scoring.facts import Micros
from scoring.periods import HOUR, MINUTE, SECOND
from storage import outbox
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.polling import Polling, a_crowd


def _a_badge(chat: Chat) -> str:
    """Somebody votes for the tenth time, which brings a badge, in an anonymous poll."""
    [member] = a_crowd(chat, 1)
    for _ in range(9):
        Polling(chat).ask(anonymous=False).press(member, 1)
    chat.query("SELECT 1")
    with chat.work() as work:
        work.connection.exec_driver_sql("DELETE FROM outbox WHERE kind = 'whisper'")
    Polling(chat).ask().press(member, 2)
    return member


def _moments(chat: Chat, member: str) -> list[tuple[object, ...]]:
    rows = chat.query(f"SELECT made, due, claimed, remote FROM outbox WHERE kind = 'whisper' AND channel = '@{member}'")
    assert rows
    return rows


def test_what_a_vote_brings_is_whispered_by_the_hour(chat: Chat) -> None:
    member = _a_badge(chat)
    assert chat.now % HOUR
    for made, due, _, _ in _moments(chat, member):
        assert int(str(made)) == int(str(due)) == chat.now - chat.now % HOUR


def test_once_it_was_said_nothing_but_the_hour_is_kept(chat: Chat) -> None:
    member = _a_badge(chat)
    with chat.work() as work:
        for row in outbox.claim(work, work.now + 60_000_000):
            outbox.settle(work, row.id, row.said, state=outbox.SENT, remote="D1:1794996060.000100")
    for made, due, claimed, remote in _moments(chat, member):
        assert int(str(made)) == int(str(due)) == chat.now - chat.now % HOUR
        assert (claimed, remote) == (0, "")
    # Of what isn't about a vote, the platform's id is kept.
    assert chat.query("SELECT remote FROM outbox WHERE kind = 'post' AND remote <> ''")


def test_while_nobody_knows_whether_it_was_said_it_waits_as_long_as_it_is_told_to(chat: Chat) -> None:
    member = _a_badge(chat)
    later = chat.now + 40 * SECOND
    with chat.work() as work:
        for row in outbox.claim(work, work.now + 60 * SECOND):
            outbox.settle(work, row.id, row.said, state=outbox.UNKNOWN, due=later)
        assert outbox.due(work) == []
    assert {due for _, due, _, _ in _moments(chat, member)} == {later}
    with chat.work() as work:
        for row in outbox.failures(work):
            outbox.settle(work, row.id, row.said, state=outbox.SENT, remote="D1:1794996060.000100")
    assert {(due, claimed, remote) for _, due, claimed, remote in _moments(chat, member)} == {
        (chat.now - chat.now % HOUR, 0, "")
    }


def test_the_ids_of_votes_are_kept_so_that_nobody_reads_them_and_a_repeat_does_nothing(chat: Chat) -> None:
    poll = Polling(chat).ask()
    names = [f"R{chat.now + number}" for number in range(3)]
    events = [
        ButtonPressed(
            workspace=WORKSPACE, at=chat.now, member=member, channel="C1", action="vote", request=name,
            value=f"{poll.number}|1",
        )
        for member, name in zip(("BEN", "MEI", "LEA"), names, strict=True)
    ]  # fmt: skip
    for batch in (events[:1], events[1:]):
        with chat.work() as work:
            assert all(applying.apply(work, batch))
    kept = {str(row[0]) for row in chat.query("SELECT request FROM request")}
    plain = {form for name in names for form in (name, *_hashes(name))}
    assert len([each for each in kept if each.startswith("vote:")]) == len(names)
    assert not [each for each in kept if any(form in each for form in plain)]
    with chat.work() as work:
        assert applying.apply(work, events) == [[], [], []]


def _hashes(name: str) -> list[str]:
    return [hashlib.new(each, name.encode()).hexdigest() for each in ("sha256", "sha1", "md5", "blake2b")]


def deliver(chat: Chat) -> int:
    """The platform takes whatever waits; how many letters that were."""
    taken = 0
    while True:
        chat.now += SECOND // 5
        with chat.work() as work:
            letters = [(row.id, row.said, row.key) for row in outbox.claim(work, work.now + MINUTE)]
            for number, said, key in letters:
                posting.settle(work, number, said, state=outbox.SENT, remote=f"card {key}")
        taken += len(letters)
        if not letters:
            return taken


def moments(chat: Chat, since: Micros, until: Micros) -> Iterator[tuple[str, str, int]]:
    """(table, column, moment) of all that is kept anywhere with a moment in between."""
    with chat.work() as work:
        for table in SQLModel.metadata.sorted_tables:
            for row in work.connection.execute(select(table)).mappings():
                for column, value in row.items():
                    if isinstance(value, int) and since < value < until:
                        yield table.name, str(column), value


def test_once_polls_are_closed_no_row_tells_when_any_of_their_cards_followed_a_vote(chat: Chat) -> None:
    people = a_crowd(chat, 12)
    polls = [Polling(chat).ask(), Polling(chat).ask()]
    deliver(chat)
    chat.now += MINUTE
    began, followed = chat.now, 0
    for place, member in enumerate(people):
        polls[place % 3 == 0].press(member, 1 + place % 3)
        followed += deliver(chat)
        chat.now += 2 * SECOND
        chat.tick()
        followed += deliver(chat)
    # The cards did move, and one is about to.
    assert followed >= len(people)
    polls[0].press("BEN", 2)
    ended = chat.now + 1
    assert [found for found in moments(chat, began, ended) if found[0] == "outbox"]
    for poll in polls:
        chat.now += MINUTE
        poll.close()
        deliver(chat)
    assert list(moments(chat, began, ended)) == []
    with chat.work() as work:
        assert [outbox.remote_of(work, f"poll:{poll.number}") for poll in polls] == ["card poll:1", "card poll:2"]
