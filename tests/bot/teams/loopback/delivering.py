"""Deliveries: activities sent to the bot, tried again as Teams does, and what came of each attempt."""

import asyncio
import copy
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import aiohttp

from tests.bot.loopback.delivering import Deliveries, object_in
from tests.bot.teams.loopback.world import Json

RETRIES = (1.0, 5.0, 30.0)
"""Seconds before each: no page names them, tests only need that there are some. What was not taken in time is sent
again under the same id, invokes at last under another. Source: github.com/microsoft/botbuilder-dotnet/issues/5005"""
PATIENCE = 15.0
"""Seconds until the connector gives up. Source: learn.microsoft.com/azure/bot-service/
bot-builder-howto-long-operations-guidance"""
AGENT = "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"
TRANSIENT = (0, 408, 429)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: how it went, and how long it took in seconds."""

    status: int
    """0 without an answer."""
    seconds: float
    body: str = ""

    @property
    def failed(self) -> bool:
        """Whether Teams will try again."""
        return self.status in TRANSIENT or self.status >= 500

    @property
    def answer(self) -> Json:
        """The body, where it is a JSON object."""
        return object_in(self.body)


@dataclass(slots=True)
class Delivery:
    """One activity on its way."""

    activity: Json
    attempts: list[Attempt] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    """Under which id each attempt was made."""
    done: bool = False

    @property
    def acknowledged(self) -> bool:
        """Whether the bot took it."""
        return any(200 <= each.status < 300 for each in self.attempts)


@dataclass
class Deliverer(Deliveries[Delivery]):
    """Sends, waits, and sends again. `scale` shrinks the time between attempts: 0.001 makes 30 seconds 30 ms."""

    url: Callable[[], str]
    token: Callable[[Json], str]
    """Signs an activity: the whole header."""
    new_id: Callable[[], str]
    scale: float = 1.0
    patience: float = PATIENCE
    retries: Sequence[float] = RETRIES
    """Other waits, for tests in which the bot is away for longer than all of those."""
    session: aiohttp.ClientSession | None = None

    def event(self, activity: Json) -> None:
        """Send it, again and again if need be. On the server's own thread."""
        self.wait(activity)

    def wait(self, activity: Json) -> "asyncio.Task[Attempt]":
        """The same, for those who wait for the answer."""
        delivery = Delivery(activity)
        self.deliveries.append(delivery)
        return self.begin(self._persist(delivery))

    async def once(self, activity: Json, header: str = "") -> Attempt:
        """One attempt, with a header of one's own if given."""
        delivery = Delivery(activity, done=True)
        self.deliveries.append(delivery)
        attempt = await self._post(activity, header or self.token(activity))
        delivery.attempts.append(attempt)
        delivery.ids.append(str(activity.get("id", "")))
        return attempt

    async def close(self) -> None:
        """Close what is open."""
        if self.session is not None:
            await self.session.close()

    async def _persist(self, delivery: Delivery) -> Attempt:
        activity, attempt = delivery.activity, Attempt(0, 0.0)
        for number, wait in enumerate((0.0, *self.retries)):
            await asyncio.sleep(wait * self.scale)
            if number and number % len(RETRIES) == 0 and activity["type"] == "invoke":
                activity = copy.deepcopy(activity) | {"id": self.new_id()}
            attempt = await self._post(activity, self.token(activity))
            delivery.attempts.append(attempt)
            delivery.ids.append(str(activity.get("id", "")))
            if not attempt.failed:
                break
        delivery.done = True
        return attempt

    async def _post(self, activity: Json, header: str) -> Attempt:
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": AGENT}
        headers |= {"Authorization": header} if header else {}
        if self.session is None:
            self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        body, begin = json.dumps(activity, ensure_ascii=False).encode(), time.monotonic()
        try:
            async with (
                asyncio.timeout(self.patience),
                self.session.post(self.url(), data=body, headers=headers, allow_redirects=False) as answer,
            ):
                text = await answer.text(errors="replace")
                return Attempt(answer.status, time.monotonic() - begin, text)
        except (TimeoutError, aiohttp.ClientError):
            return Attempt(0, time.monotonic() - begin)
