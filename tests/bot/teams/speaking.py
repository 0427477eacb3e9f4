"""Speaking: our way to the small connector - one tenant, its connector and sender, nothing else of the program."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.outcomes import Refused
from bot.settings import Settings
from bot.teams.calling.connector import Connector
from bot.teams.calling.credentials import Credentials, Note
from bot.teams.calling.pacing import Paces
from bot.teams.calling.privately import Privately
from bot.teams.send import TeamsSender
from bot.teams.workplace import Tenant
from handlers.answers import Said
from scoring.facts import Micros
from scoring.periods import SECOND
from storage.transactions import Database, Work
from tests.bot.teams.connector_server import APP, TENANT, Server
from tests.storage.small_world import BEGIN

T = TypeVar("T")


@dataclass
class Clock:
    """Time that passes when a test says so."""

    now: Micros = BEGIN

    def __call__(self) -> Micros:
        return self.now


@dataclass
class Homes:
    """One tenant that the bot is in."""

    service: str

    def of(self, workspace: str) -> Tenant | None:
        """The bot there."""
        return Tenant(TENANT, APP, "Acme", self.service) if workspace == TENANT else None

    def all(self) -> list[Tenant]:
        """All of them."""
        return [Tenant(TENANT, APP, "Acme", self.service)]


@dataclass
class Rows:
    """Questions and changes, carried out where they are asked."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    async def read(self, workspace: str, question: Callable[[Work], T]) -> T:
        """What is found."""
        with self.database.read(workspace, self.clock()) as work:
            return question(work)

    async def write(self, workspace: str, change: Callable[[Work], T]) -> T:
        """What it comes to."""
        with self.database.write(workspace, self.clock()) as work:
            return change(work)


@dataclass
class Watch:
    """Time that passes when somebody sleeps."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """At once, for whoever watches from outside."""
        self.now += seconds


async def no_wait(_seconds: float) -> None:
    """In these tests nobody sleeps until it is their turn."""


async def nobody(_audience: str, _tenant: str, _code: str) -> None:
    """Tells nobody."""


def settings(server: Server, **more: Any) -> Settings:
    """As the program would have them, with Microsoft's addresses turned to the small one."""
    given = {
        "teams_app_id": APP,
        "teams_app_secret": "not-a-secret",
        "teams_tenant": TENANT,
        "teams_login_url": f"{server.url}/login",
        "teams_graph_url": f"{server.url}/graph/v1.0",
    }
    return Settings(**{**given, **more})


@asynccontextmanager
async def identified(
    server: Server, note: Note = nobody, clock: Clock | None = None, **more: Any
) -> AsyncIterator[Credentials]:
    """Credentials that get their tokens there."""
    credentials = Credentials(settings(server, **more), None, note, clock or Clock())
    try:
        yield credentials
    finally:
        await credentials.close()


@asynccontextmanager
async def connecting(server: Server, *, seconds: float = 20.0, paces: Paces | None = None) -> AsyncIterator[Connector]:
    """A connector that may call at any pace."""
    async with identified(server) as credentials:
        watch = Watch()
        paces = paces or Paces(watch, watch.sleep)
        connector = Connector(Homes(server.service), credentials, paces, no_wait, seconds)
        try:
            yield connector
        finally:
            await connector.close()


@dataclass
class Finds:
    """Looks for letters in what the small connector keeps, as Graph would."""

    server: Server
    faults: list[Exception] = field(default_factory=list)
    asked: list[tuple[str, str, str, Micros]] = field(default_factory=list)

    async def find_letter(self, workspace: str, channel: str, thread: str, letter: str, since: Micros) -> str | None:
        """The id of its message."""
        self.asked.append((channel, thread, letter, since))
        if self.faults:
            raise self.faults.pop(0)
        conversation = f"{channel};messageid={thread}" if thread else channel
        for each in self.server.messages.get(conversation, []):
            if each["attachments"][0]["content"]["body"][0].get("id") == f"huzzah-{letter}":
                return str(each["id"])
        return None


@dataclass
class Installs:
    """Gives people the app, as far as it may."""

    server: Server
    given: list[str] = field(default_factory=list)
    refused: str = ""
    faults: list[Exception] = field(default_factory=list)
    late: int = 0
    """So many calls still fail afterwards."""

    async def __call__(self, workspace: str, member: str) -> None:
        """They have it now: the connector has no reason to refuse any more."""
        self.given.append(member)
        if self.faults:
            raise self.faults.pop(0)
        if self.refused:
            raise Refused(self.refused)
        for _, fault in self.server.faults:
            fault.times = self.late


@dataclass
class Speech:
    """A sender over the small connector, and what stands around it."""

    server: Server
    rows: Rows
    finds: Finds
    install: Installs
    targeted: str = "auto"
    reactions: bool = True

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[TeamsSender]:
        """The sender; its turns come as the clock of the database says."""
        clock = self.rows.clock

        async def sleep(seconds: float) -> None:
            clock.now += round(seconds * SECOND)

        async with connecting(self.server, paces=Paces(lambda: clock.now / SECOND, sleep)) as connector:
            privately = Privately(connector, self.rows, self.targeted, self.install, no_wait)
            yield TeamsSender(
                connector.installations, connector, privately, self.rows, self.finds, reactions=self.reactions
            )

    def send(self, said: Said, remote: str = "", letter: str = f"{TENANT}:1") -> str:
        """Say one thing."""
        return asyncio.run(self._send(said, remote, letter))

    def find(self, said: Said, letter: str = f"{TENANT}:1", since: Micros = BEGIN) -> str | None:
        """Look for one."""
        return asyncio.run(self._find(said, letter, since))

    async def _send(self, said: Said, remote: str, letter: str) -> str:
        async with self.sending() as sender:
            return await sender.send(TENANT, said, remote, letter)

    async def _find(self, said: Said, letter: str, since: Micros) -> str | None:
        async with self.sending() as sender:
            return await sender.find(TENANT, said, letter, since)


def speech(server: Server, database: Database) -> Speech:
    """All of it."""
    return Speech(server, Rows(database), Finds(server), Installs(server))
