"""Installations: where the app is, how each workspace is reached, and what happens when one comes or goes."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.dispatch import Dispatch, Unavailable
from bot.rounds import Round, Threads
from bot.settings import Settings
from bot.slack.installing import identity
from bot.slack.installing.introduction import Introduction, call_it
from bot.slack.installing.tokens import PLATFORM, REMOVED, Renewal
from bot.slack.installing.web import SlackAway, SlackRefused, Web, asked
from bot.slack.workplace import Installation, NotInstalled
from scoring.facts import Micros
from scoring.periods import DAY
from storage import installations, leaving
from storage.installations import Kept
from storage.sealing import Sealing, WrongKey
from storage.transactions import Database, Work

log = structlog.get_logger()

EVERY_MINUTE = 60.0
EVERY_HOUR = 3600.0
PATIENCE = 3.0
"""Seconds that the start waits to learn whose token is in the settings, if nobody knows yet."""
QUICK = 5.0
"""Seconds in which Slack may object to a notice of removal."""


def _nothing(_workspace: str) -> None:
    pass


@dataclass(slots=True)
class Installations:
    """All workspaces where the app is. Stop it before the dispatch, which writes down what is on its way."""

    database: Database
    dispatch: Dispatch
    sealing: Sealing
    clock: Callable[[], Micros]
    settings: Settings
    changed: Callable[[str], None] = _nothing
    """Told when a workspace came or went, here or in another process."""
    deleted: Callable[[str], None] = _nothing
    """Told when everything about a workspace was deleted."""
    web: Web = field(init=False)
    _homes: dict[str, Installation] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _kept: set[str] = field(default_factory=set)
    """Where the app is by what is kept, whether a key here opens its token or not."""
    _read: dict[str, tuple[Kept, Installation]] = field(default_factory=dict)
    _clients: dict[str, AsyncWebClient] = field(default_factory=dict)
    _rounds: dict[str, Round] = field(default_factory=dict)
    _threads: Threads = field(default_factory=Threads)
    _reads: int = 0
    _seeking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _renewal: Renewal = field(init=False)
    _introduction: Introduction = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is opened yet."""
        self.web = Web(self.settings.slack_api_url)
        self._renewal = Renewal(
            self.dispatch,
            self.sealing,
            self.settings,
            self.web,
            self._threads,
            renewed=self.refresh,
            doubted=self._doubt,
        )
        token = self.settings.slack_bot_token.get_secret_value().strip()
        self._introduction = Introduction(
            self.dispatch, token, self.web, self._mine, introduced=self.refresh, removed=self.remove
        )

    async def start(self) -> None:
        """Read what is kept, and begin to renew, to look and to tidy up; where Slack is away, that comes later."""
        await self.web.start()
        with suppress(Unavailable):
            await self.refresh()
        turns = {"installations": self._look, "tokens": self._renew, "departed workspaces": self._tidy}
        if self._introduction.token:
            turns["token of the settings"] = self._introduction.turn
        self._rounds = {name: Round(name, turn) for name, turn in turns.items()}
        for each in self._rounds.values():
            each.start()
        if self._introduction.token and not self._mine():
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._introduction.tried.wait()

    async def stop(self) -> None:
        """Finish renewals on their way, and close the connections."""
        for each in self._rounds.values():
            await each.stop()
        await self._renewal.stop()
        await self._threads.finish()
        await self.web.stop()
        self._clients.clear()

    def find(self, team: str, enterprise: str, org: bool) -> Installation | None:
        """Whose payload this is; of an organisation's workspace without one of its own, the organisation's.

        None may also mean that another process has just written it down: it is looked up soon, so ask Slack to come
        again unless `was_removed`. `seek` looks at once.
        """
        for workspace in _candidates(team, enterprise, org):
            if workspace in self._homes:
                return self._homes[workspace]
        if "installations" in self._rounds:
            self._rounds["installations"].wake()
        return None

    async def seek(self, team: str, enterprise: str, org: bool) -> Installation | None:
        """The same, after a look into the database if it isn't known. Raises Unavailable."""
        found = self.find(team, enterprise, org)
        if found is None:
            # Perhaps another process installed it. Many may miss it at once: what is read from now on serves them all.
            wanted = self._reads + 1
            async with self._seeking:
                if self._reads < wanted:
                    await self.refresh()
            found = self.find(team, enterprise, org)
        return found

    def of(self, workspace: str) -> Installation | None:
        """The app in a workspace."""
        return self._homes.get(workspace)

    def was_removed(self, team: str, enterprise: str, org: bool) -> bool:
        """Whether the app was there: what still comes from it can be taken and dropped."""
        return any(workspace in self._gone for workspace in _candidates(team, enterprise, org))

    def all(self) -> list[Installation]:
        """Everywhere the app is."""
        return list(self._homes.values())

    def client(self, workspace: str) -> AsyncWebClient:
        """How its Web API is called: tries once. Raises NotInstalled."""
        home = self._homes.get(workspace)
        if home is None:
            raise NotInstalled(workspace, gone=workspace in self._gone)
        client = self._clients.get(workspace)
        if client is None or client.token != home.token:
            client = self._clients[workspace] = self.web.client(home.token)
        return client

    async def keep(self, installation: Installation) -> None:
        """The app was installed, perhaps again: it is served from the commit on. Raises Unavailable."""
        data = identity.as_data(installation)
        sealed = identity.as_sealed(installation, self.sealing)

        def write(work: Work) -> None:
            installations.keep(work, PLATFORM, data, sealed, installation.expires)
            call_it(work, installation)

        async with self._lock:
            await self.dispatch.write(installation.workspace, write)
            self._homes[installation.workspace] = installation
            self._gone.discard(installation.workspace)
        log.info("installed", workspace=installation.workspace, scopes=len(installation.scopes))
        self.changed(installation.workspace)

    async def remove(self, workspace: str) -> bool:
        """The app was removed there: its tokens are deleted now, everything else later. Raises Unavailable."""
        async with self._lock:
            gone = await self.dispatch.write(workspace, leaving.leave)
            self._homes.pop(workspace, None)
            self._clients.pop(workspace, None)
            self._gone.add(workspace)
        if gone:
            log.info("removed", workspace=workspace, deleted_in_days=self.settings.slack_delete_after_days)
            self.changed(workspace)
        # The token of the settings may work again once somebody has put the app back.
        for name in self._rounds.keys() & {"departed workspaces", "token of the settings"}:
            self._rounds[name].wake()
        return gone

    async def left(self, workspace: str) -> bool:
        """Slack says that the app was removed: so it is, unless its token still works.

        Then the notice is an old one that was delivered again, after the app had been installed anew.
        """
        home = self.of(workspace)
        if home is None:
            return False
        try:
            async with asyncio.timeout(QUICK):
                await asked(self.client(workspace).auth_test())
        except (SlackRefused, SlackAway, TimeoutError):
            return await self._is_newest(home) and await self.remove(workspace)
        log.info("removal_not_believed", workspace=workspace)
        return False

    async def bid_farewell(self, team: str, enterprise: str, org: bool) -> None:
        """Slack says that we were removed where we can't ask, since no key here opens the token. Raises Unavailable."""
        for workspace in _candidates(team, enterprise, org):
            if workspace in self._kept and workspace not in self._homes:
                await self.remove(workspace)

    async def confirm(self, workspace: str) -> bool:
        """A call was told that the token was taken back: ask once more, and remove the app here if it is so."""
        home = self.of(workspace)
        with suppress(SlackAway, NotInstalled):
            try:
                await asked(self.client(workspace).auth_test())
            except SlackRefused as error:
                return error.error in REMOVED and await self._is_newest(home) and await self.remove(workspace)
        return False

    async def _is_newest(self, tested: Installation | None) -> bool:
        # Another process may have installed the app anew meanwhile: then it was an older token that was refused.
        await self.refresh()
        home = tested and self.of(tested.workspace)
        return bool(tested and home and home.token == tested.token)

    async def refresh(self) -> None:
        """Read what is kept once more: another process may have changed it. Raises Unavailable."""
        async with self._lock:
            self._reads += 1
            kept = await self._threads.run(installations.every, self.database, PLATFORM)
            before, gone_before = self._homes, self._gone
            self._homes = {each.workspace: home for each in kept if (home := self._understood(each))}
            self._gone = {each.workspace for each in kept if each.gone_at}
            self._kept = {each.workspace for each in kept} - self._gone
        for workspace in before.keys() ^ self._homes.keys():
            self._clients.pop(workspace, None)
            self.changed(workspace)
        for workspace in (before.keys() | gone_before) - {each.workspace for each in kept}:
            # Deleted, and perhaps begun anew one day: what this process remembers of it would be wrong.
            self.database.forget(workspace)
            self.deleted(workspace)

    def _understood(self, kept: Kept) -> Installation | None:
        # What it comes to, if it can be reached at all.
        before = self._read.get(kept.workspace)
        if before is None or before[0] != kept:
            try:
                before = (kept, identity.from_kept(kept, self.sealing))
            except WrongKey:
                log.error("tokens_unreadable", workspace=kept.workspace, advice="put your copy of the key back")
                return None
            self._read[kept.workspace] = before
        home = before[1]
        if self._introduction.is_of(kept):
            home = replace(home, token=self._introduction.token, refresh="", expires=0)
        return home if home.token and not kept.gone_at else None

    def _mine(self) -> str:
        # The workspace whose token is in the settings, as far as known.
        return next((home.workspace for home in self.all() if home.token == self._introduction.token), "")

    async def _look(self) -> float:
        await self.refresh()
        return EVERY_MINUTE

    async def _renew(self) -> float:
        await self._renewal.round()
        return EVERY_MINUTE

    async def _doubt(self, workspace: str) -> None:
        await self.confirm(workspace)

    async def _complete(self) -> None:
        # What an installation couldn't learn while Slack was unwell: its address, the bot's own id.
        for home in self.all():
            if home.url or home.workspace == self._mine():
                continue
            with suppress(SlackAway, SlackRefused, identity.NotAnInstallation, NotInstalled):
                told = identity.from_test(await asked(self.client(home.workspace).auth_test()), home.token)
                data = identity.as_data(identity.completed(home, told))
                await self.dispatch.write(home.workspace, partial(installations.describe, data=data))
                await self.refresh()

    async def _tidy(self) -> float:
        before = self.clock() - self.settings.slack_delete_after_days * DAY
        for workspace in await self._threads.run(installations.departed, self.database, PLATFORM, before):
            number = await self._threads.run(leaving.delete_departed, self.database, workspace, before)
            if number:
                log.info("workspace_deleted", workspace=workspace, rows=number)
                self._gone.discard(workspace)
                self.deleted(workspace)
        await self._complete()
        return EVERY_HOUR


def _candidates(team: str, enterprise: str, org: bool) -> Iterable[str]:
    return filter(None, (enterprise, team) if org else (team, enterprise))
