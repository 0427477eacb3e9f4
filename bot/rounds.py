"""Rounds: work that comes again and again in the background, and outlives whatever goes wrong in one of its turns."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

import structlog

from bot.dispatch import Unavailable
from bot.faults import in_short

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger()

LEAST = 0.5
"""Seconds between two turns, however often it is woken."""
AFTER_A_FAULT = 30.0


@dataclass(slots=True)
class Threads:
    """Work off the event loop that is waited for at the end, though whoever began it may have been stopped."""

    _running: "set[asyncio.Future[Any]]" = field(default_factory=set)

    async def run(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """What the work comes to."""
        task = asyncio.ensure_future(asyncio.to_thread(work, *arguments, **named))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def finish(self) -> None:
        """Until nothing goes on any more."""
        await asyncio.gather(*self._running, return_exceptions=True)


@dataclass(slots=True)
class Round:
    """One task; `turn` says how many seconds later it wants its next turn."""

    name: str
    turn: Callable[[], Awaitable[float]]
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _task: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        """Begin with a turn at once."""
        self._task = asyncio.create_task(self._run(), name=self.name)

    def wake(self) -> None:
        """The next turn is now."""
        self._woken.set()

    async def stop(self) -> None:
        """In the midst of a turn, if need be."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            wait = await self._turn_safely()
            await asyncio.sleep(LEAST)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    async def _turn_safely(self) -> float:
        try:
            return await self.turn()
        except Unavailable as error:
            log.warning("round_waits", round=self.name, reason=str(error))
        except Exception as error:  # noqa: BLE001  # the edge: tokens must be renewed whatever went wrong before
            log.error("round_failed", round=self.name, error=in_short(error))
        return AFTER_A_FAULT
