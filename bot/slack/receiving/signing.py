"""Signatures: only who knows the app's signing secret speaks for Slack, and only for five minutes.

Why and how: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from scoring.facts import Micros
from scoring.periods import SECOND

SIGNATURE: Final = "X-Slack-Signature"
TIMESTAMP: Final = "X-Slack-Request-Timestamp"
SIGNATURES: Final = "slack.signatures"
"""The condition's name; its value says what is wrong with the signatures that come in."""
PATIENCE: Final = 300
"""Seconds that a signature is worth something, to either side of now."""
MOST_BYTES: Final = 1024 * 1024
"""Of a body; nothing Slack sends comes near."""

_A_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_A_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class Unsigned(Exception):
    """A request that doesn't come from Slack; the message says what is wrong with it, never what it holds."""


class Forged(Unsigned):
    """Signed as Slack signs, but with another secret, or long ago."""


def sign(secret: bytes, body: bytes, timestamp: str) -> str:
    """The signature of a body; `timestamp` is seconds since 1970, as written in the header."""
    return "v0=" + hmac.digest(secret, b"v0:" + timestamp.encode() + b":" + body, "sha256").hex()


@dataclass(frozen=True, slots=True)
class Verifier:
    """Tells Slack's requests from everybody else's; `clock` is in microseconds."""

    secret: str = field(repr=False)
    clock: Callable[[], Micros]

    def check(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raise Unsigned unless Slack has signed exactly these bytes, and lately. Header names are small or any."""
        if not self.secret:
            # Anybody can sign with nothing.
            raise Unsigned("HUZZAH_SLACK_SIGNING_SECRET is not set")
        given, at = _header(headers, SIGNATURE), _header(headers, TIMESTAMP)
        if not given or not at:
            raise Unsigned(f"{SIGNATURE} and {TIMESTAMP} are needed")
        # The forms come first: what follows is then sure to be short ASCII, and `int` and `compare_digest` can't raise.
        if not _A_TIMESTAMP.fullmatch(at):
            raise Unsigned(f"{TIMESTAMP} is not whole seconds since 1970")
        if not _A_SIGNATURE.fullmatch(given):
            raise Unsigned(f"{SIGNATURE} is not of the form v0=…")
        if not hmac.compare_digest(given, sign(self.secret.encode(), body, at)):
            raise Forged("the signature does not fit the body; is HUZZAH_SLACK_SIGNING_SECRET that of this app?")
        if abs(self.clock() // SECOND - int(at)) > PATIENCE:
            raise Forged(f"it was signed more than {PATIENCE // 60} minutes from now; is the clock right?")


def _header(headers: Mapping[str, str], name: str) -> str:
    return headers.get(name) or headers.get(name.lower()) or ""
