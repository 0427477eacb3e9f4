"""Receiving for tests: a listener behind real HTTP, with real keys and a real database, among neighbours that note."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.dispatch import Unavailable
from bot.teams.calling.calls import Call
from bot.teams.listen import Listener, Patience
from bot.teams.reading.heard import Heard
from bot.teams.receiving.keys import Keys, Pace
from bot.teams.receiving.neighbours import Neighbours
from bot.teams.receiving.tokens import Tokens
from bot.teams.workplace import Tenant
from storage.schema import prepare
from storage.transactions import Database
from tests.bot.fussy import Fussy
from tests.bot.teams.gate import ALL, CONNECTOR, ITS_OWN, TENANT, WEBCHAT
from tests.bot.teams.keys_server import APP, ISSUER, SERVICE, Json, KeyServer, claims, key_server
from tests.storage.small_world import BEGIN

HOME = Tenant(TENANT, APP, "Acme", SERVICE)
ANA, BEN = "aaaaaaaa-1111-0000-0000-000000000001", "aaaaaaaa-1111-0000-0000-000000000002"
TEAM, CHANNEL = "19:team@thread.tacv2", "19:room@thread.tacv2"
PERSONAL = "a:1personal"
HURRIED = Patience(names=0.05, commit=0.2)
PATIENT = Patience(names=20, commit=20)


@dataclass
class Homes:
    """The tenants there are."""

    known: dict[str, Tenant] = field(default_factory=lambda: {TENANT: HOME})
    came: list[tuple[str, str]] = field(default_factory=list)
    away: bool = False

    def allowed(self, tenant: str) -> bool:
        """Only those."""
        return tenant in self.known

    async def seen(self, tenant: str, service: str = "") -> Tenant:
        """Where it is."""
        if self.away:
            raise Unavailable("the database is away")
        self.came.append((tenant, service))
        return self.known[tenant]

    def all(self) -> Sequence[Tenant]:
        """Where the bot is."""
        return list(self.known.values())


@dataclass
class Notebook:
    """The directory: who was asked for, met and noticed."""

    aliases: dict[str, str] = field(default_factory=dict)
    resolved: list[tuple[frozenset[str], str]] = field(default_factory=list)
    learnt: dict[str, str] = field(default_factory=dict)
    met: list[frozenset[str]] = field(default_factory=list)
    noticed: list[Heard] = field(default_factory=list)
    unsettled: set[str] = field(default_factory=set)
    slow: bool = False
    away: bool = False
    failing: Exception | None = None

    async def resolve(
        self, workspace: str, ids: Collection[str], *, channel: str = "", service: str = ""
    ) -> Mapping[str, str]:
        """Who they are."""
        self.resolved.append((frozenset(ids), channel))
        if self.slow:
            await asyncio.sleep(600)
        if self.failing:
            raise self.failing
        return {ident: self.aliases.get(ident, ident) for ident in ids}

    async def know(self, workspace: str, pairs: Mapping[str, str]) -> None:
        """An activity says so itself."""
        self.learnt |= pairs

    async def meet(self, workspace: str, members: Collection[str], *, channel: str = "", service: str = "") -> None:
        """Somebody is named."""
        self.met.append(frozenset(members))
        if self.slow:
            await asyncio.sleep(600)

    def is_settled(self, workspace: str, member: str) -> bool:
        """Whether it is known who they are."""
        return member not in self.unsettled

    async def notice(self, workspace: str, heard: Heard) -> None:
        """Something came."""
        if self.away:
            raise Unavailable("the database is away")
        self.noticed.append(heard)


@dataclass
class Answers:
    """Says what is said afterwards, or fails."""

    made: list[Call] = field(default_factory=list)
    failing: Exception | None = None

    async def make(self, workspace: str, calls: Sequence[Call]) -> None:
        """Write it down."""
        await asyncio.sleep(0)
        self.made += calls
        if self.failing:
            raise self.failing

    def words(self) -> str:
        """All of it, as it would be sent."""
        return json.dumps([call.activity for call in self.made])


@dataclass
class Scene:
    """A listener and everything around it."""

    dispatch: Fussy
    listener: Listener
    keys: Keys
    server: KeyServer
    http: httpx.AsyncClient
    homes: Homes
    notebook: Notebook
    answers: Answers

    async def post(self, body: bytes, token: str | None = None, **headers: str) -> httpx.Response:
        """What the connector would send; without a token, one that it signs just now."""
        given = CONNECTOR.sign(claims()) if token is None else token
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {given}", **headers}
        return await self.http.post("/teams/messages", content=body, headers=sent)

    async def send(self, activity: Json, token: str | None = None) -> httpx.Response:
        """An activity."""
        return await self.post(json.dumps(activity).encode(), token)

    async def settled(self) -> None:
        """Everything that follows an answer has happened."""
        await self.listener.after.stop()

    async def with_keys(self) -> None:
        """The keys have been fetched."""
        self.server.away = False
        self.server.awake.set()
        self.keys.start()
        await asyncio.sleep(0)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "keys fetch"))

    def kinds(self) -> list[str]:
        """Kinds of the facts that are written."""
        return self.dispatch.kinds(TENANT)


Play = Callable[[Scene], Awaitable[None]]
Playing = Callable[..., None]
"""Takes a Play, and a Patience, or a Pace of the keys, where the usual one won't do."""


@asynccontextmanager
async def scene(folder: Path, patience: Patience, pace: Pace) -> AsyncIterator[Scene]:
    """A running listener with its own database."""
    database = Database(f"sqlite:///{folder / 'huzzah.sqlite'}")
    prepare(database)
    dispatch, homes, notebook, answers = Fussy(database), Homes(), Notebook(), Answers()
    async with key_server(CONNECTOR, WEBCHAT, ALL, ITS_OWN) as server, httpx.AsyncClient() as outwards:
        keys = Keys(server.url, lambda: BEGIN, outwards, pace)
        neighbours = Neighbours(dispatch, homes, notebook, answers, lambda: BEGIN)
        listener = Listener(neighbours, Tokens(keys, APP, ISSUER), patience=patience)
        app = Starlette(routes=[Route("/teams/messages", listener.endpoint, methods=["POST"])])
        async with served(app) as url, httpx.AsyncClient(base_url=url, timeout=30) as http:
            await dispatch.start()
            yield Scene(dispatch, listener, keys, server, http, homes, notebook, answers)
            dispatch.awake.set()
            await listener.stop()
            await keys.stop()
            await dispatch.stop()
    database.close()


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """The address of an application on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=3))
        task = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.wait({task}, timeout=0.005)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await task


def playing_in(folder: Path) -> Playing:
    """Plays a scene to its end."""

    def play(play: Play, patience: Patience = PATIENT, pace: Pace | None = None) -> None:
        async def run() -> None:
            async with scene(folder, patience, pace or Pace(wait=20)) as stage:
                await play(stage)

        asyncio.run(run())

    return play
