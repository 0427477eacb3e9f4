"""Choosing: the channels that a dialog offers to a member."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.dispatch import Dispatch
from bot.teams.learning.roster import NO_TOPIC
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import conversations, places
from storage.conversations import CHANNEL, GROUP, TEAM
from storage.transactions import Work

FRESH: Final = 60 * SECOND
"""Microseconds for which a list is good."""
MOST_LISTS: Final = 1_000

Choices = tuple[tuple[str, str], ...]
"""(id, name) of channels."""


@dataclass(slots=True)
class Choosing:
    """Reads what may be chosen, and remembers it for a moment: one dialog follows another."""

    dispatch: Dispatch
    clock: Callable[[], Micros]
    _lists: dict[tuple[str, str], tuple[Micros, Choices]] = field(default_factory=dict)

    async def channels(self, workspace: str, member: str) -> Choices:
        """Open channels and the closed ones the member is in, by name; none with people of elsewhere in it."""
        known = self._lists.get((workspace, member))
        if known is not None and self.clock() < known[0] + FRESH:
            return known[1]

        def ask(work: Work) -> Choices:
            here = [each.channel for each in conversations.present(work, TEAM, CHANNEL, GROUP)]
            mixed = places.shared(work, here)
            named = places.names_for(work, member, [each for each in here if each not in mixed])
            choices = ((each, title) for each, title in named.items() if title not in (NO_TOPIC, each))
            return tuple(sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0])))

        found = await self.dispatch.read(workspace, ask)
        if len(self._lists) >= MOST_LISTS:
            self._lists.clear()
        self._lists[workspace, member] = self.clock(), found
        return found

    def forget(self) -> None:
        """Read anew."""
        self._lists.clear()
