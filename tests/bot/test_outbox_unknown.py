"""What may have been said: found again where the platform can, said again where it can't, and in its place."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from bot.attempting import MOST_ATTEMPTS
from bot.dispatch import Dispatch
from bot.outbox import LEASE, Ambiguous, CannotTell, NotWanted, Outbox, TryLater
from handlers.answers import Post, Said, Whisper
from handlers.cards.blocks import Card
from scoring.facts import Fact, FactKind, Micros
from scoring.periods import SECOND
from scoring.praise import REQUEST
from storage import outbox
from storage.tables import FactRow
from tests.bot.test_outbox import HOME, Platform, Room, post
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN


@dataclass
class Forgetful(Platform):
    """A platform that doesn't recognise a letter, but can be asked for one."""

    answer: Callable[[], str | None] = field(default=lambda: None)
    asked: list[tuple[str, Micros]] = field(default_factory=list)

    async def find(self, workspace: str, said: Said, letter: str, since: Micros) -> str | None:
        """As the test wants it."""
        assert workspace
        assert isinstance(said, Post | Whisper)
        self.asked.append((letter, since))
        return self.answer()


def lost(_words: str) -> None:
    """The answer never came."""
    raise Ambiguous("the connection broke")


def quiet(_words: str) -> None:
    """All is well."""


@pytest.fixture
def forgetful() -> Forgetful:
    return Forgetful()


@pytest.fixture
def room(database_url: str, forgetful: Forgetful) -> Iterator[Room]:
    with opened(database_url) as database:
        yield Room(database, forgetful)


def lose(room: Room, *said: Said) -> None:
    """Say things, of which the first may or may not arrive."""
    room.put(*said)
    room.platform.after = lost
    room.run(lambda: room.rows()[0].state == "unknown")
    room.platform.after = quiet
    room.clock.now += 5 * SECOND


def answering(what: str | Exception | None) -> Callable[[], str | None]:
    def answer() -> str | None:
        if isinstance(what, Exception):
            raise what
        return what

    return answer


def test_what_is_found_is_not_said_again(room: Room, forgetful: Forgetful) -> None:
    lose(room, post("one"), post("two"))
    assert room.states() == ["unknown", "waiting"]
    forgetful.answer = answering("r77")
    room.deliver()
    assert room.platform.words == ["one", "two"]
    assert [(row.state, row.remote, row.claimed) for row in room.rows()] == [("sent", "r77", 0), ("sent", "r2", 0)]
    assert forgetful.asked == [(f"{HOME}:1", BEGIN)]


def test_what_certainly_was_not_said_is_said(room: Room) -> None:
    lose(room, post("one"), post("two"))
    room.deliver()
    assert room.platform.words == ["one", "one", "two"]
    assert [row.error for row in room.rows()] == ["", ""]


def test_what_nobody_can_tell_is_said_again_and_noted(room: Room, forgetful: Forgetful) -> None:
    lose(room, post("one"), post("two"))
    forgetful.answer = answering(CannotTell("no permission"))
    room.deliver()
    assert room.platform.words == ["one", "one", "two"]
    with room.database.read(HOME, BEGIN) as work:
        assert outbox.failures(work) == []
        assert [(row.id, row.error) for row in outbox.failures(work, every=True)] == [(1, outbox.TWICE)]


def test_what_cannot_be_asked_now_keeps_its_place_and_is_asked_later(room: Room, forgetful: Forgetful) -> None:
    lose(room, post("one"), post("two"))
    forgetful.answer = answering(TryLater(60))
    room.run(lambda: len(forgetful.asked) == 1 and room.rows()[0].error != "the connection broke")
    assert (room.states(), room.platform.words) == (["unknown", "waiting"], ["one"])
    room.clock.now += 61 * SECOND
    forgetful.answer = answering("r9")
    room.deliver()
    assert forgetful.asked == [(f"{HOME}:1", BEGIN), (f"{HOME}:1", BEGIN)]
    assert room.platform.words == ["one", "two"]


def test_what_a_process_left_when_it_died_is_asked_for(room: Room, forgetful: Forgetful) -> None:
    room.put(post("one"), post("two"))
    with room.database.write(HOME, BEGIN) as work:
        assert [row.id for row in outbox.claim(work, BEGIN + LEASE)] == [1]
    room.clock.now += LEASE
    forgetful.answer = answering("r9")
    room.deliver()
    assert room.platform.words == ["two"]
    assert room.rows()[0].remote == "r9"


def test_what_was_cut_off_when_the_program_stopped_is_asked_for(room: Room, forgetful: Forgetful) -> None:
    def cut(_words: str) -> None:
        raise asyncio.CancelledError

    room.platform.after = cut
    room.put(post("one"))
    room.run(lambda: room.platform.words == ["one"])
    room.platform.after = quiet
    room.clock.now += LEASE
    forgetful.answer = answering("r1")
    room.deliver()
    assert room.platform.words == ["one"]


def test_an_unknown_card_that_was_replaced_is_found_and_edited(room: Room, forgetful: Forgetful) -> None:
    lose(room, post("one", key="poll:1"))
    room.put(post("two", key="poll:1"))
    assert room.states() == ["unknown"]
    forgetful.answer = answering("r5")
    room.deliver()
    assert [(words, remote) for words, remote, _ in room.platform.said] == [("one", ""), ("two", "r5")]


def test_a_found_card_whose_edit_must_wait_is_remembered(room: Room, forgetful: Forgetful) -> None:
    def later(_words: str) -> None:
        raise TryLater(60)

    lose(room, post("one", key="poll:1"))
    forgetful.answer = answering("r5")
    room.platform.before = later
    room.run(lambda: room.rows()[0].remote == "r5")
    room.platform.before = quiet
    room.clock.now += 61 * SECOND
    room.deliver()
    assert len(forgetful.asked) == 1
    assert [remote for _, remote, _ in room.platform.said] == ["", "r5"]


def test_an_edit_that_may_have_arrived_is_made_again_without_asking(room: Room, forgetful: Forgetful) -> None:
    room.put(post("one", key="poll:1"))
    room.deliver()
    room.put(post("two", key="poll:1"))
    room.platform.after = lost
    room.run(lambda: room.states()[-1] == "unknown")
    room.platform.after = quiet
    room.clock.now += 5 * SECOND
    room.deliver()
    assert forgetful.asked == []
    assert [(words, remote) for words, remote, _ in room.platform.said] == [("one", ""), ("two", "r1"), ("two", "r1")]


def test_a_card_about_a_gift_that_was_found_can_be_reacted_to(room: Room, forgetful: Forgetful) -> None:
    with room.database.write(HOME, BEGIN) as work:
        work.record([Fact(FactKind.GIFT, BEGIN, "ana", "C", f"{REQUEST}7", gift=(("ben", 1),))])
    lose(room, post("ana thanks ben", key="gift:7"))
    forgetful.answer = answering("r5")
    room.deliver()
    with room.database.read(HOME, BEGIN) as work:
        rows = work.connection.execute(FactRow.__table__.select()).all()  # type: ignore[attr-defined]  # SQLModel's
    assert [row.message for row in rows if row.kind == FactKind.CARD] == ["r5"]


def test_what_stays_unknown_fails_after_about_an_hour(room: Room) -> None:
    room.platform.before = lost
    room.put(post("one"))
    with room.database.write(HOME, BEGIN) as work:
        row = outbox.find(work, 1)
        assert row is not None
        row.attempts = MOST_ATTEMPTS - 1
    room.run(lambda: room.states() == ["failed"])
    assert room.rows()[0].error == "it may have been said: the connection broke"


def test_what_gets_lost_every_time_is_not_said_over_and_over(room: Room, forgetful: Forgetful) -> None:
    room.platform.after = lost
    forgetful.answer = answering(CannotTell("no permission"))
    room.put(post("one"))

    def passes(loop: Outbox) -> None:
        moments.append(room.clock.now)
        room.clock.now += 10 * SECOND
        loop.wake(HOME)

    moments: list[int] = []
    room.run(lambda: room.states() == ["failed"], passes)
    assert room.platform.words == ["one"] * 5
    assert room.rows()[0].error == "it may have been said 5 times: no permission"
    # An outage of minutes is outlived.
    assert moments[-1] - moments[0] > 4 * 60 * SECOND


def test_what_is_not_wanted_is_no_failure(room: Room) -> None:
    def nobody(_words: str) -> None:
        raise NotWanted("nobody invited me there")

    room.platform.before = nobody
    room.put(post("one"))
    room.run(lambda: room.states() == ["unwanted"])
    with room.database.read(HOME, BEGIN) as work:
        assert outbox.failures(work) == []
        assert [row.error for row in outbox.failures(work, every=True)] == ["nobody invited me there"]


def test_slow_channels_take_no_turns_with_each_other(room: Room, forgetful: Forgetful) -> None:
    most, now = [0], [0]

    @dataclass
    class Slow(Forgetful):
        async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
            now[0] += 1
            most[0] = max(most[0], now[0])
            await asyncio.sleep(0.02)
            now[0] -= 1
            return await super().send(workspace, said, remote, letter)

    room.platform = Slow()
    room.put(*(Whisper(f"m{number}", Card(str(number), ())) for number in range(40)))
    room.deliver()
    assert most == [8]
    assert len(room.platform.words) == 40


def test_what_hangs_when_the_program_stops_is_cut_off_and_asked_for(room: Room, forgetful: Forgetful) -> None:
    @dataclass
    class Hanging(Forgetful):
        async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
            if letter == f"{HOME}:1":
                begun.set()
                await asyncio.sleep(3600)
            return await super().send(workspace, said, remote, letter)

    async def story() -> None:
        dispatch = Dispatch(room.database, room.clock)
        loop = Outbox(dispatch, lambda _workspace: hanging, grace=0.2)
        await dispatch.start()
        await loop.start([HOME])
        await begun.wait()
        await loop.stop()
        await dispatch.stop()

    begun, hanging = asyncio.Event(), Hanging()
    room.put(post("hangs"), post("follows"), post("beside", "C2"))
    asyncio.run(story())
    assert [(row.state, bool(row.claimed)) for row in room.rows()] == [
        ("waiting", True), ("waiting", False), ("sent", False),
    ]  # fmt: skip
    room.clock.now += LEASE
    forgetful.answer = answering("r1")
    room.deliver()
    assert room.platform.words == ["follows"]


def test_a_workspace_that_must_wait_is_not_written_down_letter_by_letter(room: Room) -> None:
    tries: list[str] = []

    def limited(words: str) -> None:
        tries.append(words)
        raise TryLater(60, everything=True)

    room.platform.before = limited
    room.put(*(post(str(number), f"C{number}") for number in range(100)))
    room.run(lambda: any(row.error for row in room.rows()))
    assert len(tries) <= 8
    assert sum(bool(row.error) for row in room.rows()) <= 8
    room.platform.before = quiet
    room.clock.now += 61 * SECOND
    room.deliver()
    assert len(room.platform.words) == 100
