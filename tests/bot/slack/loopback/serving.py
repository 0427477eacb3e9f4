"""Everything of Slack's on the server's own thread: its state, what it answers, what it tells the app."""

from collections.abc import Callable

from aiohttp import web

from bot.clock import now
from scoring.facts import Micros
from tests.bot.loopback.faults import Faults
from tests.bot.loopback.serving import OnItsThread
from tests.bot.slack.loopback.announcing import Announcer
from tests.bot.slack.loopback.asking import State
from tests.bot.slack.loopback.delivering import Attempt, Deliverer, Delivery, HttpWay
from tests.bot.slack.loopback.limits import Limits
from tests.bot.slack.loopback.side_doors import SideDoors
from tests.bot.slack.loopback.sockets import Sockets
from tests.bot.slack.loopback.tokens import App, Tokens
from tests.bot.slack.loopback.web_api import WebApi
from tests.bot.slack.loopback.world import Json, World


class Serving(OnItsThread):
    """Everything below what people do."""

    def __init__(self, *, clock: Callable[[], Micros] = now, limits: bool = True, retry_scale: float = 1.0) -> None:
        super().__init__("loopback-slack")
        self.app = App()
        self.world = World(clock)
        self.tokens = Tokens(self.app, clock)
        self.limits = Limits(clock, limits)
        self.faults = Faults()
        self.request_url = ""
        """Where the app takes events and interactions over HTTP."""
        self.socket_mode = False
        self.http = HttpWay(self.app, lambda: self.request_url, clock)
        self.deliverer = Deliverer(self._way, retry_scale)
        self.announcer = Announcer(self.world, self.app, self.tokens, self._deliver)
        self.state = State(self.world, self.app, self.tokens, self.limits, self.faults, self.announcer)
        self.sockets = Sockets(self.state)
        self.doors = SideDoors(self.state)

    @property
    def api_url(self) -> str:
        """What `HUZZAH_SLACK_API_URL` is set to."""
        return f"{self.url}/api/"

    def start(self) -> None:
        """Listen on a free port."""
        super().start()
        self.state.base = self.url

    def told(self) -> int:
        """How many things the app was told so far."""
        return len(self.deliverer.deliveries)

    def unsettled(self) -> int:
        """How many of them are still on their way."""
        return self.deliverer.unsettled()

    def stop_telling(self) -> None:
        """Give them up."""
        self.deliverer.stop()

    async def hang_up(self) -> None:
        """Close what is open towards the app."""
        await self.http.close()

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

    def route(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""
        router.add_route("*", "/api/{method}", WebApi(self.state).handle)
        router.add_get("/link/", self.sockets.handle)
        router.add_get("/oauth/v2/authorize", self.doors.authorize)
        router.add_post("/upload/v1/{id}", self.doors.upload)
        for kind in ("commands", "actions", "app"):
            router.add_post(f"/{kind}/{{team}}/{{id}}", self.doors.respond)
