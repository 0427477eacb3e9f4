"""Keys and tokens: what the key servers of Bot Framework and of Entra publish, and the JWTs signed with them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from scoring.facts import Micros
from tests.bot.teams.loopback.world import Json, digest

ENDORSED = ("msteams", "webchat", "skype")
"""Channels a key of Bot Framework may speak for. Source: learn.microsoft.com/azure/bot-service/rest-api/
bot-framework-rest-connector-authentication"""
LIFE = 3600
"""Seconds a token is good for."""


@lru_cache(maxsize=16)
def private_key(name: str) -> rsa.RSAPrivateKey:
    """A key, made once in a run of the tests: making one takes a while."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a server."""

    kid: str
    private: rsa.RSAPrivateKey
    endorsements: Sequence[str] = ()

    def jwk(self) -> Json:
        """As it is published."""
        public: Json = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        shown = {"kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid, "n": public["n"], "e": public["e"]}
        return shown | ({"endorsements": list(self.endorsements)} if self.endorsements else {})


@dataclass
class KeyServer:
    """The keys of one issuer; the newest signs, the others stay published until they are retired."""

    name: str
    endorsements: Sequence[str] = ()
    keys: list[Key] = field(default_factory=list)
    fetched: int = 0
    """How often the key set was asked for."""
    _made: int = 0

    def __post_init__(self) -> None:
        self.rotate()

    @property
    def newest(self) -> Key:
        """The one that signs."""
        return self.keys[-1]

    def rotate(self, endorsements: Sequence[str] | None = None, *, retire: bool = False) -> Key:
        """Sign with a new key from now on; `retire` takes the old ones from the set."""
        self._made += 1
        name = f"{self.name} {self._made}"
        made = Key(digest(name, 20), private_key(name), self.endorsements if endorsements is None else endorsements)
        self.keys = [made] if retire else [*self.keys, made]
        return made

    def published(self) -> Json:
        """The key set."""
        self.fetched += 1
        return {"keys": [each.jwk() for each in self.keys]}

    def sign(self, claims: Mapping[str, Any], key: Key | None = None) -> str:
        """A JWT with these claims."""
        used = key or self.newest
        return jwt.encode(dict(claims), used.private, "RS256", headers={"kid": used.kid, "x5t": used.kid})


def activity_claims(issuer: str, audience: str, service: str, now: Micros) -> Json:
    """What the token of an activity says."""
    begin = now // 1_000_000
    return {"serviceurl": service, "nbf": begin - 300, "exp": begin + LIFE, "iss": issuer, "aud": audience}
