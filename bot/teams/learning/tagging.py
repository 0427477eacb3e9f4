"""Tagging: who is behind the tags of a team, which one mentions as one does people; asked of Graph where it is granted.

https://learn.microsoft.com/graph/api/teamworktag-list and https://learn.microsoft.com/graph/api/teamworktagmember-list:
an admin's permission for the whole tenant, for owners of teams have none to give that lets an app read tags.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import quote

import structlog

from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.shapes import name, words
from bot.teams.graph.caller import Declined
from bot.teams.learning.acquaintance import Acquaintance
from bot.teams.learning.asking import LONGEST_WAIT, NotNow
from bot.teams.learning.roster import LONGEST_ID
from bot.teams.learning.seeking import Profiles
from bot.teams.workplace import NotInstalled, Tenant, object_id
from handlers.events import GroupChanged
from scoring.facts import Micros
from scoring.periods import DAY

MOST_TAGS: Final = 500
"""Of a team; Teams lets it have a hundred."""
MOST_MEMBERS: Final = 5_000
TRIES: Final = 3

log = structlog.get_logger()


class Lists(Profiles, Protocol):
    """Graph, which lists things page by page (bot.teams.graph.caller)."""

    def pages(
        self, workspace: str, path: str, params: Mapping[str, str] | None = None
    ) -> AsyncIterator[list[dict[str, Any]]]:
        """The values of one page after the other. Raises Limited, Refused and Away."""
        ...


@dataclass(frozen=True, slots=True)
class Tagging:
    """For all tenants."""

    graph: Lists
    clock: Callable[[], Micros]

    async def of(self, place: Acquaintance, home: Tenant, group_id: str) -> list[GroupChanged] | None:
        """A team's tags, each with who is behind it; None where we may not see them. Raises NotNow."""
        if not group_id or place.tags_due > self.clock():
            return None
        tags = f"/teams/{group_id}/tags"
        now, found = self.clock(), []
        try:
            for tag in await self._listed(home, tags, MOST_TAGS):
                ident, called = words(tag.get("id"), LONGEST_ID), name(tag.get("displayName"))
                if ident and called:
                    people = await self._listed(home, f"{tags}/{quote(ident, safe='')}/members", MOST_MEMBERS)
                    members = {object_id(each.get("userId")) for each in people} - {""}
                    found.append(
                        GroupChanged(
                            workspace=home.workspace, at=now, group=ident, name=called, members=tuple(sorted(members))
                        )
                    )
        except Refused as refused:
            # Nobody has to grant it: a tag then gives nothing.
            log.info("teams_tags_not_granted", workspace=home.workspace, error=refused.error)
            if not (isinstance(refused, Declined) and refused.status == 404):
                place.tags_due = now + DAY
            return None
        return found

    async def _listed(self, home: Tenant, path: str, most: int) -> list[dict[str, Any]]:
        reason, nap = "", 0.0
        for _ in range(TRIES):
            await asyncio.sleep(nap)
            try:
                return await self._whole(home, path, most)
            except Limited as limited:
                reason, nap = "limited", min(max(limited.seconds, 0.0), LONGEST_WAIT)
            except (Ambiguous, Away, NotInstalled) as error:
                raise NotNow(str(error)) from None
        raise NotNow(reason)

    async def _whole(self, home: Tenant, path: str, most: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        async for page in self.graph.pages(home.workspace, path):
            found += page
            if len(found) >= most:
                break
        return found[:most]
