"""Certificates: what Graph encrypts notifications with, and the keys that open them, sealed in the database.

https://learn.microsoft.com/graph/change-notifications-with-resource-data: RSA of 2,048 to 4,096 bits, signed by itself,
under a name of our own that comes back with each notification. A new one every year; subscriptions get it when they are
renewed, and the old one is kept until what was encrypted with it can't be on its way any more.
"""

import asyncio
import json
import secrets
from base64 import b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.rounds import Threads
from scoring.facts import Micros
from scoring.periods import DAY, SECOND
from storage import subscriptions
from storage.sealing import Sealing, WrongKey
from storage.transactions import Database

PREFIX: Final = "teams.certificate:"
"""How their names among the secrets of a database begin."""
ROTATED: Final = 365 * DAY
LASTS: Final = timedelta(days=3 * 365)
"""Longer than any is used."""
LATEST: Final = 5 * DAY
"""A subscription lives for three days at most, and Graph tries to deliver for four hours."""
BITS: Final = 2048

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Certificate:
    """One of them; `public` is the certificate as Graph wants it, without the key."""

    id: str
    made: Micros
    public: str
    private: RSAPrivateKey = field(repr=False)


@dataclass(slots=True)
class Certificates:
    """Those of this database, remembered once they were read; `clock` is in microseconds."""

    database: Database
    sealing: Sealing
    clock: Callable[[], Micros]
    _known: dict[str, Certificate] = field(default_factory=dict)
    _threads: Threads = field(default_factory=Threads)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def newest(self) -> Certificate:
        """What new subscriptions get; made if there is none younger than a year. Raises Unavailable."""
        async with self._making:
            if not self._fresh():
                await self._threads.run(self._read)
            if not self._fresh():
                await self._threads.run(self._make)
        return max(self._known.values(), key=lambda each: (each.made, each.id))

    async def of(self, ident: str) -> Certificate | None:
        """By the name that a notification bears; None if no key here opens it. Raises Unavailable."""
        if ident not in self._known:
            await self._threads.run(self._read)
        return self._known.get(ident)

    async def discard(self, used: Collection[str]) -> list[str]:
        """Forget those that are in no use any more, and haven't been for days; which they were. Raises Unavailable."""
        newest, before = await self.newest(), self.clock() - ROTATED - LATEST
        idle = [each.id for each in self._known.values() if each.made < before and each.id not in {*used, newest.id}]
        if idle:
            await self._threads.run(subscriptions.drop_keys, self.database, [f"{PREFIX}{each}" for each in idle])
            for each in idle:
                del self._known[each]
            log.info("teams_certificates_discarded", number=len(idle))
        return idle

    async def stop(self) -> None:
        """Until nothing goes on any more."""
        await self._threads.finish()

    def _fresh(self) -> bool:
        return any(each.made > self.clock() - ROTATED for each in self._known.values())

    def _read(self) -> None:
        for name, sealed in subscriptions.keys(self.database, PREFIX).items():
            ident = name.removeprefix(PREFIX)
            if ident in self._known:
                continue
            try:
                self._known[ident] = _understood(ident, self.sealing.unseal(sealed))
            except (WrongKey, KeyError, TypeError, ValueError):
                log.warning("teams_certificate_unreadable", advice="put your copy of the key back")

    def _make(self) -> None:
        made = generate(f"huzzah-{secrets.token_hex(8)}", self.clock())
        written = {"made": made.made, "public": made.public, "private": _pem(made.private)}
        subscriptions.keep_key(self.database, f"{PREFIX}{made.id}", self.sealing.seal(json.dumps(written)))
        self._known[made.id] = made
        log.info("teams_certificate_made")


def generate(ident: str, now: Micros) -> Certificate:
    """A new pair, and the certificate that it signs for itself."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Huzzah")])
    moment = datetime.fromtimestamp(now // SECOND, UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + LASTS)
        .sign(private, hashes.SHA256())
    )
    return Certificate(ident, now, b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode(), private)


def _pem(private: RSAPrivateKey) -> str:
    plain = serialization.NoEncryption()
    return private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def _understood(ident: str, text: str) -> Certificate:
    kept = json.loads(text)
    private = serialization.load_pem_private_key(kept["private"].encode(), None)
    if not isinstance(private, RSAPrivateKey):
        raise TypeError("it is no RSA key")
    return Certificate(ident, int(kept["made"]), str(kept["public"]), private)
