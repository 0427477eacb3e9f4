"""Signatures: who knows the key in the data folder speaks for the chat, and nobody else does."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.private import write_once
from scoring.facts import Micros
from scoring.periods import SECOND

FILE: Final = "playground.key"
SIGNATURE: Final = "X-Huzzah-Signature"
TIMESTAMP: Final = "X-Huzzah-Timestamp"
SHORTEST: Final = 32
"""Bytes of a key that nobody guesses."""
PATIENCE: Final = 300
"""Seconds that a signature is worth something, to either side of now."""


class Unsigned(Exception):
    """A payload that doesn't come from the chat; the message says what is missing."""


def kept_key(data_dir: Path) -> bytes:
    """The playground's key, kept in the data folder; made at the first start."""
    path = data_dir / FILE
    if path.exists() and len(path.read_bytes().strip()) < SHORTEST:
        # Damaged. Nothing depends on the old one: what is on its way is signed anew.
        path.unlink()
    if not path.exists():
        write_once(path, secrets.token_hex(SHORTEST).encode() + b"\n")
    return path.read_bytes().strip()


def sign(key: bytes, body: bytes, timestamp: int) -> dict[str, str]:
    """The headers that a payload is sent with; `timestamp` is now, in seconds since 1970."""
    return {SIGNATURE: f"v1={_mac(key, b'v1:%d:' % timestamp + body)}", TIMESTAMP: str(timestamp)}


def _mac(key: bytes, words: bytes) -> str:
    return hmac.digest(key, words, "sha256").hex()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Secret:
    """What the chat and its listener share: the key, and what time it is."""

    key: bytes = field(repr=False)
    clock: Callable[[], Micros]

    def signed(self, body: bytes) -> dict[str, str]:
        """The headers for a payload that is sent now."""
        return sign(self.key, body, self.clock() // SECOND)

    def check(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raise Unsigned unless the chat has signed exactly these bytes, and lately."""
        given, at = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
        if not given or not at:
            raise Unsigned(f"the payload is not signed: {SIGNATURE} and {TIMESTAMP} are missing")
        if not (at.isascii() and at.isdecimal() and len(at) <= 12):
            raise Unsigned(f"{TIMESTAMP} must be whole seconds since 1970")
        if not _same(given, sign(self.key, body, int(at))[SIGNATURE]):
            raise Unsigned(f"{SIGNATURE} does not fit the payload")
        if abs(self.clock() // SECOND - int(at)) > PATIENCE:
            raise Unsigned(f"the payload was signed more than {PATIENCE // 60} minutes ago; sign it again")

    def seal(self, member: str, dialog: str, context: str) -> str:
        """A dialog's context as the page gets it: the page can hand it back, and not change it."""
        return f"{_mac(self.key, _sealed(member, dialog, context))}.{context}"

    def unseal(self, member: str, dialog: str, given: str) -> str | None:
        """The context that was sealed for this member and dialog; None if it is not one of ours."""
        context = given.partition(".")[2]
        return context if _same(given, self.seal(member, dialog, context)) else None


def _sealed(member: str, dialog: str, context: str) -> bytes:
    return "\0".join(("context", member, dialog, context)).encode("utf-8", "replace")
