"""The outbox of two processes on one database: each letter is one process's to send; old letters are forgotten."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pytest

from bot.dispatch import Dispatch
from bot.outbox import LEASE, Outbox
from handlers import applying
from handlers.answers import Said
from scoring.periods import DAY
from storage import outbox, requests
from storage.transactions import Database, Work
from tests.bot.slack.settled import until
from tests.bot.test_outbox import HOME, Clock, Platform, Room, post
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

T = TypeVar("T")
LETTERS = 40


async def two_processes(databases: list[Database], platform: Platform) -> None:
    """Both look at the same letters from the same moment on."""
    dispatches = [Dispatch(database, Clock()) for database in databases]
    loops = [Outbox(dispatch, lambda _workspace: platform) for dispatch in dispatches]
    for dispatch in dispatches:
        await dispatch.start()
    await asyncio.gather(*(loop.start([HOME]) for loop in loops))
    for _ in range(400):
        if len(platform.said) >= LETTERS:
            break
        await asyncio.sleep(0.02)
    for loop in loops:
        await loop.stop()
    for dispatch in dispatches:
        await dispatch.stop()


def test_two_processes_say_each_letter_once(database_url: str) -> None:
    platform = Platform()
    with opened(database_url) as first:
        second = Database(database_url)
        with first.write(HOME, BEGIN) as work:
            applying.put(work, [post(str(number), f"C{number % 8}") for number in range(LETTERS)])
        asyncio.run(two_processes([first, second], platform))
        second.close()

    assert sorted(platform.words, key=int) == [str(number) for number in range(LETTERS)]


def test_what_was_claimed_is_due_again_once_the_claim_has_run_out(database_url: str) -> None:
    with opened(database_url) as database:
        with database.write(HOME, BEGIN) as work:
            applying.put(work, [post("one")])
            assert [row.id for row in outbox.claim(work, BEGIN + 5)] == [1]
            assert outbox.claim(work, BEGIN + 5) == []
        with database.write(HOME, BEGIN + 5) as work:
            assert [row.id for row in outbox.claim(work, BEGIN + 10)] == [1]


def test_looking_for_what_is_due_reads_only_what_waits(sqlite_url: str) -> None:
    with opened(sqlite_url) as database, database.read(HOME, BEGIN) as work:
        sql = f"SELECT min(id) FROM outbox WHERE workspace = ? AND {outbox.IS_WAITING} GROUP BY channel"
        plan = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (HOME,)).all()

    assert "outbox_waiting" in str(plan)


def test_old_letters_and_requests_are_forgotten(database_url: str) -> None:
    with opened(database_url) as database:
        with database.write(HOME, BEGIN) as work:
            applying.put(work, [post("said"), post("edited", key="poll:1"), post("waits")])
            for number in (1, 2):
                outbox.settle(work, number, outbox.due(work)[0].said, state=outbox.SENT, remote="r")
            assert requests.is_first(work, "again")
        with database.write(HOME, BEGIN + 31 * DAY) as work:
            outbox.tidy(work)
            requests.tidy(work)
            assert requests.is_first(work, "again")
            left = work.connection.exec_driver_sql("SELECT id FROM outbox ORDER BY id").all()

    assert [row[0] for row in left] == [2, 3]


def test_a_deleted_workspace_is_left_alone_until_something_new_comes(sqlite_url: str) -> None:
    async def story(database: Database) -> None:
        dispatch = Dispatch(database, Clock())
        loop = Outbox(dispatch, lambda _workspace: Platform())
        await dispatch.start()
        await loop.start([HOME])
        loop.leave(HOME)
        loop.leave("never heard of")
        await asyncio.sleep(0)
        await loop.stop()
        await dispatch.stop()
        assert database.workspaces() == []

    with opened(sqlite_url) as database:
        asyncio.run(story(database))


def test_a_letter_that_outlasts_its_claim_is_not_begun_a_second_time(sqlite_url: str) -> None:
    begun: list[str] = []
    go_on = asyncio.Event()

    @dataclass
    class Slow(Platform):
        async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
            begun.append(letter)
            await go_on.wait()
            return await super().send(workspace, said, remote, letter)

    async def story(room: Room) -> None:
        platform = Slow()
        dispatch = Dispatch(room.database, room.clock)
        loop = Outbox(dispatch, lambda _workspace: platform)
        await dispatch.start()
        await loop.start([HOME])
        await until(lambda: begun)
        # The machine slept, or its clock was set: both letters are due.
        room.clock.now += 2 * LEASE
        room.put(post("beside", "C2"))
        loop.wake(HOME)
        await until(lambda: len(begun) > 1)
        go_on.set()
        await until(lambda: room.states() == ["sent", "sent"])
        await loop.stop()
        await dispatch.stop()

    with opened(sqlite_url) as database:
        room = Room(database)
        room.put(post("slow"))
        asyncio.run(story(room))
    assert begun == [f"{HOME}:1", f"{HOME}:2"]


def test_a_letter_that_comes_back_while_its_claim_is_renewed_is_not_begun_a_second_time(sqlite_url: str) -> None:
    begun: list[str] = []
    go_on, asleep = asyncio.Event(), asyncio.Event()

    @dataclass
    class Slow(Platform):
        async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
            begun.append(letter)
            await go_on.wait()
            return await super().send(workspace, said, remote, letter)

    class Late(Dispatch):
        async def write(self, workspace: str, change: Callable[[Work], T]) -> T:
            if asleep.is_set():
                go_on.set()
                await asyncio.sleep(0.1)
            return await super().write(workspace, change)

    async def story(room: Room) -> None:
        platform = Slow()
        dispatch = Late(room.database, room.clock)
        loop = Outbox(dispatch, lambda _workspace: platform)
        await dispatch.start()
        await loop.start([HOME])
        await until(lambda: begun)
        asleep.set()
        room.clock.now += 2 * LEASE
        loop.wake(HOME)
        await until(lambda: room.states() == ["sent"])
        await loop.stop()
        await dispatch.stop()
        assert room.states() == ["sent"]

    with opened(sqlite_url) as database:
        room = Room(database)
        room.put(post("slow"))
        asyncio.run(story(room))
    assert begun == [f"{HOME}:1"]


@pytest.mark.parametrize(
    "late",
    [{"state": outbox.SENT, "remote": "r2"}, {"state": outbox.FAILED, "error": "gone"}, {"state": outbox.WAITING}],
)
def test_what_was_sent_stays_so_whatever_becomes_of_another_attempt(
    database_url: str, late: dict[str, str | int]
) -> None:
    with opened(database_url) as database:
        room = Room(database)
        room.put(post("one"))
        [row] = room.rows()
        with database.write(HOME, BEGIN) as work:
            outbox.settle(work, row.id, row.said, state=outbox.SENT, remote="r1")
            outbox.settle(work, row.id, row.said, **late)
        with database.write(HOME, BEGIN + 1) as work:
            outbox.settle(work, row.id, row.said, **late)
        assert [(row.state, row.remote, row.said, row.error) for row in room.rows()] == [("sent", "r1", "", "")]
