"""Everything of Microsoft's on the server's own thread: its state, what it answers, what it tells the bot."""

from collections.abc import Callable, Iterable

from aiohttp import web

from bot.clock import now
from scoring.facts import Micros
from tests.bot.loopback.faults import Faults, tear_down
from tests.bot.loopback.serving import OnItsThread
from tests.bot.teams.loopback.announcing import Announcer
from tests.bot.teams.loopback.asking import State
from tests.bot.teams.loopback.connector import Connector
from tests.bot.teams.loopback.delivering import Attempt, Deliverer
from tests.bot.teams.loopback.entra import Entra
from tests.bot.teams.loopback.graph import LoopbackGraph
from tests.bot.teams.loopback.limits import Limits
from tests.bot.teams.loopback.signing import ENDORSED, Key, KeyServer, activity_claims
from tests.bot.teams.loopback.world import Json, World

ISSUER = "https://api.botframework.com"


class Serving(OnItsThread):
    """Everything below what people do."""

    def __init__(
        self, *, clock: Callable[[], Micros] = now, limits: bool = True, retry_scale: float = 1.0, rsc: bool = True
    ) -> None:
        super().__init__("loopback-teams")
        self.world = World(clock)
        self.faults = Faults()
        self.limits = Limits(clock, limits)
        self.entra = Entra(self.world, self.faults)
        self.keys = KeyServer("bot framework", ENDORSED)
        self.messages_url = ""
        """Where the bot takes activities."""
        self.deliverer = Deliverer(lambda: self.messages_url, self.header, self._new_id, retry_scale)
        self.announcer = Announcer(self.world, self._deliver, rsc)
        self.state = State(self.world, self.entra, self.limits, self.faults, self.announcer)
        self.graph = LoopbackGraph(self.state, retry_scale)
        connector = Connector(self.state)
        self.mounted: list[Callable[[], Iterable[web.RouteDef]]] = [
            self.entra.routes, connector.routes, self.graph.routes,
        ]  # fmt: skip

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
        super().start()
        self.state.base, self.entra.url, self.announcer.service = self.url, self.login_url, self.service_url

    def told(self) -> int:
        """How many things the bot was told so far, notifications of Graph's included."""
        return len(self.deliverer.deliveries) + len(self.graph.teller.posted)

    def unsettled(self) -> int:
        """How many of them are still on their way."""
        return self.deliverer.unsettled() + self.graph.teller.unsettled()

    def stop_telling(self) -> None:
        """Give them up; Graph's as they are closed."""
        self.deliverer.stop()

    async def hang_up(self) -> None:
        """Close what is open towards the bot."""
        await self.deliverer.close()
        await self.graph.teller.close()

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

    def route(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""
        router.add_get("/botframework/v1/.well-known/openidconfiguration", self._openid)
        router.add_get("/botframework/v1/.well-known/keys", self._keys)
        for routes in self.mounted:
            router.add_routes(list(routes()))
