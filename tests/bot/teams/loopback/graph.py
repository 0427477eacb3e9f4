"""Microsoft Graph over HTTP: subscriptions, messages of channels, installed apps, members; what it says no to.

Mount it: `graph = LoopbackGraph(state)`, its `routes` beside the others, `graph.teller.close()` at the end. Whoever is
asked for is told by the token; each team's owner consents to what the app may read (`Team.consented`).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from scoring.facts import Micros
from tests.bot.teams.loopback import graph_answers as answers
from tests.bot.teams.loopback import graph_tags
from tests.bot.teams.loopback.asking import Called, ConnectorError, State
from tests.bot.teams.loopback.connector import refusal, spoilt
from tests.bot.teams.loopback.entra import Granted
from tests.bot.teams.loopback.graph_sealing import public_key
from tests.bot.teams.loopback.graph_shapes import micros
from tests.bot.teams.loopback.graph_telling import Subscription, Teller
from tests.bot.teams.loopback.world import Json

PREFIX = "/graph/v1.0"
LONGEST: Micros = 4320 * 60 * 1_000_000
"""Source: learn.microsoft.com/graph/api/resources/subscription"""


@dataclass
class Asked:
    """One call, its token checked."""

    state: State
    parts: dict[str, str]
    query: dict[str, str]
    body: Json
    granted: Granted
    path: str = ""

    @property
    def tenant(self) -> str:
        """Whose it is about."""
        return self.granted.tenant


Call = Callable[[Asked], "Awaitable[Json | None] | Json | None"]


class LoopbackGraph:
    """Answers `/graph/v1.0/…`. Faults are planned as `graph`, or as `graph:` and the name of a route."""

    def __init__(self, state: State, scale: float = 1.0) -> None:
        self.state = state
        self.teller = Teller(state.world, state.entra, scale)
        self.called: list[Called] = []
        self.page = 50
        """Most values on one page."""
        state.announcer.watchers.append(self.teller.heard)

    @property
    def subscriptions(self) -> list[Subscription]:
        """Those that live."""
        now = self.state.world.clock()
        return [each for each in self.teller.subscriptions.values() if each.until > now]

    def calls(self, route: str = "") -> list[Called]:
        """Those of a route, or all."""
        return [each for each in self.called if route in ("", each.route)]

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        channel, user = "/teams/{group}/channels/{channel}", "/users/{user}"
        rows: dict[str, tuple[str, str, Call]] = {
            "subscribe": ("POST", "/subscriptions", self._subscribe),
            "subscriptions": ("GET", "/subscriptions", self._list),
            "renew": ("PATCH", "/subscriptions/{id}", self._renew),
            "reauthorize": ("POST", "/subscriptions/{id}/reauthorize", self._reauthorize),
            "unsubscribe": ("DELETE", "/subscriptions/{id}", self._unsubscribe),
            "delta": ("GET", f"{channel}/messages/delta", self._paged(answers.delta)),
            "messages": ("GET", f"{channel}/messages", self._paged(answers.messages)),
            "message": ("GET", f"{channel}/messages/{{message}}", answers.message),
            "replies": ("GET", f"{channel}/messages/{{message}}/replies", self._paged(answers.replies)),
            "team_apps": ("GET", "/teams/{group}/installedApps", self._paged(answers.team_apps)),
            "members": ("GET", "/teams/{group}/members", self._paged(answers.members)),
            "tags": ("GET", "/teams/{group}/tags", self._paged(graph_tags.tags)),
            "tag_members": ("GET", "/teams/{group}/tags/{tag}/members", self._paged(graph_tags.members)),
            "user": ("GET", user, answers.user),
            "user_apps": ("GET", f"{user}/teamwork/installedApps", self._paged(answers.user_apps)),
            "install": ("POST", f"{user}/teamwork/installedApps", answers.install),
            "chat": ("GET", f"{user}/teamwork/installedApps/{{id}}/chat", answers.chat),
        }
        return [web.route(way, PREFIX + path, self._way(name, call)) for name, (way, path, call) in rows.items()]

    def _way(self, name: str, call: Call) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            raw = await request.read()
            body = json.loads(raw) if raw else {}
            fault = self.state.faults.take(f"graph:{name}") or self.state.faults.take("graph")
            if fault and fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            elif fault and not fault.after:
                self._note(name, request, body, fault.status if fault.kind == "status" else 429)
                return await spoilt(request, fault)
            answered = await self._answered(call, request, body)
            self._note(name, request, body, answered.status)
            return await spoilt(request, fault) if fault and fault.kind != "slow" else answered

        return handle

    def _note(self, name: str, request: web.Request, body: Json, status: int) -> None:
        self.called.append(Called(name, request.path_qs, body, self.state.world.clock(), status, None))

    async def _answered(self, call: Call, request: web.Request, body: Json) -> web.Response:
        granted = self.state.entra.check(request.headers.get("Authorization", ""), self.state.base)
        try:
            if granted is None:
                raise ConnectorError(401, "InvalidAuthenticationToken", "Access token is empty or has expired.")
            asked = Asked(
                self.state, dict(request.match_info), dict(request.query), body, granted, request.rel_url.raw_path
            )
            found = call(asked)
            answer = await found if isinstance(found, Awaitable) else found
        except ConnectorError as error:
            return refusal(error)
        if answer is None:
            return web.Response(status=204)
        return web.json_response(answer, status=int(answer.pop("_status", 200)))

    def _paged(self, call: Callable[[Asked], list[Json]]) -> Call:
        def act(asked: Asked) -> Json:
            everything = call(asked)
            size = min(self.page, int(asked.query.get("$top", 20)))
            begin = int(asked.query.get("$skiptoken", 0))
            answer: Json = {"value": everything[begin : begin + size]}
            if begin + size < len(everything):
                answer["@odata.nextLink"] = answers.next_page(asked, begin + size)
            return answer

        return act

    async def _subscribe(self, asked: Asked) -> Json:
        body, world = asked.body, self.state.world
        place = answers.place_of(asked, str(body.get("resource", "")))
        answers.permitted(asked, place)
        if any(each.channel == place.id for each in self.subscriptions):
            raise ConnectorError(409, "Conflict", "There is a subscription of this app to this channel already.")
        self._checked(body)
        until = self._until(body)
        for name in ("notificationUrl", "lifecycleNotificationUrl"):
            if not await self.teller.shake(str(body.get(name))):
                words = "Subscription validation request failed. Notification endpoint must respond with 200 OK."
                raise ConnectorError(400, "ValidationError", words)
        made = Subscription(world.new_id("subscription"), asked.tenant, place.id, dict(body), until)
        self.teller.subscriptions[made.id] = made
        return made.shown() | {"clientState": body["clientState"], "_status": 201}

    def _checked(self, body: Json) -> None:
        """Raise ConnectorError unless all is there that a subscription with resource data needs."""
        missing = [
            name
            for name in ("changeType", "clientState", "lifecycleNotificationUrl", "encryptionCertificateId")
            if not body.get(name)
        ]
        if missing or body.get("includeResourceData") is not True or len(str(body.get("clientState"))) > 128:
            raise ConnectorError(400, "InvalidRequest", f"It is not as it has to be: {', '.join(missing)}")
        self._certified(body)

    def _certified(self, body: Json) -> None:
        try:
            public_key(str(body.get("encryptionCertificate")))
        except ValueError:
            raise ConnectorError(400, "InvalidRequest", "Certificate is invalid or not supported.") from None

    def _until(self, body: Json) -> Micros:
        now = self.state.world.clock()
        try:
            until = micros(str(body.get("expirationDateTime")))
        except ValueError:
            raise ConnectorError(400, "InvalidRequest", "That is no moment.") from None
        if not now < until <= now + LONGEST:
            raise ConnectorError(400, "ExtensionError", "Subscription expiration can only be 4320 minutes away.")
        return until

    def _list(self, asked: Asked) -> Json:
        return {"value": [each.shown() for each in self.subscriptions if each.tenant == asked.tenant]}

    def _one(self, asked: Asked) -> Subscription:
        found = self.teller.subscriptions.get(asked.parts["id"])
        if found is None or found.tenant != asked.tenant or found.until <= self.state.world.clock():
            raise ConnectorError(404, "ResourceNotFound", "The object was not found.")
        return found

    def _renew(self, asked: Asked) -> Json:
        found = self._one(asked)
        answers.permitted(asked, self.state.world.places[found.channel])
        if "encryptionCertificate" in asked.body:
            self._certified(asked.body)
        found.until, found.stalled = self._until(asked.body), False
        found.body |= asked.body
        return found.shown()

    def _reauthorize(self, asked: Asked) -> None:
        self._one(asked).stalled = False

    def _unsubscribe(self, asked: Asked) -> None:
        del self.teller.subscriptions[self._one(asked).id]
