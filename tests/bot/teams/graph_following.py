"""Following for tests: a process of ours that hears of channels through a Graph, at a time to be chosen."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import httpx
import uvicorn
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from bot import clock as real
from bot.dispatch import Dispatch
from bot.sealing import sealing
from bot.settings import Settings
from bot.teams.graph.caller import Graph
from bot.teams.graph.certificates import Certificates
from bot.teams.graph.gaps import Gaps
from bot.teams.graph.hearing import Hearing
from bot.teams.graph.installing import Installing
from bot.teams.graph.making import LIFECYCLE, NOTIFICATIONS, Making
from bot.teams.graph.notifications import Notifications
from bot.teams.graph.reading import Reader
from bot.teams.graph.subscriptions import Subscriptions
from bot.teams.reading.heard import Heard
from bot.teams.receiving.keys import Keys
from bot.teams.workplace import Tenant
from scoring.facts import FactKind, Micros
from storage import conditions, conversations, schema, subscriptions
from storage.conversations import Conversation
from storage.sealing import Sealing
from storage.subscriptions import Subscription
from storage.tables import FactRow, ReactionRow
from storage.transactions import Database, Work
from tests.bot.teams.loopback.teams import Teams, loopback_teams

T = TypeVar("T")
KEY = Fernet.generate_key()
SEALING = sealing(lambda: KEY)
PATIENCE = 30.0
"""Seconds after which something hangs."""


@dataclass
class Clock:
    """The real one, and as much later as one likes."""

    ahead: Micros = 0

    def __call__(self) -> Micros:
        return real.now() + self.ahead


@dataclass
class Homes:
    """The tenants that are served."""

    homes: dict[str, Tenant]

    def of(self, workspace: str) -> Tenant | None:
        return self.homes.get(workspace)

    def all(self) -> list[Tenant]:
        return list(self.homes.values())


@dataclass
class Tokens:
    """Tokens from the stand-in's Entra, by the clock that everybody goes by (msal knows only the real one)."""

    teams: Teams
    clock: Clock
    http: httpx.AsyncClient
    _known: dict[str, tuple[str, Micros]] = field(default_factory=dict)

    async def token(self, audience: Literal["connector", "graph"], tenant: str = "") -> str:
        value, until = self._known.get(tenant, ("", 0))
        if until <= self.clock():
            form = {
                "grant_type": "client_credentials", "client_id": self.teams.world.app,
                "scope": f"{self.teams.url}/.default", "client_secret": self.teams.entra.secret,
            }  # fmt: skip
            answer = await self.http.post(f"{self.teams.login_url}/{tenant}/oauth2/v2.0/token", data=form)
            value = answer.raise_for_status().json()["access_token"]
            self._known[tenant] = (value, self.clock() + answer.json()["expires_in"] * 900_000)
        return value

    async def fresh(self, audience: Literal["connector", "graph"], tenant: str, refused: str) -> str:
        self._known.pop(tenant, None)
        return await self.token(audience, tenant)


@dataclass
class Nobody:
    """A directory that only notes whom it was asked about."""

    met: set[str] = field(default_factory=set)
    noticed: set[str] = field(default_factory=set)

    async def meet(self, workspace: str, members: frozenset[str]) -> None:
        self.met |= members

    async def notice(self, workspace: str, heard: Heard) -> None:
        self.noticed |= heard.people


@dataclass
class Process:
    """What one process has of it."""

    teams: Teams
    database: Database
    dispatch: Dispatch
    graph: Graph
    subscriptions: Subscriptions
    notifications: Notifications
    reader: Reader
    installing: Installing
    directory: Nobody
    settings: Settings
    clock: Clock
    base: str
    workspace: str

    async def turn(self) -> None:
        """See to everything that is due, once."""
        await self.subscriptions.turn()

    async def reactions(self) -> set[tuple[str, str, str]]:
        """(message, member's handle, emoji) of all that are on."""

        def look() -> set[tuple[str, str, str]]:
            with self.database.look() as connection:
                row = ReactionRow
                query = select(row.message, row.member, row.emoji).where(row.is_on > 0)  # type: ignore[call-overload]  # SQLModel's columns
                return {(m, self.handle(who), emoji) for m, who, emoji in connection.execute(query)}

        return await asyncio.to_thread(look)

    def handle(self, member: str) -> str:
        """How tests call somebody."""
        found = self.teams.world.people.get(member)
        return found.handle if found else member

    async def facts(self, *kinds: FactKind) -> list[tuple[str, str, Micros]]:
        """(kind, message, when) of what was kept, in order."""

        def look() -> list[tuple[str, str, Micros]]:
            with self.database.look() as connection:
                query = select(FactRow.kind, FactRow.message, FactRow.at).order_by(FactRow.seq)  # type: ignore[call-overload]  # the same
                wanted = [str(each) for each in kinds]
                return [tuple(row) for row in connection.execute(query) if not wanted or row[0] in wanted]

        return await asyncio.to_thread(look)

    async def kept(self, channel: str) -> Subscription:
        """What is kept of one subscription."""
        found = await self.dispatch.read(self.workspace, lambda work: subscriptions.one(work, channel))
        assert found is not None
        return found

    async def condition(self, name: str) -> str:
        """What the doctor would say."""
        said = await self.dispatch.read(self.workspace, lambda work: conditions.get(work, name))
        return said[0] if said else ""

    async def until(self, so: Callable[[], object]) -> None:
        """Returns once it is so."""
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(so):  # noqa: ASYNC110  # it happens in another thread
                await asyncio.sleep(0.02)

    async def settled(self) -> None:
        """Every notification was taken, or given up."""
        await asyncio.to_thread(self.teams.settle)

    async def do(self, act: Callable[[], T]) -> T:
        """People do something."""
        return await asyncio.to_thread(act)


@contextmanager
def company(**options: Any) -> Iterator[tuple[Teams, Clock]]:
    """The usual tenant, with the app in its team, and the clock that everybody goes by."""
    clock = Clock()
    with loopback_teams(**{"limits": False, "retry_scale": 0.001, **options}) as teams:
        teams.do(lambda: setattr(teams.world, "clock", clock))
        teams.install("Acme")
        yield teams, clock


@asynccontextmanager
async def process(
    url: str,
    teams: Teams,
    clock: Clock,
    *,
    with_key: Sealing = SEALING,
    join: str = "*",
    more: Mapping[str, Any] | None = None,
) -> AsyncIterator[Process]:
    """Running until the block ends; its rounds don't turn by themselves. `join` names one channel; `more`: settings."""
    listening = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = _settings(teams, base, more or {})
    home = Tenant(teams.entra.home, teams.world.app, "Acme", teams.service_url)
    database = Database(url, sealing=with_key)
    schema.prepare(database)
    dispatch = Dispatch(database, clock)
    await dispatch.start()
    http = httpx.AsyncClient()
    keys = Keys(f"{teams.login_url}/common/v2.0/.well-known/openid-configuration", clock, http)
    homes, directory = Homes({home.workspace: home}), Nobody()
    graph = Graph(homes, Tokens(teams, clock, http), settings)
    certificates = Certificates(database, with_key, clock)
    making = Making(dispatch, graph, certificates, with_key, settings, clock)
    hearing = Hearing(dispatch, directory, clock)
    kept = Subscriptions(homes, dispatch, making, Gaps(graph, hearing), certificates, settings, clock)
    notifications = Notifications(
        homes, dispatch, keys, certificates, making.secret_of, kept, hearing, settings, clock
    )  # fmt: skip
    server = _server(notifications)
    serving = asyncio.create_task(server.serve([listening]))
    made = Process(
        teams, database, dispatch, graph, kept, notifications, Reader(homes, dispatch, graph),
        Installing(graph, dispatch, teams.world.app), directory, settings, clock, base, home.workspace,
    )  # fmt: skip

    if join:
        await made.dispatch.write(home.workspace, lambda work: _join(work, teams, join))
    try:
        yield made
    finally:
        await kept.stop()
        await notifications.stop()
        server.should_exit = True
        await serving
        await keys.stop()
        await graph.close()
        await http.aclose()
        await dispatch.stop()
        database.close()


def _join(work: Work, teams: Teams, only: str) -> None:
    for team in teams.world.teams.values():
        for place in teams.world.channels(team.id):
            kind = conversations.TEAM if place.id == team.id else conversations.CHANNEL
            if only in ("*", place.name) and teams.world.hears(place):
                conversations.keep(work, Conversation(place.id, kind, team=team.id, group_id=team.group))


def _settings(teams: Teams, base: str, more: Mapping[str, Any]) -> Settings:
    usual: dict[str, Any] = {
        "data_dir": Path("nowhere"), "public_url": base, "teams_app_id": teams.world.app,
        "teams_app_secret": SecretStr(teams.entra.secret), "teams_tenant": teams.entra.home,
        "teams_login_url": teams.login_url, "teams_graph_url": teams.graph_url,
    }  # fmt: skip
    return Settings(**{**usual, **more})


def _server(notifications: Notifications) -> uvicorn.Server:
    routes = [
        Route(NOTIFICATIONS, notifications.endpoint, methods=["POST"]),
        Route(LIFECYCLE, notifications.lifecycle, methods=["POST"]),
    ]
    return uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off"))
