"""Afterwards: what an activity asks for once it has been answered - calls, look-ups, conversations; each by itself."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot.dispatch import Unavailable
from bot.errands import Errands
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.teams.calling.calls import Call
from bot.teams.reading.heard import Heard
from bot.teams.receiving.neighbours import Neighbours
from bot.teams.workplace import NotInstalled

FAILED: Final = (Ambiguous, Away, Limited, NotInstalled, Refused, Unavailable)

log = structlog.get_logger()


@dataclass(slots=True)
class Afterwards:
    """What is under way; nothing here can fail an answer."""

    neighbours: Neighbours
    _errands: Errands = field(default_factory=lambda: Errands("teams", FAILED))

    def take_on(self, work: Coroutine[object, object, None], what: str) -> None:
        """Do this by itself."""
        self._errands.take_on(work, what)

    def see_to(self, workspace: str, heard: Heard, calls: Sequence[Call]) -> None:
        """Everything that an activity entails, at once: a slow look-up mustn't hold up an answer."""
        if calls:
            self.take_on(self.neighbours.answerer.make(workspace, calls), "calls")
        if (heard.asides or heard.people or heard.channels) and not heard.moves:
            self.take_on(self.neighbours.directory.notice(workspace, heard), "notice")

    async def stop(self) -> None:
        """Let what is under way end, but not for ever."""
        await self._errands.stop()
