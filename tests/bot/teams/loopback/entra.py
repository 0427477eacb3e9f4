"""Entra: discovery as msal asks for it, tokens for a client secret, and tokens of people for the bot's own pages."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from scoring.facts import Micros
from tests.bot.loopback.faults import Faults
from tests.bot.teams.loopback.signing import LIFE, KeyServer
from tests.bot.teams.loopback.world import Json, Person, World, guid

CONNECTOR = "https://api.botframework.com"
ROLES = frozenset({"TeamsAppInstallation.ReadWriteSelfForUser.All", "TeamworkTag.Read.All", "User.Read.All"})
"""What an admin granted the app for a whole tenant; what it may in single teams is told by no token."""
AUTHORITY = "https://login.microsoftonline.com"
"""How Entra calls itself, whatever address it is reached by: msal takes no other."""


@dataclass(frozen=True, slots=True)
class Granted:
    """One token that was given out."""

    tenant: str
    audience: str
    until: Micros
    roles: frozenset[str] = frozenset()


class Refusal(Exception):
    """Entra says no. Source: learn.microsoft.com/entra/identity-platform/reference-error-codes"""

    def __init__(self, status: int, error: str, number: int, words: str) -> None:
        self.status, self.error, self.number, self.words = status, error, number, words
        super().__init__(words)


@dataclass
class Entra:
    """`/entra/…`: what `HUZZAH_TEAMS_LOGIN_URL` is set to."""

    world: World
    faults: Faults
    secret: str = "loopback~secret"
    home: str = ""
    """The tenant the app is registered in: only there the connector gives tokens."""
    url: str = ""
    """`http://127.0.0.1:PORT/entra`."""
    life: int = LIFE
    """Seconds tokens are good for."""
    keys: KeyServer = field(default_factory=lambda: KeyServer("entra"))
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    """By tenant, where they are others than usual; a tenant without any hasn't consented to the app."""
    granted: dict[str, Granted] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Tenant and scope of each request for a token."""

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.get("/entra/common/discovery/instance", self._instance),
            web.get("/entra/{tenant}/v2.0/.well-known/openid-configuration", self._discovery),
            web.get("/entra/{tenant}/discovery/v2.0/keys", self._keys),
            web.post("/entra/{tenant}/oauth2/v2.0/token", self._token),
        ]

    def check(self, header: str, audience: str) -> Granted | None:
        """The token of a request, if it is good for this audience (`connector`, or Graph's address)."""
        kind, _, value = header.partition(" ")
        found = self.granted.get(value) if kind.lower() == "bearer" else None
        wanted = CONNECTOR if audience == "connector" else audience
        good = found is not None and found.audience == wanted and found.until > self.world.clock()
        return found if good else None

    def revoke(self) -> None:
        """No token that was given out is good any more."""
        self.granted.clear()

    def token_of(self, person: Person, audience: str = "", **more: object) -> str:
        """What Teams hands to a page of the bot for somebody who looks at it (single sign-on)."""
        begin = self.world.clock() // 1_000_000
        claims: Json = {
            "aud": audience or self.world.app, "iss": f"{AUTHORITY}/{person.tenant}/v2.0", "iat": begin,
            "nbf": begin - 5, "exp": begin + LIFE, "oid": person.id, "tid": person.tenant, "name": person.name,
            "preferred_username": person.upn, "scp": "access_as_user", "ver": "2.0", "sub": guid(f"sub {person.id}"),
        }  # fmt: skip
        return self.keys.sign({**claims, **more})

    def app_token(self, audience: str, tenant: str, app: str) -> str:
        """A token of another app for ours: how Graph proves that a notification is its own."""
        begin = self.world.clock() // 1_000_000
        claims = {"aud": audience, "iss": f"{AUTHORITY}/{tenant}/v2.0", "azp": app, "appid": app, "tid": tenant}
        return self.keys.sign(claims | {"nbf": begin - 5, "iat": begin, "exp": begin + LIFE, "ver": "2.0"})

    async def _instance(self, request: web.Request) -> web.Response:
        hosts = {"preferred_network": "login.microsoftonline.com", "preferred_cache": "login.windows.net"}
        found = f"{self.url}/common/v2.0/.well-known/openid-configuration"
        aliases = ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"]
        return web.json_response(
            {"tenant_discovery_endpoint": found, "api-version": "1.1", "metadata": [{**hosts, "aliases": aliases}]}
        )

    async def _discovery(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if tenant not in ("common", "organizations") and tenant not in self.world.tenants:
            return self._no(Refusal(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found."))
        named = "{tenantid}" if tenant in ("common", "organizations") else tenant
        return web.json_response(
            {
                "issuer": f"{AUTHORITY}/{named}/v2.0",
                "token_endpoint": f"{AUTHORITY}/{tenant}/oauth2/v2.0/token",
                "authorization_endpoint": f"{AUTHORITY}/{tenant}/oauth2/v2.0/authorize",
                "jwks_uri": f"{self.url}/{tenant}/discovery/v2.0/keys",
                "response_modes_supported": ["query", "fragment", "form_post"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            }
        )

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response(self.keys.published())

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        tenant = request.match_info["tenant"]
        self.asked.append((tenant, form.get("scope", "")))
        fault = self.faults.take("token")
        if fault is not None and fault.kind == "limited":
            return web.json_response(
                {"error": "too_many"}, status=429, headers={"Retry-After": str(int(fault.seconds))}
            )
        if fault is not None:
            return web.json_response({"error": "temporarily_unavailable"}, status=fault.status)
        try:
            return self._give(tenant, form)
        except Refusal as refusal:
            return self._no(refusal)

    def _give(self, tenant: str, form: Mapping[str, str]) -> web.Response:
        roles = self._allowed(tenant, form)
        audience, now = form["scope"].removesuffix("/.default"), self.world.clock()
        if audience == CONNECTOR and tenant != self.home:
            words = f"The application was not found in the directory '{tenant}'."
            raise Refusal(400, "unauthorized_client", 700016, words)
        begin = now // 1_000_000
        claims: Json = {
            "aud": audience, "iss": f"https://sts.windows.net/{tenant}/", "iat": begin, "nbf": begin,
            "exp": begin + self.life, "appid": self.world.app, "tid": tenant, "uti": self.world.new_id("token"),
        }  # fmt: skip
        given = frozenset() if audience == CONNECTOR else roles
        value = self.keys.sign(claims | ({"roles": sorted(given)} if given else {}))
        self.granted[value] = Granted(tenant, audience, now + self.life * 1_000_000, given)
        return web.json_response(
            {"token_type": "Bearer", "expires_in": self.life, "ext_expires_in": self.life, "access_token": value}
        )

    def _allowed(self, tenant: str, form: Mapping[str, str]) -> frozenset[str]:
        if tenant not in self.world.tenants:
            raise Refusal(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")
        if form.get("grant_type") != "client_credentials":
            raise Refusal(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
        roles = self.roles.get(tenant, ROLES)
        if form.get("client_id") != self.world.app or (not roles and tenant != self.home):
            words = f"Application with identifier '{form.get('client_id')}' was not found in the directory '{tenant}'."
            raise Refusal(400, "unauthorized_client", 700016, words)
        if form.get("client_secret") != self.secret:
            raise Refusal(401, "invalid_client", 7000215, "Invalid client secret provided.")
        if not form.get("scope", "").endswith("/.default"):
            raise Refusal(400, "invalid_scope", 1002012, "The provided value for scope is not valid.")
        return roles

    def _no(self, refusal: Refusal) -> web.Response:
        trace = str(uuid.UUID(self.world.new_id("trace")))
        said = f"AADSTS{refusal.number}: {refusal.words} Trace ID: {trace} Correlation ID: {trace}"
        body = {"error": refusal.error, "error_description": said, "error_codes": [refusal.number], "trace_id": trace}
        return web.json_response(body, status=refusal.status)
