"""Doubts: that nothing a platform sends is believed shows in the doctor's report, until something is believed again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import structlog

from bot.dispatch import Unavailable
from scoring.facts import Micros
from scoring.periods import MINUTE
from storage import conditions
from storage.transactions import Work

T = TypeVar("T")

SELDOM: Final = MINUTE
"""Anybody can knock: it isn't written down more often."""

log = structlog.get_logger()


class Writes(Protocol):
    """Changes the database (bot.dispatch.Dispatch)."""

    async def write(self, workspace: str, change: Callable[[Work], T]) -> T:
        """Raises Unavailable."""
        ...


@dataclass(slots=True)
class Doubts:
    """What became of the latest signatures, under a condition's name; `clock` is in microseconds.

    A wrong secret goes for all workspaces: the first one stands for them.
    """

    condition: str
    dispatch: Writes
    workspaces: Callable[[], Iterable[str]]
    clock: Callable[[], Micros]
    _noted: Micros = 0
    _standing: bool = True
    """Whether something may be written down that is no longer so: an earlier process may have."""

    def is_news(self, *, believed: bool) -> bool:
        """Whether this is to be written down."""
        if believed:
            news, self._standing = self._standing, False
            return news
        now = self.clock()
        news = now - self._noted >= SELDOM
        if news:
            self._noted, self._standing = now, True
        return news

    async def note(self, reason: str) -> None:
        """Write down what is wrong; nothing, if all is well again."""

        def change(work: Work) -> None:
            if reason:
                conditions.put(work, self.condition, reason.partition(";")[0])
            else:
                conditions.clear(work, self.condition)

        await self._write(change)

    async def _write(self, change: Callable[[Work], None]) -> None:
        first = min(self.workspaces(), default="")
        if not first:
            return
        try:
            await self.dispatch.write(first, change)
        except Unavailable as error:
            log.info("doubts_not_noted", condition=self.condition, reason=str(error)[:200])
