"""Tokens: who sends what comes in, told from the signature, the claims, and the key that was signed with.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication (the connector's) and
https://learn.microsoft.com/entra/identity-platform/claims-validation (Entra's)
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import jwt

from bot.shapes import Table
from bot.teams.receiving.keys import ALGORITHM, Keys, SigningKey, UnknownKey
from bot.teams.workplace import object_id
from scoring.facts import Micros
from scoring.periods import MINUTE, SECOND

SKEW: Final = 5 * MINUTE
"""Clocks may differ by so much."""
LONGEST: Final = 16_384
"""Characters of a token; the real ones have about 1,000."""
TEAMS: Final = "msteams"
"""The channel, in the connector's word, that this is for: in others anybody may say who they are."""
TOKENS: Final = "teams.tokens"
"""The condition's name; its value says what is wrong with the tokens that come in."""
MOST_REMEMBERED: Final = 1_000
_SCHEME: Final = "bearer"
_TENANT: Final = "{tenantid}"
_JWS: Final = jwt.PyJWS(algorithms=[ALGORITHM], options={"enforce_minimum_key_length": True})


class Unsigned(Exception):
    """It bears no token that is worth anything (401); the message says why, never what it holds.

    `genuine` if a key of the set signed it all the same, for somebody else or at another time.
    """

    def __init__(self, reason: str, *, genuine: bool = False) -> None:
        """In words for an admin."""
        super().__init__(reason)
        self.genuine = genuine


class Forbidden(Exception):
    """Its token is a good one, but not for this (403); the message says why, never what it holds."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a token says, once its signature is known to be right. Times are microseconds since 1970."""

    claims: Mapping[str, object] = field(repr=False)
    key: SigningKey
    begins: Micros
    ends: Micros


@dataclass(slots=True)
class Tokens:
    """Checks the connector's tokens, which come again and again for about an hour.

    A signature that was right stays right, so it is computed once for each token (by its hash; what didn't verify is
    never kept). Everything else that may differ from one activity to the next, or change with time, is looked at each
    time: the hours, whether the key is still in the set that is believed, its endorsements and the service's address.
    """

    keys: Keys
    app: str
    issuer: str
    _seen: dict[bytes, Proof] = field(default_factory=dict)

    async def check(self, token: str, now: Micros) -> Proof:
        """Raises Unsigned, and KeysAway while that can't be told."""
        mark = hashlib.sha256(token.encode("utf-8", "replace")).digest()
        proof = self._seen.get(mark)
        if proof is None or self.keys.at_hand(proof.key.name) is not proof.key:
            self._seen.pop(mark, None)
            proof = await check_activity_token(token, self.keys, self.app, self.issuer, now)
            if len(self._seen) >= MOST_REMEMBERED:
                del self._seen[next(iter(self._seen))]
            self._seen[mark] = proof
        _in_its_hours(proof, now)
        return proof


async def check_activity_token(token: str, keys: Keys, app: str, issuer: str, now: Micros) -> Proof:
    """What the connector's token proves; whether it does for an activity, `check_activity` says.

    Raises Unsigned, and KeysAway while that can't be told.
    """
    proof = await _proven(token, keys, now)
    if proof.claims.get("iss") != issuer:
        raise Unsigned("the token was issued by somebody else", genuine=True)
    _for_us(proof, (app,))
    return proof


async def check_entra_token(
    token: str,
    keys: Keys,
    audiences: Collection[str],
    issuers: Callable[[str], Collection[str]],
    now: Micros,
) -> Mapping[str, object]:
    """The claims of a token that Entra issued for us; `issuers` says who may issue for a tenant.

    `keys` holds those of all tenants, so the one that signed must be the token's own tenant's as well.
    Raises Unsigned, and KeysAway while that can't be told.
    """
    proof = await _proven(token, keys, now)
    tenant = object_id(proof.claims.get("tid"))
    if not tenant:
        raise Unsigned("the token doesn't say of which tenant it is", genuine=True)
    said = proof.claims.get("iss")
    if not isinstance(said, str) or said not in issuers(tenant):
        raise Unsigned("the token was issued by somebody else", genuine=True)
    if proof.key.issuer and _TENANT not in proof.key.issuer and tenant not in proof.key.issuer.lower().split("/"):
        raise Unsigned("the token is signed with a key of another issuer")
    _for_us(proof, audiences)
    return proof.claims


def check_activity(proof: Proof, activity: Table) -> None:
    """Raise Forbidden unless the token is for exactly this activity: its channel, and where answers to it go."""
    channel = activity.get("channelId")
    if channel != TEAMS:
        raise Forbidden("it doesn't come from Teams")
    if channel not in proof.key.endorsements:
        raise Forbidden("the key it is signed with may not speak for Teams")
    # Answers go there with our own token, so whoever could choose the address could act in our name.
    claimed, told = _plain(proof.claims.get("serviceurl")), _plain(activity.get("serviceUrl"))
    if not claimed or claimed != told:
        raise Forbidden("the token is for another service address")


def bearer(header: str) -> str:
    """The token of an Authorization header. Raises Unsigned."""
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise Unsigned("it isn't signed")
    return token.strip()


async def _proven(token: str, keys: Keys, now: Micros) -> Proof:
    """A token whose signature is right and whose hours have come. Raises Unsigned and KeysAway."""
    if len(token) > LONGEST:
        raise Unsigned("the token is too long")
    try:
        # Of the header only two words are believed, and only as questions: addresses of keys in it are never followed.
        header = _JWS.get_unverified_header(token)
        name = header.get("kid")
        if header.get("alg") != ALGORITHM or not isinstance(name, str) or not name:
            raise Unsigned(f"the token isn't signed with {ALGORITHM} and a key that has a name")
        key = await keys.key(name)
        claims = json.loads(_JWS.decode(token, key.public, algorithms=[ALGORITHM]))
    except UnknownKey:
        raise Unsigned("nobody knows the key the token is signed with") from None
    except (jwt.PyJWTError, RecursionError, ValueError):
        raise Unsigned("the token is none, or its signature isn't right") from None
    if not isinstance(claims, dict):
        raise Unsigned("the token holds no claims")
    begins, ends = _moment(claims.get("nbf", 0)), _moment(claims.get("exp"))
    if begins is None or ends is None:
        raise Unsigned("the token doesn't say until when it is good", genuine=True)
    proof = Proof(claims, key, begins, ends)
    _in_its_hours(proof, now)
    return proof


def _for_us(proof: Proof, audiences: Collection[str]) -> None:
    said = proof.claims.get("aud")
    told = said if isinstance(said, list) else [said]
    ours = {audience.lower() for audience in audiences if audience}
    if not any(isinstance(one, str) and one.lower() in ours for one in told):
        raise Unsigned("the token is for another app", genuine=True)


def _in_its_hours(proof: Proof, now: Micros) -> None:
    if now >= proof.ends + SKEW:
        raise Unsigned("the token has expired; is the clock right?", genuine=True)
    if now < proof.begins - SKEW:
        raise Unsigned("the token isn't good yet; is the clock right?", genuine=True)


def _moment(seconds: object) -> Micros | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 1e12:
        return None
    return int(seconds * SECOND)


def _plain(url: object) -> str:
    return url.rstrip("/").lower() if isinstance(url, str) else ""
