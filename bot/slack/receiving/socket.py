"""Socket Mode: several connections to Slack at once, each replaced before it ends, watched, and given up on in the end.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.bodies import Malformed, from_json
from bot.faults import in_short
from bot.slack.receiving import bolt
from bot.slack.receiving.line import Closed, Hopeless, Line, Ping

MOST_AT_WORK: Final = 500
"""Payloads taken on at once; while so many wait for their commit, no more are read."""
DRAINING: Final = 4.0
"""Seconds for answering what has been received, before a connection is closed."""
BRIEF: Final = 5.0
"""Seconds; a connection that lasts no longer is followed by another only after a while."""
ASK_FOR_ANOTHER: Final = (
    "Slack refuses HUZZAH_SLACK_APP_TOKEN ({reason}). Make an app-level token with the scope connections:write under"
    " Basic Information of your Slack app, put it into .env, and start Huzzah again."
)
GIVEN_UP: Final = (
    "No connection to Slack came about {times} times in a row ({reason}). Is Slack reachable from here, and is Socket"
    " Mode switched on for the app? Huzzah stops, so that whoever supervises it can start it again."
)
BROKEN: Final = "Listening to Slack broke off ({reason}). Huzzah stops, so that it can be started again."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """How patiently connections are kept: waits in seconds double from `first` to `longest`."""

    ping: Ping = field(default_factory=Ping)
    first: float = 1.0
    longest: float = 60.0
    failures: int = 20
    """In a row; with the waits in between about a quarter of an hour."""


@dataclass(slots=True)
class Sockets:
    """All connections of this process; `on_dead` is told once, in words for an admin, when they can't be kept."""

    app: AsyncApp
    app_token: str = field(repr=False)
    api_url: str
    connections: int
    on_dead: Callable[[str], None]
    pace: Pace = field(default_factory=Pace)
    _lines: dict[int, Line] = field(default_factory=dict)
    _keepers: list[asyncio.Task[None]] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_WORK))
    _dead: bool = False

    async def start(self) -> None:
        """Begin to connect; returns at once."""
        self._keepers = [asyncio.create_task(self._keep(n), name=f"socket {n}") for n in range(self.connections)]
        for keeper in self._keepers:
            keeper.add_done_callback(self._kept)

    async def stop(self) -> None:
        """Answer what has been received, then close."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*map(self._retire, self._lines.values()), *self._tasks, return_exceptions=True)
        self._lines.clear()

    def ages(self) -> list[float | None]:
        """Seconds since each connection's last sign of life; None where there is none."""
        return [line.age() if (line := self._lines.get(n)) else None for n in range(self.connections)]

    async def _keep(self, n: int) -> None:
        """One connection after the other, each opened before its predecessor is closed."""
        failures, reason, wait = 0, "", 0.0
        while not self._dead:
            if failures:
                if failures >= self.pace.failures and not self._is_any_heard():
                    self._die(GIVEN_UP.format(times=failures, reason=reason))
                    return
                wait = max(wait, min(self.pace.first * 2 ** min(failures - 1, 20), self.pace.longest))
            await asyncio.sleep(wait)
            try:
                line = await self._opened()
            except Hopeless as error:
                self._die(ASK_FOR_ANOTHER.format(reason=error))
                return
            except Closed as error:
                failures, reason, wait = failures + 1, str(error), error.wait
                log.warning("slack_socket_not_opened", connection=n, reason=reason, failures=failures)
                self._put_away(n)
                continue
            self._put_away(n)
            self._lines[n] = line
            log.info("slack_socket_opened", connection=n, after_failures=failures)
            opened = asyncio.get_running_loop().time()
            reason = await line.until_worn_out()
            # Slack may send us away again and again: it isn't asked anew without a breath.
            wait = self.pace.first if asyncio.get_running_loop().time() - opened < BRIEF else 0.0
            line.age()
            # One that never gave a sign of life is as bad as one that couldn't be opened.
            failures = 0 if line.was_heard else failures + 1
            log.info("slack_socket_replaced", connection=n, reason=reason[:40])
            if reason == "too_many_websockets":
                self._put_away(n)

    def _kept(self, keeper: asyncio.Task[None]) -> None:
        # A mistake of ours must not leave a process behind that hears nothing and seems well.
        error = None if keeper.cancelled() else keeper.exception()
        if isinstance(error, Exception):
            self._die(BROKEN.format(reason=in_short(error)))

    async def _opened(self) -> Line:
        # Tries once: how long to wait is decided above.
        web = AsyncWebClient(base_url=self.api_url, logger=bolt.QUIET, retry_handlers=[], timeout=10)
        line = Line(self.app_token, web, self.pace.ping, self._hear)
        try:
            await line.open()
        except BaseException:
            await line.close()
            raise
        return line

    def _put_away(self, n: int) -> None:
        line = self._lines.pop(n, None)
        if line is not None:
            self._hold(self._tasks, asyncio.create_task(self._retire(line), name=f"socket {n} closing"))

    async def _retire(self, line: Line) -> None:
        if line.working:
            await asyncio.wait(set(line.working), timeout=DRAINING)
        await line.close()

    def _is_any_heard(self) -> bool:
        return any(line.was_heard and line.age() <= self.pace.ping.patience for line in self._lines.values())

    def _die(self, words: str) -> None:
        if not self._dead:
            self._dead = True
            log.error("slack_socket_given_up", advice=words)
            self.on_dead(words)

    async def _hear(self, line: Line, written: str) -> None:
        try:
            message = from_json(written.encode("utf-8", "replace"))
            request = SocketModeRequest.from_dict(message)
        except (Malformed, ValueError):
            log.warning("slack_socket_malformed")
            return
        if request is not None:
            await self._places.acquire()
            task = asyncio.create_task(self._work(line, request), name="socket payload")
            self._hold(line.working, task)
            task.add_done_callback(lambda _task: self._places.release())
        elif message.get("type") == "disconnect":
            reason = message.get("reason")
            line.wear_out(reason if isinstance(reason, str) else "refresh")

    async def _work(self, line: Line, request: SocketModeRequest) -> None:
        """Answer only what is written: without an answer, Slack sends an event again."""
        answer = await bolt.hand(self.app, request.payload, _retry_of(request))
        if answer.status != 200 and not _is_told_otherwise(request):
            return
        try:
            async with asyncio.timeout(DRAINING):
                await line.send_socket_mode_response(
                    SocketModeResponse(str(request.envelope_id), _payload_of(request, answer))
                )
        except (TimeoutError, OSError, RuntimeError, aiohttp.ClientError) as error:
            log.info("slack_socket_answer_lost", reason=type(error).__name__)

    @staticmethod
    def _hold(tasks: set[asyncio.Task[None]], task: asyncio.Task[None]) -> None:
        tasks.add(task)
        task.add_done_callback(tasks.discard)


def _retry_of(request: SocketModeRequest) -> Mapping[str, str]:
    told = {"x-slack-retry-num": request.retry_attempt, "x-slack-retry-reason": request.retry_reason}
    return {name: str(value) for name, value in told.items() if value is not None}


def _is_told_otherwise(request: SocketModeRequest) -> bool:
    # A person whose request failed hears so through the response_url; Slack's own error on top would only confuse.
    # A dialog has none: unanswered it stays open, with all that was written into it.
    return request.type != "events_api" and bool(request.payload.get("response_url"))


def _payload_of(request: SocketModeRequest, answer: BoltResponse) -> dict[str, Any] | None:
    if answer.status != 200 or not answer.body or not request.accepts_response_payload:
        return None
    return dict(json.loads(answer.body))
