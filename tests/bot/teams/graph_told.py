"""Told: a notification of Graph's that a test sends itself, right or changed in every way that mustn't be believed."""

import asyncio
import copy
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx
import jwt

from bot.teams.graph.making import NOTIFICATIONS
from scoring.facts import FactKind
from tests.bot.teams.graph_following import Clock, Process, company, process
from tests.bot.teams.loopback.entra import AUTHORITY
from tests.bot.teams.loopback.graph_telling import PUBLISHER, Subscription
from tests.bot.teams.loopback.signing import KeyServer, private_key
from tests.bot.teams.loopback.teams import Teams
from tests.bot.teams.loopback.world import Json, guid

Change = Callable[[Json, Teams], None]
HEARD = (FactKind.MESSAGE, FactKind.REACTION)
ODD: tuple[Any, ...] = (None, 3, [], {}, "é" * 9, [[]], "teams('", True)


class Told:
    """A notification of a message that Graph didn't send by itself."""

    def __init__(self, ours: Process, teams: Teams, said: str, http: httpx.AsyncClient) -> None:
        self.ours, self.teams, self.said, self.http = ours, teams, said, http
        self.subscription: Subscription = teams.graph.subscriptions[0]

    @property
    def body(self) -> Json:
        """As Graph would send it."""
        place = self.teams.world.places[self.subscription.channel]
        message = place.messages[self.said]
        return self.teams.do(lambda: self.teams.graph.teller.change(self.subscription, "created", message, place))

    async def post(self, body: Json, path: str = NOTIFICATIONS) -> int:
        """The status of one attempt."""
        return (await self.http.post(f"{self.ours.base}{path}", json=body)).status_code


@asynccontextmanager
async def told(url: str, teams: Teams, clock: Clock, **options: Any) -> AsyncIterator[Told]:
    """Somebody said something, and Graph keeps it to itself."""
    async with process(url, teams, clock, join="General", **options) as ours:
        await ours.turn()
        teams.graph.teller.lose = -1
        said = await ours.do(lambda: teams.say("ana", "General", "Lunch?"))
        await ours.do(lambda: teams.react("ben", "General", said, "heart"))
        async with httpx.AsyncClient(timeout=30) as http:
            yield Told(ours, teams, said, http)


def run(story: Callable[[Teams, Clock], Coroutine[Any, Any, None]]) -> None:
    with company() as (teams, clock):
        asyncio.run(story(teams, clock))


def life(one: Told, event: str) -> Json:
    item = one.teams.graph.teller._item(one.subscription)
    return {"value": [item | {"lifecycleEvent": event}]}


def secret(body: Json, teams: Teams) -> None:
    body["value"][0]["clientState"] = "x" * len(body["value"][0]["clientState"])


def no_secret(body: Json, teams: Teams) -> None:
    body["value"][0]["clientState"] = None


def signature(body: Json, teams: Teams) -> None:
    content = body["value"][0]["encryptedContent"]
    content["dataSignature"] = b64encode(bytes(32)).decode()


def content(body: Json, teams: Teams) -> None:
    sealed = body["value"][0]["encryptedContent"]
    raw = bytearray(b64decode(sealed["data"]))
    raw[0] ^= 1
    sealed["data"] = b64encode(bytes(raw)).decode()


def nobodys(body: Json, teams: Teams) -> None:
    body["value"][0]["subscriptionId"] = guid("nobody's")


def elsewhere(body: Json, teams: Teams) -> None:
    body["value"][0]["tenantId"] = guid("elsewhere")
    body["validationTokens"] = [teams.graph.teller.proof(guid("elsewhere"))]


def unproven(body: Json, teams: Teams) -> None:
    del body["validationTokens"]


def of_another_tenant(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.graph.teller.proof(guid("elsewhere"))]


def of_another_app(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.app_token(teams.world.app, teams.entra.home, guid("app"))]


def for_another_app(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.app_token(guid("app"), teams.entra.home, PUBLISHER)]


def claims(teams: Teams, **other: object) -> Json:
    begin, tenant = teams.world.clock() // 1_000_000, teams.entra.home
    usual = {"aud": teams.world.app, "iss": f"{AUTHORITY}/{tenant}/v2.0", "azp": PUBLISHER, "tid": tenant}
    return {**usual, "nbf": begin - 5, "iat": begin, "exp": begin + 3600, **other}


def expired(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.keys.sign(claims(teams, exp=teams.world.clock() // 1_000_000 - 400))]


def of_another_issuer(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.keys.sign(claims(teams, iss="https://login.example.com/v2.0"))]


def of_two_apps(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.keys.sign(claims(teams, appid=guid("app")))]


def forged(body: Json, teams: Teams) -> None:
    key = teams.entra.keys.newest
    forger = private_key("a forger")
    body["validationTokens"] = [jwt.encode(claims(teams), forger, "RS256", headers={"kid": key.kid})]


def of_another_server(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [KeyServer("another").sign(claims(teams))]


def unsigned(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [jwt.encode(claims(teams), "", "none", headers={"kid": teams.entra.keys.newest.kid})]


def one_of_two_is_wrong(body: Json, teams: Teams) -> None:
    second = copy.deepcopy(body["value"][0])
    second["clientState"] = "wrong"
    body["value"].append(second)


def one_token_of_two_is_wrong(body: Json, teams: Teams) -> None:
    body["validationTokens"].append("not.a.token")


REFUSED: tuple[Change, ...] = (
    secret, no_secret, signature, content, nobodys, elsewhere, unproven, of_another_tenant, of_another_app,
    for_another_app, expired, of_another_issuer, of_two_apps, forged, of_another_server, unsigned, one_of_two_is_wrong,
    one_token_of_two_is_wrong,
)  # fmt: skip
