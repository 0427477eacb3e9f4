"""Dispatch: events queue up, one writer applies what is waiting in one transaction, then everybody is answered."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

import structlog

from bot.faults import in_short
from handlers import applying
from handlers.answers import Note, Reply
from handlers.cards.helping import trouble
from handlers.cards.polls.voting_again import vote_again
from handlers.codec import encode
from handlers.events import Event, Request
from handlers.intake import WithText, reading_of
from handlers.polls.secrecy import is_secret
from scoring.facts import Micros
from storage import letters
from storage.transactions import Database, Unavailable, Work

__all__ = ["Dispatch", "Transacts", "Unavailable"]

T = TypeVar("T")
LARGEST_BATCH = 1_000
"""Events that share one commit at most."""

log = structlog.get_logger()


class Transacts(Protocol):
    """As much of the dispatch as is needed to look into the database, and to change it, off the event loop."""

    async def read(self, workspace: str, question: Callable[[Work], T]) -> T:
        """What `question` finds. Raises Unavailable."""
        ...

    async def write(self, workspace: str, change: Callable[[Work], T]) -> T:
        """What `change` comes to. Raises Unavailable."""
        ...


@dataclass(slots=True)
class Waiting:
    """An event and whoever waits for its commit."""

    event: Event
    answer: "asyncio.Future[list[Reply]]"


@dataclass(slots=True)
class Dispatch:
    """One writer for all workspaces of this process; `clock` is the only source of time."""

    database: Database
    clock: Callable[[], Micros]
    committed: Callable[[str], None] = field(default=lambda _workspace: None)
    """Told after each commit which workspace changed (the outbox and open pages look then)."""
    _queue: "asyncio.Queue[Waiting | None]" = field(default_factory=asyncio.Queue)
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "writer"))
    _readers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "reader"))
    _task: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._run(), name="writer")

    async def stop(self) -> None:
        """Finish what is queued, then stop."""
        if self._task is not None:
            await self._queue.put(None)
            await self._task
        while not self._queue.empty():
            self._refuse(self._queue.get_nowait())
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)

    async def submit(self, event: Event) -> list[Reply]:
        """Apply an event; returns after the commit. Raises Unavailable if the database can't take it now."""
        if self._task is None or self._task.done():
            raise Unavailable("not running")
        answer: asyncio.Future[list[Reply]] = asyncio.get_running_loop().create_future()
        await self._queue.put(Waiting(event, answer))
        return await answer

    async def read(self, workspace: str, question: Callable[[Work], T]) -> T:
        """Answer a question from the database, off the event loop."""

        def ask() -> T:
            with self.database.read(workspace, self.clock()) as work:
                return question(work)

        return await asyncio.get_running_loop().run_in_executor(self._readers, ask)

    async def write(self, workspace: str, change: Callable[[Work], T]) -> T:
        """Change something in the writer's turn, in a transaction of its own."""

        def act() -> T:
            with self.database.write(workspace, self.clock()) as work:
                return change(work)

        return await asyncio.get_running_loop().run_in_executor(self._writer, act)

    async def _run(self) -> None:
        loop, stopping = asyncio.get_running_loop(), False
        while not stopping:
            batch = [await self._queue.get()]
            while not self._queue.empty() and len(batch) < LARGEST_BATCH:
                batch.append(self._queue.get_nowait())
            stopping = None in batch
            events = [waiting for waiting in batch if waiting is not None]
            try:
                await loop.run_in_executor(self._writer, self._apply_all, loop, events)
            except Exception as error:  # noqa: BLE001  # the edge: the writer must outlive anything
                # Whoever waits is asked to come again. No traceback: it may quote somebody's words.
                log.error("writer_failed", events=len(events), error=in_short(error))
                for waiting in events:
                    self._refuse(waiting)

    def _refuse(self, waiting: Waiting | None) -> None:
        if waiting is not None and not waiting.answer.done():
            waiting.answer.set_exception(Unavailable("the event was not written"))

    def _apply_all(self, loop: asyncio.AbstractEventLoop, batch: list[Waiting]) -> None:
        # Workspace by workspace, each in one transaction; nobody is answered before the commit.
        by_workspace: dict[str, list[Waiting]] = {}
        for waiting in batch:
            by_workspace.setdefault(waiting.event.workspace, []).append(waiting)
        for workspace, waitings in by_workspace.items():
            results = self._apply(workspace, [waiting.event for waiting in waitings])
            loop.call_soon_threadsafe(_answer, waitings, results)
            loop.call_soon_threadsafe(self.committed, workspace)

    def _apply(self, workspace: str, events: list[Event]) -> list[list[Reply] | Exception]:
        try:
            with self.database.write(workspace, self.clock()) as work:
                return list(applying.apply(work, events))
        except Unavailable as error:
            log.warning("database_unavailable", workspace=workspace, reason=str(error))
            return [error] * len(events)
        except Exception as error:  # noqa: BLE001  # the edge: one bad event must not stop the others
            if len(events) == 1:
                return [self._bury(workspace, events[0], error)]
            log.warning("batch_failed", workspace=workspace, events=len(events), error=type(error).__name__)
        # One of them is at fault: apply them one at a time, so that only that one is set aside.
        return [result for event in events for result in self._apply(workspace, [event])]

    def _bury(self, workspace: str, event: Event, error: Exception) -> list[Reply] | Exception:
        # What the error says may quote a message; its kind and place are enough to find it.
        reason = in_short(error)
        log.error("dead_letter", workspace=workspace, kind=type(event).__name__, error=reason)
        if is_secret(event):
            # A vote is kept nowhere else, not even sealed: whoever has the key could read it after the close.
            return [Note(vote_again())]
        try:
            with self.database.write(workspace, self.clock()) as work:
                if not applying.is_set_aside(work, event):
                    letters.bury(work, without_words(work, event), reason)
                applying.set_aside(work, event)
        except Unavailable as unavailable:
            return unavailable
        except Exception as again:  # noqa: BLE001  # the edge: what cannot even be set aside must be sent again
            log.error("not_even_a_dead_letter", workspace=workspace, error=in_short(again))
            return Unavailable("the event could neither be applied nor set aside")
        return [Note(trouble())] if isinstance(event, Request) else []


def without_words(work: Work, event: Event) -> str:
    """The event as JSON that shows nobody's words: a message is read into measures, a request is sealed."""
    if isinstance(event, Request):
        return letters.sealed(work, type(event).__name__, event.member, encode(event))
    if isinstance(event, WithText) and event.reading is None:
        event = replace(event, text="", reading=reading_of(work, event))
    return encode(event)


def _answer(waitings: list[Waiting], results: list[list[Reply] | Exception]) -> None:
    for waiting, result in zip(waitings, results, strict=True):
        if waiting.answer.done():
            continue
        if isinstance(result, Exception):
            waiting.answer.set_exception(result)
        else:
            waiting.answer.set_result(result)
