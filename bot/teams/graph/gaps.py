"""Gaps: what happened in a channel while nobody told us is read, thread by thread, until nothing is missing.

https://learn.microsoft.com/graph/api/chatmessage-delta: with `lastModifiedDateTime gt`, every thread of which anything
was posted, edited, deleted or reacted to since; its answers come along, a thousand at once.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from urllib.parse import quote

import structlog

from bot.outcomes import Limited
from bot.shapes import tables, words
from bot.teams.graph.caller import NEXT
from bot.teams.graph.hearing import Hearing, Told
from bot.teams.workplace import Tenant
from scoring.facts import Micros
from scoring.periods import MINUTE, SECOND
from storage.subscriptions import Place

PAGE: Final = "10"
"""Threads at once. There may be fifty, but each comes with up to a thousand answers, and what is too long for one
answer of Graph's would be asked for again for ever (bot.teams.graph.caller.MOST_BYTES)."""
OVERLAP: Final = 3 * MINUTE
"""So much before the gap is read again: notifications take up to a minute, and clocks differ."""
LONGEST_REST: Final = 120.0
"""Seconds that are waited in the midst of a gap; what asks for more is begun anew later."""
MOST_RESTS: Final = 30
REPLIES_NEXT: Final = f"replies{NEXT}"

Still = Callable[[], Awaitable[None]]
"""Told before each page that the reading goes on."""

log = structlog.get_logger()


class Reads(Protocol):
    """Reads from Graph (bot.teams.graph.caller)."""

    async def get(self, workspace: str, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """An answer. Raises Refused, Limited, Away or NotInstalled."""
        ...


@dataclass(slots=True)
class Gaps:
    """Reads them; `pause` waits for so many seconds."""

    graph: Reads
    hearing: Hearing
    pause: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep)

    async def read(self, home: Tenant, place: Place, since: Micros, still: Still) -> int:
        """Apply what changed since then; how many messages that was. All of it was applied when this returns.

        Raises Refused, Limited, Away, NotInstalled and Unavailable; what was read by then is applied.
        """
        after, number = since - OVERLAP, 0
        params = {"$filter": f"lastModifiedDateTime gt {moment(after)}", "$top": PAGE, "$expand": "replies"}
        async for page in self._pages(home, f"{messages_of(place)}/delta", params, still):
            told = [one for root in page for one in _thread(root)]
            number += await self.hearing.take(home, place.channel, told, after)
            for root in page:
                number += await self._more(home, place, root, after, still)
        if number:
            log.info("teams_gap_read", workspace=home.workspace, messages=number)
        return number

    async def _more(self, home: Tenant, place: Place, root: dict[str, Any], after: Micros, still: Still) -> int:
        number, where = 0, words(root.get(REPLIES_NEXT))
        if where:
            async for page in self._pages(home, where, None, still):
                told = [Told(each, words(root.get("id"), 64)) for each in page]
                number += await self.hearing.take(home, place.channel, told, after)
        return number

    async def _pages(
        self, home: Tenant, path: str, params: Mapping[str, str] | None, still: Still
    ) -> AsyncIterator[list[dict[str, Any]]]:
        where, asked = path, params
        while where:
            await still()
            page = await self._patiently(home, where, asked, still)
            yield [dict(each) for each in tables(page.get("value"))]
            where, asked = words(page.get(NEXT)), None

    async def _patiently(
        self, home: Tenant, path: str, params: Mapping[str, str] | None, still: Still
    ) -> dict[str, Any]:
        # Beginning anew would reach the same limit again, and never the end.
        for _ in range(MOST_RESTS):
            try:
                return await self.graph.get(home.workspace, path, params)
            except Limited as limited:
                if limited.seconds > LONGEST_REST:
                    raise
                await self.pause(limited.seconds)
                await still()
        raise Limited(LONGEST_REST)


def messages_of(place: Place) -> str:
    """Where a channel's messages are."""
    return f"/teams/{quote(place.group_id, safe='')}/channels/{quote(place.channel, safe='')}/messages"


def moment(at: Micros) -> str:
    """As Graph writes it: `2026-03-26T07:00:00.000Z`."""
    whole, rest = divmod(max(0, at), SECOND)
    return f"{datetime.fromtimestamp(whole, UTC):%Y-%m-%dT%H:%M:%S}.{rest // 1_000:03d}Z"


def _thread(root: dict[str, Any]) -> Iterator[Told]:
    yield Told(root)
    for reply in tables(root.get("replies")):
        yield Told(reply, words(root.get("id"), 64))
