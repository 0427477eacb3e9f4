"""A small login server: its metadata and its keys over real HTTP on loopback, and whoever signs with them."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from scoring.periods import SECOND
from tests.storage.small_world import BEGIN

APP = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"
SERVICE = "https://smba.trafficmanager.net/emea/"
NOW = BEGIN // SECOND

Json = dict[str, Any]


@cache
def private_key(name: str, bits: int = 2048) -> RSAPrivateKey:
    """A key, made once in a run of the tests: making one takes a while."""
    assert name
    return generate_private_key(public_exponent=65537, key_size=bits)


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever holds one private key, and what the set says of it."""

    name: str
    endorsements: tuple[str, ...] = ("msteams", "skype")
    issuer: str = ""
    bits: int = 2048
    called: str = ""
    """The name in tokens, if it isn't its own."""

    @property
    def private(self) -> RSAPrivateKey:
        """Never published."""
        return private_key(self.name, self.bits)

    def jwk(self, **more: object) -> Json:
        """As it stands in the set."""
        public: Json = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        shown: Json = {"kty": "RSA", "use": "sig", "kid": self.called or self.name, "n": public["n"], "e": public["e"]}
        shown |= {"endorsements": list(self.endorsements)} if self.endorsements else {}
        return shown | ({"issuer": self.issuer} if self.issuer else {}) | more

    def pem(self) -> bytes:
        """The public key as a text, which somebody may take for a shared secret."""
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, claims: Mapping[str, object], **header: object) -> str:
        """A token; what it says may be anything."""
        said = json.dumps(claims).encode()
        return jwt.PyJWS().encode(said, self.private, "RS256", {"kid": self.called or self.name, **header})


def claims(**more: object) -> Json:
    """What the connector's token says; None takes a claim away."""
    said: Json = {"iss": ISSUER, "aud": APP, "serviceurl": SERVICE, "nbf": NOW - 60, "exp": NOW + 3600, **more}
    return {name: value for name, value in said.items() if value is not None}


@dataclass
class KeyServer:
    """What it publishes, how it behaves, and how often it was asked."""

    keys: list[Json] = field(default_factory=list)
    url: str = ""
    """Of the metadata."""
    fetched: int = 0
    away: bool = False
    metadata: Json = field(default_factory=dict)
    """Instead of what it is by itself."""
    body: bytes = b""
    """Instead of the set."""
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    """Answers wait for it."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def publish(self, *signers: Signer) -> None:
        """These are all the keys from now on."""
        self.keys = [signer.jwk() for signer in signers]

    async def openid(self, request: web.Request) -> web.Response:
        """The metadata."""
        self.asked.set()
        await self.awake.wait()
        if self.away:
            return web.Response(status=503)
        return web.json_response(self.metadata or {"jwks_uri": str(request.url.with_path("/keys"))})

    async def jwks(self, _request: web.Request) -> web.Response:
        """The set."""
        self.fetched += 1
        return web.Response(body=self.body) if self.body else web.json_response({"keys": self.keys})


@asynccontextmanager
async def key_server(*signers: Signer) -> AsyncIterator[KeyServer]:
    """A server with the keys of these."""
    served = KeyServer()
    served.publish(*signers)
    served.awake.set()
    site = web.Application()
    site.router.add_get("/openid", served.openid)
    site.router.add_get("/keys", served.jwks)
    async with TestServer(site) as server:
        served.url = str(server.make_url("/openid"))
        yield served
        served.awake.set()
