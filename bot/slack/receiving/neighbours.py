"""Neighbours: what receiving needs of the other parts of this platform, so that each can be tried by itself."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.slack.reading.heard import Heard
from bot.slack.workplace import Installation
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
    """Knows the workspaces."""

    async def seek(self, team: str, enterprise: str, org: bool) -> Installation | None:
        """The installation that a payload is for. Raises Unavailable."""
        ...

    def all(self) -> Sequence[Installation]:
        """Everywhere the app is."""
        ...

    def was_removed(self, team: str, enterprise: str, org: bool) -> bool:
        """Whether it was there once."""
        ...

    async def bid_farewell(self, team: str, enterprise: str, org: bool) -> None:
        """We were removed where we can't ask. Raises Unavailable."""
        ...

    async def left(self, workspace: str) -> bool:
        """Slack says that we were removed there; whether it is so. Raises Unavailable."""
        ...


class Calls(Protocol):
    """The one way to the Web API."""

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, object], *, channel: str = ""
    ) -> Mapping[str, object]:
        """Raises the errors of bot.slack.calling.caller."""
        ...

    async def respond(self, url: str, body: Mapping[str, object]) -> None:
        """To a response_url. Raises the same."""
        ...


class Knows(Protocol):
    """Learns people and channels."""

    async def meet(self, workspace: str, ids: Collection[str]) -> None:
        """Look up who is unknown among these."""
        ...

    def is_settled(self, workspace: str, member: str) -> bool:
        """Whether Slack has said who somebody is, or that it won't."""
        ...

    async def notice(self, workspace: str, heard: Heard) -> None:
        """Look up what a payload doesn't tell whole."""
        ...


class Publishes(Protocol):
    """Keeps the home tabs."""

    async def opened(self, workspace: str, member: str) -> None:
        """Somebody looks at theirs."""
        ...

    async def after(self, workspace: str, member: str) -> None:
        """Somebody's may have changed."""
        ...


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All of them; `clock` is in microseconds."""

    dispatch: Writes
    installations: Finds
    caller: Calls
    directory: Knows
    home_tab: Publishes
    clock: Callable[[], Micros]
