"""From the outbox to Slack: in order, within the limits, and once, whatever breaks on the way."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest
from sqlmodel import col, select

from bot.dispatch import Dispatch
from bot.outbox import LEASE, Outbox
from bot.slack.send import READS_METADATA, SlackSender
from handlers import applying
from handlers.answers import Post, Said, Whisper
from handlers.cards.blocks import Card, Say, say
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import outbox
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack
from tests.bot.slack.loopback.tokens import SCOPES
from tests.bot.slack.speaking import TEAM, Homes, calling, sending
from tests.bot.test_outbox import Clock
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

GENERAL, RANDOM = "C0GENERAL001", "C0RANDOM001"
POST = "chat.postMessage"


def post(words: str, channel: str = GENERAL, key: str = "") -> Post:
    return Post(channel, Card(words, (Say(say(words)),)), key=key)


@dataclass
class Speech:
    """Processes of ours that share a database and speak to one Slack; their time passes quickly."""

    slack: Slack
    urls: list[str]
    database: Database
    clock: Clock = field(default_factory=Clock)
    scopes: frozenset[str] = SCOPES

    def put(self, *said: Said) -> None:
        with self.database.write(TEAM, self.clock.now) as work:
            applying.put(work, said)

    def rows(self) -> list[OutboxRow]:
        with self.database.read(TEAM, self.clock.now) as work:
            rows = list(work.session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))
            work.session.expunge_all()
            return rows

    def run(self, until: Callable[[], bool], pace: Micros = SECOND // 5) -> None:
        """Run until something is so, or fail; what is so for a while only needs a clock that stands."""
        asyncio.run(self._run(until, pace))

    def deliver(self) -> None:
        """Run until nothing waits."""
        self.run(lambda: not {"waiting", "unknown"} & {row.state for row in self.rows()})

    def said(self, channel: str = "general") -> list[str]:
        return [message.text for message in self.slack.messages(channel, by_bot=True)]

    async def _run(self, until: Callable[[], bool], pace: Micros) -> None:
        async with AsyncExitStack() as stack:
            loops = [await self._process(stack, url) for url in self.urls]
            for _ in range(1_000):
                await asyncio.sleep(0.01)
                self.clock.now += pace
                for each in loops:
                    each.wake(TEAM)
                if await asyncio.to_thread(until):
                    return
        raise TimeoutError("it never came true")

    async def _process(self, stack: AsyncExitStack, url: str) -> Outbox:
        database = Database(url)
        stack.callback(database.close)
        dispatch = Dispatch(database, self.clock)
        await dispatch.start()
        stack.push_async_callback(dispatch.stop)
        caller = await stack.enter_async_context(calling(self.slack))
        assert isinstance(caller.installations, Homes)
        caller.installations.scopes = self.scopes
        sender = SlackSender(caller.installations, caller, dispatch)
        loop = Outbox(dispatch, lambda _workspace: sender)
        await loop.start([TEAM])
        stack.push_async_callback(loop.stop)
        return loop


@pytest.fixture
def slack() -> Iterator[Slack]:
    with loopback_slack(limits=False) as slack:
        yield slack


@pytest.fixture
def speech(slack: Slack, database_url: str) -> Iterator[Speech]:
    with opened(database_url) as database:
        yield Speech(slack, [database_url], database)


def test_what_is_said_comes_in_order_and_is_remembered(speech: Speech) -> None:
    speech.put(*(post(str(number)) for number in range(5)), post("beside", RANDOM))
    speech.deliver()
    assert speech.said() == ["0", "1", "2", "3", "4"]
    assert speech.said("random") == ["beside"]
    told = {message.ts for channel in ("general", "random") for message in speech.slack.messages(channel)}
    assert {row.remote for row in speech.rows()} == told


@pytest.mark.parametrize("fault", [Fault("reset"), Fault("status", status=502), Fault("garbage")])
@pytest.mark.parametrize("after", [True, False])
def test_an_answer_that_gets_lost_makes_nobody_say_it_twice(speech: Speech, fault: Fault, after: bool) -> None:
    speech.slack.fail(POST, replace(fault, after=after, times=2))
    speech.put(*(post(str(number)) for number in range(4)))
    speech.deliver()
    assert speech.said() == ["0", "1", "2", "3"]
    assert {row.state for row in speech.rows()} == {"sent"}


def test_a_card_that_changed_while_its_fate_was_unknown_is_edited(speech: Speech) -> None:
    speech.slack.fail(POST, Fault("reset", after=True))
    speech.put(post("one", key="poll:1"))
    speech.run(lambda: speech.rows()[0].state == "unknown", pace=0)
    speech.put(post("two", key="poll:1"))
    speech.deliver()
    assert speech.said() == ["two"]


def test_who_died_before_writing_it_down_is_not_followed_by_a_repeat(speech: Speech) -> None:
    speech.put(post("one"), post("two"))
    with speech.database.write(TEAM, BEGIN) as work:
        (row,) = outbox.claim(work, BEGIN + LEASE)

    async def said_and_died() -> None:
        async with sending(speech.slack, speech.database) as sender:
            await sender.send(TEAM, post("one"), "", f"{TEAM}:{row.id}")

    asyncio.run(said_and_died())
    speech.clock.now += LEASE
    speech.deliver()
    assert speech.said() == ["one", "two"]


def test_a_direct_message_is_found_after_a_restart_by_where_the_last_one_went(speech: Speech) -> None:
    ana = "U0ANA0001"
    speech.put(Whisper(ana, Card("one", ())))
    speech.deliver()
    speech.put(Whisper(ana, Card("two", ())))
    with speech.database.write(TEAM, speech.clock.now) as work:
        (row,) = outbox.claim(work, speech.clock.now + LEASE)

    async def said_and_died() -> None:
        async with sending(speech.slack, speech.database) as sender:
            await sender.send(TEAM, Whisper(ana, Card("two", ())), "", f"{TEAM}:{row.id}")

    asyncio.run(said_and_died())
    speech.clock.now += LEASE
    speech.deliver()
    assert speech.said("@ana") == ["one", "two"]
    assert len({row.remote.partition("/")[0] for row in speech.rows()}) == 1


def test_where_nobody_can_look_it_is_said_again_and_an_admin_can_see_it(speech: Speech) -> None:
    speech.scopes = SCOPES - {READS_METADATA}
    speech.slack.fail(POST, Fault("reset", after=True))
    speech.put(post("one"), post("two"))
    speech.deliver()
    assert speech.said() == ["one", "one", "two"]
    with speech.database.read(TEAM, BEGIN) as work:
        assert [row.id for row in outbox.failures(work, every=True)] == [1]


def test_while_slack_is_away_everything_waits_and_nothing_is_lost(speech: Speech) -> None:
    speech.slack.away()
    speech.put(*(post(str(number)) for number in range(3)), Whisper("U0ANA0001", Card("psst", ())))
    speech.run(lambda: all(row.error for row in speech.rows() if row.id in (1, 4)))
    speech.slack.back()
    speech.deliver()
    assert speech.said() == ["0", "1", "2"]
    assert speech.said("@ana") == ["psst"]


def test_a_storm_of_refusals_for_being_too_fast_loses_nothing(speech: Speech) -> None:
    speech.slack.fail(POST, Fault("limited", seconds=1, times=3))
    people = [f"U0{name}0001" for name in ("ANA", "BEN", "MEI", "YUKI", "EMMA", "OMAR")]
    speech.put(*(Whisper(person, Card(str(number), ())) for number in range(3) for person in people))
    speech.deliver()
    assert [speech.said(f"@{name}") for name in ("ana", "omar")] == [["0", "1", "2"]] * 2


def test_two_processes_say_each_card_once(slack: Slack, database_url: str) -> None:
    with opened(database_url) as database:
        speech = Speech(slack, [database_url, database_url], database)
        slack.fail(POST, Fault("reset", after=True, times=3, skip=5))
        speech.put(*(post(str(number), (GENERAL, RANDOM)[number % 2]) for number in range(20)))
        speech.deliver()
    assert speech.said() == [str(number) for number in range(0, 20, 2)]
    assert speech.said("random") == [str(number) for number in range(1, 20, 2)]
