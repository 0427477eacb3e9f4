"""Install: a workspace adds the app by itself - from `/slack/install` to Slack, and back with a code for its token.

https://docs.slack.dev/authentication/installing-with-oauth
"""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.budget import Budget
from bot.dispatch import Unavailable
from bot.pages import HEADERS, shown
from bot.settings import Settings
from bot.slack.installing import identity, install_words
from bot.slack.installing.identity import NotAnInstallation
from bot.slack.installing.installations import Installations
from bot.slack.installing.web import SlackAway, SlackRefused, asked
from bot.slack.workplace import Installation
from manifests.scopes import OPTIONAL, READING, REQUIRED
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import installations as kept
from storage.transactions import Database

log = structlog.get_logger()

BEGIN, BACK = "/slack/install", "/slack/oauth_redirect"
COOKIE = "__Host-huzzah-install"
"""The prefix keeps other hosts of the same domain from setting it."""
MINUTES = 10
"""How long somebody may take to agree."""
AT_ONCE, AGAIN_AFTER = 50, 0.5
"""So many may begin at once; then one each so many seconds."""
QUICK = 5.0
"""Seconds for what an installation can do without."""
TOKEN_FORM = re.compile(r"[\w-]{43}")
"""How 32 random bytes are written."""
CODE_FORM = re.compile(r"[\w.-]{1,500}")


@dataclass(frozen=True, slots=True)
class Install:
    """The two addresses."""

    settings: Settings
    installations: Installations
    database: Database
    clock: Callable[[], Micros]
    _pace: Budget = field(default_factory=lambda: Budget(AGAIN_AFTER, AT_ONCE))

    def routes(self) -> list[BaseRoute]:
        """Where a person begins, and where Slack sends them back to."""
        return [Route(BEGIN, self.begin, methods=["GET"]), Route(BACK, self.back, methods=["GET"])]

    async def begin(self, request: Request) -> Response:
        """Off to Slack; with `?reading=no` the app asks for nothing that lets it read messages."""
        missing = self._missing()
        if missing:
            return shown(install_words.not_set_up(missing))
        if not self._has_room():
            return shown(install_words.too_many(BEGIN))
        state, browser = secrets.token_urlsafe(32), _browser(request) or secrets.token_urlsafe(32)
        now = self.clock()
        until = now + MINUTES * 60 * SECOND
        try:
            begun = await asyncio.to_thread(kept.begin, self.database, _digest(state), _digest(browser), now, until)
        except Unavailable:
            return shown(install_words.database_away(BEGIN))
        if not begun:
            return shown(install_words.too_many(BEGIN))
        query = {
            "client_id": self.settings.slack_client_id,
            "scope": ",".join(scopes(reading=request.query_params.get("reading") != "no")),
            "redirect_uri": self._back,
            "state": state,
        }
        answer = RedirectResponse(f"{self._slack}oauth/v2/authorize?{urlencode(query)}", 302, headers=HEADERS)
        # Lax, since the way back from Slack begins on another site.
        answer.set_cookie(COOKIE, browser, max_age=MINUTES * 60, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    async def back(self, request: Request) -> Response:
        """Back from Slack: the state is taken once, the code becomes a token, and only then a page says so."""
        missing = self._missing()
        if missing:
            return shown(install_words.not_set_up(missing))
        state, said = request.query_params.get("state", ""), request.query_params.get("error", "")
        if not state and not said:
            return shown(install_words.from_elsewhere(BEGIN))
        try:
            ours = await self._is_ours(state, _browser(request))
            if said:
                return shown(install_words.declined(BEGIN) if said == "access_denied" else install_words.failed(BEGIN))
            code = request.query_params.get("code", "")
            if not ours or not CODE_FORM.fullmatch(code):
                return shown(install_words.stale(BEGIN))
            installation = await self._exchange(code)
            await self.installations.keep(installation)
        except Unavailable:
            return shown(install_words.database_away(BEGIN))
        except SlackAway as error:
            log.warning("install_failed", why=str(error))
            return shown(install_words.slack_away(BEGIN))
        except (SlackRefused, NotAnInstallation) as error:
            log.warning("install_failed", why=str(error))
            return shown(install_words.refused(str(error), BEGIN))
        answer = shown(install_words.installed(installation, self._slack))
        answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    def _has_room(self) -> bool:
        # Anybody can knock, and each beginning is a row: events mustn't wait for the database because of it.
        at = asyncio.get_running_loop().time()
        if self._pace.turn(at) > at:
            return False
        self._pace.take(at)
        return True

    @property
    def _slack(self) -> str:
        # https://slack.com/api/ -> https://slack.com/
        return self.settings.slack_api_url.rstrip("/").removesuffix("api")

    @property
    def _back(self) -> str:
        return f"{self.settings.public_url.rstrip('/')}{BACK}"

    def _missing(self) -> list[str]:
        needed = {
            "HUZZAH_SLACK_CLIENT_ID": self.settings.slack_client_id,
            "HUZZAH_SLACK_CLIENT_SECRET": self.settings.slack_client_secret.get_secret_value(),
            "HUZZAH_PUBLIC_URL": self.settings.public_url,
        }
        return [name for name, value in needed.items() if not value]

    async def _is_ours(self, state: str, browser: str) -> bool:
        if not browser or not TOKEN_FORM.fullmatch(state):
            return False
        now = self.clock()
        return await asyncio.to_thread(kept.finish, self.database, _digest(state), _digest(browser), now)

    async def _exchange(self, code: str) -> Installation:
        app = (self.settings.slack_client_id, self.settings.slack_client_secret.get_secret_value())
        given = {"code": code, "redirect_uri": self._back}
        answer = await self.installations.web.exchange(app, given)
        installation = identity.from_oauth(answer, self.clock())
        try:
            async with asyncio.timeout(QUICK):
                told = await asked(self.installations.web.client(installation.token).auth_test())
            return identity.completed(installation, identity.from_test(told, installation.token))
        except (SlackAway, SlackRefused, NotAnInstallation, TimeoutError):
            # It only adds an address to what we have; it is asked again later.
            return installation


def scopes(*, reading: bool = True) -> list[str]:
    """What the app asks for."""
    return [scope for scope in (*REQUIRED, *OPTIONAL) if reading or scope not in READING]


def _browser(request: Request) -> str:
    # The same for several tabs of one browser.
    given = request.cookies.get(COOKIE, "")
    return given if TOKEN_FORM.fullmatch(given) else ""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
