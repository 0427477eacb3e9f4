"""Seeking: one person is asked for, by either of their ids - on rosters, and where it is granted in the directory."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import structlog

from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.shapes import table
from bot.teams.graph.caller import Declined
from bot.teams.learning.acquaintance import Acquaintance
from bot.teams.learning.asking import Calls, is_certain, member_path
from bot.teams.learning.roster import Answer, found, from_profile
from bot.teams.workplace import NotInstalled, Tenant, object_id
from scoring.facts import Micros
from scoring.periods import DAY
from storage.conversations import Conversation

PROFILE: Final = "id,displayName,userPrincipalName,mail,userType"
MOST_AT_ONCE: Final = 5
GONE: Final = "MemberNotFoundInConversation"
"""How Teams says that somebody isn't in a conversation that itself is there."""

log = structlog.get_logger()


class Profiles(Protocol):
    """The directory, asked through Graph (bot.teams.graph.caller)."""

    async def get(self, workspace: str, path: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """Raises Limited, Refused, Ambiguous and Away."""
        ...


@dataclass(slots=True)
class Seeking:
    """Never asks for more than a few at a time; raises nothing of Teams'."""

    calls: Calls
    graph: Profiles | None
    admins: frozenset[str]
    clock: Callable[[], Micros]
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))

    async def anywhere(self, place: Acquaintance, home: Tenant, ident: str, channel: str, service: str) -> Answer:
        """Somebody, wherever they may be known; None if it is certain that nobody there knows them."""
        async with self._few:
            where = place.where(ident, channel, service)
            for conversation, address in where.items():
                answer = await self.inside(home, ident, conversation, address)
                if answer is not None:
                    return answer
            if object_id(ident):
                return await self._in_the_directory(place, home, ident)
            return None if where else Away("no conversation is known in which to ask")

    async def inside(self, home: Tenant, ident: str, conversation: str, service: str) -> Answer:
        """Somebody in one conversation."""
        answer = await self._ask(home, ident, conversation, service)
        return None if isinstance(answer, str) else answer

    async def alone(self, home: Tenant, chat: Conversation) -> tuple[Answer, bool]:
        """Somebody in their own chat with us; and whether it is said that they aren't in it any more."""
        answer = await self._ask(home, chat.member, chat.channel, chat.service)
        return (None, answer == GONE) if isinstance(answer, str) else (answer, False)

    async def _ask(self, home: Tenant, ident: str, conversation: str, service: str) -> Answer | str:
        """An answer, or Teams' word for why there is nobody.

        learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#get-single-member-details
        """
        now = self.clock()
        try:
            path = member_path(conversation, ident)
            entry = await self.calls.get(
                home.workspace, path, conversation=conversation, service=service, waited_for=True
            )
        except Limited as limited:
            return limited
        except (Away, Ambiguous, NotInstalled) as error:
            return Away(str(error))
        except Refused as refused:
            return refused.error if is_certain(refused) else Away(refused.error, reached=True)
        return found(table(entry), home, self.admins, now)

    async def _in_the_directory(self, place: Acquaintance, home: Tenant, member: str) -> Answer:
        now = self.clock()
        if self.graph is None or place.profiles_due > now:
            return None
        try:
            profile = await self.graph.get(home.workspace, f"/users/{member}", {"$select": PROFILE})
        except Limited as limited:
            return limited
        except (Away, Ambiguous, NotInstalled) as error:
            return Away(str(error))
        except Refused as refused:
            if not (isinstance(refused, Declined) and refused.status == 404):
                # Nobody has to grant it: without it, people are known as soon as they are in a team or chat with us.
                log.info("teams_people_not_granted", workspace=home.workspace, error=refused.error)
                place.profiles_due = now + DAY
            return None
        return from_profile(table(profile), home, self.admins, now)
