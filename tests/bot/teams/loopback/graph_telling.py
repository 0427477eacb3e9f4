"""What Graph tells its subscribers: the handshake, changes of messages, and the lives of subscriptions."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import aiohttp

from scoring.facts import Micros
from tests.bot.teams.loopback.entra import Entra
from tests.bot.teams.loopback.graph_sealing import sealed
from tests.bot.teams.loopback.graph_shapes import chat_message, moment, resource
from tests.bot.teams.loopback.world import Json, Message, Place, World

PUBLISHER = "0bf30f3b-4a52-48df-9a82-234910c4a086"
"""The app by which Graph proves who it is. Source: learn.microsoft.com/graph/change-notifications-with-resource-data"""
PATIENCE = 10.0
"""Seconds for the handshake, and for each delivery. Source: learn.microsoft.com/graph/
change-notifications-delivery-webhooks"""
RETRIES = (1.0, 5.0, 30.0, 120.0)
"""Seconds before each; the real ones go on for four hours."""


@dataclass
class Subscription:
    """One of the app's."""

    id: str
    tenant: str
    channel: str
    body: Json
    until: Micros
    stalled: bool = False
    """It has to be authorized anew before anything more is told."""

    def shown(self) -> Json:
        """As Graph answers it."""
        hidden = {"encryptionCertificate", "clientState"}
        kept = {name: value for name, value in self.body.items() if name not in hidden}
        return kept | {"id": self.id, "expirationDateTime": moment(self.until), "clientState": None}


@dataclass
class Posted:
    """One notification on its way."""

    url: str
    body: Json
    statuses: list[int] = field(default_factory=list)
    """Of each attempt; 0 without an answer."""
    done: bool = False


@dataclass
class Teller:
    """Tells subscribers what happens. `scale` shrinks the time between attempts."""

    world: World
    entra: Entra
    scale: float = 1.0
    retries: Sequence[float] = RETRIES
    """Other waits, for tests in which the bot is away for longer."""
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    lose: int = 0
    """So many of the next notifications never arrive; below 0 none does."""
    held: list[Callable[[], None]] | None = None
    """Where notifications are kept instead of sent, if they are held back."""
    session: aiohttp.ClientSession | None = None
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def heard(self, kind: str, message: Message, place: Place) -> None:
        """Something happened to a message: whoever subscribed to its channel is told."""
        for each in self.subscriptions.values():
            if each.channel == place.id and each.until > self.world.clock() and not each.stalled:
                if self.lose:
                    self.lose -= self.lose > 0
                    continue
                self.send(str(each.body["notificationUrl"]), self.change(each, kind, message, place))

    def change(self, subscription: Subscription, kind: str, message: Message, place: Place) -> Json:
        """A notification, with the whole message in it."""
        address = resource(self.world, place, message)
        found = chat_message(self.world, place, message)
        item = self._item(subscription) | {
            "changeType": kind,
            "resource": address,
            "resourceData": {"id": message.id, "@odata.type": "#Microsoft.Graph.chatMessage", "@odata.id": address},
            "encryptedContent": sealed(
                found, subscription.body["encryptionCertificate"], subscription.body["encryptionCertificateId"]
            ),
        }
        return {"value": [item], "validationTokens": [self.proof(subscription.tenant)]}

    def life(self, subscription: Subscription, event: str) -> None:
        """reauthorizationRequired, subscriptionRemoved or missed."""
        subscription.stalled = subscription.stalled or event == "reauthorizationRequired"
        if event == "subscriptionRemoved":
            self.subscriptions.pop(subscription.id, None)
        body = {"value": [self._item(subscription) | {"lifecycleEvent": event}]}
        self.send(str(subscription.body["lifecycleNotificationUrl"]), body)

    def proof(self, tenant: str) -> str:
        """A validation token."""
        return self.entra.app_token(self.world.app, tenant, PUBLISHER)

    def send(self, url: str, body: Json) -> Posted:
        """Send a notification, again and again if need be. On the server's own thread."""
        made = Posted(url, body)
        self.posted.append(made)
        if self.held is not None:
            self.held.append(lambda: self._begin(made))
        else:
            self._begin(made)
        return made

    def release(self, order: Callable[[list[Callable[[], None]]], list[Callable[[], None]]] = list) -> None:
        """Send what was held back, in another order if wanted."""
        held, self.held = self.held or [], None
        for each in order(held):
            each()

    def unsettled(self) -> int:
        """How many are still on their way."""
        return sum(not each.done for each in self.posted)

    async def shake(self, url: str) -> bool:
        """Whether whoever listens there says back what it is told."""
        token = f"Validation: Testing client application reachability. {secrets.token_hex(8)} <&>+"
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._web().post(f"{url}?validationToken={quote(token, safe='')}", data=b"") as answer,
            ):
                plain = answer.content_type == "text/plain"
                return answer.status == 200 and plain and await answer.text() == token
        except (TimeoutError, aiohttp.ClientError):
            return False

    def stop(self) -> None:
        """Give up what is on its way."""
        for task in self._tasks:
            task.cancel()

    async def close(self) -> None:
        """Close what is open."""
        self.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.session is not None:
            await self.session.close()

    def _item(self, subscription: Subscription) -> Json:
        return {
            "subscriptionId": subscription.id,
            "subscriptionExpirationDateTime": moment(subscription.until),
            "clientState": subscription.body.get("clientState"),
            "tenantId": subscription.tenant,
        }

    def _begin(self, made: Posted) -> None:
        task = asyncio.get_running_loop().create_task(self._persist(made))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _persist(self, made: Posted) -> None:
        for wait in (0.0, *self.retries):
            await asyncio.sleep(wait * self.scale)
            made.statuses.append(await self.post(made.url, made.body))
            if 200 <= made.statuses[-1] < 300:
                break
        made.done = True

    async def post(self, url: str, body: Json) -> int:
        """One attempt; its status."""
        try:
            async with asyncio.timeout(PATIENCE), self._web().post(url, json=body) as answer:
                return answer.status
        except (TimeoutError, aiohttp.ClientError):
            return 0

    def _web(self) -> aiohttp.ClientSession:
        if self.session is None:
            self.session = aiohttp.ClientSession()
        return self.session
