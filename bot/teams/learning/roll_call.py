"""Roll call: a team with its channels, and who is in a conversation, as the connector lists them, a page at a time.

Nothing here reads a single message: learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from bot.outcomes import Refused
from bot.shapes import Table, name, tables, words
from bot.teams.learning.asking import Asking, member_path, team_path
from bot.teams.learning.roster import Found, Listed, found, listed
from bot.teams.workplace import PERSON, Tenant, object_id
from scoring.facts import Micros

MOST_NAMELESS: Final = 100
"""So many people of a page, told without their id in the directory, are asked for one by one."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team as it is now."""

    team: str
    name: str
    group_id: str
    channels: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class RollCall:
    """The lists of one tenant; each raises NotNow, and Refused where Teams says no."""

    home: Tenant
    asking: Asking
    admins: frozenset[str]
    clock: Callable[[], Micros]

    async def team(self, team: str, service: str) -> Team:
        """Its name, and all its channels."""
        details = await self.asking.one(team_path(team), conversation=team, service=service)
        answer = await self.asking.one(team_path(team, "/conversations"), conversation=team, service=service)
        channels = (listed(each, team) for each in tables(answer.get("conversations")))
        known = tuple(each for each in channels if each is not None)
        return Team(team, name(details.get("name")), object_id(details.get("aadGroupId")), known)

    async def people(self, conversation: str, service: str) -> AsyncIterator[list[Found]]:
        """Who is in a conversation, a page at a time."""
        before = self.clock()  # what changes while we ask is newer
        async for page in self.asking.members(conversation, service):
            entries = await self._completed(conversation, service, page)
            known = (found(entry, self.home, self.admins, before) for entry in entries)
            yield [each for each in known if each is not None]
            before = self.clock()

    async def _completed(self, conversation: str, service: str, page: list[Table]) -> list[Table]:
        # Some lists leave the id in the directory out; asked for alone, a person is told with it:
        # github.com/microsoft/teams.net/issues/525
        entries, asked = [], 0
        for entry in page:
            alias, whole = words(entry.get("id")), entry
            nameless = not (object_id(entry.get("aadObjectId")) or object_id(entry.get("objectId")))
            if nameless and alias.startswith(PERSON) and asked < MOST_NAMELESS:
                asked += 1
                try:
                    path = member_path(conversation, alias)
                    alone = await self.asking.one(path, conversation=conversation, service=service)
                    whole = {**entry, **alone}
                except Refused:
                    whole = entry
            entries.append(whole)
        return entries
