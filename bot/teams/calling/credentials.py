"""Credentials: the app's tokens for the connector and for Graph, got through msal, renewed before anybody waits for it.

https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication (the
connector's scope), https://learn.microsoft.com/en-us/graph/auth-v2-service (Graph's, in the tenant it is about) and
https://learn.microsoft.com/en-us/entra/identity/managed-identities-azure-resources/overview.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import httpx
import msal  # type: ignore[import-untyped]  # publishes no types
import structlog

from bot import clock
from bot.outcomes import Away, Refused
from bot.rounds import Threads
from bot.settings import Settings
from bot.teams.calling.entra import MICROSOFT, Entra, UnsafeAddress, is_safe
from scoring.facts import Micros
from scoring.periods import MINUTE, SECOND

Audience = Literal["connector", "graph"]

CONNECTOR_SERVICE: Final = "https://api.botframework.com"
EARLY: Final = 5 * MINUTE
"""How long before its end a token is renewed; msal takes no shorter ones from its own cache, either."""
LEAST: Final = 20 * SECOND
"""A token that ends sooner is of no use: whoever needs it waits for the next."""
SPACED: Final = MINUTE
"""Between two tokens that were asked for because the first was refused; and between two tries to renew one."""
PASSING: Final = frozenset(
    {"temporarily_unavailable", "server_error", "service_unavailable", "slow_down", "AADSTS90033", "AADSTS50196",
     "AADSTS90055", "AADSTS90025"}
)  # fmt: skip
"""Answers of Entra's after which trying again helps."""
_CODE: Final = re.compile(r"AADSTS\d+")

log = structlog.get_logger()


class NoToken(Refused):
    """The app gets no token, or its token is refused; `error` is Entra's code, or a word of bot.teams' own."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token, until when it is good, and from when on it should be renewed."""

    value: str = field(repr=False)
    given: Micros
    until: Micros
    renew: Micros


Note = Callable[[str, str, str], Awaitable[None]]
"""Told of each outcome: audience, tenant, and the code of a refusal (none: a token was given)."""


async def _nobody(_audience: str, _tenant: str, _code: str) -> None:
    """Tells nobody."""


@dataclass(slots=True)
class Credentials:
    """Tokens by audience and tenant; each is asked for once, however many wait for it."""

    settings: Settings
    http: Entra | None = None
    note: Note = _nobody
    """bot.teams.calling.tokens_refused."""
    clock: Callable[[], Micros] = clock.now
    _tokens: dict[tuple[str, str], Token] = field(default_factory=dict)
    _asking: "dict[tuple[str, str], asyncio.Task[Token]]" = field(default_factory=dict)
    _tried: dict[tuple[str, str], Micros] = field(default_factory=dict)
    """When renewing was last begun in the background."""
    _clients: dict[str, Any] = field(default_factory=dict)
    """msal's, by tenant; each with a cache of its own."""
    _threads: Threads = field(default_factory=Threads)

    async def token(self, audience: Audience, tenant: str = "") -> str:
        """A token that is good; `tenant` only matters to Graph. Raises NoToken (a Refused) or Away."""
        key = self._key(audience, tenant)
        kept, now = self._tokens.get(key), self.clock()
        if kept is None or kept.until - LEAST <= now:
            return (await self._ask(key)).value
        if kept.renew <= now and self._tried.get(key, 0) + SPACED <= now:
            self._tried[key] = now
            self._begin(key)
        return kept.value

    async def fresh(self, audience: Audience, tenant: str, refused: str) -> str:
        """Another token instead of one that was refused. Raises NoToken if that one is new itself, or Away."""
        key = self._key(audience, tenant)
        kept = self._tokens.get(key)
        if kept is not None and kept.value == refused:
            if kept.given + SPACED > self.clock():
                await self.note(*key, "refused")
                raise NoToken("refused")
            del self._tokens[key]
            self._clients.pop(key[1], None)  # With what msal remembers.
        return await self.token(audience, tenant)

    async def close(self) -> None:
        """Let go of the connections, once nobody asks any more."""
        for task in list(self._asking.values()):
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
        await self._threads.finish()
        if self.http is not None:
            self.http.close()
            self.http = None

    def _key(self, audience: Audience, tenant: str) -> tuple[str, str]:
        home = self.settings.teams_tenant.strip().lower()
        return audience, (tenant.lower() or home) if audience == "graph" else home

    async def _ask(self, key: tuple[str, str]) -> Token:
        # Whoever gives up waiting mustn't take the answer from the others.
        return await asyncio.shield(self._asking.get(key) or self._begin(key))

    def _begin(self, key: tuple[str, str]) -> "asyncio.Task[Token]":
        if key not in self._asking:
            self._asking[key] = task = asyncio.create_task(self._get(key), name=f"teams token {key[0]}")
            task.add_done_callback(lambda done: self._ended(key, done))
        return self._asking[key]

    def _ended(self, key: tuple[str, str], task: "asyncio.Task[Token]") -> None:
        self._asking.pop(key, None)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # Who asked for it is told, and what Entra says is noted for the doctor.
            log.debug("teams_token_failed", audience=key[0], tenant=key[1], reason=f"{type(error).__name__}: {error}")

    async def _get(self, key: tuple[str, str]) -> Token:
        audience, tenant = key
        before = self.clock()
        try:
            result = await self._threads.run(self._acquire, audience, tenant)
            token = _token(result, before, self.clock())
        except NoToken as error:
            await self.note(audience, tenant, error.error)
            raise
        except (httpx.HTTPError, msal.exceptions.MsalError, OSError, RuntimeError) as error:
            raise Away(f"Entra can't be reached ({type(error).__name__})") from None
        self._tokens[key] = token
        await self.note(audience, tenant, "")
        return token

    def _acquire(self, audience: str, tenant: str) -> dict[str, Any]:
        # In a thread: msal does no other.
        resource = _graph(self.settings) if audience == "graph" else CONNECTOR_SERVICE
        try:
            if self.settings.teams_identity == "managed":
                return self._managed(resource, tenant)
            client = self._clients.get(tenant) or self._confidential(tenant)
            self._clients[tenant] = client
            return dict(client.acquire_token_for_client(scopes=[f"{resource}/.default"]) or {})
        except UnsafeAddress:
            raise NoToken("unsafe_address") from None
        except msal.ManagedIdentityError:
            raise NoToken("no_managed_identity") from None
        except (ValueError, KeyError) as error:
            # msal says so of a tenant that isn't there, and of an answer that isn't Entra's.
            found = _CODE.search(f"{error} {error.__context__}")
            if found is None:
                raise Away("Entra's answer made no sense") from None
            raise NoToken(found[0]) from None

    def _confidential(self, tenant: str) -> Any:
        if not is_safe(self.settings.teams_login_url):
            # Where the secret goes is asked there, too.
            raise NoToken("unsafe_address")
        return msal.ConfidentialClientApplication(
            self.settings.teams_app_id.strip(),
            client_credential=self.settings.teams_app_secret.get_secret_value().strip(),
            authority=f"{MICROSOFT}/{tenant}",
            http_client=self._entra(),
            instance_discovery=False,
        )

    def _managed(self, resource: str, tenant: str) -> dict[str, Any]:
        if tenant != self.settings.teams_tenant.strip().lower():
            raise NoToken("other_tenant")
        client = self._clients.get(tenant)
        if client is None:
            who = msal.UserAssignedManagedIdentity(client_id=self.settings.teams_app_id.strip())
            client = self._clients[tenant] = msal.ManagedIdentityClient(who, http_client=self._entra())
        return dict(client.acquire_token_for_client(resource=resource) or {})

    def _entra(self) -> Entra:
        if self.http is None:
            self.http = Entra(self.settings.teams_login_url)
        return self.http


def _token(result: dict[str, Any], before: Micros, now: Micros) -> Token:
    value, lasts = result.get("access_token"), result.get("expires_in")
    if isinstance(value, str) and value:
        # From when it was asked for: it may have taken a while.
        until = before + round(float(lasts or 0)) * SECOND
        early = result.get("refresh_on")
        sooner = early * SECOND if isinstance(early, int) else until - EARLY
        return Token(value, now, until, min(sooner, until - EARLY))
    raise _refusal(result)


def _refusal(result: dict[str, Any]) -> Exception:
    codes, word = result.get("error_codes"), str(result.get("error") or "no_token")[:60]
    found = _CODE.search(str(result.get("error_description") or ""))
    numbered = f"AADSTS{codes[0]}" if isinstance(codes, list) and codes and isinstance(codes[0], int) else ""
    code = found[0] if found else numbered or word
    return Away(f"Entra isn't well ({code})") if {code, word} & PASSING else NoToken(code)


def _graph(settings: Settings) -> str:
    parts = urlsplit(settings.teams_graph_url)
    return f"{parts.scheme}://{parts.netloc}"
