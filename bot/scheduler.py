"""The scheduler: once a second, entries of the calendar that are due are handed to the dispatch as ticks."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.dispatch import Dispatch, Unavailable
from bot.rounds import Round, Threads
from bot.sending import Sender
from handlers.events import Tick
from scoring.facts import Micros
from storage import calendar
from storage.sweeping import AGAIN

log = structlog.get_logger()

EVERY = 1
"""Seconds between looks."""
IDLE = 3600.0
"""Seconds after which a turn would come without being woken; it is woken long before."""
TURNS_OF_THE_LOOP = 5
MOST_TURNS = 20
"""Looks within one turn; an entry that is still due after them has to wait a second, and holds up nobody."""

# It says that it runs a job each time that it does.
logging.getLogger("apscheduler").setLevel(logging.WARNING)


@dataclass(slots=True)
class Scheduler:
    """APScheduler only says that a second is over; what is due is a row, and that it was done is one as well."""

    dispatch: Dispatch
    sender_of: Callable[[str], Sender | None]
    every: float = EVERY
    _clockwork: AsyncIOScheduler | None = None
    _round: Round = field(init=False)
    _threads: Threads = field(default_factory=Threads)

    def __post_init__(self) -> None:
        """Nothing runs yet."""
        self._round = Round("calendar", self._turn)

    def start(self) -> None:
        """Begin with what became due while nobody was here."""
        self._round.start()
        self._clockwork = AsyncIOScheduler(timezone=UTC)
        # However late a second comes, and however many were missed, it is one look.
        self._clockwork.add_job(
            self._wake, "interval", seconds=self.every, coalesce=True, max_instances=1, misfire_grace_time=None
        )
        self._clockwork.start()

    async def stop(self) -> None:
        """What was not done yet is due at the next start."""
        if self._clockwork is not None:
            # What it began is a wake-up that takes one turn of the loop; cut off, it would be logged as an error.
            self._clockwork.pause()
            for _ in range(TURNS_OF_THE_LOOP):
                await asyncio.sleep(0)
            self._clockwork.shutdown(wait=False)
            self._clockwork = None
        await self._round.stop()
        await self._threads.finish()

    async def _wake(self) -> None:
        self._round.wake()

    async def _turn(self) -> float:
        passed_over: set[str] = set()
        for _ in range(MOST_TURNS):
            now = self.dispatch.clock()
            found = await self._threads.run(self._due, now, sorted(passed_over))
            passed_over |= {workspace for workspace, _ in found if self.sender_of(workspace) is None}
            ours = [(workspace, entry) for workspace, entry in found if workspace not in passed_over]
            done = await asyncio.gather(*(self._tick(workspace, entry, now) for workspace, entry in ours))
            # What the database can't take now comes again in a second.
            passed_over |= {workspace for (workspace, _), well in zip(ours, done, strict=True) if not well}
            if len(found) < calendar.MOST_DUE:
                break
        await self._sweep_again()
        return IDLE

    async def _sweep_again(self) -> None:
        # Whoever writes tries again as well; but after the last poll of a week perhaps nobody does until Monday.
        sweeper, now = self.dispatch.database.sweeper, self.dispatch.clock()
        if sweeper.is_due(now):
            await self._threads.run(sweeper.sweep, again=now + AGAIN)

    def _due(self, now: Micros, without: list[str]) -> list[tuple[str, int]]:
        with self.dispatch.database.look() as connection:
            return calendar.due(connection, now, without)

    async def _tick(self, workspace: str, entry: int, now: Micros) -> bool:
        try:
            await self.dispatch.submit(Tick(workspace=workspace, at=now, entry=entry))
        except Unavailable as error:
            log.info("tick_waits", workspace=workspace, entry=entry, reason=str(error))
            return False
        return True
