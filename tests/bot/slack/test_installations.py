"""Installations: found, kept sealed, shared between processes, removed, and at last deleted."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from sqlmodel import SQLModel, select

from bot.sealing import sealing
from bot.slack.workplace import NotInstalled
from handlers import applying
from scoring.periods import DAY
from storage import leaving
from storage.outbox import FAILED
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.bot.slack.door import ACME, GLOBEX, Door, opened_door
from tests.bot.slack.settled import Clock, given, process, settings_for, until
from tests.bot.test_outbox import post
from tests.storage.filled import fill_every_table
from tests.storage.plain_company import NOON

TOKEN = "xoxb-of-the-settings"


@pytest.fixture
def door() -> Iterator[Door]:
    """Slack's door."""
    with opened_door() as door:
        yield door


def bytes_of(database: Database) -> str:
    """Everything that is stored about installations, as text."""
    with database.look() as connection:
        return repr(connection.exec_driver_sql("SELECT * FROM installation").all())


def test_the_token_of_the_settings_tells_its_workspace_and_what_was_granted(database_url: str, door: Door) -> None:
    door.install(ACME, TOKEN)

    async def story() -> None:
        async with process(database_url, settings_for(door, TOKEN)) as ours:
            home = ours.installations.find("T1ACME", "", False)
            assert home is not None
            assert (home.workspace, home.name, home.bot_user, home.bot) == ("T1ACME", "Acme", "U0HUZZAH", "B0HUZZAH")
            assert home.may("commands")
            assert not home.may("files:write")
            assert home.url == "https://acme.slack.com/"
            assert TOKEN not in bytes_of(ours.database)
            assert TOKEN not in repr(home) + repr(ours.installations) + repr(ours.settings)
            assert ours.changed == ["T1ACME"]
            with ours.database.look() as connection:
                row = connection.exec_driver_sql("SELECT platform, name FROM workspace").one()
            assert tuple(row) == ("slack", "Acme")

    asyncio.run(story())


def test_a_later_start_while_slack_is_away_knows_the_workspace_from_before(sqlite_url: str, door: Door) -> None:
    door.install(ACME, TOKEN)

    async def story() -> None:
        async with process(sqlite_url, settings_for(door, TOKEN)):
            pass
        door.away = 1_000
        async with process(sqlite_url, settings_for(door, TOKEN)) as ours:
            assert [home.token for home in ours.installations.all()] == [TOKEN]
        async with process(sqlite_url, settings_for(door, "xoxb-another")) as ours:
            assert ours.installations.all() == []

    asyncio.run(story())


def test_slack_is_asked_until_it_answers(sqlite_url: str, door: Door) -> None:
    door.install(ACME, TOKEN)
    door.away = 1

    async def story() -> None:
        async with process(sqlite_url, settings_for(door, TOKEN)) as ours:
            await until(ours.installations.all)

    asyncio.run(story())


def test_a_token_that_slack_refuses_is_said_and_one_that_was_revoked_is_gone(sqlite_url: str, door: Door) -> None:
    door.install(ACME, TOKEN)

    async def story() -> None:
        async with process(sqlite_url, settings_for(door, TOKEN)):
            pass
        del door.tokens[TOKEN]
        async with process(sqlite_url, settings_for(door, TOKEN)) as ours:
            await until(lambda: "HUZZAH_SLACK_BOT_TOKEN" in ours.condition("T1ACME"))
            assert ours.installations.of("T1ACME")
        door.revoked.add(TOKEN)
        async with process(sqlite_url, settings_for(door, TOKEN)) as ours:
            await until(lambda: not ours.installations.of("T1ACME"))
            assert ours.installations.was_removed("T1ACME", "", False)

    asyncio.run(story())


def test_tokens_lie_sealed_and_another_process_finds_the_workspace(database_url: str, door: Door) -> None:
    async def story() -> None:
        door.rotates = True
        async with process(database_url, settings_for(door)) as one, process(database_url, settings_for(door)) as two:
            home = given(door)
            await one.installations.keep(home)
            assert one.installations.find("T1ACME", "", False) == home
            assert home.token not in bytes_of(one.database)
            assert home.refresh not in bytes_of(one.database)
            assert home.token not in repr(home)
            assert home.refresh not in repr(home)
            assert two.installations.of("T1ACME") is None
            assert await two.installations.seek("T1ACME", "", False) == home
            assert two.installations.client("T1ACME").token == home.token
            await two.installations.remove("T1ACME")
            await one.installations.refresh()
            assert one.installations.was_removed("T1ACME", "", False)
            with pytest.raises(NotInstalled, match="isn't installed") as caught:
                one.installations.client("T1ACME")
            assert caught.value.gone
            with pytest.raises(NotInstalled) as caught:
                one.installations.client("T2")
            assert not caught.value.gone
            assert one.changed == ["T1ACME", "T1ACME"]

    asyncio.run(story())


def test_a_miss_is_looked_up_soon_without_anybody_waiting(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        async with process(sqlite_url, settings_for(door)) as one, process(sqlite_url, settings_for(door)) as two:
            await one.installations.keep(given(door))
            await until(lambda: two.installations.find("T1ACME", "", False))

    asyncio.run(story())


def test_an_organisation_is_found_by_its_own_id_and_by_its_workspaces(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        async with process(sqlite_url, settings_for(door)) as ours:
            await ours.installations.keep(given(door, where=GLOBEX))
            find = ours.installations.find
            assert [home and home.workspace for home in (
                find("T9", "E1GLOBEX", True), find("", "E1GLOBEX", True), find("T9", "E1GLOBEX", False),
                find("T9", "E2", True), find("T9", "", False),
            )] == ["E1GLOBEX", "E1GLOBEX", "E1GLOBEX", None, None]  # fmt: skip
            await ours.installations.keep(given(door))
            assert find("T1ACME", "E1GLOBEX", False) == ours.installations.of("T1ACME")

    asyncio.run(story())


def test_tokens_that_no_key_here_opens_serve_nobody_and_stop_nothing(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        async with process(sqlite_url, settings_for(door)) as ours:
            await ours.installations.keep(given(door))
        async with process(sqlite_url, settings_for(door), with_key=sealing(Fernet.generate_key)) as ours:
            assert ours.installations.all() == []
            await ours.installations.keep(given(door, where=GLOBEX))
            assert [home.workspace for home in ours.installations.all()] == ["E1GLOBEX"]

    asyncio.run(story())


def test_clients_try_once_and_never_log_what_they_say(
    sqlite_url: str, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        async with process(sqlite_url, settings_for(door)) as ours:
            await ours.installations.keep(given(door))
            client = ours.installations.client("T1ACME")
            assert client.retry_handlers == []
            assert client is ours.installations.client("T1ACME")
            await client.auth_test()

    with caplog.at_level(logging.DEBUG):
        asyncio.run(story())
    assert "xoxb" not in caplog.text


def test_a_notice_of_removal_is_believed_unless_the_token_still_works(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        async with process(sqlite_url, settings_for(door)) as ours:
            home = given(door)
            await ours.installations.keep(home)
            assert not await ours.installations.left("T1ACME")
            assert not await ours.installations.confirm("T1ACME")
            door.away = 1
            assert not await ours.installations.confirm("T1ACME")
            assert ours.installations.of("T1ACME")
            door.revoked.add(home.token)
            assert await ours.installations.left("T1ACME")
            assert not await ours.installations.left("T1ACME")
            again = given(door)
            await ours.installations.keep(again)
            door.revoked.add(again.token)
            assert await ours.installations.confirm("T1ACME")

    asyncio.run(story())


def test_removal_deletes_tokens_at_once_gives_up_letters_and_a_return_keeps_the_rest(
    database_url: str, door: Door
) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(database_url, settings_for(door), clock=clock) as ours:
            await ours.installations.keep(given(door))
            await ours.dispatch.write("T1ACME", fill_every_table)
            await ours.dispatch.write("T1ACME", lambda work: applying.put(work, [post("hello", "C1")]))
            assert await ours.installations.remove("T1ACME")
            assert not await ours.installations.remove("T1ACME")
            with ours.database.read("T1ACME", NOON) as work:
                said = "SELECT sealed, gone_at FROM installation"
                assert tuple(work.connection.exec_driver_sql(said).one()) == ("", NOON)
                rows = work.session.exec(select(OutboxRow).where(OutboxRow.error == leaving.GONE))
                assert [(row.state, row.said) for row in rows] == [(FAILED, "")]
                before = count(ours.database, "T1ACME")
            clock.at = NOON + 29 * DAY
            await ours.installations._tidy()
            assert count(ours.database, "T1ACME") == before
            await ours.installations.keep(given(door))
            clock.at = NOON + 31 * DAY
            await ours.installations._tidy()
            assert count(ours.database, "T1ACME") == before
            assert ours.deleted == []

    asyncio.run(story())


def test_after_the_stated_time_no_row_of_the_workspace_is_left_in_any_table(database_url: str, door: Door) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(database_url, settings_for(door), clock=clock) as ours:
            for where in (ACME, GLOBEX):
                home = given(door, where=where)
                await ours.installations.keep(home)
                await ours.dispatch.write(home.workspace, fill_every_table)
            others = count(ours.database, "E1GLOBEX")
            assert all(count(ours.database, "T1ACME").values())
            await ours.installations.remove("T1ACME")
            clock.at = NOON + 30 * DAY
            await ours.installations._tidy()
            assert set(count(ours.database, "T1ACME").values()) == {0}
            assert count(ours.database, "E1GLOBEX") == others
            assert ours.deleted == ["T1ACME"]
            assert not ours.installations.was_removed("T1ACME", "", False)

    asyncio.run(story())


def test_with_zero_days_everything_is_deleted_as_soon_as_the_app_is_removed(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        settings = settings_for(door, delete_after_days=0)
        async with process(sqlite_url, settings) as ours, process(sqlite_url, settings) as other:
            await ours.installations.keep(given(door))
            await other.installations.refresh()
            await ours.dispatch.write("T1ACME", fill_every_table)
            await ours.installations.remove("T1ACME")
            await until(lambda: ours.deleted)
            assert set(count(ours.database, "T1ACME").values()) == {0}
            await other.installations.refresh()
            assert other.deleted == ["T1ACME"]

    asyncio.run(story())


def count(database: Database, workspace: str) -> dict[str, int]:
    """How many rows each table has of a workspace."""
    tables = [table for table in SQLModel.metadata.sorted_tables if "workspace" in table.c]
    with database.look() as connection:
        return {
            table.name: connection.exec_driver_sql(
                f"SELECT count(*) FROM {table.name} WHERE workspace = '{workspace}'"
            ).scalar_one()
            for table in tables
        }
