"""Asking: reading from the connector, page by page, patiently - reading twice does no harm."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import quote

from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.shapes import Table, table, tables
from bot.teams.calling.responses import Refusal
from bot.teams.workplace import NotInstalled

PAGE: Final = 500
"""People of a page, the most there may be: learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context"""
MOST_PAGES: Final = 1_000
TRIES: Final = 5
LONGEST_WAIT: Final = 300.0
"""Seconds."""
LONGEST_TOKEN: Final = 8_000
NOT_THERE: Final = "BotNotInConversationRoster"
"""Said with 403 where the bot isn't in the conversation; any other 403 is about us, not about whom we asked for."""

Params = Mapping[str, str]
NONE: Final[Params] = {}


class NotNow(Exception):
    """Teams can't be asked at present; why is told in words."""


class Calls(Protocol):
    """The one way to the connector (bot.teams.calling.connector)."""

    async def get(
        self,
        workspace: str,
        path: str,
        params: Params | None = None,
        *,
        conversation: str = "",
        service: str = "",
        waited_for: bool = False,
    ) -> Mapping[str, Any]:
        """Raises Limited, Refused, Ambiguous, Away and NotInstalled."""
        ...


def member_path(conversation: str, ident: str) -> str:
    """Where one person of a conversation is looked up, by either of their ids."""
    return f"v3/conversations/{_part(conversation)}/members/{_part(ident)}"


def team_path(team: str, part: str = "") -> str:
    """A team, or (`/conversations`) its channels."""
    return f"v3/teams/{_part(team)}{part}"


def is_certain(refused: Refused) -> bool:
    """Whether it says something about whom we asked for, and not about our own papers or address."""
    status = refused.status if isinstance(refused, Refusal) else 0
    return status in (400, 404, 410) or (status == 403 and refused.error == NOT_THERE)


def _part(ident: str) -> str:
    return quote(ident, safe="")


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks on behalf of one tenant; `pause` is how many seconds are waited after the first failure."""

    calls: Calls
    workspace: str
    pause: float = 2.0

    async def one(self, path: str, params: Params = NONE, *, conversation: str, service: str = "") -> Table:
        """An answer. Raises NotNow if none can be had, Refused if Teams says no."""
        wait, reason = self.pause, ""
        for remaining in reversed(range(TRIES)):
            try:
                answer = await self.calls.get(self.workspace, path, params, conversation=conversation, service=service)
                return table(answer)
            except Limited as limited:
                reason, nap = "limited", max(limited.seconds, 0.0)
            except (Ambiguous, Away) as error:
                reason, nap = type(error).__name__, wait
                wait *= 2
            except NotInstalled:
                raise NotNow("not installed") from None
            except Refused as refused:
                if is_certain(refused):
                    raise
                raise NotNow(refused.error) from None
            if remaining:
                await asyncio.sleep(min(nap, LONGEST_WAIT))
        raise NotNow(reason)

    async def members(self, conversation: str, service: str) -> AsyncIterator[list[Table]]:
        """Who is in a conversation, a page at a time; of a chat everybody at once. Raises as `one` does."""
        token, seen = "", set[str]()
        for _ in range(MOST_PAGES):
            where = {"continuationToken": token} if token else {}
            path = f"v3/conversations/{_part(conversation)}/pagedmembers"
            answer = await self.one(path, {"pageSize": str(PAGE), **where}, conversation=conversation, service=service)
            yield tables(answer.get("members"))
            following = answer.get("continuationToken")
            token = following if isinstance(following, str) and len(following) < LONGEST_TOKEN else ""
            if not token or token in seen:
                return
            seen.add(token)
