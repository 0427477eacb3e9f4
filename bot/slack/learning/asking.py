"""Asking: reading from the Web API, page by page, patiently - reading twice does no harm."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.shapes import Table, table
from bot.slack.calling.caller import Ambiguous, Away, Limited
from bot.slack.workplace import NotInstalled

PAGE: Final = 200
"""Entries of a page, as many as Slack advises: docs.slack.dev/apis/web-api/pagination"""
MOST_PAGES: Final = 5_000
TRIES: Final = 5
LONGEST_WAIT: Final = 300.0
"""Seconds; Slack's limits count a minute at a time."""
LONGEST_CURSOR: Final = 2_000


class NotNow(Exception):
    """Slack can't be asked at present; why is told in words."""


class Calls(Protocol):
    """The one way to the Web API (bot.slack.calling.caller)."""

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, object], *, channel: str = ""
    ) -> Mapping[str, object]:
        """Raises Limited, Refused, Ambiguous and Away."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks on behalf of one workspace; `pause` is how many seconds are waited after the first failure."""

    caller: Calls
    workspace: str
    pause: float = 2.0
    common: Mapping[str, object] = field(default_factory=dict)
    """Arguments of every list: which workspace of an organisation."""

    async def one(self, method: str, arguments: Mapping[str, object], tries: int = TRIES) -> Table:
        """An answer. Raises NotNow if none can be had, Refused if Slack says no."""
        wait, reason = self.pause, ""
        for remaining in reversed(range(tries)):
            try:
                return table(await self.caller.call(self.workspace, method, arguments))
            except Limited as limited:
                reason, nap = "limited", max(limited.seconds, 0.0)
            except (Ambiguous, Away) as error:
                reason, nap = type(error).__name__, wait
                wait *= 2
            except NotInstalled:
                raise NotNow("not installed") from None
            if remaining:
                await asyncio.sleep(min(nap, LONGEST_WAIT))
        raise NotNow(f"{method}: {reason}")

    async def pages(self, method: str, arguments: Mapping[str, object]) -> AsyncIterator[Table]:
        """The answers to a list, a page at a time. Raises as `one` does."""
        cursor, seen = "", set[str]()
        for _ in range(MOST_PAGES):
            where = {"cursor": cursor} if cursor else {}
            answer = await self.one(method, {"limit": PAGE, **self.common, **arguments, **where})
            yield answer
            following = table(answer.get("response_metadata")).get("next_cursor")
            cursor = following if isinstance(following, str) and len(following) < LONGEST_CURSOR else ""
            if not cursor or cursor in seen:
                return
            seen.add(cursor)
