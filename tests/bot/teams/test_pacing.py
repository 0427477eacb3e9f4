"""Pacing: an hour of bustle, in which no window of Teams' is ever exceeded and nobody waits behind cards."""

import asyncio
import heapq
import itertools
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outcomes import Limited
from bot.teams.calling.pacing import IN_A_TENANT, IT_IS_ALL, PATIENCE, READING, SENDING, Kind, Limits, Pace, Paces

ACME, OTHER = "acme", "other"
GENERAL = "19:general@thread.tacv2"
HOUR = 3_600.0
AS_THE_PAGE_SAYS: Limits = ((7, 1), (8, 2), (60, 30), (1800, 3600))


@dataclass
class Time:
    """Time in which many sleep at once: it passes as soon as all of them do."""

    now: float = 1_000.0
    sleepers: list[tuple[float, int, "asyncio.Future[None]"]] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self.sleepers, (self.now + seconds, next(self.numbers), waker))
        await waker

    async def run(self, *stories: Coroutine[Any, Any, object]) -> None:
        """Until all of them are over."""
        tasks = [asyncio.ensure_future(each) for each in stories]
        while not all(task.done() for task in tasks):
            for _ in range(3):
                await asyncio.sleep(0)
            if self.sleepers:
                self.now, _, waker = heapq.heappop(self.sleepers)
                waker.set_result(None)
        for task in tasks:
            task.result()


@dataclass
class Bustle:
    """Calls that were made, by tenant and conversation."""

    time: Time = field(default_factory=Time)
    made: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    paces: Paces = field(init=False)

    def __post_init__(self) -> None:
        self.paces = Paces(self.time, self.time.sleep)

    async def call(
        self, workspace: str, conversation: str, kind: Kind = "send", *, waited_for: bool = False, patient: bool = True
    ) -> float:
        """When it was made, by somebody who comes again whenever told to."""
        while True:
            try:
                await self.paces.wait(workspace, conversation, kind, waited_for=waited_for)
                break
            except Limited as error:
                if not patient:
                    raise
                await self.time.sleep(error.seconds)
        self.made[workspace, conversation].append(self.time.now)
        return self.time.now

    def of(self, workspace: str) -> list[float]:
        return sorted(at for (tenant, _), made in self.made.items() for at in made if tenant == workspace)


def most_within(made: Sequence[float], seconds: float) -> int:
    """The most that any window of so many seconds holds, wherever it begins."""
    most, first = 0, 0
    for last, at in enumerate(made):
        while made[first] <= at - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def keeps(made: Sequence[float], limits: Limits) -> bool:
    return all(most_within(made, seconds) <= most for most, seconds in limits)


def test_the_limits_are_those_of_the_page() -> None:
    assert SENDING == AS_THE_PAGE_SAYS
    assert READING == ((14, 1), (16, 2), (120, 30), (3600, 3600))
    assert IN_A_TENANT == ((50, 1),)


def test_an_hour_in_one_channel_exceeds_no_window_and_uses_most_of_it() -> None:
    bustle = Bustle()

    async def card_after_card() -> None:
        while bustle.time.now < 1_000 + HOUR:
            await bustle.call(ACME, GENERAL)

    asyncio.run(bustle.time.run(card_after_card(), card_after_card()))
    made = bustle.of(ACME)
    assert keeps(made, AS_THE_PAGE_SAYS)
    assert most_within(made, HOUR) > 1_300


def test_three_thousand_people_are_told_within_the_limits_and_soon() -> None:
    bustle = Bustle()
    letters = iter(range(3_000))

    async def one_of_eight() -> None:
        for number in letters:
            await bustle.call(ACME, f"a:{number}")

    asyncio.run(bustle.time.run(*(one_of_eight() for _ in range(8))))
    made = bustle.of(ACME)
    assert len(made) == 3_000
    assert most_within(made, 1) <= 50
    assert made[-1] - made[0] < 120


def test_storms_of_429_end_and_meanwhile_nobody_asks() -> None:
    bustle = Bustle()
    letters, stormy = iter(range(600)), [(1_003.0, 1_020.0), (1_030.0, 1_050.0)]
    refused: list[float] = []

    async def one_of_eight() -> None:
        for number in letters:
            while True:
                at = await bustle.call(ACME, f"a:{number}")
                if not any(begin <= at < end for begin, end in stormy):
                    break
                refused.append(at)
                bustle.paces.block(ACME, f"a:{number}", 5)

    asyncio.run(bustle.time.run(*(one_of_eight() for _ in range(8))))
    assert keeps(bustle.of(ACME), IN_A_TENANT)
    # After three conversations it is clear that it is about all of them.
    assert 0 < len(refused) < 10 * (len(stormy) * 5)
    assert len(bustle.of(ACME)) == 600 + len(refused)


def test_somebody_who_waits_never_stands_behind_cards() -> None:
    bustle = Bustle()
    waits: list[float] = []

    async def cards(channel: str) -> None:
        while bustle.time.now < 1_000 + 120:
            await bustle.call(ACME, channel)

    async def person() -> None:
        while bustle.time.now < 1_000 + 120:
            await bustle.time.sleep(4.7)
            begun = bustle.time.now
            waits.append(await bustle.call(ACME, GENERAL, waited_for=True) - begun)

    channels = [GENERAL, GENERAL, *(f"19:{number}@thread.tacv2" for number in range(45))]
    asyncio.run(bustle.time.run(*(cards(channel) for channel in channels), person()))
    assert len(waits) > 20
    assert len(bustle.of(ACME)) > 3_500
    assert max(waits) <= 1.5
    assert keeps(bustle.made[ACME, GENERAL], AS_THE_PAGE_SAYS)
    assert most_within(bustle.of(ACME), 1) <= 50


def test_reactions_are_two_a_second_over_everything() -> None:
    bustle = Bustle()

    async def react(workspace: str, channel: str) -> None:
        for _ in range(20):
            await bustle.call(workspace, channel, "react")

    asyncio.run(bustle.time.run(*(react(each, f"19:{each}") for each in (ACME, OTHER, ACME))))
    made = sorted([*bustle.of(ACME), *bustle.of(OTHER)])
    assert most_within(made, 1) == 2


def test_a_thread_counts_for_its_channel_and_readers_for_themselves() -> None:
    bustle = Bustle()

    async def story() -> None:
        for number in range(40):
            await bustle.call(ACME, f"{GENERAL};messageid={number}")
        for _ in range(40):
            await bustle.paces.wait(ACME, GENERAL, "read")

    asyncio.run(bustle.time.run(story()))
    assert keeps(bustle.of(ACME), SENDING)


def test_a_long_wait_is_left_to_the_caller_and_says_whom_it_is_about() -> None:
    bustle = Bustle()

    async def hurried() -> None:
        for _ in range(61):
            await bustle.call(ACME, GENERAL, patient=False)

    async def in_one_channel() -> None:
        with pytest.raises(Limited) as told:
            await hurried()
        assert told.value.seconds > PATIENCE
        assert not told.value.everything
        await bustle.call(ACME, "19:random@thread.tacv2", patient=False)

    asyncio.run(bustle.time.run(in_one_channel()))


def test_what_teams_asks_to_wait_goes_for_that_conversation_until_it_is_all() -> None:
    bustle = Bustle()

    async def story() -> None:
        for number in range(IT_IS_ALL):
            told = bustle.paces.block(ACME, f"a:{number}", 30)
            assert told.everything is (number == IT_IS_ALL - 1)
            with pytest.raises(Limited, match="30 s"):
                await bustle.call(ACME, f"a:{number};messageid=1", patient=False)
            if not told.everything:
                await bustle.call(ACME, "a:another", patient=False)
        with pytest.raises(Limited) as of_all:
            await bustle.call(ACME, "a:another", patient=False)
        assert of_all.value.everything
        await bustle.call(OTHER, "a:1", patient=False)
        await bustle.time.sleep(30)
        await bustle.call(ACME, "a:1", patient=False)

    asyncio.run(bustle.time.run(story()))


def test_a_limit_of_looking_people_up_holds_up_nothing_that_is_said() -> None:
    bustle = Bustle()

    async def story() -> None:
        for number in range(IT_IS_ALL + 1):
            assert not bustle.paces.block(ACME, f"19:{number}@thread.tacv2", 30, "read").everything
        with pytest.raises(Limited):
            await bustle.call(ACME, "19:1@thread.tacv2", "read", patient=False)
        await bustle.call(ACME, "19:1@thread.tacv2", patient=False)
        await bustle.call(ACME, GENERAL, patient=False)

    asyncio.run(bustle.time.run(story()))


def test_a_limit_of_reactions_holds_up_reactions_only() -> None:
    bustle = Bustle()

    async def story() -> None:
        assert bustle.paces.block(ACME, GENERAL, 30, "react").everything
        with pytest.raises(Limited) as told:
            await bustle.call(ACME, "19:random@thread.tacv2", "react", patient=False)
        assert told.value.everything
        await bustle.call(ACME, GENERAL, patient=False)

    asyncio.run(bustle.time.run(story()))


def test_where_teams_does_not_say_the_wait_doubles_and_begins_anew_after_a_while() -> None:
    bustle, waits = Bustle(), []

    async def story() -> None:
        for _ in range(8):
            waits.append(bustle.paces.block(ACME, GENERAL, None).seconds)
            await bustle.time.sleep(waits[-1])
        await bustle.time.sleep(300)
        waits.append(bustle.paces.block(ACME, GENERAL, None).seconds)

    asyncio.run(bustle.time.run(story()))
    assert waits == [2, 4, 8, 16, 32, 64, 120, 120, 2]


@given(st.lists(st.tuples(st.floats(0, 20), st.booleans()), min_size=1, max_size=300))
def test_no_pattern_of_asking_exceeds_a_window(asked: list[tuple[float, bool]]) -> None:
    pace, now, made = Pace(SENDING), 0.0, []
    for gap, waited_for in asked:
        now = pace.turn(now + gap / 10, waited_for=waited_for)
        pace.take(now)
        made.append(now)
    assert keeps(made, AS_THE_PAGE_SAYS)


def test_conversations_that_were_silent_for_an_hour_are_forgotten() -> None:
    bustle = Bustle()

    async def story() -> None:
        bustle.paces._tidied_at = 50
        for number in range(50):
            await bustle.paces.wait(ACME, f"a:{number}")
        bustle.time.now += HOUR + 10
        await bustle.paces.wait(ACME, "a:new")
        assert len(bustle.paces._threads) == 1

    asyncio.run(bustle.time.run(story()))
