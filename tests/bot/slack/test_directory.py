"""The directory learns who and what is in a workspace, once and gently, and looks up strangers when they matter."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.slack.calling.caller import Ambiguous, Away, Limited, Refused
from bot.slack.learning.directory import Directory
from bot.slack.reading.heard import Heard, Invited, Stale
from handlers.events import MemberChanged
from scoring.state import Trait
from storage import channel_ids, conditions, groups, known
from tests.bot.slack.learning import Story, World, run, until
from tests.bot.slack.payloads import (
    ANA,
    BEN,
    BOT_USER,
    EVE,
    GENERAL,
    HOME,
    NOW,
    ORG,
    OTHER_TEAM,
    SECRET,
    TEAM,
    WHOLE_ORG,
    channel,
    user,
)
from tests.conftest import NewDatabase

EVERYTHING = frozenset({"users:read", "channels:read", "groups:read", "usergroups:read", "emoji:read"})


@pytest.fixture
def tell(new_sqlite: NewDatabase) -> Callable[[Story], None]:
    """Let something happen to a directory on a fresh database."""
    return lambda story: run(new_sqlite(), story)


@pytest.fixture
def tell_anywhere(new_database: NewDatabase) -> Callable[[Story], None]:
    """The same on each kind of database."""
    return lambda story: run(new_database(), story)


def test_everybody_and_everything_is_learnt_from_lists(tell_anywhere: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        assert await world.directory.refresh(TEAM)
        ana, ben, bot = await world.ask(lambda work: [work.member(who) for who in (ANA, BEN, BOT_USER)])
        assert (ana.name, ana.zone, ana.roles) == ("Ana", "Europe/Lisbon", "")
        assert ben.roles == "admin"
        assert bot.traits == Trait.BOT
        assert await world.ask(known.members) == {ANA, BEN, BOT_USER}
        assert await world.ask(known.channels) == {GENERAL, SECRET}
        assert await world.ask(lambda work: known.in_channels(work, [GENERAL, SECRET])) == {
            GENERAL: set(),
            SECRET: {ANA, BOT_USER},
        }
        assert await world.ask(lambda work: groups.members_of(work, ["S0DESIGN"])) == {"S0DESIGN": (ANA, BEN)}
        assert await world.ask(known.groups) == {"S0DESIGN": "design-team"}
        assert await world.ask(known.emoji) == {"yay": "tada"}
        assert world.directory.knows(TEAM, ANA)
        assert not world.directory.knows(TEAM, EVE)
        assert not world.api.asked("conversations.history")

    tell_anywhere(story)


def test_nothing_is_written_when_nothing_changed(tell_anywhere: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        await world.directory.refresh(TEAM)
        before = await world.facts()
        world.now[0] += 86_400_000_000
        assert await world.directory.refresh(TEAM)
        assert await world.facts() == before
        world.api.lists["users.list"][0] = user(ANA, profile={"display_name": "Ana S."})
        world.api.lists["conversations.members"].append(BEN)
        world.api.emoji["hey"] = "alias:wave"
        await world.directory.refresh(TEAM)
        assert await world.facts() > before
        assert await world.ask(lambda work: work.member(ANA).name) == "Ana S."
        assert await world.ask(lambda work: known.in_channels(work, [SECRET])) == {SECRET: {ANA, BEN, BOT_USER}}
        assert await world.ask(known.emoji) == {"yay": "tada", "hey": "wave"}

    tell_anywhere(story)


def test_who_left_before_we_came_is_not_written_down_but_who_leaves_is(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        await world.directory.refresh(TEAM)
        world.api.lists["users.list"][0] = user(ANA, deleted=True)
        world.now[0] += 1
        await world.directory.refresh(TEAM)
        assert await world.ask(lambda work: work.member(ANA).traits) == Trait.DEACTIVATED
        assert "U0GONE" not in await world.ask(known.members)

    tell(story)


def test_a_channel_keeps_the_id_under_which_it_is_known(tell_anywhere: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        await world.directory.refresh(TEAM)
        await world.dispatch.write(TEAM, lambda work: channel_ids.move(work, SECRET, "C0NEW", NOW))
        world.api.lists["users.conversations"][1] = channel("C0NEW", name="secret", is_private=True)
        before = await world.facts()
        world.now[0] += 1
        await world.directory.refresh(TEAM)
        assert await world.facts() == before

    tell_anywhere(story)


def test_limits_and_short_failures_are_waited_out(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.api.faults["users.list"] = [Limited(0.01), Away("gone"), Ambiguous("lost")]
        assert await world.directory.refresh(TEAM)
        assert await world.ask(known.members) == {ANA, BEN, BOT_USER}

    tell(story)


def test_a_list_that_cannot_be_had_is_put_off_and_the_others_are_read(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.api.faults["users.list"] = [Away("gone") for _ in range(9)]
        assert not await world.directory.refresh(TEAM)
        assert await world.ask(known.channels) == {GENERAL, SECRET}
        world.api.faults["users.list"] = [Refused("fatal_error")]
        assert not await world.directory.refresh(TEAM)
        assert await world.directory.refresh(TEAM)

    tell(story)


def test_what_was_not_granted_is_left_out_and_remembered(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.homes.homes[TEAM] = replace(HOME, scopes=frozenset({"users:read", "channels:read"}))
        assert await world.directory.refresh(TEAM)
        assert {arguments["types"] for arguments in world.api.asked("users.conversations")} == {"public_channel"}
        assert not world.api.asked("usergroups.list")
        said = await world.ask(conditions.everything)
        assert {name: value for name, (value, _) in said.items()} == {
            "slack.not_granted.group": "usergroups:read",
            "slack.not_granted.emoji": "emoji:read",
        }
        world.homes.homes[TEAM] = replace(HOME, scopes=EVERYTHING)
        world.api.faults["emoji.list"] = [Refused("missing_scope")]
        assert await world.directory.refresh(TEAM)
        assert list(await world.ask(conditions.everything)) == ["slack.not_granted.emoji"]

    tell(story)


def test_strangers_are_looked_up_before_what_names_them_counts(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.api.elsewhere = [user(EVE, team_id=OTHER_TEAM, profile={"display_name": "Eve"})]
        await world.directory.refresh(TEAM)
        world.api.calls.clear()
        await asyncio.gather(
            world.directory.meet(TEAM, [ANA, EVE, BOT_USER, "USLACKBOT"]), world.directory.meet(TEAM, [EVE])
        )
        assert world.api.calls == [("users.info", {"user": EVE})]
        eve = await world.ask(lambda work: work.member(EVE))
        assert (eve.name, eve.traits) == ("Eve", Trait.EXTERNAL)
        assert world.directory.knows(TEAM, EVE)

    tell(story)


def test_whom_slack_does_not_know_is_asked_for_once_an_hour(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        await world.directory.refresh(TEAM)
        for _ in range(3):
            await world.directory.meet(TEAM, ["U0NOBODY"])
        assert len(world.api.asked("users.info")) == 1
        assert world.directory.is_settled(TEAM, "U0NOBODY")
        assert not world.directory.is_settled(TEAM, EVE)
        world.now[0] += 3_600_000_000
        await world.directory.meet(TEAM, ["U0NOBODY"])
        assert len(world.api.asked("users.info")) == 2

    tell(story)


@pytest.mark.parametrize("fault", [Limited(0.01), Away("gone"), Refused("fatal_error")])
def test_meeting_raises_nothing_of_slacks(tell: Callable[[Story], None], fault: Exception) -> None:
    async def story(world: World) -> None:
        world.api.faults["users.info"] = [fault]
        await world.directory.meet(TEAM, [EVE])
        await world.directory.meet("T0NOWHERE", [EVE])
        assert not world.directory.knows(TEAM, EVE)

    tell(story)


def test_of_very_many_strangers_only_some_are_waited_for(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        many = [f"U0{number:04}" for number in range(60)]
        world.api.elsewhere = [user(member) for member in many]
        await world.directory.meet(TEAM, many)
        assert len(world.api.asked("users.info")) == 20
        await world.directory.start()
        await until(lambda: all(world.directory.knows(TEAM, member) for member in many))

    tell(story)


def test_what_a_payload_leaves_open_is_looked_up_soon(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        await world.directory.start()
        await until(lambda: bool(world.api.asked("emoji.list")))
        world.api.elsewhere = [user(EVE), channel("C0OTHER", name="other", is_ext_shared=True)]
        world.api.lists["users.conversations"][0] = channel(GENERAL, name="everybody")
        world.api.emoji["hey"] = "alias:wave"
        world.api.calls.clear()
        asides = (Stale("channel", GENERAL), Invited("C0OTHER"), Stale("emoji"), Stale("group", "S0DESIGN"))
        world.now[0] += 1
        await world.directory.notice(TEAM, Heard(asides=asides, people=frozenset({ANA, EVE})))
        await until(lambda: len(world.api.calls) >= 5)
        await until(lambda: world.directory.knows(TEAM, EVE))
        names = {method for method, _ in world.api.calls}
        assert names == {"conversations.info", "emoji.list", "usergroups.list", "users.info"}
        assert [arguments["user"] for arguments in world.api.asked("users.info")] == [EVE]

    tell(story)


def test_whom_a_payload_introduces_is_not_looked_up(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        eve = MemberChanged(workspace=TEAM, at=NOW, member=EVE, name="Eve")
        await world.directory.notice(TEAM, Heard((eve,), people=frozenset({EVE}), channels=frozenset({"D0EVE"})))
        await world.directory.meet(TEAM, [EVE])
        assert world.directory.knows(TEAM, EVE)
        assert not world.api.calls

    tell(story)


def test_what_is_known_survives_a_restart(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        await world.directory.refresh(TEAM)
        again = Directory(world.homes, world.api, world.dispatch, lambda: NOW)
        world.api.calls.clear()
        await again.meet(TEAM, [ANA, BEN])
        assert not world.api.calls
        await again.stop()

    tell(story)


def test_every_night_and_after_a_change_everything_is_listed_again(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        await world.directory.start()
        await until(lambda: len(world.api.asked("emoji.list")) == 1)
        world.directory.changed(TEAM)
        await until(lambda: len(world.api.asked("emoji.list")) == 2)
        world.now[0] += 30 * 3_600_000_000
        world.directory.changed(TEAM)
        await until(lambda: len(world.api.asked("emoji.list")) == 3)

    tell(story)


def test_a_whole_organisation_is_listed_workspace_by_workspace(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.homes.homes = {ORG: WHOLE_ORG}
        sister = user(EVE, team_id="T0SISTER", enterprise_user={"enterprise_id": ORG})
        world.api.lists["users.list"].append(sister)
        assert await world.directory.refresh(ORG)
        teams = [arguments["team_id"] for arguments in world.api.asked("users.list")]
        assert set(teams) == {"T0ACME", "T0SISTER"}
        assert "team_id" not in world.api.asked("conversations.members")[0]
        eve = await world.ask(lambda work: work.member(EVE), ORG)
        assert (eve.name, eve.traits) == ("Ana", 0)

    tell(story)


def test_answers_that_make_no_sense_are_no_error(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.api.lists["users.list"] = [None, 7, {"id": 7}, {"id": "U0X", "profile": []}, user(ANA)]
        world.api.lists["users.conversations"] = ["C1", {"id": "C0NAMELESS"}, channel(name=None)]
        world.api.lists["usergroups.list"] = [{}, {"id": "S1"}]
        world.api.emoji = {"a": 7, "": "alias:tada"}
        assert await world.directory.refresh(TEAM)
        assert await world.ask(known.members) == {ANA}

    tell(story)
