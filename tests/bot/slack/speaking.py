"""Speaking: our way to the stand-in for Slack - one workspace, its caller and sender, nothing else of the program."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calling.caller import Caller
from bot.slack.calling.pacing import Paces
from bot.slack.installing.web import Web
from bot.slack.send import SlackSender
from bot.slack.workplace import Installation, NotInstalled
from scoring.facts import Micros
from storage.transactions import Database, Work
from tests.bot.slack.loopback.slack import Slack
from tests.bot.slack.loopback.tokens import SCOPES
from tests.storage.small_world import BEGIN

T = TypeVar("T")
TEAM = "T0ACME"
PATIENT = 20.0
"""Seconds; only what hangs takes as long."""


async def no_wait(_seconds: float) -> None:
    """In these tests nobody sleeps until it is their turn."""


@dataclass
class Homes:
    """One installed workspace."""

    token: str
    web: Web
    bot_user: str
    scopes: frozenset[str] = SCOPES
    doubted: list[str] = field(default_factory=list)

    def of(self, workspace: str) -> Installation | None:
        """The app there."""
        if workspace != TEAM:
            return None
        url = "https://acme.slack.com/"
        return Installation(TEAM, TEAM, url=url, bot_user=self.bot_user, scopes=self.scopes, token=self.token)

    def client(self, workspace: str) -> AsyncWebClient:
        """A client of the program's own kind."""
        if workspace != TEAM:
            raise NotInstalled(workspace)
        return self.web.client(self.token)

    async def confirm(self, workspace: str) -> bool:
        """The token was refused."""
        self.doubted.append(workspace)
        return False


@dataclass
class Reads:
    """Questions, answered where they are asked."""

    database: Database
    now: Micros = BEGIN

    async def read(self, workspace: str, question: Callable[[Work], T]) -> T:
        """What is found."""
        with self.database.read(workspace, self.now) as work:
            return question(work)


@asynccontextmanager
async def calling(slack: Slack, *, seconds: float = PATIENT) -> AsyncIterator[Caller]:
    """A caller that may call at any pace."""
    web = Web(slack.api_url)
    await web.start()
    homes = Homes(_token(slack), web, slack.bot())
    caller = Caller(homes, Paces(sleep=no_wait), slack.api_url, seconds)
    try:
        yield caller
    finally:
        await caller.close()
        await web.stop()


@asynccontextmanager
async def sending(slack: Slack, database: Database, *, seconds: float = PATIENT) -> AsyncIterator[SlackSender]:
    """A sender over such a caller."""
    async with calling(slack, seconds=seconds) as caller:
        assert isinstance(caller.installations, Homes)
        yield SlackSender(caller.installations, caller, Reads(database))


def _token(slack: Slack) -> str:
    return next(value for value, token in slack.tokens.tokens.items() if token.installed is not None)
