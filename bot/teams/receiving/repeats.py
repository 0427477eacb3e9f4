"""Repeats: the same press or form sent again is answered as it was the first time, though it is done only once.

Teams sends an invoke again while it waits, and about half a minute later under another id:
https://github.com/microsoft/botbuilder-dotnet/issues/5005 and https://github.com/MicrosoftDocs/msteams-docs/issues/6084
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Final

from handlers.answers import Reply
from handlers.events import Request
from scoring.facts import Micros
from scoring.periods import MINUTE

KEPT: Final = 2 * MINUTE
MOST_KEPT: Final = 1_000

Writing = asyncio.Task[list[Reply]]


@dataclass(slots=True)
class Repeats:
    """What requests that came lately were answered, in this process; the state stops what comes to another one."""

    clock: Callable[[], Micros]
    _kept: dict[tuple[str, str, str], tuple[Writing, Micros]] = field(default_factory=dict)

    def of(self, request: Request, write: Callable[[], Coroutine[object, object, list[Reply]]]) -> tuple[Writing, bool]:
        """What is being written for a request, or has been, and whether it came before.

        The member counts as well: nobody gets to see an answer by guessing the number of somebody's form.
        """
        mark, now = (request.workspace, request.member, request.request), self.clock()
        kept = self._kept.get(mark)
        if kept is not None and now - kept[1] < KEPT and not _came_to_nothing(kept[0]):
            return kept[0], True
        self._kept.pop(mark, None)
        self._tidy(now)
        writing = asyncio.create_task(write(), name="teams commit")
        self._kept[mark] = (writing, now)
        return writing, False

    def _tidy(self, now: Micros) -> None:
        # The oldest come first.
        for mark, (_, at) in list(self._kept.items()):
            if now - at < KEPT and len(self._kept) < MOST_KEPT:
                return
            del self._kept[mark]


def _came_to_nothing(writing: Writing) -> bool:
    """What couldn't be written is tried again."""
    return writing.done() and (writing.cancelled() or writing.exception() is not None)
