"""Making: one subscription at Graph is made, renewed, or taken away; each has a secret of its own.

https://learn.microsoft.com/graph/api/subscription-post-subscriptions and
https://learn.microsoft.com/graph/api/resources/subscription (of messages, 4,320 minutes at most, and one for each app
and channel).
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

import structlog

from bot.dispatch import Dispatch
from bot.outcomes import Away
from bot.rounds import Threads
from bot.settings import Settings
from bot.shapes import words
from bot.teams.graph.caller import Declined, Graph
from bot.teams.graph.certificates import Certificate, Certificates
from bot.teams.graph.gaps import messages_of, moment
from bot.teams.workplace import Tenant
from scoring.facts import Micros
from scoring.periods import MINUTE
from storage import subscriptions
from storage.sealing import Sealing, WrongKey
from storage.subscriptions import Place, Subscription

CHANGES: Final = "created,updated,deleted"
LIFE: Final = 4_300 * MINUTE
"""Twenty minutes less than there may be, for clocks differ."""
NOTIFICATIONS: Final = "/teams/graph"
LIFECYCLE: Final = "/teams/graph/lifecycle"
NO_SECRET: Final = ("", "")

log = structlog.get_logger()


@dataclass(slots=True)
class Making:
    """Makes them; `clock` is in microseconds."""

    dispatch: Dispatch
    graph: Graph
    certificates: Certificates
    sealing: Sealing
    settings: Settings
    clock: Callable[[], Micros]
    _threads: Threads = field(default_factory=Threads)

    async def keep_alive(self, home: Tenant, place: Place, held: Subscription) -> None:
        """Renew it, or make it if there is none (any more); written down when this returns.

        Raises Refused, Limited, Ambiguous, Away, NotInstalled and Unavailable.
        """
        if held.remote and await self._renew(held):
            return
        if held.error:
            # What went wrong last time may have left one that nobody knows of.
            await self._clear(home, place)
        try:
            await self._make(home, place)
        except Declined as declined:
            if declined.status not in (400, 403, 409) or not await self._clear(home, place):
                raise
            await self._make(home, place)

    async def end(self, gone: Subscription) -> None:
        """Take it away. Raises as Graph's calls do."""
        if gone.remote:
            await self.graph.delete(gone.workspace, f"/subscriptions/{gone.remote}")

    async def everywhere(self) -> list[Subscription]:
        """All there are, of every tenant. Raises Unavailable."""
        return await self._threads.run(subscriptions.every, self.dispatch.database)

    def secret_of(self, kept: Subscription) -> str:
        """What Graph repeats with every notification; nothing if no key here opens it."""
        return self._opened(kept)[0]

    def certificate_of(self, kept: Subscription) -> str:
        """The name of the certificate it was told to encrypt with."""
        return self._opened(kept)[1]

    async def _renew(self, held: Subscription) -> bool:
        """Whether Graph still knows it."""
        secret, used = self._opened(held)
        if not secret:
            return False
        newest = await self.certificates.newest()
        until = self.clock() + LIFE
        body: dict[str, Any] = {"expirationDateTime": moment(until)}
        if used != newest.id:
            body |= _encrypted_with(newest)
        try:
            await self.graph.patch(held.workspace, f"/subscriptions/{held.remote}", body)
        except Declined as declined:
            if declined.status != 404:
                raise
            log.info("teams_subscription_gone", workspace=held.workspace)
            return False
        sealed = self._sealed(secret, newest.id) if used != newest.id else held.sealed
        await self.dispatch.write(held.workspace, lambda work: subscriptions.renewed(work, held.channel, sealed, until))
        return True

    async def _make(self, home: Tenant, place: Place) -> None:
        secret, newest = secrets.token_urlsafe(32), await self.certificates.newest()
        until, base = self.clock() + LIFE, self.settings.public_url.rstrip("/")
        body = {
            "changeType": CHANGES,
            "resource": messages_of(place),
            "notificationUrl": f"{base}{NOTIFICATIONS}",
            "lifecycleNotificationUrl": f"{base}{LIFECYCLE}",
            "includeResourceData": True,
            "expirationDateTime": moment(until),
            "clientState": secret,
        }
        answer = await self.graph.post(home.workspace, "/subscriptions", body | _encrypted_with(newest))
        remote = words(answer.get("id"), 200)
        if not remote:
            raise Away("its answer names no subscription", reached=True)
        sealed = self._sealed(secret, newest.id)
        await self.dispatch.write(
            home.workspace, lambda work: subscriptions.made(work, place.channel, remote, sealed, until)
        )
        log.info("teams_subscribed", workspace=home.workspace)

    async def _clear(self, home: Tenant, place: Place) -> bool:
        """Take away what stands in the way of a new one; whether there was anything."""
        wanted, found = _plain(messages_of(place)), False
        async for page in self.graph.pages(home.workspace, "/subscriptions"):
            for each in page:
                if _plain(words(each.get("resource"))) == wanted and words(each.get("id")):
                    await self.graph.delete(home.workspace, f"/subscriptions/{words(each.get('id'), 200)}")
                    found = True
        return found

    def _sealed(self, secret: str, certificate: str) -> str:
        return self.sealing.seal(json.dumps({"secret": secret, "certificate": certificate}))

    def _opened(self, kept: Subscription) -> tuple[str, str]:
        if not kept.sealed:
            return NO_SECRET
        try:
            found = json.loads(self.sealing.unseal(kept.sealed))
            return str(found["secret"]), str(found["certificate"])
        except (WrongKey, KeyError, TypeError, ValueError):
            return NO_SECRET


def _encrypted_with(certificate: Certificate) -> dict[str, str]:
    return {"encryptionCertificate": certificate.public, "encryptionCertificateId": certificate.id}


def _plain(resource: str) -> str:
    return unquote(resource).strip("/").lower()
