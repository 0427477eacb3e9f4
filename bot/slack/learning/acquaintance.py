"""Acquaintance: what is remembered of a workspace's people and channels between two payloads."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from bot.rounds import Round
from scoring.facts import Micros

MOST_PENDING: Final = 5_000

Item = tuple[str, str]
"""A kind (member, channel, group, emoji) and an id."""


@dataclass(slots=True)
class Acquaintance:
    """What is remembered of one workspace between two payloads."""

    workspace: str
    members: set[str] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)
    pending: dict[Item, None] = field(default_factory=dict)
    tried: dict[Item, Micros] = field(default_factory=dict)
    under_way: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)
    due: Micros = 0
    loaded: bool = False
    round: Round | None = None

    def is_known(self, item: Item) -> bool:
        """Whether a member or channel has been introduced."""
        return item[1] in (self.members if item[0] == "member" else self.channels)

    def next(self, *, lists: bool) -> Item | None:
        """What to look up next, taken off; whole lists (those without an id) only if `lists`."""
        item = next((one for one in self.pending if lists or one[1]), None)
        if item is not None:
            del self.pending[item]
        return item

    def queue(self, item: Item) -> None:
        """Look this up soon; what doesn't fit is told by the night's list."""
        if len(self.pending) < MOST_PENDING:
            self.pending[item] = None
