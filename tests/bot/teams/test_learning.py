"""What activities tell of conversations is kept, learnt whole soon, and lost again; channels are offered in dialogs."""

from collections.abc import Callable

import pytest

from bot.teams.reading.heard import Absent, Present, Stale
from scoring.periods import DAY, HOUR, MINUTE, local_day, midnight
from storage import conversations, known, privacy
from storage.conversations import Conversation
from storage.transactions import Work
from tests.bot.teams.learning import Story, World, here, run, until
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
    person,
)
from tests.conftest import NewDatabase

Tell = Callable[[Story], None]
PEPPER = "0123456789abcdef" * 4


@pytest.fixture
def tell(new_sqlite: NewDatabase) -> Tell:
    """Let something happen on a fresh database."""
    return lambda story: run(new_sqlite(), story)


def everywhere(work: Work) -> dict[str, Conversation]:
    return {each.channel: each for each in conversations.present(work, "team", "channel", "group", "personal")}


def test_where_the_bot_comes_is_learnt_by_itself_and_again_every_night(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.installations.seen(ACME, world.company.service)
        world.directory.changed(ACME)
        await world.arrive()
        await until(lambda: world.directory.knows(ACME, BEN))
        await until(lambda: world.company.calls("/pagedmembers"))
        world.company.people[TEAM].append(person("cleo"))
        world.company.asked.clear()
        world.clock.at += 2 * DAY
        world.directory.changed(ACME)
        await until(lambda: world.directory.knows(ACME, CLEO))

    tell(story)


def test_after_a_whole_list_the_next_is_due_at_night_and_after_a_fault_soon(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive()
        place = world.directory._place(ACME)
        world.company.fail("/pagedmembers", 500, times=9)
        await world.directory._turn(place)
        assert place.due == world.clock.at + 15 * MINUTE
        world.clock.at = place.due
        world.company.faults.clear()
        await world.directory._turn(place)
        tomorrow = midnight("UTC", local_day("UTC", world.clock.at) + 1)
        assert tomorrow + 2 * HOUR <= place.due <= tomorrow + 5 * HOUR

    tell(story)


def test_a_conversation_is_kept_once_and_written_only_when_it_changes(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive()
        world.clock.at += 1
        told = Present(TEAM, "channel", team=TEAM, service=world.company.service)
        await world.notice(told)
        found = (await world.ask(everywhere))[TEAM]
        assert found == Conversation(TEAM, "team", "", TEAM, GROUP_ID, world.company.service)
        moved = f"{world.company.url}/elsewhere/"
        await world.notice(Present(TEAM, "team", team=TEAM, service=moved))
        assert (await world.ask(everywhere))[TEAM].service == moved

    tell(story)


def test_a_new_channel_of_a_team_is_learnt_with_it(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        world.directory.changed(ACME)
        new = "19:new@thread.tacv2"
        world.company.channels[TEAM].append({"id": new, "name": "new", "type": "standard"})
        world.clock.at += 1
        await world.notice(Stale("team", TEAM))
        names = await world.ask(known.channels)
        await until(lambda: world.directory._place(ACME).channels >= {new})
        assert new not in names
        assert new in await world.ask(known.channels)

    tell(story)


def test_what_is_stale_is_looked_up_again(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        await world.arrive(CHAT, "group")
        place = world.directory._place(ACME)
        for kind, which, wanted in (
            ("team", TEAM, ("team", TEAM)),
            ("channel", RANDOM, ("team", TEAM)),
            ("roster", SECRET, ("team", TEAM)),
            ("roster", CHAT, ("chat", CHAT)),
            ("member", ANA, ("member", ANA)),
            ("channel", "19:unheard@thread.tacv2", None),
        ):
            place.pending.clear()
            await world.notice(Stale(kind, which))
            assert list(place.pending) == ([wanted] if wanted else []), kind
        place.due = 1
        await world.notice(Stale("roster"))
        assert place.due == 0

    tell(story)


def test_strangers_are_looked_up_after_the_answer(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.arrive()
        world.directory.changed(ACME)
        await until(lambda: world.directory.knows(ACME, ANA))
        world.company.people[TEAM].append(person("cleo"))
        await world.notice(people=frozenset({CLEO, ANA}), channels=frozenset({RANDOM}))
        await until(lambda: world.directory.knows(ACME, CLEO))

    tell(story)


def test_the_bot_leaves_a_team_with_all_its_channels_and_then_the_tenant(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        await world.arrive("a:ana", "personal", member=ANA)
        await world.notice(Absent(RANDOM))
        assert (await world.ask(everywhere)).keys() == {TEAM, SECRET, OPEN, "a:ana"}
        await world.notice(Absent(TEAM))
        assert (await world.ask(everywhere)).keys() == {"a:ana"}
        assert world.installations.serves(ACME)
        await world.notice(Absent("a:ana"))
        assert not world.installations.serves(ACME)
        assert world.installations.was_removed(ACME)
        world.clock.at += HOUR
        await world.notice(here(TEAM, "team"))
        assert await world.ask(everywhere) == {}, "whoever isn't served isn't learnt"
        await world.learnt()
        assert (await world.ask(everywhere)).keys() == {TEAM, RANDOM, SECRET, OPEN}

    tell(story)


def test_the_chat_with_somebody_who_was_erased_is_not_kept_again(new_database: NewDatabase) -> None:
    async def story(world: World) -> None:
        await world.arrive("a:ana", "personal", member=ANA)
        await world.write(lambda work: privacy.erase(work, ANA, PEPPER))
        assert await world.ask(everywhere) == {}
        await world.notice(here("a:ana", "personal", member=ANA))
        assert await world.ask(everywhere) == {}

    run(new_database(), story)


def test_dialogs_offer_open_channels_and_those_the_member_is_in(tell: Tell) -> None:
    async def story(world: World) -> None:
        await world.learnt()
        await world.arrive(CHAT, "group")
        assert await world.directory.refresh(ACME)
        both = ((TEAM, "Acme"), (RANDOM, "random"))
        assert await world.directory.channels(ACME, ANA) == (*both, (SECRET, "secret"))
        assert await world.directory.channels(ACME, BEN) == both, "what others of elsewhere read isn't offered"
        await world.notice(Absent(RANDOM))
        assert await world.directory.channels(ACME, BEN) == both
        world.clock.at += MINUTE
        assert await world.directory.channels(ACME, BEN) == both[:1]
        assert await world.directory.channels(GLOBEX, BEN) == ()

    tell(story)
