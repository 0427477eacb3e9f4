"""Neighbours: what receiving needs of the other parts of this platform, so that each can be tried by itself."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.teams.calling.calls import Call
from bot.teams.reading.heard import Heard
from bot.teams.workplace import Tenant
from handlers.answers import Reply
from handlers.events import Event
from scoring.facts import Micros
from storage.transactions import Work

T = TypeVar("T")


class Writes(Protocol):
    """Takes events (bot.dispatch.Dispatch)."""

    async def submit(self, event: Event) -> list[Reply]:
        """Returns after the commit. Raises Unavailable."""
        ...

    async def write(self, workspace: str, change: Callable[[Work], T]) -> T:
        """A change in a transaction of its own. Raises Unavailable."""
        ...


class Finds(Protocol):
    """Knows the tenants."""

    def allowed(self, tenant: str) -> bool:
        """Whether its people are served."""
        ...

    async def seen(self, tenant: str, service: str) -> Tenant:
        """The bot is there, and its connector answers at `service`. Raises Unavailable."""
        ...

    def all(self) -> Sequence[Tenant]:
        """Everywhere the bot is."""
        ...


class Knows(Protocol):
    """Learns people and conversations."""

    async def resolve(
        self, workspace: str, ids: Collection[str], *, channel: str = "", service: str = ""
    ) -> Mapping[str, str]:
        """Other id -> member, asked for in the conversation where they were named, at its connector's address.

        Raises Away, Limited, Refused, Ambiguous, NotInstalled and Unavailable if that can't be told now.
        """
        ...

    async def know(self, workspace: str, pairs: Mapping[str, str]) -> None:
        """Other id -> member, as an activity tells: kept once. Raises Unavailable."""
        ...

    async def meet(self, workspace: str, members: Collection[str], *, channel: str = "") -> None:
        """Look up who is unknown among these."""
        ...

    def is_settled(self, workspace: str, member: str) -> bool:
        """Whether Teams has said who somebody is, or that it won't."""
        ...

    async def notice(self, workspace: str, heard: Heard) -> None:
        """Keep the conversations, and look up what an activity doesn't tell whole."""
        ...


class Says(Protocol):
    """Answers who asked (bot.teams.calling.answering.Answerer)."""

    async def make(self, workspace: str, calls: Sequence[Call]) -> None:
        """Calls in their order; one that fails doesn't keep the others from being made."""
        ...


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All of them; `clock` is in microseconds."""

    dispatch: Writes
    installations: Finds
    directory: Knows
    answerer: Says
    clock: Callable[[], Micros]
