"""Untimed: no row beside a vote tells at which moment it was cast, and so in which poll."""

import hashlib

from handlers import applying
from handlers.events import ButtonPressed
from scoring.periods import HOUR, SECOND
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
