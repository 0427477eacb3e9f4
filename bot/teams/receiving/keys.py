"""Keys: which public keys a login server signs with, fetched off the hot path, each known for as long as it is good.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication (the connector's) and
https://learn.microsoft.com/entra/identity-platform/signing-key-rollover (Entra's)
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import httpx
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWTError

from bot.bodies import Malformed, from_json
from bot.faults import in_short
from bot.loopback import is_loopback
from bot.rounds import Round
from bot.shapes import Table, address, rows, tables
from scoring.facts import Micros
from scoring.periods import DAY, MINUTE

ALGORITHM: Final = "RS256"
"""The only one; a key of another kind, or with fewer than LEAST_BITS, is left out."""
LEAST_BITS: Final = 2048
FRESH: Final = DAY
"""Afterwards a set is fetched anew."""
GOOD: Final = 5 * DAY
"""For so long it goes on being believed while its server is away."""
SELDOM: Final = MINUTE
"""For what names a key nobody knows the set isn't fetched more often: anybody can make up a name."""
MOST_BYTES: Final = 1024 * 1024
"""Of a document; the real ones have about 30 kB."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, eq=False)
class SigningKey:
    """One key of the set that is believed at present; each fetch makes new ones, which are equal to no older one."""

    name: str
    """What a token calls it: its `kid`."""
    public: RSAPublicKey = field(repr=False)
    endorsements: frozenset[str] = frozenset()
    """The channels it may speak for; Entra's have none."""
    issuer: str = ""
    """Whose it is, perhaps with `{tenantid}`; the connector's don't say."""


class KeysAway(Exception):
    """Nobody can say now whether a key is good: the server of keys is away. Ask again later."""


class UnknownKey(Exception):
    """The server of keys has none by this name."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    fetch: float = 8.0
    """For both documents together."""
    wait: float = 3.0
    """As long does somebody wait whose key isn't known yet."""
    again: float = 15.0
    """Between two tries while nothing is known."""


@dataclass(slots=True)
class Keys:
    """The set of one login server; without `start` it is fetched when first needed. `clock` is in microseconds."""

    openid_url: str
    clock: Callable[[], Micros]
    http: httpx.AsyncClient
    pace: Pace = field(default_factory=Pace)
    _known: Mapping[str, SigningKey] = field(default_factory=dict)
    _fetched: Micros | None = None
    """When the set came."""
    _asked: Micros | None = None
    """When it was last asked for."""
    _failed: bool = False
    _flight: asyncio.Task[None] | None = None
    """What is being fetched; whoever needs it waits for the same."""
    _round: Round = field(init=False)

    def __post_init__(self) -> None:
        self._round = Round("keys", self._turn)

    def start(self) -> None:
        """Fetch now, and then once a day."""
        self._round.start()

    async def stop(self) -> None:
        """In the midst of a fetch, if need be."""
        await self._round.stop()
        if self._flight is not None:
            self._flight.cancel()
            await asyncio.gather(self._flight, return_exceptions=True)
            self._flight = None

    def at_hand(self, name: str) -> SigningKey | None:
        """A key that is known and believed; asks nobody."""
        return self._known.get(name) if self._age() < GOOD else None

    async def key(self, name: str) -> SigningKey:
        """A key by its name. Raises UnknownKey, and KeysAway while that can't be told."""
        found = self.at_hand(name)
        if found is not None:
            if self._age() >= FRESH and self._may_ask():
                # Nobody waits for this: the old set is as good as it was a moment ago.
                self._take_off()
            return found
        if self._flight is None and self._may_ask():
            self._take_off()
        if self._flight is not None:
            await asyncio.wait({self._flight}, timeout=self.pace.wait)
        found = self.at_hand(name)
        if found is not None:
            return found
        if self._flight is not None or self._failed or self._age() >= GOOD:
            raise KeysAway
        raise UnknownKey

    async def _turn(self) -> float:
        await asyncio.wait({self._flight or self._take_off()})
        if not self._failed:
            return FRESH / 1_000_000
        return self.pace.again if self._age() >= GOOD else SELDOM / 1_000_000

    def _age(self) -> float:
        return self.clock() - self._fetched if self._fetched is not None else float("inf")

    def _may_ask(self) -> bool:
        # A clock that was put back must not keep us from asking.
        return self._flight is None and (self._asked is None or not 0 <= self.clock() - self._asked < SELDOM)

    def _take_off(self) -> asyncio.Task[None]:
        self._asked = self.clock()
        self._flight = asyncio.create_task(self._fetch(), name="keys fetch")
        self._flight.add_done_callback(self._landed)
        return self._flight

    def _landed(self, task: asyncio.Task[None]) -> None:
        if self._flight is task:
            self._flight = None
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._failed = True
            log.error("keys_broke", error=in_short(error))

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(self.pace.fetch):
                metadata = await self._document(self.openid_url)
                found = keys_of(await self._document(address(metadata.get("jwks_uri"))))
            if not found:
                raise Malformed("there is no key in the set")
        except (httpx.HTTPError, httpx.InvalidURL, Malformed, TimeoutError, ValueError) as error:
            self._failed = True
            log.warning("keys_not_fetched", reason=f"{type(error).__name__}: {str(error)[:100]}")
            return
        # The whole set at once: what isn't in it any more may have been taken back, and isn't believed from now on.
        self._known, self._fetched, self._failed = found, self.clock(), False

    async def _document(self, url: str) -> Table:
        where = urlsplit(url)
        if where.scheme != "https" and not is_loopback(where.hostname or ""):
            raise Malformed("its address begins with neither https nor this machine")
        found = bytearray()
        async with self.http.stream("GET", url, headers={"Accept": "application/json"}) as answer:
            answer.raise_for_status()
            async for chunk in answer.aiter_bytes():
                found += chunk
                if len(found) > MOST_BYTES:
                    raise Malformed("it is too long")
        return from_json(bytes(found))


def keys_of(document: Table) -> dict[str, SigningKey]:
    """The keys of a set that a signature may bear, by their names; what isn't one is left out."""
    found: dict[str, SigningKey] = {}
    for one in tables(document.get("keys")):
        key = _read(one)
        if key is not None:
            found.setdefault(key.name, key)
    return found


def _read(one: Table) -> SigningKey | None:
    name, issuer = one.get("kid"), one.get("issuer")
    if not isinstance(name, str) or not name or one.get("kty") != "RSA":
        return None
    if one.get("use", "sig") != "sig" or one.get("alg", ALGORITHM) != ALGORITHM:
        return None
    try:
        public = PyJWK(dict(one), ALGORITHM).key
    except (PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < LEAST_BITS:
        return None
    endorsements = frozenset(each for each in rows(one.get("endorsements")) if isinstance(each, str))
    return SigningKey(name, public, endorsements, issuer if isinstance(issuer, str) else "")
