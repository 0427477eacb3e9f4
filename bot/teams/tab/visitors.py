"""Visitors: who looks at the tab, by the token that Entra gave their Teams for us.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview and
https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.teams.calling.entra import MICROSOFT
from bot.teams.receiving.keys import Keys
from bot.teams.receiving.tokens import Forbidden, Unsigned, check_entra_token
from bot.teams.workplace import object_id
from scoring.facts import Micros

OLD_ISSUER: Final = "https://sts.windows.net"
"""Issues tokens of the first version, which an app gets unless its registration asks for the second."""
ELSEWHERE: Final = "Huzzah doesn't serve your organisation here. Ask whoever runs it to add your tenant."
NOT_YET: Final = "Huzzah hasn't met your organisation yet. Write “hello” to it in its chat, then come back here."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in."""

    workspace: str
    member: str


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in whom a token of Entra's names. `keys` are those of all tenants; `clock` in microseconds."""

    settings: Settings
    keys: Keys
    allowed: Callable[[str], bool]
    """Whether a tenant may be served."""
    serves: Callable[[str], bool]
    """Whether the bot is there."""
    clock: Callable[[], Micros]

    async def admit(self, token: str) -> Visitor:
        """Who it is. Raises Unsigned, Forbidden (in words for them) where the bot isn't, and KeysAway."""
        claims = await check_entra_token(token, self.keys, self._audiences(), self._issuers, self.clock())
        workspace, member = object_id(claims.get("tid")), object_id(claims.get("oid"))
        # A token that an app got for itself speaks for nobody.
        if not member or not claims.get("scp"):
            raise Unsigned("the token doesn't say who you are", genuine=True)
        if not self.allowed(workspace):
            raise Forbidden(ELSEWHERE)
        if not self.serves(workspace):
            raise Forbidden(NOT_YET)
        return Visitor(workspace, member)

    def _audiences(self) -> tuple[str, ...]:
        app, host = self.settings.teams_app_id.strip(), urlsplit(self.settings.public_url).netloc
        return app, f"api://{app}", f"api://{host}/{app}"

    def _issuers(self, tenant: str) -> tuple[str, ...]:
        # Entra calls itself by one name, at whatever address it is reached; national clouds have one of their own.
        authorities = (self.settings.teams_login_url.rstrip("/"), MICROSOFT)
        return *(f"{each}/{tenant}/v2.0" for each in authorities), f"{OLD_ISSUER}/{tenant}/"
