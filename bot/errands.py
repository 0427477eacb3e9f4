"""Errands: what is done by itself once somebody was answered; nothing in it can fail the answer."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog

from bot.faults import in_short

STOPPING: Final = 5.0
"""Seconds that what is under way may take when we stop."""

log = structlog.get_logger()


@dataclass(slots=True)
class Errands:
    """What is under way for a platform; `expected` are failures that pass, or that nobody here can help."""

    platform: str
    expected: tuple[type[Exception], ...]
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def take_on(self, work: Coroutine[object, object, None], what: str) -> None:
        """Do this by itself; its failure is logged without anybody's words."""
        task = asyncio.create_task(work, name=f"{self.platform} {what}")
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, what))

    async def stop(self) -> None:
        """Let what is under way end, but not for ever."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=STOPPING)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _ended(self, what: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, self.expected):
            reason = f"{type(error).__name__}: {str(error)[:100]}"
            log.warning("errand_failed", platform=self.platform, what=what, reason=reason)
        elif isinstance(error, Exception):
            log.error("errand_broke", platform=self.platform, what=what, error=in_short(error))
