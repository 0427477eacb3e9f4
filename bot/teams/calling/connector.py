"""The one way to Teams' connector: paced, tried again only where that does no harm, and every failure told apart.

https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference. There is no key
by which saying something twice would be known: after an answer that got lost, look before asking again.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol
from urllib.parse import quote

import httpx
import structlog

from bot.outcomes import Away
from bot.teams.calling.credentials import NoToken
from bot.teams.calling.entra import is_safe, trusted, without_proxy
from bot.teams.calling.pacing import Kind, Paces
from bot.teams.calling.responses import AGAIN, UNDONE, Refusal, body_of, failure, lost, seconds_to_wait
from bot.teams.workplace import NotInstalled, Tenant

Json = dict[str, Any]

TIMEOUT: Final = 10.0
"""Seconds for each step of one try; Teams itself gives up after fifteen."""
TO_CONNECT: Final = 5.0
LIMITS: Final = httpx.Limits(max_connections=100, max_keepalive_connections=20)
ANYWHERE: Final = "https://smba.trafficmanager.net/teams/"
"""The connector for a tenant of which no address is known yet (see the reference above)."""
TRIES: Final = 3
PAUSE: Final = 0.5
"""Seconds before the second try; twice as long before the third."""
TARGETED: Final[Mapping[str, str]] = {"isTargetedActivity": "true"}
NOT_REACHED: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

log = structlog.get_logger()


class Homes(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def of(self, workspace: str) -> Tenant | None:
        """The bot there."""
        ...


class Tokens(Protocol):
    """Has the app's tokens (bot.teams.calling.credentials)."""

    async def token(self, audience: Any, tenant: str = "") -> str:
        """One that is good. Raises NoToken or Away."""
        ...

    async def fresh(self, audience: Any, tenant: str, refused: str) -> str:
        """Another one. Raises NoToken or Away."""
        ...


@dataclass(frozen=True, slots=True)
class Ask:
    """One call, whatever it is about; `path` is behind the connector's address."""

    method: str
    path: str
    conversation: str
    kind: Kind = "send"
    body: Json | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    once: bool = False
    """Doing it twice does harm."""
    waited_for: bool = False


@dataclass(slots=True)
class Connector:
    """Calls for all tenants; close it at the end.

    Everything raises Limited, Refusal and NoToken (both are Refused), Ambiguous, Away or NotInstalled.
    `service` is the connector's address for a conversation, where one is known; else the tenant's.
    """

    installations: Homes
    credentials: Tokens
    paces: Paces
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    timeout: float = TIMEOUT
    """Seconds."""
    _http: httpx.AsyncClient | None = None

    async def send(
        self,
        workspace: str,
        conversation: str,
        activity: Json,
        *,
        service: str = "",
        targeted_to: str = "",
        waited_for: bool = False,
    ) -> str:
        """Say it there, or (`targeted_to`: an id in conversations) show it to one person there; the message's id."""
        home = self._home(workspace)
        body = {**activity, "from": {"id": home.bot}, "conversation": {"id": conversation, "tenantId": workspace}}
        if targeted_to:
            body["recipient"] = {"id": targeted_to, "isTargeted": True}
        params = TARGETED if targeted_to else {}
        path = f"v3/conversations/{_quoted(conversation)}/activities"
        ask = Ask("POST", path, conversation, "send", body, params, once=True, waited_for=waited_for)
        return str((await self._ask(home, ask, service)).get("id") or "")

    async def update(
        self,
        workspace: str,
        conversation: str,
        message: str,
        activity: Json,
        *,
        service: str = "",
        waited_for: bool = False,
    ) -> None:
        """Replace what was said."""
        home = self._home(workspace)
        ask = _edit(home, conversation, message, activity)
        await self._ask(home, replace(ask, waited_for=waited_for), service)

    async def update_targeted(
        self, workspace: str, conversation: str, message: str, activity: Json, *, service: str = ""
    ) -> None:
        """Replace what only one person sees, who waits for it."""
        home = self._home(workspace)
        ask = _edit(home, conversation, message, activity)
        await self._ask(home, replace(ask, params=TARGETED, waited_for=True), service)

    async def delete(self, workspace: str, conversation: str, message: str, *, service: str = "") -> None:
        """Take back what was said."""
        home = self._home(workspace)
        await self._ask(home, Ask("DELETE", _path(conversation, message), conversation), service)

    async def delete_targeted(self, workspace: str, conversation: str, message: str, *, service: str = "") -> None:
        """Take back what only one person sees."""
        ask = Ask("DELETE", _path(conversation, message), conversation, params=TARGETED)
        await self._ask(self._home(workspace), ask, service)

    async def react(
        self, workspace: str, conversation: str, message: str, reaction: str, *, off: bool, service: str = ""
    ) -> None:
        """Put the bot's reaction on a message, or take it off; neither does harm twice."""
        path = f"{_path(conversation, message)}/reactions/{_quoted(reaction)}"
        ask = Ask("DELETE" if off else "PUT", path, conversation, "react")
        await self._ask(self._home(workspace), ask, service)

    async def open_personal(self, workspace: str, member: str, *, service: str = "", waited_for: bool = False) -> str:
        """The chat with one person alone: the same however often it is opened. `member`: of either kind of id."""
        home = self._home(workspace)
        body: Json = {
            "bot": {"id": home.bot},
            "members": [{"id": member}],
            "tenantId": workspace,
            "channelData": {"tenant": {"id": workspace}},
            "isGroup": False,
        }
        found = await self._ask(
            home, Ask("POST", "v3/conversations", member, "create", body, waited_for=waited_for), service
        )
        if not isinstance(found.get("id"), str) or not found["id"]:
            raise Away("it opened a chat without an id", reached=True)
        return str(found["id"])

    async def get(
        self,
        workspace: str,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        conversation: str = "",
        service: str = "",
        waited_for: bool = False,
    ) -> Json:
        """Ask something, as a roster: `path` as the reference has it (`v3/…`), its parts quoted.

        A list comes as the value of `value`. `conversation` is what limits are counted for; else the path.
        """
        ask = Ask("GET", path.lstrip("/"), conversation or path, "read", None, params or {}, waited_for=waited_for)
        return await self._ask(self._home(workspace), ask, service)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    def _home(self, workspace: str) -> Tenant:
        home = self.installations.of(workspace)
        if home is None:
            raise NotInstalled(workspace)
        return home

    async def _ask(self, home: Tenant, ask: Ask, service: str) -> Json:
        base = service or home.service or ANYWHERE
        url = f"{base.rstrip('/')}/{ask.path}"
        if not is_safe(url):
            # The token would go where anybody may read it.
            raise Refusal("unsafe_address", 0)
        token = await self.credentials.token("connector")
        response = await self._try(home.workspace, url, ask, token)
        if response.status_code == 401:
            token = await self.credentials.fresh("connector", "", token)
            response = await self._try(home.workspace, url, ask, token)
            if response.status_code == 401:
                await self.credentials.fresh("connector", "", token)
                raise NoToken("refused")
        if response.status_code == 429:
            seconds = seconds_to_wait(response)
            told = self.paces.block(home.workspace, ask.conversation, seconds, ask.kind)
            log.warning("teams_limited", workspace=home.workspace, kind=ask.kind, seconds=round(told.seconds, 1))
            raise told
        if not response.is_success:
            raise failure(response, once=ask.once)
        found = body_of(response)
        if found is None:
            raise lost("its answer made no sense", once=ask.once)
        return found

    async def _try(self, workspace: str, url: str, ask: Ask, token: str) -> httpx.Response:
        # Until it comes to something; what must not happen twice is tried again only if it certainly didn't happen.
        for number in range(1, TRIES):
            response = await self._once(workspace, url, ask, token)
            if response.status_code != UNDONE and (ask.once or response.status_code not in AGAIN):
                return response
            # Spread, so that those who met here don't meet again: nothing secret.
            await self.pause(PAUSE * number * random.uniform(0.6, 1.4))  # noqa: S311
        return await self._once(workspace, url, ask, token)

    async def _once(self, workspace: str, url: str, ask: Ask, token: str) -> httpx.Response:
        await self.paces.wait(workspace, ask.conversation, ask.kind, waited_for=ask.waited_for)
        if self._http is None:
            timeout = httpx.Timeout(self.timeout, connect=TO_CONNECT)
            self._http = httpx.AsyncClient(
                verify=trusted(), timeout=timeout, limits=LIMITS, follow_redirects=False, mounts=without_proxy()
            )
        headers = {"Authorization": f"Bearer {token}"}
        try:
            return await self._http.request(
                ask.method, url, params=dict(ask.params) or None, json=ask.body, headers=headers
            )
        except NOT_REACHED as error:
            raise Away(type(error).__name__) from None
        except httpx.InvalidURL:
            raise Refusal("unsafe_address", 0) from None
        except httpx.HTTPError as error:
            raise lost(type(error).__name__, once=ask.once) from None


def _path(conversation: str, message: str) -> str:
    return f"v3/conversations/{_quoted(conversation)}/activities/{_quoted(message)}"


def _edit(home: Tenant, conversation: str, message: str, activity: Json) -> Ask:
    body = {**activity, "id": message, "from": {"id": home.bot}, "conversation": {"id": conversation}}
    return Ask("PUT", _path(conversation, message), conversation, "send", body)


def _quoted(ident: str) -> str:
    return quote(ident, safe="")
