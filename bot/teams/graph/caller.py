"""The one way to Microsoft Graph: tried once, and every way in which it can fail told apart.

https://learn.microsoft.com/graph/errors (codes) and https://learn.microsoft.com/graph/throttling (429 and Retry-After)
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol
from urllib.parse import urlsplit

import httpx

from bot.loopback import is_loopback
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.settings import Settings
from bot.shapes import table, tables, words
from bot.teams.calling.entra import trusted, without_proxy
from bot.teams.workplace import NotInstalled, Tenant

__all__ = ["Ambiguous", "Away", "Declined", "Graph", "Limited", "Refused"]

Json = dict[str, Any]
Params = Mapping[str, str]

TIMEOUT: Final = 30.0
"""Seconds for one call: making a subscription takes two handshakes with us."""
LIMITED_FOR: Final = 10.0
"""Seconds to wait where Graph says only that it is too much."""
LONGEST_WAIT: Final = 3_600.0
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of an answer; a page of fifty threads with long answers may have some."""
MOST_PAGES: Final = 2_000
NEXT: Final = "@odata.nextLink"


class Declined(Refused):
    """Graph understood and said no; `status` is that of HTTP, `error` Graph's own word."""

    def __init__(self, status: int, error: str) -> None:
        """As it came."""
        super().__init__(error)
        self.status = status


class Finds(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def of(self, workspace: str) -> Tenant | None:
        """The bot in one tenant."""
        ...


class Tokens(Protocol):
    """Gets tokens (bot.teams.calling.credentials)."""

    async def token(self, audience: Literal["connector", "graph"], tenant: str = "") -> str:
        """One that is good. Raises Refused or Away."""
        ...

    async def fresh(self, audience: Literal["connector", "graph"], tenant: str, refused: str) -> str:
        """Another one instead of one that was refused. Raises Refused or Away."""
        ...


@dataclass(slots=True)
class Graph:
    """Calls for all tenants, with the app's own permissions. Close it at the end."""

    installations: Finds
    credentials: Tokens
    settings: Settings
    timeout: float = TIMEOUT
    """Seconds."""
    _client: httpx.AsyncClient | None = field(default=None, repr=False)

    async def get(self, workspace: str, path: str, params: Params | None = None) -> Json:
        """Graph's answer; `path` begins with `/`, or is an address Graph itself gave for the next page.

        Raises Declined (a Refused), Limited, Away or NotInstalled; so do all of these.
        """
        return await self._call(workspace, "GET", path, params=params)

    async def post(self, workspace: str, path: str, body: Json | None = None) -> Json:
        """Make something. Raises Ambiguous, besides: it may be there, and the answer got lost."""
        return await self._call(workspace, "POST", path, body=body if body is not None else {})

    async def patch(self, workspace: str, path: str, body: Json) -> Json:
        """Change something."""
        return await self._call(workspace, "PATCH", path, body=body)

    async def delete(self, workspace: str, path: str) -> None:
        """Take something away; that it isn't there any more is no failure."""
        try:
            await self._call(workspace, "DELETE", path)
        except Declined as declined:
            if declined.status != 404:
                raise

    async def pages(self, workspace: str, path: str, params: Params | None = None) -> AsyncIterator[list[Json]]:
        """The values of one page after the other."""
        async for page in self.whole_pages(workspace, path, params):
            yield [dict(each) for each in tables(page.get("value"))]

    async def whole_pages(self, workspace: str, path: str, params: Params | None = None) -> AsyncIterator[Json]:
        """One page after the other."""
        where, asked = path, params
        for _ in range(MOST_PAGES):
            page = await self.get(workspace, where, asked)
            yield page
            where, asked = words(page.get(NEXT)), None
            if not where:
                return

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def address(self, path: str) -> str:
        """Where a path leads. Raises Declined if that isn't Graph: our token goes nowhere else."""
        base = self.settings.teams_graph_url.rstrip("/")
        whole = f"{base}{path}" if path.startswith("/") else path
        ours, parts = urlsplit(base), urlsplit(whole)
        safe = ours.scheme == "https" or is_loopback(ours.hostname or "")
        if not safe or (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
            raise Declined(0, "notGraph")
        return whole

    async def _call(
        self, workspace: str, method: str, path: str, *, params: Params | None = None, body: Json | None = None
    ) -> Json:
        if self.installations.of(workspace) is None:
            raise NotInstalled(workspace)
        address = self.address(path)
        token = await self.credentials.token("graph", workspace)
        answer = await self._send(method, address, token, params, body)
        if answer.status_code == 401:
            token = await self.credentials.fresh("graph", workspace, token)
            answer = await self._send(method, address, token, params, body)
        return _meaning(method, answer)

    async def _send(
        self, method: str, address: str, token: str, params: Params | None, body: Json | None
    ) -> httpx.Response:
        if self._client is None:
            self._client = httpx.AsyncClient(
                verify=trusted(), timeout=self.timeout, follow_redirects=False, mounts=without_proxy()
            )
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        request = self._client.build_request(method, address, params=params, headers=headers, content=content)
        try:
            response = await self._client.send(request, stream=True)
            try:
                return await _received(response)
            finally:
                await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Away(type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _lost(method, type(error).__name__) from None


async def _received(response: httpx.Response) -> httpx.Response:
    found = bytearray()
    async for chunk in response.aiter_bytes():
        found += chunk
        if len(found) > MOST_BYTES:
            raise httpx.DecodingError("it is too long")
    # Without the header that says how it was packed: it is unpacked already.
    headers = {name: value for name, value in response.headers.items() if name != "content-encoding"}
    return httpx.Response(response.status_code, headers=headers, content=bytes(found))


def _meaning(method: str, answer: httpx.Response) -> Json:
    status = answer.status_code
    if status == 429 or (status == 503 and "retry-after" in answer.headers):
        raise Limited(_seconds(answer))
    if status == 503:
        raise Away("HTTP 503", reached=True)
    if status >= 500 or status == 408:
        raise _lost(method, f"HTTP {status}", reached=True)
    if status in (202, 204):
        return {}
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError):
        found = None
    if status >= 300:
        raise Declined(status, words(table(table(found).get("error")).get("code"), 100) or f"HTTP {status}")
    if not isinstance(found, dict):
        raise _lost(method, "its answer was no JSON object", reached=True)
    return found


def _seconds(answer: httpx.Response) -> float:
    said = answer.headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdecimal() else LIMITED_FOR


def _lost(method: str, reason: str, *, reached: bool = False) -> Exception:
    # Only what makes something anew would make it twice.
    return Ambiguous(reason) if method == "POST" else Away(reason, reached=reached)
