"""A directory at work on a stand-in for the Web API, and what it has learnt."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from bot.dispatch import Dispatch
from bot.slack.learning.directory import Directory
from bot.slack.workplace import Installation
from storage.transactions import Database, Work
from tests.bot.slack.payloads import (
    HOME,
    NOW,
    TEAM,
)
from tests.bot.slack.web_api import WebApi
from tests.storage.delivering import opened

T = TypeVar("T")

PATIENCE = 20
"""Seconds after which something hangs."""


@dataclass
class Homes:
    """The installations there are."""

    homes: dict[str, Installation] = field(default_factory=lambda: {TEAM: HOME})

    def of(self, workspace: str) -> Installation | None:
        return self.homes.get(workspace)

    def all(self) -> list[Installation]:
        return list(self.homes.values())


@dataclass
class World:
    """A directory at work, and what it is made of."""

    directory: Directory
    dispatch: Dispatch
    api: WebApi
    homes: Homes
    now: list[int]

    async def ask(self, question: Callable[[Work], T], workspace: str = TEAM) -> T:
        """Read what was learnt."""
        return await self.dispatch.read(workspace, question)

    async def facts(self) -> int:
        """How many facts are kept."""
        return await self.ask(lambda work: work.last_seq)


async def until(question: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not question():  # noqa: ASYNC110  # it is somebody else's doing that is waited for
            await asyncio.sleep(0.01)


@asynccontextmanager
async def learning(database: Database) -> AsyncIterator[World]:
    now, api, homes = [NOW], WebApi(), Homes()
    dispatch = Dispatch(database, lambda: now[0])
    await dispatch.start()
    directory = Directory(homes, api, dispatch, lambda: now[0], pause=0.01)
    yield World(directory, dispatch, api, homes, now)
    await directory.stop()
    await dispatch.stop()


Story = Callable[[World], Coroutine[None, None, None]]
"""What happens to it."""


def run(url: str, story: Story) -> None:
    """Let it happen, in the database at `url`."""

    async def whole(database: Database) -> None:
        async with learning(database) as world:
            await story(world)

    with opened(url) as database:
        asyncio.run(whole(database))
