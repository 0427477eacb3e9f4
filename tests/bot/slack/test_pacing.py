"""Pacing: never more calls in a minute than Slack grants, each method by itself, and as long as Slack asks to wait."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outcomes import Limited
from bot.slack.calling.calls import POST
from bot.slack.calling.pacing import PATIENCE, POSTS_A_MINUTE, TIER_OF, TIERS, Paces, budget

GRANTED = [*TIERS.values(), POSTS_A_MINUTE]


@dataclass
class Watch:
    """Time that passes when somebody sleeps."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def paces(watch: Watch) -> Paces:
    return Paces(watch, watch.sleep)


async def times(watch: Watch, wait: Callable[[], Awaitable[None]], calls: int) -> list[float]:
    """When so many calls are made by somebody who comes again whenever told to."""
    made: list[float] = []
    while len(made) < calls:
        try:
            await wait()
            made.append(watch.now)
        except Limited as error:
            watch.now += error.seconds
    return made


def most_in_a_minute(made: list[float]) -> int:
    return max(sum(begin <= each < begin + 60 for each in made) for begin in made)


@pytest.mark.parametrize("method", ["users.list", "chat.update", "views.open", "something.new"])
def test_a_method_stays_below_what_slack_grants(method: str) -> None:
    watch = Watch()
    pace = paces(watch)
    made = asyncio.run(times(watch, lambda: pace.wait("T1", method), 400))
    granted = TIERS[TIER_OF.get(method, 2)]
    assert granted * 0.85 <= most_in_a_minute(made) <= granted


def test_messages_of_a_workspace_stay_below_the_cap() -> None:
    watch, numbers = Watch(), iter(range(10_000))
    pace = paces(watch)
    made = asyncio.run(times(watch, lambda: pace.wait("T1", POST, f"C{next(numbers)}"), 1_000))
    assert POSTS_A_MINUTE * 0.85 <= most_in_a_minute(made) <= POSTS_A_MINUTE


def test_a_channel_gets_one_message_a_second() -> None:
    watch = Watch()
    pace = paces(watch)
    made = asyncio.run(times(watch, lambda: pace.wait("T1", POST, "C1"), 20))
    assert min(b - a for a, b in itertools.pairwise(made)) > 1


@given(st.sampled_from(GRANTED), st.lists(st.floats(0, 30), min_size=1, max_size=300))
def test_no_pattern_of_asking_gets_more_than_is_granted(granted: int, gaps: list[float]) -> None:
    allowance, now, made = budget(granted), 0.0, []
    for gap in gaps:
        now += gap
        turn = allowance.turn(now)
        allowance.take(turn)
        made.append(turn)
    assert most_in_a_minute(made) <= granted


def test_a_dialog_does_not_queue_behind_cards() -> None:
    async def story() -> list[float]:
        for number in range(30):
            await pace.wait("T1", POST, f"C{number}")
        watch.slept.clear()
        await pace.wait("T1", "views.open")
        return watch.slept

    watch = Watch()
    pace = paces(watch)
    assert asyncio.run(story()) == []


def test_a_long_wait_is_left_to_the_caller() -> None:
    watch = Watch()
    pace = Paces(watch, watch.sleep)
    with pytest.raises(Limited) as told:
        asyncio.run(all_at_once(pace, "users.list", 40))
    assert told.value.seconds > PATIENCE


async def all_at_once(pace: Paces, method: str, calls: int) -> None:
    async def nobody_sleeps(_seconds: float) -> None:
        await asyncio.sleep(0)

    pace.sleep = nobody_sleeps
    await asyncio.gather(*(pace.wait("T1", method) for _ in range(calls)))


def test_a_busy_channel_alone_is_told_to_wait() -> None:
    watch = Watch()
    pace = paces(watch)

    async def story() -> None:
        await asyncio.gather(*(pace.wait("T1", POST, "C1") for _ in range(12)))

    async def nobody_sleeps(_seconds: float) -> None:
        await asyncio.sleep(0)

    pace.sleep = nobody_sleeps
    with pytest.raises(Limited) as told:
        asyncio.run(story())
    assert not told.value.everything


def test_what_slack_asks_to_wait_goes_for_that_method_and_workspace() -> None:
    async def story() -> None:
        pace.block("T1", POST, 30)
        with pytest.raises(Limited) as told:
            await pace.wait("T1", POST, "C1")
        assert (told.value.seconds, told.value.everything) == (30, True)
        await pace.wait("T1", "chat.update")
        await pace.wait("T2", POST, "C1")
        watch.now += 30
        await pace.wait("T1", POST, "C1")

    watch = Watch()
    pace = paces(watch)
    asyncio.run(story())


def test_whoever_waits_when_slack_asks_for_more_is_told() -> None:
    async def asked_meanwhile(seconds: float) -> None:
        watch.now += seconds
        pace.block("T1", POST, 30)

    async def story() -> None:
        await pace.wait("T1", POST, "C1")
        await pace.wait("T1", POST, "C1")

    watch = Watch()
    pace = Paces(watch, asked_meanwhile)
    with pytest.raises(Limited, match="30 s"):
        asyncio.run(story())
