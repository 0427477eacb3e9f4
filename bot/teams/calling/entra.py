"""Entra, as msal reaches it: an HTTP client to inject that speaks to the address in the settings, and nowhere else.

msal insists on Microsoft's own addresses over https. What it asks of them goes to `teams_login_url`, which is the same
unless a national cloud or a stand-in on this machine is set; addresses in the answers are turned back.
The interface: https://msal-python.readthedocs.io/en/latest/#msal.ClientApplication (http_client).
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import msal  # type: ignore[import-untyped]  # publishes no types

from bot.loopback import is_loopback

MICROSOFT: Final = "https://login.microsoftonline.com"
TIMEOUT: Final = httpx.Timeout(8.0, connect=4.0)
"""Seconds. An outbox letter has fifty for everything."""
LIMITS: Final = httpx.Limits(max_connections=10, max_keepalive_connections=2)
DIRECTLY: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]", "all://169.254.169.254")
"""What no proxy can reach for us: this machine, and where Azure hands out managed identities."""


@cache
def trusted() -> ssl.SSLContext:
    """Whom https trusts: reading that takes long enough to do it once."""
    return httpx.create_ssl_context()


def without_proxy() -> dict[str, None]:
    """For httpx: a proxy that the environment names is used for everything but these."""
    return dict.fromkeys(DIRECTLY)


def is_safe(url: str) -> bool:
    """Whether a secret may be sent there: https to a host with a name, or this very machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


class UnsafeAddress(Exception):
    """A secret would have gone where anybody may read it."""


@dataclass(slots=True)
class Answer:
    """What msal reads of an answer."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """What msal expects of it."""
        if self.status_code >= 400:
            raise msal.exceptions.MsalServiceError(f"HTTP {self.status_code}", error=None, error_description=None)


@dataclass(slots=True)
class Entra:
    """The client; msal calls it in a thread, `login_url` is where Entra answers."""

    login_url: str = MICROSOFT
    http: httpx.Client = field(
        default_factory=lambda: httpx.Client(verify=trusted(), timeout=TIMEOUT, limits=LIMITS, mounts=without_proxy())
    )

    def post(
        self,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> Answer:
        """Bring the app's secret. Raises httpx.HTTPError or UnsafeAddress."""
        there = self._there(url)
        if not is_safe(there):
            raise UnsafeAddress(urlsplit(there).netloc)
        return self._answer(self.http.post(there, params=params, data=dict(data or {}), headers=headers))

    def get(
        self, url: str, params: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None, **_: object
    ) -> Answer:
        """Ask, without a secret. Raises httpx.HTTPError."""
        return self._answer(self.http.get(self._there(url), params=params, headers=headers))

    def close(self) -> None:
        """Let go of the connections."""
        self.http.close()

    def _there(self, url: str) -> str:
        own = self.login_url.rstrip("/")
        return own + url.removeprefix(MICROSOFT) if url.startswith(f"{MICROSOFT}/") else url

    def _answer(self, response: httpx.Response) -> Answer:
        own = self.login_url.rstrip("/")
        text = response.text if own == MICROSOFT else response.text.replace(own, MICROSOFT)
        return Answer(response.status_code, text, dict(response.headers))
