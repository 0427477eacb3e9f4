"""Tags: who is behind one is learnt where Graph lets us, given up where it doesn't, and forgotten with the tag."""

from collections.abc import Callable

import pytest

from scoring.periods import DAY
from storage import groups, known
from tests.bot.teams.learning import Story, World, run
from tests.bot.teams.roster_server import ACME, ANA, BEN, CLEO
from tests.conftest import NewDatabase

Tell = Callable[[Story], None]
CREW, GUILD, NIGHT = "Y3Jldw==", "Z3VpbGQ=", "bmln+HQ="
TAGS = "/tags"


@pytest.fixture
def tell(new_sqlite: NewDatabase) -> Tell:
    """Let something happen on a fresh database."""
    return lambda story: run(new_sqlite(), story)


async def behind(world: World) -> dict[str, list[str]]:
    """Who is behind each tag, by its name."""
    names = await world.ask(known.groups)
    found = await world.ask(lambda work: groups.members_of(work, list(names)))
    return {called: sorted(found[each]) for each, called in names.items()}


def test_who_is_behind_a_tag_is_learnt_with_the_team(tell: Tell) -> None:
    async def story(world: World) -> None:
        world.company.tags = {CREW: ("crew", [ANA, BEN, CLEO]), GUILD: ("guild", []), NIGHT: ("night shift", [CLEO])}
        await world.learnt()
        assert await behind(world) == {"crew": sorted([ANA, BEN, CLEO]), "night shift": [CLEO]}
        before = await world.facts()
        assert await world.directory.refresh(ACME)
        assert await world.facts() == before

    tell(story)


def test_tags_change_and_go(tell: Tell) -> None:
    async def story(world: World) -> None:
        world.company.tags = {CREW: ("crew", [ANA, BEN]), GUILD: ("guild", [CLEO])}
        await world.learnt()
        world.clock.at += DAY
        world.company.tags = {CREW: ("the crew", [ANA])}
        assert await world.directory.refresh(ACME)
        assert await behind(world) == {"the crew": [ANA], "guild": []}

    tell(story)


def test_where_nobody_grants_it_a_tag_is_nobody_and_graph_is_asked_once_a_day(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        assert await world.directory.refresh(ACME)
        assert len(world.company.calls(TAGS)) == 1
        assert await behind(world) == {}
        world.company.tags = {CREW: ("crew", [ANA])}
        world.clock.at += DAY
        assert await world.directory.refresh(ACME)
        assert await behind(world) == {"crew": [ANA]}

    tell(story)


@pytest.mark.parametrize("status", [503, 500])
def test_while_graph_is_away_the_team_is_learnt_and_tags_stay(tell: Tell, status: int) -> None:
    async def story(world: World) -> None:
        world.company.tags = {CREW: ("crew", [ANA])}
        await world.learnt()
        world.clock.at += DAY
        world.company.tags = {}
        world.company.fail(TAGS, status)
        assert await world.directory.refresh(ACME)
        assert await behind(world) == {"crew": [ANA]}
        assert await world.directory.refresh(ACME)
        assert await behind(world) == {"crew": []}

    tell(story)


def test_a_limit_is_waited_out(tell: Tell) -> None:
    async def story(world: World) -> None:
        world.company.tags = {CREW: ("crew", [ANA])}
        world.company.fail(TAGS, 429, Retry_After="0")
        await world.learnt()
        assert await behind(world) == {"crew": [ANA]}

    tell(story)
