"""A process of ours with its installations, against the stand-in for Slack's door, at a time one can choose."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.dispatch import Dispatch
from bot.sealing import sealing
from bot.settings import Settings
from bot.slack.installing.identity import from_oauth
from bot.slack.installing.installations import Installations
from bot.slack.installing.web import Answer
from bot.slack.workplace import Installation
from scoring.facts import Micros
from storage import conditions, schema
from storage.sealing import Sealing
from storage.transactions import Database
from tests.bot.slack.door import ACME, CLIENT, SECRET, Door
from tests.storage.plain_company import NOON

SEALING = sealing(Fernet.generate_key)


@dataclass
class Clock:
    """Stands still until it is set."""

    at: Micros = NOON

    def __call__(self) -> Micros:
        return self.at


@dataclass
class Process:
    """What one process has of it."""

    database: Database
    dispatch: Dispatch
    installations: Installations
    settings: Settings
    clock: Clock
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def condition(self, workspace: str) -> str:
        """What the doctor would say of its token."""
        with self.database.read(workspace, self.clock()) as work:
            said = conditions.get(work, "token")
        return said[0] if said else ""


def settings_for(door: Door, token: str = "", delete_after_days: int = 30) -> Settings:
    """The settings of a Huzzah that others can install."""
    return Settings(
        data_dir=Path("nowhere"),
        public_url="https://huzzah.example.com",
        slack_api_url=door.url,
        slack_client_id=CLIENT,
        slack_client_secret=SecretStr(SECRET),
        slack_bot_token=SecretStr(token),
        slack_delete_after_days=delete_after_days,
    )


async def until(so: Callable[[], object]) -> None:
    """Returns once it is so; hangs no longer than half a minute."""
    async with asyncio.timeout(30):
        while not so():  # noqa: ASYNC110  # what is waited for happens in another thread, or at Slack
            await asyncio.sleep(0.02)


@asynccontextmanager
async def process(
    url: str, settings: Settings, *, clock: Clock | None = None, with_key: Sealing = SEALING
) -> AsyncIterator[Process]:
    """Running until the block ends."""
    clock = clock or Clock()
    database = Database(url, sealing=with_key)
    schema.prepare(database)
    dispatch = Dispatch(database, clock)
    await dispatch.start()
    changed: list[str] = []
    deleted: list[str] = []
    installations = Installations(
        database, dispatch, with_key, clock, settings, changed=changed.append, deleted=deleted.append
    )
    await installations.start()
    try:
        yield Process(database, dispatch, installations, settings, clock, changed, deleted)
    finally:
        await installations.stop()
        await dispatch.stop()
        database.close()


def given(door: Door, now: Micros = NOON, where: dict[str, object] = ACME) -> Installation:
    """What Slack gives for a code, without the pages."""
    return from_oauth(Answer(door._given(dict(where)), {}), now)
