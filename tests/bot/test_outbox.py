"""The outbox: said in order, once where the platform can tell, edited where there is a key, and never lost."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from sqlmodel import col, select
from structlog.testing import capture_logs

from bot.dispatch import Dispatch
from bot.outbox import LEASE, GiveUp, Outbox, Sender, TryLater, Unwell
from handlers import applying
from handlers.answers import Post, Said, Whisper
from handlers.cards.blocks import Card
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import outbox
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

HOME, OTHER = "home", "other"


def post(words: str, channel: str = "C", key: str = "") -> Post:
    return Post(channel, Card(words, ()), key=key)


@dataclass
class Platform(Sender):
    """A platform that writes down what it is asked to say, and does what a test tells it to."""

    said: list[tuple[str, str, str]] = field(default_factory=list)
    """Words, the message that was edited, the letter."""
    threads: list[str] = field(default_factory=list)
    before: Callable[[str], None] = field(default=lambda _words: None)
    """Called before each letter; may raise what a platform would."""
    after: Callable[[str], None] = field(default=lambda _words: None)
    """Called once a letter is out and nothing of it is written down yet."""

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """As the protocol wants it."""
        assert workspace
        assert isinstance(said, Post | Whisper)
        await asyncio.sleep(0)
        self.before(said.card.summary)
        self.said.append((said.card.summary, remote, letter))
        self.threads.append(said.thread)
        self.after(said.card.summary)
        return remote or f"r{len(self.said)}"

    @property
    def words(self) -> list[str]:
        """What was said."""
        return [words for words, _, _ in self.said]


@dataclass
class Clock:
    """Time that passes when a test says so."""

    now: Micros = BEGIN

    def __call__(self) -> Micros:
        return self.now


@dataclass
class Room:
    """A running dispatch and outbox."""

    database: Database
    platform: Platform = field(default_factory=Platform)
    clock: Clock = field(default_factory=Clock)

    def put(self, *said: Said, workspace: str = HOME) -> None:
        with self.database.write(workspace, self.clock.now) as work:
            applying.put(work, said)

    def rows(self, workspace: str = HOME) -> list[OutboxRow]:
        with self.database.read(workspace, self.clock.now) as work:
            query = select(OutboxRow).where(OutboxRow.workspace == workspace).order_by(col(OutboxRow.id))
            rows = list(work.session.exec(query))
            work.session.expunge_all()
            return rows

    def states(self, workspace: str = HOME) -> list[str]:
        return [row.state for row in self.rows(workspace)]

    def run(self, until: Callable[[], bool], meanwhile: Callable[["Outbox"], None] = lambda _: None) -> None:
        """Run until something is so; fails if that doesn't come."""

        async def running() -> None:
            dispatch = Dispatch(self.database, self.clock)
            loop = Outbox(dispatch, lambda _workspace: self.platform)
            await dispatch.start()
            await loop.start([HOME, OTHER])
            try:
                for _ in range(400):
                    await asyncio.sleep(0.01)
                    meanwhile(loop)
                    if until():
                        break
            finally:
                await loop.stop()
                await dispatch.stop()

        asyncio.run(running())
        assert until()

    def deliver(self) -> None:
        """Run until nothing waits."""
        self.run(lambda: not {"waiting", "unknown"} & set(self.states()))


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    with opened(database_url) as database:
        yield Room(database)


def test_what_is_said_in_a_channel_is_said_in_order(room: Room) -> None:
    room.put(*(post(str(number)) for number in range(9)))
    room.deliver()
    assert room.platform.words == [str(number) for number in range(9)]


def test_what_was_sent_is_not_kept(room: Room) -> None:
    room.put(post("pumpernickel"))
    room.deliver()
    assert [(row.state, row.said, row.remote) for row in room.rows()] == [("sent", "", "r1")]


def test_what_has_a_key_is_sent_once_and_edited_ever_after(room: Room) -> None:
    for words in ("one", "two", "three"):
        room.put(post(words, key="poll:1"))
        room.deliver()
    assert [(words, remote) for words, remote, _ in room.platform.said] == [("one", ""), ("two", "r1"), ("three", "r1")]


def test_waiting_edits_collapse_into_the_newest(room: Room) -> None:
    room.put(post("one", key="poll:1"), post("between"), post("two", key="poll:1"), post("three", key="poll:1"))
    room.deliver()
    assert room.platform.words == ["three", "between"]


def test_an_edit_that_comes_while_the_first_is_on_its_way_follows_as_an_edit(room: Room) -> None:
    def overtaken(words: str) -> None:
        if words == "one":
            room.put(post("two", key="poll:1"))

    room.platform.before = overtaken
    room.put(post("one", key="poll:1"))
    room.deliver()
    assert [(words, remote) for words, remote, _ in room.platform.said] == [("one", ""), ("two", "r1")]


def test_one_channel_that_must_wait_holds_up_no_other_and_keeps_its_order(room: Room) -> None:
    slow = [True]

    def limited(words: str) -> None:
        if words.startswith("slow") and slow[0]:
            raise TryLater(60)

    room.platform.before = limited
    room.put(*(post(f"slow {number}", "S") for number in range(300)), post("fast 1", "F"), post("fast 2", "F"))
    room.run(lambda: len(room.platform.words) == 2)
    assert room.platform.words == ["fast 1", "fast 2"]
    assert (room.rows()[0].error, room.rows()[0].attempts) == ("try again in 60 s", 0)
    slow[0], room.clock.now = False, BEGIN + 61 * SECOND
    room.run(lambda: len(room.platform.words) > 10)
    assert room.platform.words[2:6] == ["slow 0", "slow 1", "slow 2", "slow 3"]


def test_a_wait_is_not_cut_short_by_a_newer_edit(room: Room) -> None:
    def limited(words: str) -> None:
        if words == "one":
            raise TryLater(60)

    room.platform.before = limited
    room.put(post("one", key="poll:1"))
    room.run(lambda: room.rows()[0].error != "")
    room.put(post("two", key="poll:1"))
    with room.database.read(HOME, room.clock.now) as work:
        assert outbox.due(work) == []
        assert outbox.next_due(work) == BEGIN + 60 * SECOND


def test_being_woken_for_one_workspace_does_not_put_another_off(room: Room) -> None:
    tries: list[str] = []

    def limited(words: str) -> None:
        tries.append(words)
        if len(tries) == 1:
            raise TryLater(0.3)

    room.platform.before = limited
    room.put(post("late"))

    def busy(loop: Outbox) -> None:
        room.clock.now += SECOND // 100
        loop.wake(OTHER)

    room.run(lambda: "late" in room.platform.words, busy)
    assert len(tries) == 2


def test_what_the_platform_refuses_for_good_is_given_up_with_the_reason(room: Room) -> None:
    def refused(words: str) -> None:
        if words == "bad":
            raise GiveUp("channel_not_found")

    room.platform.before = refused
    room.put(post("bad"), post("good"))
    room.deliver()
    assert [(row.state, row.error) for row in room.rows()] == [("failed", "channel_not_found"), ("sent", "")]


def test_what_fails_for_no_known_reason_is_tried_again_later(room: Room) -> None:
    fails = [True]

    def shaky(_words: str) -> None:
        if fails[0]:
            raise OSError("again and again, somebody wrote")

    room.platform.before = shaky
    room.put(post("again"))
    with capture_logs() as said:
        room.run(lambda: room.rows()[0].attempts == 1)
    assert room.states() == ["waiting"]
    assert room.rows()[0].error.startswith("OSError at ")
    assert "somebody wrote" not in repr(said)
    fails[0], room.clock.now = False, BEGIN + 10 * SECOND
    room.deliver()
    assert room.platform.words == ["again"]


def test_while_the_platform_is_not_well_nobody_wonders_whether_it_was_said(room: Room) -> None:
    def unwell(_words: str) -> None:
        raise Unwell("HTTP 503")

    room.platform.before = unwell
    room.put(post("again"))
    room.run(lambda: room.rows()[0].attempts == 1)
    assert [(row.state, row.error, row.claimed) for row in room.rows()] == [("waiting", "HTTP 503", 0)]
    room.platform.before, room.clock.now = lambda _words: None, BEGIN + 10 * SECOND
    room.deliver()
    assert room.platform.words == ["again"]


def test_what_was_said_when_the_program_died_is_said_again_under_the_same_letter(room: Room) -> None:
    def power_cut(_words: str) -> None:
        raise asyncio.CancelledError

    room.platform.after = power_cut
    room.put(post("first"), post("second"))
    room.run(lambda: room.platform.words == ["first"])
    assert room.states() == ["waiting", "waiting"]
    room.platform.after = lambda _words: None
    room.clock.now += LEASE
    room.deliver()
    assert room.platform.words == ["first", "first", "second"]
    assert len({letter for words, _, letter in room.platform.said if words == "first"}) == 1


def test_what_waits_is_still_there_after_a_restart(room: Room) -> None:
    room.put(post("one"), post("two"))
    room.database.close()
    room.deliver()
    assert room.platform.words == ["one", "two"]


def test_what_another_version_wrote_is_given_up_and_blocks_nothing(room: Room) -> None:
    room.put(post("unreadable"), post("fine"))
    with room.database.write(HOME, BEGIN) as work:
        work.connection.exec_driver_sql('UPDATE outbox SET said = \'{"_": "Hologram"}\' WHERE id = 1')
    room.deliver()
    assert room.states() == ["failed", "sent"]
    assert room.platform.words == ["fine"]


def test_without_a_platform_a_letter_is_given_up_in_words(room: Room) -> None:
    room.put(post("to nobody"))

    async def run() -> None:
        dispatch = Dispatch(room.database, room.clock)
        loop = Outbox(dispatch, lambda _workspace: None)
        await dispatch.start()
        await loop.start([HOME])
        for _ in range(400):
            if room.states() != ["waiting"]:
                break
            await asyncio.sleep(0.01)
        await loop.stop()
        await dispatch.stop()

    asyncio.run(run())
    assert "platform" in room.rows()[0].error
