"""The server's own thread: it listens, goes away, comes back on the same port, and does what tests ask."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.clock import now
from scoring.facts import Micros
from tests.bot.teams.loopback.announcing import Announcer
from tests.bot.teams.loopback.asking import State
from tests.bot.teams.loopback.connector import Connector, tear_down
from tests.bot.teams.loopback.delivering import Attempt, Deliverer
from tests.bot.teams.loopback.entra import Entra
from tests.bot.teams.loopback.faults import Faults
from tests.bot.teams.loopback.graph import LoopbackGraph
from tests.bot.teams.loopback.limits import Limits
from tests.bot.teams.loopback.signing import ENDORSED, Key, KeyServer, activity_claims
from tests.bot.teams.loopback.world import Json, World

T = TypeVar("T")
LONG = 120.0
"""Seconds after which something hangs."""
ISSUER = "https://api.botframework.com"


class Serving:
    """Everything below what people do: state, thread, ports."""

    def __init__(
        self, *, clock: Callable[[], Micros] = now, limits: bool = True, retry_scale: float = 1.0, rsc: bool = True
    ) -> None:
        self.world = World(clock)
        self.faults = Faults()
        self.limits = Limits(clock, limits)
        self.entra = Entra(self.world, self.faults)
        self.keys = KeyServer("bot framework", ENDORSED)
        self.messages_url = ""
        """Where the bot takes activities."""
        self.patient = False
        """Whether what people do waits until the bot took, or refused, what it is told of it: one thing at a time."""
        self.deliverer = Deliverer(lambda: self.messages_url, self.header, self._new_id, retry_scale)
        self.announcer = Announcer(self.world, self._deliver, rsc)
        self.state = State(self.world, self.entra, self.limits, self.faults, self.announcer)
        self.graph = LoopbackGraph(self.state, retry_scale)
        connector = Connector(self.state)
        self.mounted: list[Callable[[], Iterable[web.RouteDef]]] = [
            self.entra.routes, connector.routes, self.graph.routes,
        ]  # fmt: skip
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="loopback-teams", daemon=True)
        self._runner: web.AppRunner | None = None
        self._requests: dict[int, web.Request] = {}

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def login_url(self) -> str:
        """What `HUZZAH_TEAMS_LOGIN_URL` is set to."""
        return f"{self.url}/entra"

    @property
    def graph_url(self) -> str:
        """What `HUZZAH_TEAMS_GRAPH_URL` is set to."""
        return f"{self.url}/graph/v1.0"

    @property
    def openid_url(self) -> str:
        """What `HUZZAH_TEAMS_OPENID_URL` is set to."""
        return f"{self.url}/botframework/v1/.well-known/openidconfiguration"

    @property
    def service_url(self) -> str:
        """The address of the connector, as activities tell it."""
        return f"{self.url}/connector/"

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        self.wait(self._listen())
        self.state.base, self.entra.url, self.announcer.service = self.url, self.login_url, self.service_url

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
            before = self._told()
            return act(), self._told() > before

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
        """Wait until every delivery and every notification of Graph's was acknowledged or given up."""
        self.until(lambda: self.deliverer.unsettled() + self.graph.teller.unsettled() == 0, seconds)

    def _told(self) -> int:
        return len(self.deliverer.deliveries) + len(self.graph.teller.posted)

    def header(self, activity: Json, *, key: Key | None = None, **claims: object) -> str:
        """The Authorization header of an activity; single claims may be others than the right ones."""
        usual = activity_claims(ISSUER, self.world.app, str(activity.get("serviceUrl", "")), self.world.clock())
        return f"Bearer {self.keys.sign({**usual, **claims}, key)}"

    def once(self, activity: Json, header: str = "") -> Attempt:
        """Send an activity a single time, under a header of one's own if given."""
        return self.wait(self.deliverer.once(activity, header))

    def ask(self, activity: Json) -> Attempt:
        """Send an invoke, with all its repeats, and wait for its answer."""

        async def work() -> Attempt:
            return await self.deliverer.wait(activity)

        return self.wait(work())

    def _new_id(self) -> str:
        return f"f:{self.world.new_id('activity')}"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _deliver(self, activity: Json) -> None:
        """Nothing is sent before the bot said where it listens."""
        if self.messages_url:
            self.deliverer.event(activity)

    async def _openid(self, request: web.Request) -> web.Response:
        jwks = f"{self.url}/botframework/v1/.well-known/keys"
        shown = {"issuer": ISSUER, "authorization_endpoint": "https://invalid.botframework.com", "jwks_uri": jwks}
        return web.json_response(shown | {"id_token_signing_alg_values_supported": ["RS256"]})

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take("keys")
        if fault is not None:
            return web.Response(status=fault.status) if fault.kind == "status" else tear_down(request)
        return web.json_response(self.keys.published())

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=8 * 1024 * 1024, middlewares=[self._remember])
        application.router.add_get("/botframework/v1/.well-known/openidconfiguration", self._openid)
        application.router.add_get("/botframework/v1/.well-known/keys", self._keys)
        for routes in self.mounted:
            application.router.add_routes(list(routes()))
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
        await self.deliverer.close()
        await self.graph.teller.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
