"""A gate: tokens that are checked with the keys of a real server, and the tokens and activities that must not pass."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from bot.teams.receiving.keys import Keys
from bot.teams.receiving.tokens import SKEW, Tokens, check_activity
from scoring.facts import Micros
from scoring.periods import SECOND
from tests.bot.teams.keys_server import APP, ISSUER, NOW, SERVICE, Json, KeyServer, Signer, claims, key_server
from tests.storage.small_world import BEGIN

CONNECTOR, WEBCHAT = Signer("connector"), Signer("webchat", ("webchat",))
STRANGER, IMPOSTOR = Signer("stranger"), Signer("impostor", called="connector")
TENANT, ELSEWHERE = "aaaaaaaa-0000-0000-0000-000000000001", "aaaaaaaa-0000-0000-0000-000000000002"
LOGIN = "https://login.microsoftonline.com"
ALL, ITS_OWN = Signer("all", (), f"{LOGIN}/{{tenantid}}/v2.0"), Signer("its own", (), f"{LOGIN}/{ELSEWHERE}/v2.0")
ACTIVITY: Json = {"channelId": "msteams", "serviceUrl": SERVICE}


@dataclass
class Gate:
    """Tokens checked with the keys of a real server."""

    server: KeyServer
    keys: Keys
    tokens: Tokens
    now: Micros = BEGIN

    async def lets_in(self, token: str, activity: Json = ACTIVITY) -> None:
        """Raises as the checks do."""
        check_activity(await self.tokens.check(token, self.now), activity)


def play_at_gate(play: Callable[[Gate], Awaitable[None]]) -> None:
    async def run() -> None:
        async with key_server(CONNECTOR, WEBCHAT, ALL, ITS_OWN) as server, httpx.AsyncClient() as http:
            keys = Keys(server.url, lambda: gate.now, http)
            gate = Gate(server, keys, Tokens(keys, APP, ISSUER))
            await play(gate)
            await keys.stop()

    asyncio.run(run())


def by_hand(header: Json, body: Json, secret: bytes) -> str:
    """A token that no library would make: HS256 with any secret."""
    signed = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, body))
    signature = hmac.digest(secret, signed, hashlib.sha256) if secret else b""
    return b".".join((signed, base64.urlsafe_b64encode(signature).rstrip(b"="))).decode()


def _tampered() -> str:
    head, _, signature = CONNECTOR.sign(claims()).split(".")
    other = base64.urlsafe_b64encode(json.dumps(claims(serviceurl="https://evil.example/")).encode()).rstrip(b"=")
    return f"{head}.{other.decode()}.{signature}"


UNSIGNED: dict[str, Callable[[], str]] = {
    "expired": lambda: CONNECTOR.sign(claims(exp=NOW - SKEW // SECOND)),
    "without an end": lambda: CONNECTOR.sign(claims(exp=None)),
    "with an odd end": lambda: CONNECTOR.sign(claims(exp="tomorrow")),
    "with an endless end": lambda: CONNECTOR.sign(claims(exp=1e300)),
    "not yet valid": lambda: CONNECTOR.sign(claims(nbf=NOW + SKEW // SECOND + 1)),
    "for another app": lambda: CONNECTOR.sign(claims(aud=APP.replace("1", "9"))),
    "for nobody": lambda: CONNECTOR.sign(claims(aud=None)),
    "for an empty list": lambda: CONNECTOR.sign(claims(aud=[])),
    "by another issuer": lambda: CONNECTOR.sign(claims(iss="https://sts.windows.net/x/")),
    "by no issuer": lambda: CONNECTOR.sign(claims(iss=None)),
    "with a key nobody knows": lambda: STRANGER.sign(claims()),
    "with another key under a known name": lambda: IMPOSTOR.sign(claims()),
    "changed afterwards": _tampered,
    "alg none": lambda: by_hand({"alg": "none", "typ": "JWT", "kid": "connector"}, claims(), b""),
    "HS256 with the public key": lambda: by_hand({"alg": "HS256", "kid": "connector"}, claims(), CONNECTOR.pem()),
    "RS256 in name, HS256 in truth": lambda: by_hand({"alg": "RS256", "kid": "connector"}, claims(), CONNECTOR.pem()),
    "without a key's name": lambda: by_hand({"alg": "RS256"}, claims(), b"x"),
    "nested": lambda: base64.urlsafe_b64encode(b"[" * 9_000).decode() + ".e30.e30",
    "nonsense": lambda: "nonsense",
    "nothing": str,
    "no letters": lambda: "\udcff.é.\0",
    "too long": lambda: "x" * 20_000,
}
FORBIDDEN: dict[str, tuple[Callable[[], str], Json]] = {
    "for another service": (
        lambda: CONNECTOR.sign(claims(serviceurl="https://smba.trafficmanager.net/amer/")),
        ACTIVITY,
    ),
    "for no service": (lambda: CONNECTOR.sign(claims(serviceurl=None)), ACTIVITY),
    "for no service, from none": (
        lambda: CONNECTOR.sign(claims(serviceurl="")),
        {"channelId": "msteams", "serviceUrl": ""},
    ),
    "of an activity without one": (lambda: CONNECTOR.sign(claims()), {"channelId": "msteams"}),
    "with a key that may not": (lambda: WEBCHAT.sign(claims()), ACTIVITY),
    "with a key without endorsements": (lambda: ALL.sign(claims()), ACTIVITY),
    "from another channel": (lambda: WEBCHAT.sign(claims()), {**ACTIVITY, "channelId": "webchat"}),
    "from no channel": (lambda: CONNECTOR.sign(claims()), {"serviceUrl": SERVICE}),
    "from an odd channel": (lambda: CONNECTOR.sign(claims()), {**ACTIVITY, "channelId": ["msteams"]}),
}
