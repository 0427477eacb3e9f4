"""Deliveries: what is sent to the app, tried again as Slack does, and what came of each attempt."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from scoring.facts import Micros
from tests.bot.loopback.delivering import Deliveries, object_in
from tests.bot.slack.loopback.tokens import App
from tests.bot.slack.loopback.world import Json

RETRIES = (1.0, 60.0, 300.0)
"""Seconds before each: nearly at once, a minute, five. Source: docs.slack.dev/apis/events-api"""
HOURLY = (3600.0,) * 24
"""What follows with Delayed Events switched on."""
ROBOT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: how it went, and how long it took in seconds."""

    status: int
    """The HTTP status; over Socket Mode 200 for an acknowledgement; 0 without an answer."""
    reason: str
    """Why it counts as failed: http_timeout, connection_failed, http_error, too_many_redirects; empty if it doesn't."""
    seconds: float
    body: str = ""
    final: bool = False
    """The app asked not to be told again."""

    @property
    def answer(self) -> Json:
        """The body, where it is a JSON object."""
        return object_in(self.body)


@dataclass(slots=True)
class Delivery:
    """One event on its way."""

    kind: str
    """events_api, interactive or slash_commands, as Socket Mode names them."""
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)
    done: bool = False

    @property
    def acknowledged(self) -> bool:
        """Whether the app took it."""
        return any(not each.reason for each in self.attempts)


Way = Callable[[Delivery, int, str], Awaitable[Attempt]]
"""Tries once; given which retry this is and why."""


@dataclass
class Deliverer(Deliveries[Delivery]):
    """Sends, waits, and sends again. `scale` shrinks the time between attempts: 0.001 makes a minute 60 ms."""

    way: Way
    scale: float = 1.0
    delayed: bool = False
    """Delayed Events: hourly for a day after the three retries."""

    def event(self, envelope: Json) -> None:
        """Send an event, again and again if need be. On the server's own thread."""
        delivery = Delivery("events_api", envelope)
        self.deliveries.append(delivery)
        self.begin(self._persist(delivery))

    async def once(self, kind: str, payload: Json) -> Attempt:
        """A command or interaction: one attempt, no more."""
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        attempt = await self.way(delivery, 0, "")
        delivery.attempts.append(attempt)
        delivery.done = True
        return attempt

    async def _persist(self, delivery: Delivery) -> None:
        waits = (0.0, *RETRIES, *(HOURLY if self.delayed else ()))
        reason = ""
        for number, wait in enumerate(waits):
            await asyncio.sleep(wait * self.scale)
            attempt = await self.way(delivery, number, reason)
            delivery.attempts.append(attempt)
            reason = attempt.reason
            if not reason or attempt.final:
                break
        delivery.done = True


@dataclass
class HttpWay:
    """Over HTTP, signed."""

    app: App
    url: Callable[[], str]
    clock: Callable[[], Micros]
    patience: float = 3.0
    """Seconds in which the app must have answered."""
    ignore: set[str] = field(default_factory=set)
    session: aiohttp.ClientSession | None = None

    async def __call__(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """One attempt."""
        body, kind = encoded(delivery)
        headers = {"Content-Type": kind, "User-Agent": ROBOT, "Accept": "*/*"}
        headers |= signature(self.app.signing_secret, body, self.clock() // 1_000_000)
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        if self.session is None:
            self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        begin = time.monotonic()
        try:
            async with asyncio.timeout(self.patience):
                status, text, final = await self._post(self.session, body, headers)
        except TimeoutError:
            return Attempt(0, "http_timeout", time.monotonic() - begin)
        except aiohttp.TooManyRedirects:
            return Attempt(0, "too_many_redirects", time.monotonic() - begin)
        except aiohttp.ClientConnectionError:
            return Attempt(0, "connection_failed", time.monotonic() - begin)
        except aiohttp.ClientError:
            return Attempt(0, "unknown_error", time.monotonic() - begin)
        good = 200 <= status < 300
        return Attempt(status, "" if good else "http_error", time.monotonic() - begin, text, final and not good)

    async def _post(
        self, session: aiohttp.ClientSession, body: bytes, headers: dict[str, str]
    ) -> tuple[int, str, bool]:
        async with session.post(self.url(), data=body, headers=headers, max_redirects=3) as answer:
            text = await answer.text(errors="replace")
            return answer.status, text, answer.headers.get("x-slack-no-retry") == "1"

    async def close(self) -> None:
        """Close what is open."""
        if self.session is not None:
            await self.session.close()


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    """The body of a request and its content type."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload, ensure_ascii=False).encode(), "application/json"
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signature(secret: str, body: bytes, seconds: int) -> dict[str, str]:
    """Slack's two headers. Source: docs.slack.dev/authentication/verifying-requests-from-slack"""
    signed = hmac.new(secret.encode(), b"v0:%d:" % seconds + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(seconds), "X-Slack-Signature": f"v0={signed}"}
