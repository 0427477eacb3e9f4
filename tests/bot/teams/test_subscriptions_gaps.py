"""Gaps: what happened while nobody was told of it is read, to its end, as fast as Graph lets us."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from scoring.facts import FactKind
from scoring.periods import HOUR, MINUTE
from tests.bot.teams.graph_following import Clock, company, process
from tests.bot.teams.loopback.teams import Fault, Teams

REACTIONS = (FactKind.REACTION, FactKind.UNREACTION)


def room(teams: Teams) -> str:
    """The first channel."""
    return next(each.name for each in teams.world.places.values() if each.team and each.name != "General")


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_what_happened_while_nobody_was_here_is_read_when_somebody_is(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        where = room(teams)
        async with process(sqlite_url, teams, clock) as ours:
            await ours.turn()
            one = await ours.do(lambda: teams.say("ana", where, "@ben thanks :tada:"))
            two = await ours.do(lambda: teams.say("ben", where, "Who comes?"))
            await ours.settled()
        teams.graph.teller.lose = -1
        clock.ahead += HOUR
        teams.edit("ana", where, one, "never mind")
        teams.delete("ben", where, two)
        three = teams.say("mei", where, "Hello")
        four = teams.say("omar", where, "Hi @mei :tada:", thread=three)
        teams.react("yuki", where, four, "+1")
        clock.ahead += HOUR
        async with process(sqlite_url, teams, clock) as ours:
            await ours.turn()
            kinds = [(kind, message) for kind, message, _ in await ours.facts() if message]
            missed = [("edit", one), ("delete", two), ("message", three), ("message", four)]
            assert [kinds.count(each) for each in missed] == [1, 1, 1, 1]
            assert await ours.reactions() == {(four, "yuki", "like")} or await ours.reactions() == {
                (four, "yuki", "+1")
            }
            kept = await ours.kept(teams.place(where).id)
            assert kept.seen > clock() - MINUTE
            before = await ours.facts()
            clock.ahead += 7 * HOUR
            await ours.turn()
            assert await ours.facts() == before

    with company() as (teams, clock):
        run(story(teams, clock))


def test_what_happened_until_the_first_one_could_be_made_is_read(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        where = room(teams)
        async with process(sqlite_url, teams, clock, join=where) as ours:
            teams.fail("graph:subscribe", Fault("status", status=503))
            await ours.turn()
            assert teams.graph.subscriptions == []
            said = await ours.do(lambda: teams.say("ana", where, "Lunch?"))
            await ours.do(lambda: teams.react("yuki", where, said, "heart"))
            clock.ahead += 20 * MINUTE
            await ours.turn()
            assert [message for _, message, _ in await ours.facts(FactKind.MESSAGE)] == [said]
            assert await ours.reactions() == {(said, "yuki", "heart")}

    with company() as (teams, clock):
        run(story(teams, clock))


def test_what_cannot_be_read_to_the_end_is_read_again(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        where = room(teams)
        async with process(sqlite_url, teams, clock, join=where) as ours:
            await ours.turn()
            seen = (await ours.kept(teams.place(where).id)).seen
            teams.graph.teller.lose, teams.graph.page = -1, 2
            said = [await ours.do(lambda: teams.say("ana", where, "Lunch?")) for _ in range(7)]
            teams.fail("graph:delta", Fault("status", status=500, times=1, skip=1))
            clock.ahead += 7 * HOUR
            await ours.turn()
            teams.heal()
            part = [message for _, message, _ in await ours.facts(FactKind.MESSAGE)]
            assert len(part) < len(said)
            assert (await ours.kept(teams.place(where).id)).seen == seen
            clock.ahead += 5 * MINUTE
            await ours.turn()
            whole = [message for _, message, _ in await ours.facts(FactKind.MESSAGE)]
            assert sorted(whole) == sorted(said)
            assert (await ours.kept(teams.place(where).id)).seen > seen

    with company() as (teams, clock):
        run(story(teams, clock))


def test_it_waits_as_long_as_graph_asks_in_the_midst_of_a_gap(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        where, rests = room(teams), list[float]()

        async def rest(seconds: float) -> None:
            rests.append(seconds)

        async with process(sqlite_url, teams, clock, join=where) as ours:
            await ours.turn()
            ours.subscriptions.gaps.pause = rest
            teams.graph.teller.lose, teams.graph.page = -1, 2
            said = [await ours.do(lambda: teams.say("ana", where, "Lunch?")) for _ in range(5)]
            teams.fail("graph:delta", Fault("limited", seconds=17, times=2, skip=1))
            clock.ahead += 7 * HOUR
            await ours.turn()
            assert rests == [17, 17]
            assert len(await ours.facts(FactKind.MESSAGE)) == len(said)

    with company() as (teams, clock):
        run(story(teams, clock))
