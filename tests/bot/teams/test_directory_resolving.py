"""Other ids become members: remembered, kept, or asked for once - and put off where Teams can't be asked."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from bot.outcomes import Away, Limited
from bot.teams.workplace import NotInstalled
from scoring.periods import HOUR
from scoring.state import Trait
from storage import known, member_ids, privacy
from tests.bot.teams.learning import Story, World, run
from tests.bot.teams.roster_server import ACME, ANA, BEN, GLOBEX, OPEN, RANDOM, SECRET, TEAM, number, person
from tests.conftest import NewDatabase

Tell = Callable[[Story], None]
PEPPER = "0123456789abcdef" * 4
ALIASES = {"29:ana", "29:ben"}


@pytest.fixture
def tell(new_sqlite: NewDatabase) -> Tell:
    """Let something happen on a fresh database."""
    return lambda story: run(new_sqlite(), story)


@pytest.fixture
def tell_anywhere(new_database: NewDatabase) -> Tell:
    """The same on each kind of database."""
    return lambda story: run(new_database(), story)


async def resolve(world: World, *ids: str, channel: str = RANDOM) -> Mapping[str, str]:
    return await world.directory.resolve(ACME, ids, channel=channel, service=world.company.service)


async def seen(world: World) -> None:
    """The tenant is served, and nothing else is known."""
    await world.installations.seen(ACME, world.company.service)


def test_memory_comes_before_the_table_and_the_table_before_the_roster(new_database: NewDatabase) -> None:
    async def first(world: World) -> None:
        await seen(world)
        thread = f"{RANDOM};messageid=1700000000000"
        assert await resolve(world, *ALIASES, channel=thread) == {"29:ana": ANA, "29:ben": BEN}
        assert sorted(world.company.asked) == [
            f"/connector/v3/conversations/{RANDOM}/members/{each}" for each in sorted(ALIASES)
        ]
        assert (await world.ask(lambda work: work.member(ANA))).name == "Ana"
        assert (await world.ask(lambda work: work.member(BEN))).roles == "admin"
        assert await resolve(world, "29:ana") == {"29:ana": ANA}
        assert len(world.company.asked) == 2
        world.company.asked.clear()

    async def second(world: World) -> None:
        assert await resolve(world, *ALIASES) == {"29:ana": ANA, "29:ben": BEN}
        assert not world.company.asked

    run(new_database(), first, second)


def test_what_an_activity_tells_is_kept_and_stays(tell_anywhere: Tell) -> None:
    async def story(world: World) -> None:
        await seen(world)
        await world.directory.know(ACME, {"29:ana": ANA, "29:x": "29:x", "": ANA, "29:y": ""})
        before = await world.facts()
        await world.directory.know(ACME, {"29:ana": BEN})
        assert await world.ask(lambda work: member_ids.members(work, ["29:ana", "29:x", "29:y", ""])) == {"29:ana": ANA}
        assert await resolve(world, "29:ana") == {"29:ana": ANA}
        assert not world.company.asked
        assert await world.facts() == before

    tell_anywhere(story)


def test_many_at_once_share_one_look_up(tell: Tell) -> None:
    async def story(world: World) -> None:
        await seen(world)
        world.company.pause = 0.05
        asked = [resolve(world, *ALIASES) for _ in range(50)]
        assert await asyncio.gather(*asked) == [{"29:ana": ANA, "29:ben": BEN}] * 50
        assert len(world.company.asked) == 2

    tell(story)


def test_never_more_than_a_few_are_asked_for_at_a_time(tell: Tell) -> None:
    async def story(world: World) -> None:
        await seen(world)
        world.company.people[RANDOM] = [person(f"p{n}") for n in range(12)]
        world.company.pause = 0.02
        found = await resolve(world, *(f"29:p{n}" for n in range(12)))
        assert found == {f"29:p{n}": number(f"p{n}") for n in range(12)}
        assert 1 < world.company.most_at_once <= 5

    tell(story)


def test_who_gives_up_waiting_does_not_stop_the_look_up(tell: Tell) -> None:
    async def story(world: World) -> None:
        await seen(world)
        world.company.pause = 0.1
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await resolve(world, "29:ana")
        assert await resolve(world, "29:ana") == {"29:ana": ANA}
        assert len(world.company.asked) == 1

    tell(story)


def test_whom_nobody_knows_goes_by_that_id_for_an_hour(tell: Tell) -> None:
    async def story(world: World) -> None:
        await seen(world)
        assert await resolve(world, "29:zoe", "29:ana") == {"29:zoe": "29:zoe", "29:ana": ANA}
        world.clock.at += HOUR - 1
        assert await resolve(world, "29:zoe") == {"29:zoe": "29:zoe"}
        assert len(world.company.calls("29:zoe")) == 1
        world.company.people[RANDOM].append(person("zoe"))
        world.clock.at += 1
        assert await resolve(world, "29:zoe") == {"29:zoe": number("zoe")}

    tell(story)


@pytest.mark.parametrize("id_in_the_directory", [None, "not an id"])
def test_who_has_no_object_id_goes_by_the_other_one(tell: Tell, id_in_the_directory: str | None) -> None:
    async def story(world: World) -> None:
        await seen(world)
        world.company.people[RANDOM].append(person("zoe", objectId=id_in_the_directory, userRole="anonymous"))
        assert await resolve(world, "29:zoe") == {"29:zoe": "29:zoe"}
        zoe = await world.ask(lambda work: work.member("29:zoe"))
        assert (zoe.name, zoe.traits) == ("Zoe", Trait.EXTERNAL)
        assert await resolve(world, "29:zoe") == {"29:zoe": "29:zoe"}
        assert len(world.company.asked) == 1

    tell(story)


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (429, "", Limited),
        (500, "", Away),
        (401, "Unauthorized", Away),
        (403, "BotDisabledByAdmin", Away),
        (404, "ConversationNotFound", None),
        (400, "MemberNotFoundInConversation", None),
        (403, "BotNotInConversationRoster", None),
    ],
)
def test_what_cannot_be_asked_is_put_off(tell: Tell, status: int, code: str, error: type[Exception] | None) -> None:
    async def story(world: World) -> None:
        await seen(world)
        world.company.fail("members", status, code, times=3, **({"Retry_After": "30"} if status == 429 else {}))
        if error is None:
            assert await resolve(world, "29:ana") == {"29:ana": "29:ana"}
            return
        with pytest.raises(error):
            await resolve(world, "29:ana")
        assert await world.ask(known.members) == set()

    tell(story)


def test_where_the_bot_is_not_on_the_roster_the_teams_are_asked(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive()
        world.company.fail("19:elsewhere@thread.v2", 403, "BotNotInConversationRoster")
        assert await resolve(world, "29:ana", channel="19:elsewhere@thread.v2") == {"29:ana": ANA}

    tell(story)


def test_without_any_conversation_or_tenant_nobody_can_be_asked_for(tell: Tell) -> None:
    async def story(world: World) -> None:
        with pytest.raises(NotInstalled):
            await resolve(world, "29:ana")
        await seen(world)
        with pytest.raises(Away):
            await resolve(world, "29:ana", channel="")

    tell(story)


def test_an_erased_member_comes_back_by_neither_id(tell_anywhere: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        assert await resolve(world, "29:ana") == {"29:ana": ANA}
        await world.write(lambda work: privacy.erase(work, ANA, PEPPER))
        world.directory.forget(ACME)
        before = await world.facts()
        world.company.asked.clear()
        assert (await resolve(world, "29:ana"))["29:ana"] in (ANA, "29:ana")
        await world.directory.know(ACME, {"29:ana": ANA, "29:another": ANA})
        await world.directory.meet(ACME, [ANA])
        assert await world.directory.refresh(ACME)
        assert await world.facts() == before
        assert await world.ask(lambda work: member_ids.members(work, ["29:ana", "29:another"])) == {}
        assert not {ANA, "29:ana"} & await world.ask(known.members)
        assert await world.ask(lambda work: known.in_channels(work, [SECRET])) == {SECRET: set()}

    tell_anywhere(story)


def test_strangers_are_met_on_rosters_and_where_it_is_granted_in_the_directory(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive()
        dan, eve = number("dan"), number("eve")
        await world.directory.meet(ACME, [ANA, dan])
        assert (world.directory.knows(ACME, ANA), world.directory.knows(ACME, dan)) == (True, False)
        assert world.directory.is_settled(ACME, dan), "asking again soon wouldn't help"
        profile = {"id": dan, "displayName": "Dan", "userPrincipalName": "dan@acme.example", "mail": "ben@acme.example"}
        world.company.profiles[dan] = profile
        world.company.profiles[eve] = {"id": eve, "displayName": "Eve", "userPrincipalName": "eve_x#EXT#@acme.example"}
        world.clock.at += 24 * HOUR
        await world.directory.meet(ACME, [ANA, dan, eve, number("nobody"), "no id at all"])
        kept = await world.ask(lambda work: work.members([dan, eve]))
        assert (kept[dan].name, kept[dan].roles, kept[eve].traits) == ("Dan", "admin", Trait.GUEST)
        assert await world.ask(known.members) == {ANA, dan, eve}

    tell(story)


def test_who_cannot_be_met_now_is_looked_up_later(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive()
        world.company.fail("members", 500)
        await world.directory.meet(ACME, [ANA])
        assert not world.directory.is_settled(ACME, ANA)
        await world.directory.meet(ACME, [ANA])
        assert world.directory.is_settled(ACME, ANA)

    tell(story)


def test_each_tenant_has_its_own_people(new_sqlite: NewDatabase) -> None:
    async def story(world: World) -> None:
        await seen(world)
        await world.installations.seen(GLOBEX, world.company.service)
        for workspace in (ACME, GLOBEX):
            await world.directory.resolve(workspace, ["29:eve"], channel=OPEN)
        eve = number("eve")
        at_home = await world.ask(lambda work: work.member(eve), GLOBEX)
        abroad = await world.ask(lambda work: work.member(eve))
        assert (at_home.traits, abroad.traits) == (0, Trait.EXTERNAL)
        await world.directory.know(GLOBEX, {"29:ana": BEN})
        assert await resolve(world, "29:ana", channel=TEAM) == {"29:ana": ANA}

    run(new_sqlite(), story, given=[{"teams_tenants": GLOBEX.upper()}])
