"""Subscriptions against a Graph: made, renewed, lost, refused; what was missed is read; one process sees to each."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from scoring.facts import FactKind
from scoring.periods import DAY, HOUR, MINUTE
from storage import conversations
from tests.bot.teams.graph_following import SEALING, Clock, Process, company, process
from tests.bot.teams.loopback.teams import Fault, Teams

REACTIONS = (FactKind.REACTION, FactKind.UNREACTION)


def room(teams: Teams) -> str:
    """The first channel."""
    return next(each.name for each in teams.world.places.values() if each.team and each.name != "General")


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_every_channel_is_subscribed_to_with_a_secret_of_its_own(database_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(database_url, teams, clock) as ours:
            await ours.turn()
            channels = {each.id for each in teams.world.places.values() if each.team and teams.world.hears(each)}
            found = teams.graph.subscriptions
            assert {each.channel for each in found} == channels
            secrets = [each.body["clientState"] for each in found]
            assert len(set(secrets)) == len(channels) > 1
            assert all(len(secret) >= 40 for secret in secrets)
            for each in found:
                kept = await ours.kept(each.channel)
                assert kept.remote == each.id
                assert each.body["clientState"] not in kept.sealed
                assert each.body["clientState"] in SEALING.unseal(kept.sealed)
                assert clock() + 2 * DAY < kept.expires < clock() + 3 * DAY

    with company() as (teams, clock):
        run(story(teams, clock))


def test_reactions_of_everybody_come_and_go_at_their_own_time(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock) as ours:
            await ours.turn()
            said = await ours.do(lambda: teams.say("ana", room(teams), "Lunch?"))
            await ours.do(lambda: teams.react("ben", room(teams), said, "heart"))
            await ours.do(lambda: teams.react("mei", room(teams), said, "tada"))
            reacted = [each.at for each in teams.messages(room(teams))[0].reactions]
            await ours.settled()
            assert await ours.reactions() == {(said, "ben", "heart"), (said, "mei", "tada")}
            await ours.do(lambda: teams.unreact("ben", room(teams), said, "heart"))
            await ours.settled()
            assert await ours.reactions() == {(said, "mei", "tada")}
            removed = teams.messages(room(teams))[0].changed
            found = await ours.facts(*REACTIONS)
            assert found == [
                ("reaction", said, reacted[0]), ("reaction", said, reacted[1]), ("unreaction", said, removed)
            ]  # fmt: skip
            assert ours.directory.noticed >= {teams.id_of("ben"), teams.id_of("mei")}

    with company() as (teams, clock):
        run(story(teams, clock))


def test_it_is_renewed_long_before_it_ends(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock) as ours:
            await ours.turn()
            first = {each.id: each.until for each in teams.graph.subscriptions}
            for _ in range(20):
                clock.ahead += 6 * HOUR + MINUTE
                await ours.turn()
            assert clock() > max(first.values())
            assert {each.id for each in teams.graph.subscriptions} == first.keys()
            assert all(each.until > clock() + 2 * DAY for each in teams.graph.subscriptions)

    with company() as (teams, clock):
        run(story(teams, clock))


def test_of_two_processes_one_sees_to_each(database_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(database_url, teams, clock) as one, process(database_url, teams, clock, join="") as two:
            await asyncio.gather(one.turn(), two.turn())
            number = len(teams.graph.subscriptions)
            assert len(teams.graph.calls("subscribe")) == number
            clock.ahead += 7 * HOUR
            await asyncio.gather(one.turn(), two.turn())
            assert len(teams.graph.calls("renew")) == number

    with company() as (teams, clock):
        run(story(teams, clock))


def test_one_that_has_to_be_authorized_anew_is_and_what_was_missed_is_read(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        where = room(teams)
        async with process(sqlite_url, teams, clock) as ours:
            await ours.turn()
            said = await ours.do(lambda: teams.say("ana", where, "Lunch?"))
            ours_there = next(each for each in teams.graph.subscriptions if each.channel == teams.place(where).id)
            await ours.do(lambda: teams.do(lambda: teams.graph.teller.life(ours_there, "reauthorizationRequired")))
            await ours.do(lambda: teams.react("ben", where, said, "heart"))
            await ours.settled()
            assert await ours.reactions() == set()
            await ours.turn()
            assert not ours_there.stalled
            assert await ours.reactions() == {(said, "ben", "heart")}
            await ours.do(lambda: teams.react("mei", where, said, "heart"))
            await ours.settled()
            assert len(await ours.reactions()) == 2

    with company() as (teams, clock):
        run(story(teams, clock))


@pytest.mark.parametrize("silently", [True, False])
def test_one_that_graph_ended_is_made_again_and_what_was_missed_is_read(sqlite_url: str, silently: bool) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        where = room(teams)
        async with process(sqlite_url, teams, clock) as ours:
            await ours.turn()
            said = await ours.do(lambda: teams.say("ana", where, "Lunch?"))
            await ours.settled()
            gone = next(each for each in teams.graph.subscriptions if each.channel == teams.place(where).id)
            if silently:
                teams.do(lambda: teams.graph.teller.subscriptions.pop(gone.id))
                clock.ahead += 7 * HOUR
            else:
                await ours.do(lambda: teams.do(lambda: teams.graph.teller.life(gone, "subscriptionRemoved")))
                await ours.settled()
            await ours.do(lambda: teams.react("ben", where, said, "heart"))
            await ours.turn()
            again = next(each for each in teams.graph.subscriptions if each.channel == gone.channel)
            assert again.id != gone.id
            assert again.body["clientState"] != gone.body["clientState"]
            assert await ours.reactions() == {(said, "ben", "heart")}

    with company() as (teams, clock):
        run(story(teams, clock))


def test_a_missing_permission_is_told_and_tried_again_the_next_day(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock) as ours:
            team = teams.team("Acme")
            team.consented = False
            await ours.turn()
            assert teams.graph.subscriptions == []
            assert "Forbidden" in await ours.condition("teams.graph")
            tried = len(teams.graph.calls("subscribe"))
            clock.ahead += 12 * HOUR
            await ours.turn()
            assert len(teams.graph.calls("subscribe")) == tried
            team.consented = True
            clock.ahead += 13 * HOUR
            await ours.turn()
            assert len(teams.graph.subscriptions) == tried
            assert await ours.condition("teams.graph") == ""

    with company() as (teams, clock):
        run(story(teams, clock))


def test_what_was_granted_is_tried_at_once_when_the_app_is_upgraded(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock) as ours:
            teams.team("Acme").consented = False
            await ours.turn()
            teams.team("Acme").consented = True
            ours.subscriptions.changed(ours.workspace)
            await ours.turn()
            assert teams.graph.subscriptions

    with company() as (teams, clock):
        run(story(teams, clock))


def test_where_the_bot_is_no_more_nothing_is_subscribed_to(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock) as ours:
            await ours.turn()
            gone = teams.place(room(teams)).id
            await ours.dispatch.write(ours.workspace, lambda work: conversations.lose(work, gone))
            await ours.turn()
            assert gone not in {each.channel for each in teams.graph.subscriptions}
            assert teams.graph.subscriptions

    with company() as (teams, clock):
        run(story(teams, clock))


def test_one_that_nobody_remembers_gives_way(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock) as ours:
            # It was made, and the answer got lost.
            teams.fail("graph:subscribe", Fault("reset", after=True, times=1))
            await ours.turn()
            lost = {each.id for each in teams.graph.subscriptions}
            clock.ahead += 5 * MINUTE
            await ours.turn()
            for each in teams.graph.subscriptions:
                assert (await ours.kept(each.channel)).remote == each.id
            assert {each.id for each in teams.graph.subscriptions} != lost

    with company() as (teams, clock):
        run(story(teams, clock))


def test_without_an_address_or_when_turned_off_nothing_begins(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        for name, value in {"teams_graph": "off", "public_url": ""}.items():
            async with process(sqlite_url, teams, clock, more={name: value}) as ours:
                await ours.subscriptions.start()
                assert not ours.subscriptions.wanted
        assert teams.graph.calls() == []

    with company() as (teams, clock):
        run(story(teams, clock))


def test_it_turns_by_itself_and_leaves_nothing_behind_when_stopped(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock) as ours:
            teams.fail("graph:subscribe", Fault("slow", seconds=5, times=-1))
            await ours.subscriptions.start()
            await ours.until(lambda: ours.graph._client is not None)
            await ours.subscriptions.stop()
            await _all_free(ours)

    with company() as (teams, clock):
        run(story(teams, clock))


async def _all_free(ours: Process) -> None:
    for each in ours.teams.world.places.values():
        if each.team and ours.teams.world.hears(each):
            assert (await ours.kept(each.id)).leased == 0
