"""Meeting: strangers are looked up once for all who wait for them, and written down before anybody goes on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.dispatch import Unavailable
from bot.teams.learning.acquaintance import Acquaintance
from bot.teams.learning.notebook import Notebook
from bot.teams.learning.roster import Answer, Found
from bot.teams.learning.seeking import Seeking
from bot.teams.workplace import Tenant, object_id
from scoring.facts import Micros
from scoring.periods import SECOND

ASK_AGAIN: Final = 3_600 * SECOND
"""Microseconds until somebody whom Teams didn't know is asked for again."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """For all tenants."""

    notebook: Notebook
    seeking: Seeking
    clock: Callable[[], Micros]

    def is_worth_asking(self, place: Acquaintance, ident: str) -> bool:
        """Whether somebody is a stranger whom Teams may know."""
        if not ident or ident in place.members:
            return False
        return ident not in place.tried or place.tried[ident] + ASK_AGAIN <= self.clock()

    def with_one(
        self, place: Acquaintance, home: Tenant, ident: str, channel: str = "", service: str = ""
    ) -> "asyncio.Task[Answer]":
        """One look-up for all who wait for the same person. Whoever waits may give up; it goes on."""
        if ident not in place.under_way:
            task = asyncio.create_task(self._look_up(place, home, ident, (channel, service)), name="teams meeting")
            task.add_done_callback(lambda _: place.under_way.pop(ident, None))
            place.under_way[ident] = task
        return place.under_way[ident]

    async def _look_up(self, place: Acquaintance, home: Tenant, ident: str, where: tuple[str, str]) -> Answer:
        answer = await self.seeking.anywhere(place, home, ident, *where)
        try:
            if isinstance(answer, Found):
                await self.notebook.introduce(place, [answer])
                place.note({ident: answer.member} if ident != answer.member else {})
        except Unavailable as error:
            answer = error
        if answer is None:
            place.try_later(ident, self.clock())
        elif isinstance(answer, Exception) and object_id(ident):
            place.queue("member", ident, where[0])
        return answer
