"""Tenants: served from the first sight, shared between processes, left, revived, and at last deleted."""

import asyncio

import pytest
from sqlmodel import SQLModel, func, select

from bot.teams.workplace import NotInstalled, Tenant
from handlers import applying
from scoring.periods import DAY, HOUR
from storage import conversations, leaving
from storage.conversations import Conversation
from storage.outbox import FAILED
from storage.tables import InstallationRow, OutboxRow, Workspace
from storage.transactions import Work
from tests.bot.teams.learning import Clock, World, process, run, until
from tests.bot.teams.roster_server import ACME, ANA, APP, GLOBEX, TEAM, Company
from tests.bot.test_outbox import post
from tests.storage.filled import fill_every_table

EMEA, AMER = "https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net/amer/"


def row(work: Work) -> tuple[str, str, bool]:
    """What is kept of a tenant: platform, ids and whether it is gone."""
    kept = work.session.get(InstallationRow, work.workspace)
    return (kept.platform, kept.data, bool(kept.gone_at)) if kept else ("", "", False)


def home(work: Work) -> tuple[str, str, int]:
    """The workspace's platform and name, and its rule book."""
    kept = work.session.exec(select(Workspace).where(Workspace.workspace == work.workspace)).one()
    return kept.platform, kept.name, work.book.version


def test_a_tenant_is_served_from_the_first_sight(database_url: str) -> None:
    async def story(world: World) -> None:
        ours = world.installations
        assert not ours.serves(ACME)
        with pytest.raises(NotInstalled):
            ours.here(ACME)
        tenant = await ours.seen(ACME.upper(), EMEA)
        assert tenant == ours.of(ACME) == ours.here(ACME) == Tenant(ACME, APP, "", EMEA)
        assert ours.all() == [tenant]
        assert await world.ask(row) == ("teams", f'{{"name": "", "service": "{EMEA}"}}', False)
        assert await world.ask(home) == ("teams", "", 1)
        assert world.changed == [ACME]
        await ours.call(ACME, "")
        await ours.call(ACME, "Acme")
        await ours.call(ACME, "Another team")
        assert (await world.ask(home))[:2] == ("teams", "Acme")
        assert ours.here(ACME).name == "Acme"

    run(database_url, story)


def test_many_at_once_write_it_down_once(sqlite_url: str) -> None:
    async def story(world: World) -> None:
        found = await asyncio.gather(*(world.installations.seen(ACME, EMEA) for _ in range(50)))
        assert set(found) == {Tenant(ACME, APP, "", EMEA)}
        assert world.changed == [ACME]

    run(sqlite_url, story)


def test_an_address_is_news_once_an_hour(sqlite_url: str) -> None:
    async def story(world: World) -> None:
        ours = world.installations
        await ours.seen(ACME, "")
        assert (await ours.seen(ACME, EMEA)).service == EMEA
        assert (await ours.seen(ACME, AMER)).service == EMEA
        world.clock.at += HOUR
        assert (await ours.seen(ACME, "javascript:alert(1)")).service == EMEA
        assert (await ours.seen(ACME, AMER)).service == AMER
        assert AMER in (await world.ask(row))[1]
        assert world.changed == [ACME]

    run(sqlite_url, story)


def test_only_the_tenants_of_the_settings_are_served(sqlite_url: str) -> None:
    async def both(world: World) -> None:
        assert all(map(world.installations.allowed, (ACME, GLOBEX, ACME.upper())))
        assert not any(map(world.installations.allowed, ("", "*", "acme", APP)))
        await world.installations.seen(ACME, EMEA)
        await world.installations.seen(GLOBEX, EMEA)
        with pytest.raises(NotInstalled):
            await world.installations.seen(APP, EMEA)

    async def one(world: World) -> None:
        assert [each.workspace for each in world.installations.all()] == [ACME]
        assert not world.installations.was_removed(GLOBEX)

    async def anybody(world: World) -> None:
        assert {each.workspace for each in world.installations.all()} == {ACME, GLOBEX}
        assert world.installations.allowed(APP)
        assert not world.installations.allowed("*")

    run(sqlite_url, both, one, anybody, given=[{"teams_tenants": f"{GLOBEX}, "}, {}, {"teams_tenants": "*"}])


def test_another_process_learns_of_it(database_url: str) -> None:
    async def story() -> None:
        async with process(database_url, Company()) as one, process(database_url, Company()) as two:
            await one.installations.seen(ACME, EMEA)
            await one.installations.call(ACME, "Acme")
            await two.installations.refresh()
            assert two.installations.of(ACME) == one.installations.of(ACME)
            assert two.changed == [ACME]
            await one.write(lambda work: conversations.keep(work, Conversation(TEAM, "team")))
            assert await one.installations.lose(ACME, TEAM)
            await two.installations.refresh()
            assert two.installations.was_removed(ACME)
            await two.installations.seen(ACME, AMER)
            await one.installations.refresh()
            assert one.installations.here(ACME) == Tenant(ACME, APP, "Acme", AMER)

    asyncio.run(story())


def count(world: World, workspace: str) -> dict[str, int]:
    """How many rows each table has of a workspace."""
    with world.database.look() as connection:
        return {
            table.name: connection.execute(
                select(func.count()).select_from(table).where(table.c.workspace == workspace)
            ).scalar_one()
            for table in SQLModel.metadata.sorted_tables
            if "workspace" in table.c
        }


async def settle(world: World, workspace: str) -> None:
    """The bot is in a team and in somebody's own chat, and has something to say."""
    await world.installations.seen(workspace, EMEA)

    def write(work: Work) -> None:
        conversations.keep(work, Conversation(TEAM, "team"))
        conversations.keep(work, Conversation("a:ana", "personal", ANA))
        fill_every_table(work)
        applying.put(work, [post("hello", TEAM)])

    await world.write(write, workspace)


async def leave(world: World) -> None:
    """The bot is removed everywhere."""
    assert not await world.installations.lose(ACME, TEAM)
    assert world.installations.serves(ACME)
    assert await world.installations.lose(ACME, "a:ana")
    assert not await world.installations.lose(ACME, "a:ana")
    assert not world.installations.serves(ACME)


def test_with_the_last_conversation_the_tenant_goes_and_a_return_keeps_the_rest(database_url: str) -> None:
    async def story(world: World) -> None:
        await settle(world, ACME)
        await world.installations.call(ACME, "Acme")
        await leave(world)
        assert (await world.ask(row))[2]
        given_up = select(OutboxRow.state, OutboxRow.said).where(OutboxRow.error == leaving.GONE)
        assert await world.ask(lambda work: list(work.session.exec(given_up))) == [(FAILED, "")]
        before = count(world, ACME)
        world.clock.at += 29 * DAY
        await world.installations._tidy()
        assert count(world, ACME) == before
        assert await world.installations.seen(ACME, AMER) == Tenant(ACME, APP, "Acme", AMER)
        assert world.changed == [ACME] * 3
        await world.write(lambda work: conversations.keep(work, Conversation(TEAM, "team")))
        world.clock.at += 2 * DAY
        await world.installations._tidy()
        assert count(world, ACME) == before
        assert world.deleted == []

    run(database_url, story)


def test_after_the_stated_time_no_row_of_the_tenant_is_left_in_any_table(database_url: str) -> None:
    async def story(world: World) -> None:
        for workspace in (ACME, GLOBEX):
            await settle(world, workspace)
        others = count(world, GLOBEX)
        assert all(count(world, ACME).values())
        await leave(world)
        world.clock.at += 3 * DAY
        await world.installations._tidy()
        assert set(count(world, ACME).values()) == {0}
        assert count(world, GLOBEX) == others
        assert world.deleted == [ACME]
        assert not world.installations.was_removed(ACME)
        assert (await world.installations.seen(ACME, EMEA)).name == "", "it begins anew"

    run(database_url, story, given=[{"teams_tenants": GLOBEX, "teams_delete_after_days": 3}])


def test_what_comes_late_does_not_keep_a_tenant_that_was_left(database_url: str) -> None:
    async def story(world: World) -> None:
        await settle(world, ACME)
        await leave(world)
        await world.installations.seen(ACME, EMEA)
        await world.installations._tidy()
        assert world.installations.serves(ACME), "a bot that is just coming back has an hour to say where it is"
        world.clock.at += HOUR
        await world.installations._tidy()
        assert world.installations.was_removed(ACME)

    run(database_url, story)


def test_a_tenant_deleted_by_another_process_is_forgotten(sqlite_url: str) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(sqlite_url, Company(), clock) as one, process(sqlite_url, Company(), clock) as two:
            await settle(one, ACME)
            await two.installations.refresh()
            await leave(one)
            clock.at += 31 * DAY
            await one.installations._tidy()
            await two.installations.refresh()
            assert two.deleted == [ACME]
            assert not two.installations.was_removed(ACME)

    asyncio.run(story())


def test_rounds_look_for_others_and_tidy_up(sqlite_url: str) -> None:
    async def story() -> None:
        async with process(sqlite_url, Company()) as one, process(sqlite_url, Company()) as two:
            await one.installations.seen(ACME, EMEA)
            await two.installations.start()
            assert two.installations.serves(ACME)
            await settle(two, ACME)
            two.clock.at += 31 * DAY
            await leave(two)
            two.clock.at += 31 * DAY
            two.installations._rounds["departed tenants"].wake()
            await until(lambda: two.deleted)

    asyncio.run(story())
