"""The outbox loop: takes what waits to be said, has the platform say it, and writes down what became of it."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import structlog

from bot.dispatch import Dispatch, Unavailable
from handlers import posting
from handlers.answers import Said
from handlers.codec import decode
from scoring.facts import Micros
from scoring.periods import DAY, SECOND
from storage import outbox, requests
from storage.transactions import Work

log = structlog.get_logger()

MOST_ATTEMPTS = 12
"""With the waits doubling from one second, this gives up after about an hour."""
LONGEST_WAIT = 600
GRACE = 5.0
"""Seconds that letters on their way are given when the program stops."""
LEASE = 60 * SECOND
"""How long a letter is one process's to send; longer than any platform takes to answer."""
IDLE = 30.0
"""Seconds between looks when nothing woke the loop: another process may have queued something."""


class TryLater(Exception):
    """The platform asks to wait this many seconds."""

    def __init__(self, seconds: float) -> None:
        """Seconds as the platform said."""
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds


class GiveUp(Exception):
    """It will never work: the reason is shown to an admin."""


class Sender(Protocol):
    """How a platform says something."""

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """Say it, or edit the message `remote`; the platform's id of it.

        `letter` is the same whenever the same thing is sent again after a crash, so that a platform that can
        recognise it says it once. Raises TryLater or GiveUp.
        """


@dataclass(frozen=True, slots=True)
class Letter:
    """A waiting letter, out of its transaction."""

    number: int
    said: str
    remote: str
    attempts: int


@dataclass(slots=True)
class Round:
    """What goes around in one workspace: a task, and what wakes it."""

    woken: asyncio.Event
    task: "asyncio.Task[None]"


@dataclass(slots=True)
class Outbox:
    """A loop for each workspace, so that a slow platform holds up nobody else."""

    dispatch: Dispatch
    sender_of: Callable[[str], Sender | None]
    _rounds: dict[str, Round] = field(default_factory=dict)
    _stopped: bool = True

    def wake(self, workspace: str) -> None:
        """Something may be waiting in this workspace."""
        if self._stopped:
            return
        if workspace not in self._rounds:
            woken = asyncio.Event()
            task = asyncio.create_task(self._go_round(workspace, woken), name=f"outbox {workspace}")
            self._rounds[workspace] = Round(woken, task)
        self._rounds[workspace].woken.set()

    async def start(self, workspaces: list[str]) -> None:
        """Begin with what an earlier run left."""
        self._stopped = False
        for workspace in workspaces:
            self.wake(workspace)

    async def stop(self) -> None:
        """Finish the letters that are on their way, then stop; what waits is still there at the next start."""
        self._stopped = True
        for each in self._rounds.values():
            each.woken.set()
        tasks = [each.task for each in self._rounds.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE)
            for task in late:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._rounds.clear()

    async def _go_round(self, workspace: str, woken: asyncio.Event) -> None:
        tidied = 0
        while not self._stopped:
            woken.clear()
            today = self.dispatch.clock() // DAY
            wait = await self._deliver_safely(workspace, tidy=today > tidied)
            tidied = today
            with contextlib.suppress(TimeoutError):
                # Not wait_for, which in Python 3.11 may swallow being cancelled.
                async with asyncio.timeout(wait):
                    await woken.wait()

    async def _deliver_safely(self, workspace: str, *, tidy: bool) -> float:
        try:
            if tidy:
                await self.dispatch.write(workspace, _tidy)
            return await self._deliver(workspace)
        except Unavailable as error:
            log.warning("outbox_waits", workspace=workspace, reason=str(error))
        except Exception:
            log.exception("outbox_failed", workspace=workspace)
        return 5.0

    async def _deliver(self, workspace: str) -> float:
        # Says everything that is due; seconds until something else is.
        while not self._stopped and await self.dispatch.read(workspace, _is_due):
            # Claimed in a transaction of its own: another process may be looking at this very moment.
            letters = await self.dispatch.write(workspace, _claim)
            while letters and not self._stopped:
                await self._say(workspace, letters.pop(0))
            if letters:
                await self.dispatch.write(workspace, partial(_release, letters=letters))
        due = await self.dispatch.read(workspace, outbox.next_due)
        return IDLE if due is None else min(IDLE, max(0.05, (due - self.dispatch.clock()) / SECOND))

    async def _say(self, workspace: str, letter: Letter) -> None:
        sender = self.sender_of(workspace)
        changes: dict[str, str | int]
        try:
            if sender is None:
                raise GiveUp("no platform is connected for this workspace")
            remote = await sender.send(workspace, _said(letter), letter.remote, f"{workspace}:{letter.number}")
            changes = {"state": outbox.SENT, "remote": remote, "attempts": letter.attempts + 1}
        except GiveUp as error:
            changes = {"state": outbox.FAILED, "error": str(error), "attempts": letter.attempts + 1}
        except TryLater as error:
            # The platform said when; that is no failure, however often it says so.
            due: Micros = self.dispatch.clock() + round(error.seconds * SECOND)
            changes = {"due": due, "error": str(error)}
        except Exception as error:
            log.exception("send_failed", workspace=workspace, letter=letter.number)
            wait = min(LONGEST_WAIT, 2**letter.attempts) * random.uniform(0.8, 1.2)  # noqa: S311  # spreads retries
            changes = self._later(letter, wait, repr(error))
        await self._settle(workspace, letter, changes)

    async def _settle(self, workspace: str, letter: Letter, changes: dict[str, str | int]) -> None:
        # Until it is written down: otherwise it would be said once more.
        while True:
            try:
                await self.dispatch.write(
                    workspace, lambda work: posting.settle(work, letter.number, letter.said, **changes)
                )
            except Unavailable as error:
                log.warning("outbox_waits", workspace=workspace, reason=str(error))
                await asyncio.sleep(1)
            else:
                return

    def _later(self, letter: Letter, seconds: float, error: str) -> dict[str, str | int]:
        if letter.attempts + 1 >= MOST_ATTEMPTS:
            return {"state": outbox.FAILED, "error": error, "attempts": letter.attempts + 1}
        due: Micros = self.dispatch.clock() + round(seconds * SECOND)
        return {"due": due, "error": error, "attempts": letter.attempts + 1}


def _is_due(work: Work) -> bool:
    return bool(outbox.due(work, 1))


def _release(work: Work, letters: list[Letter]) -> None:
    outbox.claim_until(work, [letter.number for letter in letters], work.now)


def _claim(work: Work) -> list[Letter]:
    rows = outbox.claim(work, work.now + LEASE)
    return [Letter(row.id, row.said, outbox.remote_of(work, row.key), row.attempts) for row in rows]


def _tidy(work: Work) -> None:
    outbox.tidy(work)
    requests.tidy(work)


def _said(letter: Letter) -> Said:
    try:
        said: Said = decode(letter.said)
    except ValueError as error:
        raise GiveUp(f"it was written by another version: {error}") from error
    return said
