"""From the outbox to Teams: in order, within the limits, and once, whatever breaks on the way."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import pytest
from sqlmodel import col, select

from bot.dispatch import Dispatch
from bot.outbox import Outbox
from handlers import applying
from handlers.answers import Post, Said, Whisper
from handlers.cards.blocks import Card, Say, say
from scoring.facts import Micros
from scoring.periods import SECOND
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.bot.teams.connector_server import TENANT, Fault, Server, connector_server
from tests.bot.teams.speaking import Clock, Speech, speech
from tests.storage.delivering import opened

GENERAL, RANDOM = "19:general@thread.tacv2", "19:random@thread.tacv2"
PEOPLE = [f"11111111-2222-4333-8444-0000000000{number:02d}" for number in range(12)]


def post(words: str, channel: str = GENERAL, key: str = "") -> Post:
    return Post(channel, Card(words, (Say(say(words)),)), key=key)


@dataclass
class Process:
    """A process of ours whose time passes quickly."""

    our: Speech
    database: Database

    @property
    def clock(self) -> Clock:
        return self.our.rows.clock

    def put(self, *said: Said) -> None:
        with self.database.write(TENANT, self.clock.now) as work:
            applying.put(work, said)

    def rows(self) -> list[OutboxRow]:
        with self.database.read(TENANT, self.clock.now) as work:
            rows = list(work.session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))
            work.session.expunge_all()
            return rows

    def deliver(self) -> None:
        """Run until nothing waits."""
        self.run(lambda: not {"waiting", "unknown"} & {row.state for row in self.rows()})

    def run(self, until: Callable[[], bool], pace: Micros = SECOND // 2) -> None:
        """Run until something is so; what is so for a while only needs a clock that stands."""
        asyncio.run(self._run(until, pace))

    async def _run(self, until: Callable[[], bool], pace: Micros) -> None:
        async with AsyncExitStack() as stack:
            dispatch = Dispatch(self.database, self.clock)
            await dispatch.start()
            stack.push_async_callback(dispatch.stop)
            sender = await stack.enter_async_context(self.our.sending())
            loop = Outbox(dispatch, lambda _workspace: sender)
            await loop.start([TENANT])
            stack.push_async_callback(loop.stop)
            for _ in range(1_000):
                await asyncio.sleep(0.01)
                self.clock.now += pace
                loop.wake(TENANT)
                if await asyncio.to_thread(until):
                    return
        raise TimeoutError("it never came true")


@pytest.fixture
def server() -> Iterator[Server]:
    with connector_server() as server:
        yield server


@pytest.fixture
def process(server: Server, sqlite_url: str) -> Iterator[Process]:
    with opened(sqlite_url) as database:
        yield Process(speech(server, database), database)


def test_what_is_said_comes_in_order_and_is_remembered(server: Server, process: Process) -> None:
    process.put(
        *(post(str(number)) for number in range(5)), post("beside", RANDOM), Whisper(PEOPLE[0], Card("psst", ()))
    )
    process.deliver()
    assert server.said(GENERAL) == ["0", "1", "2", "3", "4"]
    assert server.said(RANDOM) == ["beside"]
    posts = {each["id"] for channel in (GENERAL, RANDOM) for each in server.messages[channel]}
    *said, whisper = process.rows()
    assert {row.remote for row in said} == posts
    assert whisper.remote.startswith("a:")


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(504), Fault(200, body="<html>")])
@pytest.mark.parametrize("after", [True, False])
def test_an_answer_that_gets_lost_makes_nobody_say_it_twice(
    server: Server, process: Process, fault: Fault, after: bool
) -> None:
    server.fail("/activities", replace(fault, after=after, times=2))
    process.put(*(post(str(number)) for number in range(4)))
    process.deliver()
    assert server.said(GENERAL) == ["0", "1", "2", "3"]
    assert {row.state for row in process.rows()} == {"sent"}


def test_a_card_that_changed_while_its_fate_was_unknown_is_edited(server: Server, process: Process) -> None:
    server.fail("/activities", Fault(504, after=True))
    process.put(post("one", key="poll:1"))
    process.run(lambda: process.rows()[0].state == "unknown", pace=0)
    process.put(post("two", key="poll:1"))
    process.deliver()
    assert server.said(GENERAL) == ["two"]


def test_a_storm_of_refusals_for_being_too_fast_loses_nothing(server: Server, process: Process) -> None:
    server.fail("/activities", Fault(429, headers={"Retry-After": "1"}, times=9))
    process.put(*(Whisper(person, Card(str(number), ())) for number in range(2) for person in PEOPLE))
    process.deliver()
    assert sorted(tuple(server.said(chat)) for chat in server.chats.values()) == [("0", "1")] * len(PEOPLE)


def test_a_chat_that_cannot_be_opened_for_a_while_is_none_in_which_something_was_said(
    server: Server, process: Process
) -> None:
    # Each of those that fail asks three times.
    server.fail("/v3/conversations", Fault(503, times=18))
    process.put(Whisper(PEOPLE[0], Card("psst", ())))
    process.deliver()
    (row,) = process.rows()
    assert (row.state, row.attempts, row.error) == ("sent", 7, "")
    assert [server.said(chat) for chat in server.chats.values()] == [["psst"]]


def test_while_the_app_gets_no_token_everything_waits_and_nothing_is_lost(server: Server, process: Process) -> None:
    server.refusal = {"error": "invalid_client", "error_description": "AADSTS7000222: expired"}
    process.put(post("one"), post("two"))
    process.run(lambda: bool(process.rows()[0].error))
    assert {row.state for row in process.rows()} == {"waiting"}
    server.refusal = None
    process.deliver()
    assert server.said(GENERAL) == ["one", "two"]


def test_where_nobody_invited_the_bot_nobody_is_bothered(server: Server, process: Process) -> None:
    server.fail(GENERAL, Fault(403, "BotNotInConversationRoster", times=9))
    process.put(post("one"), post("two", RANDOM))
    process.deliver()
    assert [row.state for row in process.rows()] == ["unwanted", "sent"]
