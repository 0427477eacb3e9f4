"""Tokens refused: Entra's codes for why the app gets no token, in words for an admin, kept where the doctor looks.

The codes: https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol, TypeVar

import structlog

from bot.dispatch import Transacts, Unavailable
from bot.teams.workplace import Tenant
from storage import conditions

T = TypeVar("T")

CONNECTOR: Final = "connector"
GRAPH: Final = "graph"
CONDITIONS: Final[Mapping[str, str]] = {CONNECTOR: "teams.token", GRAPH: "teams.graph_token"}
"""Under which name each audience's trouble is kept; the value is in words for an admin."""

ANOTHER: Final = (
    "make a new one in the Entra admin centre (App registrations, your app, Certificates & secrets) and set "
    "HUZZAH_TEAMS_APP_SECRET to its value"
)
WORDS: Final[Mapping[str, str]] = {
    "AADSTS7000215": f"the client secret is wrong - its value is needed, not its id: {ANOTHER}",
    "AADSTS7000222": f"the client secret has expired: {ANOTHER}",
    "AADSTS7000218": "no client secret is set: set HUZZAH_TEAMS_APP_SECRET, or HUZZAH_TEAMS_IDENTITY=managed",
    "AADSTS700016": "the app isn't known in this tenant: check HUZZAH_TEAMS_APP_ID and HUZZAH_TEAMS_TENANT, or have "
    "an admin there consent to the app",
    "AADSTS7000229": "the app has no service principal in this tenant: an admin there must consent to the app",
    "AADSTS7000112": "the app is disabled: turn it on in the Entra admin centre (Enterprise applications)",
    "AADSTS90002": "there is no such tenant: check HUZZAH_TEAMS_TENANT and HUZZAH_TEAMS_TENANTS",
    "AADSTS900021": "the tenant's id is no id: check HUZZAH_TEAMS_TENANT and HUZZAH_TEAMS_TENANTS",
    "AADSTS900023": "the tenant's id is no id: check HUZZAH_TEAMS_TENANT and HUZZAH_TEAMS_TENANTS",
    "AADSTS500011": "Teams' own service is unknown in this tenant: an admin there must have used Teams once",
    "AADSTS53003": "a Conditional Access policy blocks the app: an admin of Entra can exempt it",
    "AADSTS530035": "the tenant's security defaults block the app: an admin of Entra can allow it",
    "AADSTS50194": "the app is for one tenant only: serve that tenant, or register the app for several",
    "unsafe_address": "HUZZAH_TEAMS_LOGIN_URL must begin with https://, for the app's secret is sent there",
    "other_tenant": "a managed identity can speak for its own tenant only: use a client secret to serve others",
    "invalid_request": "Azure knows no managed identity with HUZZAH_TEAMS_APP_ID on this machine: assign it here",
    "no_managed_identity": "there is no managed identity on this machine: set HUZZAH_TEAMS_IDENTITY=secret, or run "
    "Huzzah on Azure",
    "refused": "Teams doesn't take the app's token: check that the bot's registration in Azure (or in the Developer "
    "Portal) bears HUZZAH_TEAMS_APP_ID, and that its Teams channel is on",
}  # fmt: skip

log = structlog.get_logger()


def words(code: str) -> str:
    """What a code means, and what to do."""
    return WORDS.get(code, f"Entra gives the app no token ({code}); https://login.microsoftonline.com/error says why")


class Homes(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def all(self) -> Iterable[Tenant]:
        """Those the bot is in."""
        ...


@dataclass(slots=True)
class Noting:
    """Writes down how it is with the tokens: hand `note` to bot.teams.calling.credentials."""

    installations: Homes
    database: Transacts
    _said: dict[tuple[str, str], str] = field(default_factory=dict)

    async def note(self, audience: str, tenant: str, code: str) -> None:
        """An audience's token was refused with this code, or (no code) was given; never fails."""
        # The connector's token is the same for all tenants, Graph's is one tenant's own.
        everywhere = [home.workspace for home in self.installations.all()] if audience == CONNECTOR else [tenant]
        for workspace in everywhere:
            if self._said.get((workspace, audience)) == code:
                continue
            try:
                await self._write(workspace, CONDITIONS[audience], words(code) if code else "")
                self._said[workspace, audience] = code
            except Unavailable as error:
                log.warning("teams_token_not_noted", workspace=workspace, reason=str(error))

    async def _write(self, workspace: str, name: str, value: str) -> None:
        kept = await self.database.read(workspace, partial(conditions.get, name=name))
        if value:
            await self.database.write(workspace, partial(conditions.put, name=name, value=value))
        elif kept is not None:
            await self.database.write(workspace, partial(conditions.clear, name=name))
