"""Reading: whether a card of ours was said in a channel, where the answer to saying it got lost.

https://learn.microsoft.com/graph/api/channel-list-messages and https://learn.microsoft.com/graph/api/chatmessage-list-replies.
Cards come back as the JSON that was sent, and each bears a mark of its letter (bot.teams.render).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import quote

from bot.dispatch import Dispatch, Unavailable
from bot.outcomes import Away, Limited, Refused
from bot.sending import CannotTell, TryLater
from bot.shapes import Table, table, tables, words
from bot.teams.graph.caller import Graph
from bot.teams.graph.gaps import OVERLAP, messages_of, moment
from bot.teams.workplace import NotInstalled, Tenant
from scoring.facts import Micros
from storage import subscriptions

MARK: Final = "huzzah-"
"""How the id of a card's first element begins; behind it stands the letter."""
PAGE: Final = "50"
MOST_PAGES: Final = 10
"""Further back a letter that was just on its way can't be."""
AWAY_FOR: Final = 30.0
"""Seconds."""


class Finds(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def of(self, workspace: str) -> Tenant | None:
        """The bot in one tenant."""
        ...


@dataclass(slots=True)
class Reader:
    """Looks for cards, where Graph lets it."""

    installations: Finds
    dispatch: Dispatch
    graph: Graph

    async def find_letter(self, workspace: str, channel: str, thread: str, letter: str, since: Micros) -> str | None:
        """The id of our message that bears this letter, said after `since`; None if there certainly is none.

        Raises TryLater, and CannotTell where we may not read, as in chats.
        """
        home = self.installations.of(workspace)
        if home is None:
            raise CannotTell
        try:
            place = await self.dispatch.read(workspace, lambda work: subscriptions.place(work, channel))
            if place is None:
                raise CannotTell
            path = messages_of(place)
            if thread:
                path += f"/{quote(thread, safe='')}/replies"
            return await self._find(home, path, letter, since - OVERLAP)
        except Limited as limited:
            raise TryLater(limited.seconds) from None
        except (Away, Unavailable):
            raise TryLater(AWAY_FOR) from None
        except (NotInstalled, Refused):
            raise CannotTell from None

    async def _find(self, home: Tenant, path: str, letter: str, since: Micros) -> str | None:
        number, after = 0, moment(since)
        async for page in self.graph.pages(home.workspace, path, {"$top": PAGE}):
            for each in page:
                if _bears(each, home, letter):
                    return words(each.get("id"), 64)
            # The newest come first, by when they last changed; Graph's moments sort as texts.
            if page and all(words(each.get("lastModifiedDateTime")) < after for each in page):
                return None
            number += 1
            if number == MOST_PAGES:
                raise CannotTell
        return None


def _bears(message: Table, home: Tenant, letter: str) -> bool:
    who = table(table(message.get("from")).get("application"))
    if not home.is_bot(words(who.get("id"), 100)) or message.get("deletedDateTime"):
        return False
    mark = f'"{MARK}{letter}"'
    return any(mark in content for content in _contents(message))


def _contents(message: Table) -> Iterator[str]:
    for each in tables(message.get("attachments")):
        content = each.get("content")
        if isinstance(content, str):
            yield content
