"""Tokens: those that run out are renewed two hours before, by one process alone, also where nothing happens.

https://docs.slack.dev/authentication/using-token-rotation: a token lives for twelve hours; the refresh token that
renews it is worth nothing afterwards, and a new one comes with the new token. So:
- a process takes a lease in the database first, and reads the refresh token only then: two never use the same one;
- what Slack answered is written down however long the database takes, also while the program is stopping. The old token
  still works until its time is over, so nothing waits for it;
- if the process is killed between Slack's answer and the commit, the new tokens are lost: the next attempt is told that
  the refresh token is no good, and the doctor says at once, up to two hours before the token runs out, that the app
  has to be installed once more. No bookkeeping of ours could bring those tokens back.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import structlog

from bot.dispatch import Dispatch, Unavailable
from bot.rounds import Threads
from bot.settings import Settings
from bot.slack.installing import identity
from bot.slack.installing.web import Answer, SlackAway, SlackRefused, Web
from bot.slack.workplace import Installation
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import conditions, installations
from storage.sealing import Sealing, WrongKey
from storage.transactions import Work

log = structlog.get_logger()

PLATFORM = "slack"
AHEAD: Micros = 2 * 60 * 60 * SECOND
"""How long before a token runs out it is renewed."""
LIFE: Micros = 12 * 60 * 60 * SECOND
"""How long a token lives unless Slack says otherwise."""
LEASE: Micros = 90 * SECOND
"""How long a renewal is one process's; longer than any call takes."""
LONGEST_PAUSE: Micros = 15 * 60 * SECOND
AT_ONCE = 4
"""Renewals that go on at the same time."""
GRACE = 10.0
"""Seconds that renewals on their way are given when the program stops."""

LOST = frozenset({"invalid_refresh_token", "invalid_grant", "token_expired", "bad_refresh_token"})
"""The refresh token is worth nothing: only installing again helps."""
REMOVED = frozenset({"token_revoked", "account_inactive"})
"""The app was removed there; asked once more before it is believed."""


@dataclass(slots=True)
class Pause:
    """After a failure: until when nothing is tried, and how long the next pause will be."""

    until: Micros = 0
    length: Micros = 60 * SECOND


@dataclass(slots=True)
class Renewal:
    """Renews what runs out."""

    dispatch: Dispatch
    sealing: Sealing
    settings: Settings
    web: Web
    threads: Threads
    renewed: Callable[[], Awaitable[None]]
    """Called once new tokens are written down."""
    doubted: Callable[[str], Awaitable[None]]
    """Called with a workspace whose tokens seem to have been taken back."""
    _pauses: dict[str, Pause] = field(default_factory=dict)
    _running: "set[asyncio.Task[None]]" = field(default_factory=set)

    async def round(self) -> None:
        """Renew everything that runs out within two hours; raises Unavailable if the database can't say."""
        before = self.dispatch.clock() + AHEAD
        due = await self.threads.run(installations.expiring, self.dispatch.database, PLATFORM, before)
        self._pauses = {workspace: pause for workspace, pause in self._pauses.items() if workspace in due}
        waiting = [workspace for workspace in due if not self._pauses_now(workspace)]
        for begin in range(0, len(waiting), AT_ONCE):
            tasks = [asyncio.create_task(self._renew(each)) for each in waiting[begin : begin + AT_ONCE]]
            self._running.update(tasks)
            for task in tasks:
                task.add_done_callback(self._running.discard)
            # Whoever stops this round must not stop what Slack may have answered already.
            for outcome in await asyncio.shield(asyncio.gather(*tasks, return_exceptions=True)):
                if isinstance(outcome, Exception):
                    log.warning("renewal_failed", error=type(outcome).__name__)

    async def stop(self) -> None:
        """Wait for renewals on their way."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=GRACE)
        for task in set(self._running):
            task.cancel()

    def _pauses_now(self, workspace: str) -> bool:
        pause = self._pauses.get(workspace)
        return pause is not None and pause.until > self.dispatch.clock()

    async def _renew(self, workspace: str) -> None:
        now = self.dispatch.clock()
        kept = await self.dispatch.write(workspace, lambda work: installations.lease(work, now + LEASE, now + AHEAD))
        if kept is None:
            return
        try:
            old = identity.from_kept(kept, self.sealing)
            new = _renewed(old, await self._ask(old), self.dispatch.clock())
        except WrongKey:
            await self._failed(workspace, kept.expires, "no key here opens its tokens: put your copy of the key back")
        except SlackAway as error:
            await self._failed(workspace, kept.expires, f"Slack can't be reached ({error})")
        except SlackRefused as error:
            await self._refused(workspace, kept.expires, error.error)
        else:
            await self._write_down(workspace, old.refresh, new)
            self._pauses.pop(workspace, None)
            log.info("token_renewed", workspace=workspace)
            await self.renewed()

    async def _ask(self, old: Installation) -> Answer:
        app = (self.settings.slack_client_id, self.settings.slack_client_secret.get_secret_value())
        return await self.web.exchange(app, {"grant_type": "refresh_token", "refresh_token": old.refresh})

    async def _write_down(self, workspace: str, used: str, new: Installation) -> None:
        sealed = identity.as_sealed(new, self.sealing)

        def write(work: Work) -> None:
            kept = installations.one(work)
            # Reinstalled or removed meanwhile: what stands there is newer.
            if kept and kept.sealed and identity.from_kept(kept, self.sealing).refresh == used:
                installations.renew(work, sealed, new.expires)

        while True:
            try:
                return await self.dispatch.write(workspace, write)
            except WrongKey:
                log.error("renewed_token_lost", workspace=workspace, advice="all processes need the same keys")
                return None
            except Unavailable as error:
                log.warning("renewed_token_waits", workspace=workspace, reason=str(error))
                await asyncio.sleep(1)

    async def _refused(self, workspace: str, expires: Micros, error: str) -> None:
        if error in REMOVED:
            await self._failed(workspace, expires, f"Slack says {error}")
            await self.doubted(workspace)
        elif error in LOST:
            advice = "install the app again at /slack/install, nothing else will be lost"
            why = f"Slack doesn't take the refresh token any more: {advice}"
            await self._failed(workspace, expires, why, sure=True)
        else:
            advice = "are HUZZAH_SLACK_CLIENT_ID and HUZZAH_SLACK_CLIENT_SECRET those of this app?"
            await self._failed(workspace, expires, f"Slack says {error}: {advice}")

    async def _failed(self, workspace: str, expires: Micros, why: str, *, sure: bool = False) -> None:
        now = self.dispatch.clock()
        pause = self._pauses.setdefault(workspace, Pause())
        pause.until, pause.length = now + pause.length, min(LONGEST_PAUSE, 2 * pause.length)
        log.warning("renewal_failed", workspace=workspace, why=why, expired=expires <= now)

        def write(work: Work) -> None:
            installations.release(work)
            if expires <= now:
                conditions.put(work, installations.TOKEN, f"The token has run out: {why}.")
            elif sure:
                conditions.put(work, installations.TOKEN, f"The token will soon run out: {why}.")

        await self.dispatch.write(workspace, write)


def _renewed(old: Installation, answer: Answer, now: Micros) -> Installation:
    token, refresh = answer.text("access_token"), answer.text("refresh_token")
    if not token or not refresh:
        raise SlackAway("its answer holds no token")
    return replace(old, token=token, refresh=refresh, expires=identity.expiry(answer, now) or now + LIFE)
