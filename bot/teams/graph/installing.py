"""Installing: the app is put into somebody's personal scope, so that it can write to them first - where it may.

https://learn.microsoft.com/microsoftteams/platform/graph-api/proactive-bots-and-messages/graph-proactive-bots-and-messages
(TeamsAppInstallation.ReadWriteSelfForUser.All) and https://learn.microsoft.com/graph/api/team-list-installedapps, by
which the id that the organisation's catalogue gave our app is learnt from a team where it already is.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import structlog

from bot.dispatch import Dispatch
from bot.outcomes import Refused
from bot.shapes import Table, table, words
from bot.teams.graph.caller import Declined, Graph
from storage import conversations, subscriptions

PERSONAL: Final = "/users/{}/teamwork/installedApps"
CONFLICT: Final = 409
"""It is installed already."""

log = structlog.get_logger()


@dataclass(slots=True)
class Installing:
    """Puts the app where it may; `app` is its (client) id."""

    graph: Graph
    dispatch: Dispatch
    app: str
    _catalogue: dict[str, str] = field(default_factory=dict)
    """Tenant -> what its catalogue calls our app."""

    async def install_for(self, workspace: str, member: str) -> str:
        """Install it for one person; the id of the chat with them, which is kept.

        Raises Refused where that isn't permitted, Limited, Ambiguous, Away, NotInstalled and Unavailable.
        """
        apps = PERSONAL.format(quote(member, safe=""))
        ident = await self._of_catalogue(workspace)
        base = self.graph.settings.teams_graph_url.rstrip("/")
        try:
            await self.graph.post(workspace, apps, {"teamsApp@odata.bind": f"{base}/appCatalogs/teamsApps/{ident}"})
        except Declined as declined:
            if declined.status != CONFLICT:
                raise
        chat = await self._chat(workspace, apps, ident)
        found = conversations.Conversation(chat, conversations.PERSONAL, member)
        await self.dispatch.write(workspace, lambda work: conversations.keep(work, found))
        log.info("teams_app_installed_for_somebody", workspace=workspace)
        return chat

    async def _chat(self, workspace: str, apps: str, ident: str) -> str:
        params = {"$expand": "teamsApp,teamsAppDefinition", "$filter": f"teamsApp/id eq '{ident}'"}
        async for page in self.graph.pages(workspace, apps, params):
            for each in page:
                if words(table(each.get("teamsApp")).get("id"), 100) == ident:
                    where = f"{apps}/{quote(words(each.get('id')), safe='')}/chat"
                    return words((await self.graph.get(workspace, where)).get("id"), 300)
        raise Refused("not_installed")

    async def _of_catalogue(self, workspace: str) -> str:
        if workspace not in self._catalogue:
            places = await self.dispatch.read(workspace, subscriptions.places)
            for group in dict.fromkeys(place.group_id for place in places):
                if found := await self._in_team(workspace, group):
                    self._catalogue[workspace] = found
                    break
            else:
                raise Refused("app_in_no_team")
        return self._catalogue[workspace]

    async def _in_team(self, workspace: str, group: str) -> str:
        path = f"/teams/{quote(group, safe='')}/installedApps"
        params: dict[str, Any] = {"$expand": "teamsApp,teamsAppDefinition($expand=bot)"}
        async for page in self.graph.pages(workspace, path, params):
            for each in page:
                if self._is_ours(each):
                    return words(table(each.get("teamsApp")).get("id"), 100)
        return ""

    def _is_ours(self, installed: Table) -> bool:
        bot = table(table(installed.get("teamsAppDefinition")).get("bot"))
        external = words(table(installed.get("teamsApp")).get("externalId"), 100)
        return self.app.lower() in (words(bot.get("id"), 100).lower(), external.lower())
