"""Newcomers: whoever is added to a team and was never seen before is new; whoever is only listed isn't."""

from collections.abc import Callable

import pytest

from bot.teams.reading.heard import Came, Present
from scoring.periods import DAY, HOUR, MINUTE, SECOND
from storage.transactions import Work
from tests.bot.teams.learning import Story, World, run, until
from tests.bot.teams.roster_server import ACME, ANA, BEN, CLEO, TEAM, person
from tests.conftest import NewDatabase

Tell = Callable[[Story], None]


@pytest.fixture
def tell(new_sqlite: NewDatabase) -> Tell:
    """Let something happen on a fresh database."""
    return lambda story: run(new_sqlite(), story)


def joined(*members: str) -> Callable[[Work], list[int]]:
    """Since when they are with the company; 0 if nothing told."""
    return lambda work: [work.member(each).joined for each in members]


async def follow(world: World) -> None:
    """What is to be looked up is looked up."""
    place = world.directory._place(ACME)
    home = world.installations.of(ACME)
    assert home is not None
    await world.directory._look_up(place, home)


def test_who_is_added_to_a_team_and_was_never_seen_is_new(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        world.company.people[TEAM].append(person("cleo"))
        world.clock.at += DAY
        at = world.clock.at - 2 * SECOND
        await world.notice(Came(CLEO, at))
        await follow(world)
        assert await world.ask(joined(ANA, BEN, CLEO)) == [0, 0, at]
        assert (await world.ask(lambda work: work.member(CLEO))).name == "Cleo"
        before = await world.facts()
        await world.notice(Came(CLEO, at + HOUR))
        await follow(world)
        assert await world.ask(joined(CLEO)) == [at]
        assert await world.facts() == before

    tell(story)


def test_who_was_known_before_is_not_new_in_another_team(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        world.clock.at += DAY
        await world.notice(Came(ANA, world.clock.at))
        await follow(world)
        assert await world.ask(joined(ANA)) == [0]

    tell(story)


def test_who_was_listed_a_moment_before_it_was_told_is_new_all_the_same(tell: Tell) -> None:
    async def story(world: World) -> None:
        world.company.people[TEAM].append(person("cleo"))
        at = world.clock.at
        world.clock.at += 5 * SECOND
        await world.learnt()
        assert await world.ask(joined(CLEO)) == [0]
        await world.notice(Came(CLEO, at), Came(BEN, at + 10 * MINUTE))
        assert await world.ask(joined(CLEO, BEN)) == [at, 0]

    tell(story)


def test_who_comes_back_is_not_new(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        chat = "a:ben"
        world.company.people[TEAM] = [person("ana")]
        world.company.people[chat] = []
        await world.notice(Present(chat, "personal", member=BEN, service=world.company.service))
        world.clock.at += DAY
        for channel in list(world.company.people):
            world.company.people[channel] = [each for each in world.company.people[channel] if each["id"] != "29:ben"]
        assert await world.directory.refresh(ACME)
        assert not world.directory.knows(ACME, BEN)
        world.company.people[TEAM].append(person("ben"))
        world.clock.at += DAY
        await world.notice(Came(BEN, world.clock.at))
        await follow(world)
        assert world.directory.knows(ACME, BEN)
        assert await world.ask(joined(BEN)) == [0]

    tell(story)


def test_a_list_that_is_under_way_introduces_a_newcomer_as_one(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        world.company.people[TEAM].append(person("cleo"))
        world.clock.at += DAY
        await world.notice(Came(CLEO, world.clock.at))
        assert await world.directory.refresh(ACME)
        assert await world.ask(joined(CLEO)) == [world.clock.at]
        await until(lambda: world.directory.knows(ACME, CLEO))

    tell(story)
