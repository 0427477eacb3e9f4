"""The outbox loop: takes what waits to be said, has the platform say it, and writes down what became of it."""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.attempting import Attempt, Letter, Outcome
from bot.dispatch import Dispatch, Unavailable
from bot.faults import in_short
from bot.sending import Ambiguous, CannotTell, GiveUp, NotWanted, Sender, TryLater, Unwell
from handlers import posting
from handlers.polls import drafting
from scoring.facts import Micros
from scoring.periods import DAY, SECOND
from storage import calendar, outbox, prompts, requests
from storage.tables import OutboxRow
from storage.transactions import Work

__all__ = ["Ambiguous", "CannotTell", "GiveUp", "NotWanted", "Outbox", "Sender", "TryLater", "Unwell"]

log = structlog.get_logger()

AT_ONCE = 8
"""Letters of a workspace that are on their way at the same time, each in a channel of its own."""
GRACE = 5.0
"""Seconds that letters on their way are given when the program stops."""
LEASE = 60 * SECOND
"""How long a letter is one process's to send; longer than any platform takes to answer."""
AT_MOST = 50.0
"""Seconds for one attempt: later the lease would end, and another process say it as well."""
AT_MOST_EVERY = 0.05
"""Seconds between looks for new letters: commits come in swarms, and each look has the writer wait a little."""
IDLE = 30.0
"""Seconds between looks when nothing woke the loop: another process may have queued something."""


@dataclass(slots=True)
class Round:
    """What goes around in one workspace: what wakes it, what is on its way, and what came back."""

    workspace: str
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    going: "dict[asyncio.Task[Outcome], int]" = field(default_factory=dict)
    """Attempts on their way, and the letter that each is about."""
    back: list[Outcome] = field(default_factory=list)
    paused: dict[str, Micros] = field(default_factory=dict)
    """Kinds of letters that must wait, kept here rather than with each of perhaps thousands of letters."""
    tidied: int = 0

    def ended(self, task: "asyncio.Task[Outcome]") -> None:
        """A letter came back, or was cut off: then nobody knows, and its claim stays."""
        self.going.pop(task, None)
        if not task.cancelled() and task.exception() is None:
            outcome = task.result()
            self.back.append(outcome)
            if outcome.pause:
                self.paused[outcome.letter.kind] = outcome.pause
        self.woken.set()


@dataclass(slots=True)
class Outbox:
    """A loop for each workspace, so that a slow platform holds up nobody else."""

    dispatch: Dispatch
    sender_of: Callable[[str], Sender | None]
    grace: float = GRACE
    _rounds: "dict[str, tuple[Round, asyncio.Task[None]]]" = field(default_factory=dict)
    _stopped: bool = True

    def wake(self, workspace: str) -> None:
        """Something may be waiting in this workspace."""
        if self._stopped:
            return
        if workspace not in self._rounds:
            one = Round(workspace)
            self._rounds[workspace] = (one, asyncio.create_task(self._go_round(one), name=f"outbox {workspace}"))
        self._rounds[workspace][0].woken.set()

    def leave(self, workspace: str) -> None:
        """Everything about it was deleted: going on there would begin it anew."""
        one = self._rounds.pop(workspace, None)
        if one is not None:
            one[1].cancel()

    async def start(self, workspaces: list[str]) -> None:
        """Begin with what an earlier run left."""
        self._stopped = False
        for workspace in workspaces:
            self.wake(workspace)

    async def stop(self) -> None:
        """Finish the letters that are on their way, then stop; what waits is still there at the next start."""
        self._stopped = True
        for one, _ in self._rounds.values():
            one.woken.set()
        tasks = [task for _, task in self._rounds.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self.grace * 2)
            for task in late:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._rounds.clear()

    async def _go_round(self, one: Round) -> None:
        try:
            while not self._stopped:
                one.woken.clear()
                looked = asyncio.get_running_loop().time()
                wait = await self._turn_safely(one)
                with contextlib.suppress(TimeoutError):
                    # Not wait_for, which in Python 3.11 may swallow being cancelled.
                    async with asyncio.timeout(wait):
                        await one.woken.wait()
                if not one.back:
                    await asyncio.sleep(looked + AT_MOST_EVERY - asyncio.get_running_loop().time())
            if one.going:
                await asyncio.wait(one.going, timeout=self.grace)
            while one.back:
                wait = await self._turn_safely(one)
                if one.back:
                    await asyncio.sleep(wait)
        finally:
            # What is cut off here may have been said; the next start finds it claimed, and asks.
            cut = list(one.going)
            for task in cut:
                task.cancel()
            await asyncio.gather(*cut, return_exceptions=True)

    async def _turn_safely(self, one: Round) -> float:
        today = self.dispatch.clock() // DAY
        try:
            if today > one.tidied and not self._stopped:
                await self.dispatch.write(one.workspace, _tidy)
                one.tidied = today
            return await self._turn(one)
        except Unavailable as error:
            log.warning("outbox_waits", workspace=one.workspace, reason=str(error))
            return 1.0
        except Exception as error:  # noqa: BLE001  # the edge: the loop goes on whatever happens
            log.error("outbox_failed", workspace=one.workspace, error=in_short(error))
        return 5.0

    async def _turn(self, one: Round) -> float:
        # Writes down what came back, and takes as much as there is room for; seconds until there is more to do.
        now = self.dispatch.clock()
        one.paused = {kind: until for kind, until in one.paused.items() if until > now}
        room = 0 if self._stopped else AT_ONCE - len(one.going)
        due: Micros | None = None
        if not one.back:
            due = await self.dispatch.read(one.workspace, partial(outbox.next_due, without=sorted(one.paused)))
        if one.back or (room and due is not None and due <= now):
            # Also those that come back while this is being written.
            under_way = set(one.going.values())
            letters, due = await self._write(one, room)
            for letter in letters:
                if letter.number in under_way:
                    continue  # The clock was set, or it takes very long: what it comes to is written down yet.
                task = asyncio.create_task(self._say(one.workspace, letter), name=f"letter {letter.number}")
                one.going[task] = letter.number
                task.add_done_callback(one.ended)
        if len(one.going) >= AT_ONCE:
            return IDLE
        moments = [*one.paused.values(), *([] if due is None else [due])]
        return min([IDLE, *(max(0.05, (moment - now) / SECOND) for moment in moments)])

    async def _write(self, one: Round, room: int) -> "Taken":
        # In one transaction: another process may be looking at this very moment. While the database can't take it,
        # what came back is kept: otherwise it would be said once more.
        back = list(one.back)
        settle_and_take = partial(_settle_and_take, back=back, room=room, without=sorted(one.paused))
        try:
            letters, due = await self.dispatch.write(one.workspace, settle_and_take)
        except Unavailable:
            raise
        except Exception as error:
            if not back:
                raise
            log.error("outbox_failed", workspace=one.workspace, error=in_short(error))
            await self._write_singly(one, back)
            return [], self.dispatch.clock()
        del one.back[: len(back)]
        if self._stopped and letters:
            await self.dispatch.write(one.workspace, partial(_release, letters=letters))
            return [], None
        return letters, due

    async def _write_singly(self, one: Round, back: list[Outcome]) -> None:
        # One of them can't be written down, which must not be the others' fault.
        for outcome in back:
            try:
                await self.dispatch.write(one.workspace, partial(_settle, back=[outcome]))
            except Unavailable:
                raise
            except Exception as error:  # noqa: BLE001  # the edge: the other letters are still to be written down
                number = outcome.letter.number
                log.error("letter_not_settled", workspace=one.workspace, letter=number, error=in_short(error))
            one.back.remove(outcome)

    async def _say(self, workspace: str, letter: Letter) -> Outcome:
        attempt = Attempt(letter, self.dispatch.clock, bool(letter.since), letter.remote)
        try:
            sender = self.sender_of(workspace)
            if sender is None:
                raise GiveUp("no platform is connected for this workspace")
            async with asyncio.timeout(AT_MOST):
                return await attempt.make(sender, workspace)
        except GiveUp as error:
            return attempt.over(outbox.UNWANTED if isinstance(error, NotWanted) else outbox.FAILED, str(error))
        except TryLater as error:
            # The platform said when; that is no failure, however often it says so.
            return attempt.put_off(error)
        except Unwell as error:
            log.info("letter_waits", workspace=workspace, letter=letter.number, reason=str(error))
            return attempt.later(str(error))
        except (Ambiguous, TimeoutError) as error:
            reason = str(error) or f"it took longer than {AT_MOST:.0f} s"
            log.warning("letter_unknown", workspace=workspace, letter=letter.number, reason=reason)
            attempt.doubt = True
            return attempt.later(reason)
        except Exception as error:  # noqa: BLE001  # the edge: what the error says may quote somebody's words
            log.error("send_failed", workspace=workspace, letter=letter.number, error=in_short(error))
            return attempt.later(in_short(error))


Taken = tuple[list[Letter], Micros | None]
"""Letters to say now, and when there will be more."""


def _settle_and_take(work: Work, back: list[Outcome], room: int, without: Collection[str]) -> Taken:
    _settle(work, back)
    rows = outbox.claim(work, work.now + LEASE, room, without) if room else []
    return [_letter(work, row) for row in rows], outbox.next_due(work, without)


def _letter(work: Work, row: OutboxRow) -> Letter:
    since = row.claimed if row.state == outbox.UNKNOWN else 0
    if not since:
        # It stands nowhere yet. From now on it is looked for, and said again, where it may stand then.
        row.thread = posting.thread_of(work, row.said)
    remote = outbox.remote_of(work, row.key)
    return Letter(row.id, row.kind, row.said, remote, row.attempts, bool(row.key), since, row.thread)


def _settle(work: Work, back: list[Outcome]) -> None:
    for outcome in back:
        posting.settle(work, outcome.letter.number, outcome.letter.said, **outcome.changes)


def _release(work: Work, letters: list[Letter]) -> None:
    outbox.release(work, [letter.number for letter in letters])


def _tidy(work: Work) -> None:
    outbox.tidy(work)
    requests.tidy(work)
    calendar.tidy(work)
    prompts.tidy(work)
    drafting.tidy_drafts(work)
