"""Installations of several processes: what one learns late, or of an older token, doesn't undo what another did."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.bot.slack.door import ACME, Door, opened_door
from tests.bot.slack.settled import given, process, settings_for, until

TOKEN = "xoxb-of-the-settings"


@pytest.fixture
def door() -> Iterator[Door]:
    """Slack's door."""
    with opened_door() as door:
        yield door


@pytest.mark.parametrize("way", ["left", "confirm"])
def test_an_older_token_that_is_refused_does_not_remove_what_was_installed_anew(
    database_url: str, door: Door, way: str
) -> None:
    async def story() -> None:
        async with process(database_url, settings_for(door)) as one, process(database_url, settings_for(door)) as two:
            old, new = given(door), given(door)
            await one.installations.keep(old)
            assert await two.installations.seek("T1ACME", "", False) == old
            door.revoked.add(old.token)
            await one.installations.keep(new)
            assert not await getattr(two.installations, way)("T1ACME")
            assert two.installations.client("T1ACME").token == new.token
            await one.installations.refresh()
            assert one.installations.of("T1ACME") == new

    asyncio.run(story())


def test_a_workspace_that_came_back_by_another_process_is_seen_at_once(database_url: str, door: Door) -> None:
    async def story() -> None:
        async with process(database_url, settings_for(door)) as one, process(database_url, settings_for(door)) as two:
            await two.installations.keep(given(door))
            assert await two.installations.remove("T1ACME")
            new = given(door)
            await one.installations.keep(new)
            assert await two.installations.seek("T1ACME", "", False) == new

    asyncio.run(story())


def test_an_app_that_comes_back_with_the_token_of_the_settings_is_noticed_soon(sqlite_url: str, door: Door) -> None:
    door.install(ACME, TOKEN)

    async def story() -> None:
        async with process(sqlite_url, settings_for(door, TOKEN)) as ours:
            await until(lambda: ours.installations.of("T1ACME"))
            asked = len(door.asked)
            door.revoked.add(TOKEN)
            assert await ours.installations.left("T1ACME")
            await until(lambda: len(door.asked) > asked + 1)
            assert ours.installations.of("T1ACME") is None

    asyncio.run(story())
