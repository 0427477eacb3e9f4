"""The server's own thread: it listens, goes away, comes back on the same port, and does what tests ask."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.clock import now
from scoring.facts import Micros
from tests.bot.slack.loopback.announcing import Announcer
from tests.bot.slack.loopback.asking import State
from tests.bot.slack.loopback.delivering import Attempt, Deliverer, Delivery, HttpWay
from tests.bot.slack.loopback.faults import Faults
from tests.bot.slack.loopback.limits import Limits
from tests.bot.slack.loopback.side_doors import SideDoors
from tests.bot.slack.loopback.sockets import Sockets
from tests.bot.slack.loopback.tokens import App, Tokens
from tests.bot.slack.loopback.web_api import WebApi, tear_down
from tests.bot.slack.loopback.world import Json, World

T = TypeVar("T")
LONG = 120.0
"""Seconds after which something hangs."""


class Serving:
    """Everything below what people do: state, thread, ports."""

    def __init__(self, *, clock: Callable[[], Micros] = now, limits: bool = True, retry_scale: float = 1.0) -> None:
        self.app = App()
        self.world = World(clock)
        self.tokens = Tokens(self.app, clock)
        self.limits = Limits(clock, limits)
        self.faults = Faults()
        self.request_url = ""
        """Where the app takes events and interactions over HTTP."""
        self.socket_mode = False
        self.patient = False
        """Whether what people do waits until the app took, or refused, what it is told of it: one thing at a time."""
        self.http = HttpWay(self.app, lambda: self.request_url, clock)
        self.deliverer = Deliverer(self._way, retry_scale)
        self.announcer = Announcer(self.world, self.app, self.tokens, self._deliver)
        self.state = State(self.world, self.app, self.tokens, self.limits, self.faults, self.announcer)
        self.sockets = Sockets(self.state)
        self.doors = SideDoors(self.state)
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="loopback-slack", daemon=True)
        self._runner: web.AppRunner | None = None
        self._requests: dict[int, web.Request] = {}

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """What `HUZZAH_SLACK_API_URL` is set to."""
        return f"{self.url}/api/"

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        self.wait(self._listen())
        self.state.base = self.url

    def stop(self) -> None:
        """Close everything and end the thread."""
        self.wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LONG)
        self._loop.close()

    def away(self) -> None:
        """Nobody answers on the port any more: connections break, new ones are refused."""
        self.wait(self._leave())

    def back(self) -> None:
        """Listen again, on the same port."""
        self.wait(self._listen())

    def do(self, act: Callable[[], T]) -> T:
        """Do something on the server's thread, where everything is changed."""

        async def on_the_loop() -> tuple[T, bool]:
            before = len(self.deliverer.deliveries)
            return act(), len(self.deliverer.deliveries) > before

        found, told = self.wait(on_the_loop())
        if told and self.patient:
            self.settle()
        return found

    def wait(self, work: Coroutine[Any, Any, T], seconds: float = LONG) -> T:
        """Run a coroutine on the server's loop and wait for what it gives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def until(self, condition: Callable[[], T], seconds: float = LONG) -> T:
        """Ask again and again until something is so; what it gave. Raises TimeoutError."""
        begin = time.monotonic()
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() - begin > seconds:
                raise TimeoutError("it never came true")
            time.sleep(0.02)

    def settle(self, seconds: float = LONG) -> None:
        """Wait until every delivery was acknowledged or given up."""
        self.until(lambda: self.deliverer.unsettled() == 0, seconds)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _deliver(self, envelope: Json) -> None:
        """Nothing is sent before the app said where it listens."""
        if self.socket_mode or self.request_url:
            self.deliverer.event(envelope)

    async def _way(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        if self.socket_mode:
            return await self.sockets(delivery, number, reason)
        if self.request_url:
            return await self.http(delivery, number, reason)
        return Attempt(0, "connection_failed", 0.0, final=True)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=8 * 1024 * 1024, middlewares=[self._remember])
        application.router.add_route("*", "/api/{method}", WebApi(self.state).handle)
        application.router.add_get("/link/", self.sockets.handle)
        application.router.add_get("/oauth/v2/authorize", self.doors.authorize)
        application.router.add_post("/upload/v1/{id}", self.doors.upload)
        for kind in ("commands", "actions", "app"):
            application.router.add_post(f"/{kind}/{{team}}/{{id}}", self.doors.respond)
        return application

    @web.middleware
    async def _remember(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._requests[id(request)] = request
        try:
            return await handler(request)
        finally:
            del self._requests[id(request)]

    async def _listen(self) -> None:
        if self._runner is not None:
            return
        runner = web.AppRunner(self._application(), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        self._runner, self.port = runner, self.port or int(runner.addresses[0][1])

    async def _leave(self) -> None:
        runner, self._runner = self._runner, None
        if runner is None:
            return
        for site in list(runner.sites):
            await site.stop()
        for request in list(self._requests.values()):
            tear_down(request)
        await runner.cleanup()

    async def _close(self) -> None:
        self.deliverer.stop()
        await self._leave()
        await self.http.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
