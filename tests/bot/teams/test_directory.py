"""The directory learns teams, chats and people whole, writes down only what is news, and forgets what is gone."""

from collections.abc import Callable

import pytest

from scoring.periods import DAY
from scoring.state import Channel, Member, Trait
from storage import conversations, known, member_ids
from storage.transactions import Work
from tests.bot.teams.learning import Story, World, run
from tests.bot.teams.roster_server import (
    ACME,
    ANA,
    BEN,
    CHAT,
    CLEO,
    GLOBEX,
    GROUP_ID,
    OPEN,
    RANDOM,
    SECRET,
    TEAM,
    number,
    person,
)
from tests.conftest import NewDatabase

Tell = Callable[[Story], None]
GUS, EVE = number("gus"), number("eve")
SALES, SALES_RANDOM = "19:sales@thread.tacv2", "19:sales-random@thread.tacv2"


@pytest.fixture
def tell(new_sqlite: NewDatabase) -> Tell:
    """Let something happen on a fresh database."""
    return lambda story: run(new_sqlite(), story)


@pytest.fixture
def tell_anywhere(new_database: NewDatabase) -> Tell:
    """The same on each kind of database."""
    return lambda story: run(new_database(), story)


async def channel(world: World, which: str) -> Channel | None:
    return await world.ask(lambda work: work.look(lambda state: state.channels.get(which)))


async def member(world: World, who: str) -> Member:
    return await world.ask(lambda work: work.member(who))


def add_sales(world: World) -> None:
    """Another team, in which a channel has the name of one of the first team's."""
    company = world.company
    company.teams[SALES] = {"id": SALES, "name": "Sales", "aadGroupId": number("sales")}
    company.channels[SALES] = [{"id": SALES}, {"id": SALES_RANDOM, "name": "Random", "type": "standard"}]
    company.people[SALES] = [person("cleo")]


def test_a_team_is_learnt_whole(tell_anywhere: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        found = {each: await channel(world, each) for each in (TEAM, RANDOM, SECRET, OPEN)}
        assert found == {
            TEAM: Channel("Acme", 0, 0),
            RANDOM: Channel("random", 0, 0),
            SECRET: Channel("secret", 1, 0),
            OPEN: Channel("open", 1, 1),
        }
        inside = await world.ask(lambda work: known.in_channels(work, [SECRET, OPEN]))
        assert inside == {SECRET: {ANA}, OPEN: {BEN, EVE}}
        ana, ben, gus, eve = [await member(world, who) for who in (ANA, BEN, GUS, EVE)]
        assert (ana.name, ana.roles, ana.traits) == ("Ana", "", 0)
        assert (ben.roles, gus.traits, eve.traits) == ("admin", Trait.GUEST, Trait.EXTERNAL)
        assert await world.ask(lambda work: member_ids.members(work, ["29:ana", "29:eve"])) == {
            "29:ana": ANA,
            "29:eve": EVE,
        }
        kept = {
            each.channel: each for each in await world.ask(lambda work: conversations.present(work, "channel", "team"))
        }
        assert {each: found.kind for each, found in kept.items()} == {
            TEAM: "team", RANDOM: "channel", SECRET: "channel", OPEN: "channel",
        }  # fmt: skip
        assert {(each.team, each.group_id, each.service) for each in kept.values()} == {
            (TEAM, GROUP_ID, world.company.service)
        }
        home = world.installations.of(ACME)
        assert home is not None
        assert home.name == "Acme"

    tell_anywhere(story)


def test_nothing_is_written_when_nothing_changed(tell_anywhere: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        await world.arrive(CHAT, "group")
        assert await world.directory.refresh(ACME)
        before = await world.facts()
        world.clock.at += DAY
        assert await world.directory.refresh(ACME)
        assert await world.facts() == before
        world.company.people[SECRET].append(person("ben"))
        assert await world.directory.refresh(ACME)
        assert await world.ask(lambda work: known.in_channels(work, [SECRET])) == {SECRET: {ANA, BEN}}

    tell_anywhere(story)


def test_three_thousand_people_come_page_by_page_and_limits_are_waited_out(tell: Tell) -> None:
    async def story(world: World) -> None:
        world.company.people[TEAM] = [
            person(f"p{n:04}", objectId=f"00000000-0000-4000-9000-{n:012}") for n in range(3_000)
        ]
        world.company.fail("pagedmembers", 429, Retry_After="0.01")
        world.company.fail("pagedmembers", 504, times=2)
        await world.learnt()
        everybody = await world.ask(known.colleagues)
        assert len([each for each in everybody if "-9000-" in each]) == 3_000
        assert len(world.company.calls(f"{TEAM}/pagedmembers")) == 6 + 3
        before = await world.facts()
        assert await world.directory.refresh(ACME)
        assert await world.facts() == before

    tell(story)


def test_names_change_and_channels_go(tell_anywhere: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        world.clock.at += 1
        world.company.teams[TEAM]["name"] = "Acme United"
        world.company.channels[TEAM][1:] = [{"id": OPEN, "name": "wide open", "type": "shared"}]
        world.company.people[TEAM][0] = {**person("ana"), "name": "Ana S."}
        assert await world.directory.refresh(ACME)
        assert await channel(world, TEAM) == Channel("Acme United", 0, 0)
        assert await channel(world, OPEN) == Channel("wide open", 1, 1)
        assert (await member(world, ANA)).name == "Ana S."
        left = {each.channel for each in await world.ask(lambda work: conversations.present(work, "channel", "team"))}
        assert left == {TEAM, OPEN, SECRET}, "what lists leave out needn't be gone if it is private"

    tell_anywhere(story)


def test_channels_of_the_same_name_are_told_apart_by_their_teams(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        add_sales(world)
        world.clock.at += 1
        await world.arrive(SALES, team=SALES, group_id="")
        assert await world.directory.refresh(ACME)
        assert await channel(world, SALES) == Channel("Sales", 0, 0)
        assert await channel(world, SALES_RANDOM) == Channel("Sales › Random", 0, 0)
        assert await channel(world, RANDOM) == Channel("Acme › random", 0, 0)
        del world.company.channels[SALES][1]
        world.clock.at += 1
        assert await world.directory.refresh(ACME)
        assert await world.directory.refresh(ACME)
        assert await channel(world, RANDOM) == Channel("random", 0, 0)

    tell(story)


def test_a_group_chat_is_private_and_shared_once_somebody_of_elsewhere_is_in_it(tell_anywhere: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive(CHAT, "group")
        assert await world.directory.refresh(ACME)
        assert await channel(world, CHAT) == Channel("a group chat", 1, 0)
        assert await world.ask(lambda work: known.in_channels(work, [CHAT])) == {CHAT: {ANA, CLEO}}
        world.company.people[CHAT].append(person("eve", GLOBEX))
        world.clock.at += 1
        assert await world.directory.refresh(ACME)
        assert await channel(world, CHAT) == Channel("a group chat", 1, 1)
        world.clock.at += 1
        await world.arrive(CHAT, "group", installed=False, topic="Lunch")
        assert await world.directory.refresh(ACME)
        world.directory.forget(ACME)
        assert await world.directory.refresh(ACME)
        assert await channel(world, CHAT) == Channel("Lunch", 1, 1)

    tell_anywhere(story)


def test_a_list_that_cannot_be_had_is_put_off_and_the_others_are_read(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive()
        await world.arrive(CHAT, "group")
        world.company.fail(f"teams/{TEAM}", 503, times=100)
        assert not await world.directory.refresh(ACME)
        assert await channel(world, CHAT) is not None
        assert await channel(world, TEAM) is None
        world.company.faults.clear()
        world.company.fail(f"{SECRET}/pagedmembers", 403, "BotNotInConversationRoster")
        assert await world.directory.refresh(ACME), "what is refused for good keeps nothing else from being learnt"
        assert await channel(world, SECRET) == Channel("secret", 1, 0)
        assert await world.ask(lambda work: known.in_channels(work, [SECRET])) == {SECRET: set()}

    tell(story)


def test_who_is_told_without_an_object_id_is_asked_for_alone(tell: Tell) -> None:
    async def story(world: World) -> None:
        world.company.people[TEAM] = [person("ana", nameless=True), person("zoe", objectId=None, userRole="anonymous")]
        await world.learnt()
        assert (await member(world, ANA)).traits == 0
        assert (await member(world, "29:zoe")).traits == Trait.EXTERNAL
        assert "29:ana" not in await world.ask(known.members)

    tell(story)


def test_who_is_not_in_any_team_is_asked_for_in_their_own_chat(tell: Tell) -> None:
    async def story(world: World) -> None:
        world.company.people |= {"a:cleo": [person("cleo")], "a:dan": [person("dan")]}
        await world.arrive("a:cleo", "personal", member=CLEO)
        await world.arrive("a:dan", "personal", member=number("dan"))
        assert await world.directory.refresh(ACME)
        assert (await member(world, CLEO)).name == "Cleo"
        world.clock.at += 1
        world.company.people["a:cleo"] = []
        del world.company.people["a:dan"]
        assert await world.directory.refresh(ACME)
        assert (await member(world, CLEO)).traits == Trait.DEACTIVATED
        assert (await member(world, number("dan"))).traits == 0, "only the chat is gone"
        world.company.people["a:cleo"] = [person("cleo")]
        world.clock.at += 1
        assert not world.directory.is_settled(ACME, CLEO)
        await world.directory.meet(ACME, [CLEO])
        assert (await member(world, CLEO)).traits == 0

    tell(story)


def test_admins_are_those_of_the_settings_at_the_next_start(new_database: NewDatabase) -> None:
    async def first(world: World) -> None:
        world.company.people[TEAM] += [person("cleo"), person("mallory", GLOBEX, email="ben@acme.example")]
        world.company.people["a:dan"] = [person("dan")]
        await world.arrive("a:dan", "personal", member=number("dan"))
        await world.learnt()
        assert await world.ask(admins) == {ANA, BEN, number("dan")}

    async def second(world: World) -> None:
        await world.learnt()
        assert await world.ask(admins) == {CLEO, number("dan")}

    async def third(world: World) -> None:
        world.company.people = {TEAM: [], SECRET: [], OPEN: [], "a:dan": [person("dan")]}
        await world.learnt()
        assert await world.ask(admins) == set(), "though no roster names them any more"

    lists = (f"BEN@acme.example, {ANA.upper()},dan@acme.example", "cleo@ACME.example,dan@acme.example", "")
    run(new_database(), first, second, third, given=[{"teams_admins": each} for each in lists])


def admins(work: Work) -> set[str]:
    return known.with_role(work, "admin")
