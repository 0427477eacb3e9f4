"""Installations: the tenants that the bot serves, how each is reached, and what happens when one comes or goes."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot.dispatch import Dispatch, Unavailable
from bot.rounds import Round, Threads
from bot.settings import Settings
from bot.shapes import address, name, table
from bot.teams.configured import ANY, listed
from bot.teams.workplace import NotInstalled, Tenant, object_id
from scoring.facts import Micros
from scoring.periods import DAY, SECOND
from storage import conversations, installations, leaving
from storage.finding import set_platform
from storage.installations import Kept
from storage.transactions import Database, Work

PLATFORM: Final = "teams"
EVERY_MINUTE: Final = 60.0
EVERY_HOUR: Final = 3600.0
SETTLED: Final = 3_600 * SECOND
"""Microseconds: a tenant has several addresses, and isn't written down anew whenever the other one is named."""

log = structlog.get_logger()


def _nothing(_workspace: str) -> None:
    pass


@dataclass(slots=True)
class Installations:
    """All tenants where the bot is. Stop it before the dispatch, which writes down what is on its way."""

    database: Database
    dispatch: Dispatch
    clock: Callable[[], Micros]
    settings: Settings
    changed: Callable[[str], None] = _nothing
    """Told when a tenant came or went, here or in another process."""
    deleted: Callable[[str], None] = _nothing
    """Told when everything about a tenant was deleted."""
    _allowed: frozenset[str] = frozenset()
    _homes: dict[str, Tenant] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _told: dict[str, Micros] = field(default_factory=dict)
    """When the address of a tenant was last written down."""
    _rounds: dict[str, Round] = field(default_factory=dict)
    _threads: Threads = field(default_factory=Threads)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        """Nothing is opened yet."""
        written = listed(f"{self.settings.teams_tenant},{self.settings.teams_tenants}")
        self._allowed = frozenset(each.lower() for each in written)

    async def start(self) -> None:
        """Read what is kept, and begin to look and to tidy up."""
        with suppress(Unavailable):
            await self.refresh()
        turns = {"tenants": self._look, "departed tenants": self._tidy}
        self._rounds = {title: Round(title, turn) for title, turn in turns.items()}
        for each in self._rounds.values():
            each.start()

    async def stop(self) -> None:
        """Finish what is on its way."""
        for each in self._rounds.values():
            await each.stop()
        await self._threads.finish()

    def allowed(self, tenant: str) -> bool:
        """Whether the settings let this tenant be served."""
        home = object_id(tenant)
        return bool(home) and (home in self._allowed or ANY in self._allowed)

    def of(self, workspace: str) -> Tenant | None:
        """The bot in a tenant."""
        return self._homes.get(workspace)

    def here(self, workspace: str) -> Tenant:
        """The same. Raises NotInstalled."""
        home = self._homes.get(workspace)
        if home is None:
            raise NotInstalled(workspace, gone=workspace in self._gone)
        return home

    def all(self) -> list[Tenant]:
        """Everywhere the bot is."""
        return list(self._homes.values())

    def serves(self, workspace: str) -> bool:
        """Whether the bot is there."""
        return workspace in self._homes

    def was_removed(self, workspace: str) -> bool:
        """Whether it was there: what still comes from it can be taken and dropped."""
        return workspace in self._gone

    async def seen(self, tenant: str, service: str = "") -> Tenant:
        """Something came from a tenant: it is served from now on, also if the bot had been removed there.

        Raises NotInstalled if the settings don't allow it, and Unavailable.
        """
        workspace = object_id(tenant)
        if not self.allowed(workspace):
            raise NotInstalled(workspace or tenant)
        home, reached = self._homes.get(workspace), address(service)
        if home is not None and not self._is_news(home, reached):
            return home
        async with self._lock:
            home = self._homes.get(workspace)
            if home is not None and not self._is_news(home, reached):
                return home  # whoever came with the same news was quicker
            kept = await self.dispatch.write(workspace, lambda work: self._keep(work, reached))
            self._homes[workspace] = self._understood(kept)
            self._gone.discard(workspace)
            self._told[workspace] = self.clock()
        if home is None:
            log.info("tenant_seen", workspace=workspace)
            self.changed(workspace)
        return self._homes[workspace]

    async def call(self, workspace: str, title: str) -> None:
        """The tenant is called like this, unless it has a name already. Raises Unavailable."""
        home = self._homes.get(workspace)
        if home is None or home.name or not name(title):
            return

        def write(work: Work) -> Kept | None:
            kept = installations.one(work)
            if kept is not None and not name(_data(kept).get("name")):
                installations.describe(work, _as_data(name(title), name(_data(kept).get("service"))))
                installations.call(work, name(title))
            return installations.one(work)

        async with self._lock:
            kept = await self.dispatch.write(workspace, write)
            if kept is not None and not kept.gone_at:
                self._homes[workspace] = self._understood(kept)

    async def lose(self, workspace: str, channel: str) -> bool:
        """The bot isn't in a conversation any more; whether that was the last one, so that it left the tenant."""
        return await self._leave(workspace, lambda work: conversations.lose(work, channel))

    async def refresh(self) -> None:
        """Read what is kept once more: another process may have changed it. Raises Unavailable."""
        async with self._lock:
            kept = await self._threads.run(installations.every, self.database, PLATFORM)
            before, gone_before = self._homes, self._gone
            present = [each for each in kept if not each.gone_at and self.allowed(each.workspace)]
            self._homes = {each.workspace: self._understood(each) for each in present}
            self._gone = {each.workspace for each in kept if each.gone_at}
        for workspace in before.keys() ^ self._homes.keys():
            self.changed(workspace)
        for workspace in (before.keys() | gone_before) - {each.workspace for each in kept}:
            # Deleted, and perhaps begun anew one day: what this process remembers of it would be wrong.
            self.database.forget(workspace)
            self.deleted(workspace)

    def _keep(self, work: Work, reached: str) -> Kept:
        kept = installations.one(work)
        data = _data(kept) if kept is not None else {}
        told = _as_data(name(data.get("name")), reached or name(data.get("service")))
        if kept is None or kept.gone_at:
            installations.keep(work, PLATFORM, told, "", 0)
            set_platform(work, PLATFORM)
            installations.call(work, name(data.get("name")))
        elif kept.data != told:
            installations.describe(work, told)
        found = installations.one(work)
        if found is None:
            raise LookupError("an installation that was just kept is gone")
        return found

    def _is_news(self, home: Tenant, reached: str) -> bool:
        if not reached or reached == home.service:
            return False
        return not home.service or self._told.get(home.workspace, 0) + SETTLED <= self.clock()

    def _understood(self, kept: Kept) -> Tenant:
        data = _data(kept)
        app = self.settings.teams_app_id.lower()
        return Tenant(kept.workspace, app, name(data.get("name")), address(data.get("service")))

    async def _leave(self, workspace: str, first: Callable[[Work], None]) -> bool:
        def write(work: Work) -> bool:
            first(work)
            return not conversations.is_anywhere(work) and leaving.leave(work)

        async with self._lock:
            gone = await self.dispatch.write(workspace, write)
            if gone:
                self._homes.pop(workspace, None)
                self._gone.add(workspace)
        if gone:
            log.info("removed", workspace=workspace, deleted_in_days=self.settings.teams_delete_after_days)
            self.changed(workspace)
            if "departed tenants" in self._rounds:
                self._rounds["departed tenants"].wake()
        return gone

    async def _look(self) -> float:
        await self.refresh()
        return EVERY_MINUTE

    async def _tidy(self) -> float:
        # Something that had long been on its way may have brought back a tenant after the last good-bye.
        late = await self._threads.run(conversations.deserted, self.database, PLATFORM, self.clock() - SETTLED)
        for workspace in late:
            await self._leave(workspace, lambda _work: None)
        before = self.clock() - self.settings.teams_delete_after_days * DAY
        for workspace in await self._threads.run(installations.departed, self.database, PLATFORM, before):
            number = await self._threads.run(leaving.delete_departed, self.database, workspace, before)
            if number:
                log.info("workspace_deleted", workspace=workspace, rows=number)
                self._gone.discard(workspace)
                self.deleted(workspace)
        return EVERY_HOUR


def _data(kept: Kept) -> dict[str, object]:
    try:
        return dict(table(json.loads(kept.data)))
    except ValueError:
        return {}


def _as_data(title: str, service: str) -> str:
    return json.dumps({"name": title, "service": service}, ensure_ascii=False, sort_keys=True)
