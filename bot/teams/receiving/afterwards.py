"""Afterwards: what an activity asks for once it has been answered - calls, look-ups, conversations; each by itself."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog

from bot.dispatch import Unavailable
from bot.faults import in_short
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.teams.calling.calls import Call
from bot.teams.reading.heard import Heard
from bot.teams.receiving.neighbours import Neighbours
from bot.teams.workplace import NotInstalled

FAILED: Final = (Ambiguous, Away, Limited, NotInstalled, Refused, Unavailable)
STOPPING: Final = 5.0
"""Seconds that what is under way may take when we stop."""

log = structlog.get_logger()


@dataclass(slots=True)
class Afterwards:
    """What is under way; nothing here can fail an answer."""

    neighbours: Neighbours
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def take_on(self, work: Coroutine[object, object, None], what: str) -> None:
        """Do this by itself; its failure is logged without anybody's words."""
        task = asyncio.create_task(work, name=f"teams {what}")
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, what))

    def see_to(self, workspace: str, heard: Heard, calls: Sequence[Call]) -> None:
        """Everything that an activity entails, at once: a slow look-up mustn't hold up an answer."""
        if calls:
            self.take_on(self.neighbours.answerer.make(workspace, calls), "calls")
        if heard.asides or heard.people or heard.channels:
            self.take_on(self.neighbours.directory.notice(workspace, heard), "notice")

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
        if isinstance(error, FAILED):
            log.warning("teams_afterwards_failed", what=what, reason=f"{type(error).__name__}: {str(error)[:100]}")
        elif isinstance(error, Exception):
            log.error("teams_afterwards_broke", what=what, error=in_short(error))
