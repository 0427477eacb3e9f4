"""A process that learns: installations and a directory against the small company, at a time one can choose."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.dispatch import Dispatch
from bot.settings import Settings
from bot.teams.calling.connector import Connector
from bot.teams.calling.pacing import Paces
from bot.teams.graph.caller import Graph
from bot.teams.learning.directory import Directory
from bot.teams.learning.installations import Installations
from bot.teams.reading.heard import Heard, Present
from storage import schema
from storage.transactions import Database, Work
from tests.bot.teams.roster_server import ACME, APP, GROUP_ID, TEAM, Company, company_at
from tests.storage.plain_company import NOON

T = TypeVar("T")
PATIENCE = 20
"""Seconds after which something hangs."""


@dataclass
class Clock:
    """Stands still until it is set."""

    at: int = NOON

    def __call__(self) -> int:
        return self.at


class Tokens:
    """The one token that the small company takes."""

    async def token(self, audience: Literal["connector", "graph"], tenant: str = "") -> str:
        return "token"

    async def fresh(self, audience: Literal["connector", "graph"], tenant: str, refused: str) -> str:
        return "token"


@dataclass
class Seconds:
    """Sleeping takes no time here, and yet it passes."""

    slept: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.slept

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        await asyncio.sleep(0)


@dataclass
class World:
    """What one process has."""

    company: Company
    database: Database
    dispatch: Dispatch
    installations: Installations
    directory: Directory
    settings: Settings
    clock: Clock
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    async def ask(self, question: Callable[[Work], T], workspace: str = ACME) -> T:
        """Read what was learnt."""
        return await self.dispatch.read(workspace, question)

    async def write(self, change: Callable[[Work], T], workspace: str = ACME) -> T:
        """Change something."""
        return await self.dispatch.write(workspace, change)

    async def facts(self) -> tuple[int, int]:
        """How many facts are kept, and how often anything was changed."""
        return await self.ask(lambda work: (work.last_seq, work.stamp))

    async def arrive(self, channel: str = TEAM, kind: str = "team", **more: Any) -> None:
        """The bot came somewhere."""
        await self.installations.seen(ACME, self.company.service)
        await self.notice(here(channel, kind, service=self.company.service, **more))

    async def notice(self, *asides: Any, **more: Any) -> None:
        """An activity told this."""
        await self.directory.notice(ACME, Heard(asides=asides, **more))

    async def learnt(self) -> None:
        """What the bot met was learnt whole."""
        await self.arrive()
        assert await self.directory.refresh(ACME)


def here(channel: str, kind: str, *, installed: bool = True, **more: Any) -> Present:
    """The bot is there."""
    team = {"team": TEAM, "group_id": GROUP_ID} if kind in ("team", "channel") else {}
    return Present(channel, kind, **{**team, "installed": installed, **more})


def settings(**more: Any) -> Settings:
    """Those of a Huzzah that serves one tenant."""
    given = {"teams_app_id": APP, "teams_tenant": ACME, "teams_admins": "Ben@Acme.example", "data_dir": Path("nowhere")}
    return Settings(**{**given, **more})


async def until(so: Callable[[], object]) -> None:
    """Returns once it is so."""
    async with asyncio.timeout(PATIENCE):
        while not so():  # noqa: ASYNC110  # it is somebody else's doing that is waited for
            await asyncio.sleep(0.01)


@asynccontextmanager
async def process(url: str, company: Company, clock: Clock | None = None, **more: Any) -> AsyncIterator[World]:
    """Running until the block ends; the directory learns only what the test asks for."""
    clock, database = clock or Clock(), Database(url)
    schema.prepare(database)
    dispatch = Dispatch(database, clock)
    await dispatch.start()
    given = settings(teams_graph_url=f"{company.url}/graph", **more)
    changed: list[str] = []
    deleted: list[str] = []
    installations = Installations(database, dispatch, clock, given, changed.append, deleted.append)
    passing = Seconds()
    connector = Connector(installations, Tokens(), Paces(passing, passing.sleep), passing.sleep)
    graph = Graph(installations, Tokens(), given)
    directory = Directory(installations, connector, graph, dispatch, clock, given, pause=0.001)
    await installations.refresh()
    try:
        yield World(company, database, dispatch, installations, directory, given, clock, changed, deleted)
    finally:
        await directory.stop()
        await installations.stop()
        await connector.close()
        await graph.close()
        await dispatch.stop()
        database.close()


Story = Callable[[World], Coroutine[None, None, None]]
"""What happens to it."""


def run(url: str, *stories: Story, given: Sequence[Mapping[str, Any]] = ()) -> None:
    """Let them happen in the database at `url`, each in a process of its own, with other settings where `given`."""

    async def whole(company: Company) -> None:
        for number, story in enumerate(stories):
            async with process(url, company, **(given[number] if given else {})) as world:
                await story(world)

    with company_at() as company:
        asyncio.run(whole(company))
