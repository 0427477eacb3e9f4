"""Doubts: that nothing Teams sends is believed shows in the doctor's report, until something is believed again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from bot.dispatch import Unavailable
from bot.teams.receiving.neighbours import Neighbours
from scoring.facts import Micros
from scoring.periods import MINUTE
from storage import conditions
from storage.transactions import Work

TOKENS: Final = "teams.tokens"
"""The condition's name; its value says what is wrong with the tokens that come in."""
SELDOM: Final = MINUTE
"""It isn't written down more often."""

log = structlog.get_logger()


@dataclass(slots=True)
class Doubts:
    """What became of the latest tokens. A wrong app id goes for all tenants: the first one stands for them."""

    neighbours: Neighbours
    _noted: Micros = 0
    _standing: bool = True
    """Whether something may be written down that is no longer so: an earlier process may have."""

    def is_news(self, *, believed: bool) -> bool:
        """Whether this is to be written down."""
        if believed:
            news, self._standing = self._standing, False
            return news
        now = self.neighbours.clock()
        news = now - self._noted >= SELDOM
        if news:
            self._noted, self._standing = now, True
        return news

    async def note(self, reason: str) -> None:
        """Write down what is wrong; nothing, if all is well again."""

        def change(work: Work) -> None:
            if reason:
                conditions.put(work, TOKENS, reason.partition(";")[0])
            else:
                conditions.clear(work, TOKENS)

        await self._write(change)

    async def _write(self, change: Callable[[Work], None]) -> None:
        first = min((home.workspace for home in self.neighbours.installations.all()), default="")
        if not first:
            return
        try:
            await self.neighbours.dispatch.write(first, change)
        except Unavailable as error:
            log.info("teams_doubts_not_noted", reason=str(error)[:200])
