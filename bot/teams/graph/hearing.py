"""Hearing: messages as Graph tells them - each whole, with its reactions - become events, whatever was heard before.

A message that was heard by the bot itself counts once, since it bears the same id. Pictures of one message may come in
any order and again: one that is older than the newest says nothing.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

import structlog

from bot.dispatch import Dispatch
from bot.outcomes import Away, Limited, Refused
from bot.teams.reading.graph_messages import GraphHeard, Place, parse_message
from bot.teams.reading.heard import Heard
from bot.teams.workplace import NotInstalled, Tenant
from handlers.events import (
    Event,
    MemberChanged,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageRestored,
    ReactionsSeen,
)
from handlers.news import news
from scoring.facts import Micros
from storage import reacted, subscriptions
from storage.transactions import Work

NOBODY: Final[Mapping[str, str]] = MappingProxyType({})
FAILED: Final = (Away, Limited, NotInstalled, Refused)
"""Why somebody can't be looked up now."""

log = structlog.get_logger()


class Meets(Protocol):
    """Looks people up (bot.teams.learning.directory)."""

    async def meet(self, workspace: str, members: frozenset[str]) -> None:
        """Those who are unknown among these, now."""
        ...

    async def notice(self, workspace: str, heard: Heard) -> None:
        """Look up soon whom somebody spoke of."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """A message as it came, and whose answer the address says it is; nothing at the top of a channel."""

    message: object
    thread: str = ""
    deleted: bool = False
    """It was said to be deleted; the message itself may not have come along."""
    ident: str = ""
    """Its id, from the address."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a channel, of some of its messages, and of some people of other organisations."""

    since: Micros
    """Since when the bot is there."""
    newest: Mapping[str, Micros]
    gone: Mapping[str, Micros | None]
    introduced: frozenset[str] = frozenset()
    there: bool = True
    """Whether the bot is in the channel; a subscription may outlive that for a moment."""


@dataclass(slots=True)
class Hearing:
    """Applies what Graph tells; `clock` is in microseconds."""

    dispatch: Dispatch
    directory: Meets
    clock: Callable[[], Micros]
    names: float = 2.0
    """Seconds for looking up whom a message names."""

    async def take(self, home: Tenant, channel: str, told: Iterable[Told], after: Micros = 0) -> int:
        """Apply those that changed after that moment; how many. Returns after the commit. Raises Unavailable."""
        heard = self._newest(home, channel, told, after)
        if not heard:
            return 0
        needed = frozenset[str]().union(*(each.needs_names for each in heard))
        if needed:
            await self._meet(home.workspace, needed)
        standing = await self.dispatch.read(home.workspace, lambda work: stand(work, channel, heard))
        if not standing.there:
            return 0
        events = [event for each in heard for event in composed(each, standing)]
        # All are queued before the first is written, so that they share a transaction.
        await asyncio.gather(*map(self.dispatch.submit, events))
        await self._notice(home.workspace, heard)
        return len(heard)

    def _newest(self, home: Tenant, channel: str, told: Iterable[Told], after: Micros) -> list[GraphHeard]:
        """The newest picture of each message, in the order in which they changed."""
        now = self.clock()
        found: dict[str, GraphHeard] = {}
        for one in told:
            heard = parse_message(one.message, home, Place(channel, one.thread), now, NOBODY)
            if not heard.message and one.deleted and one.ident:
                gone = MessageDeleted(workspace=home.workspace, at=now, channel=channel, message=one.ident)
                heard = GraphHeard((gone,), {}, now, home.workspace, channel, one.ident, one.thread, deleted=True)
            before = found.get(heard.message)
            if heard.message and heard.changed > after and (before is None or before.changed <= heard.changed):
                found[heard.message] = heard
        return sorted(found.values(), key=lambda each: (each.changed, each.message))

    async def _meet(self, workspace: str, members: frozenset[str]) -> None:
        try:
            async with asyncio.timeout(self.names):
                await self.directory.meet(workspace, members)
        except TimeoutError:
            log.info("teams_names_take_long", workspace=workspace)
        except FAILED as error:
            log.info("teams_names_unknown", workspace=workspace, reason=type(error).__name__)

    async def _notice(self, workspace: str, heard: Sequence[GraphHeard]) -> None:
        people = frozenset[str]().union(*(each.people for each in heard))
        with suppress(*FAILED):
            await self.directory.notice(workspace, Heard(people=people))


def stand(work: Work, channel: str, heard: Sequence[GraphHeard]) -> Standing:
    """What is known of all that these are about, all of one channel."""
    place = subscriptions.place(work, channel)
    keys = [(channel, each.message) for each in heard]
    newest = {key[1]: reacted.newest(work, key) for key in keys}
    gone = {key[1]: reacted.is_gone(work, key) for key in keys}
    others = [event for each in heard for event in _introductions(each)]
    strangers = {event.member for event in news(work, others) if isinstance(event, MemberChanged)}
    introduced = frozenset(event.member for event in others) - strangers
    return Standing(place.since if place else 0, newest, gone, introduced, place is not None)


def composed(heard: GraphHeard, standing: Standing) -> list[Event]:
    """What a picture of a message comes to, by what is known of it; nothing if a newer one was taken in."""
    if heard.changed < standing.newest.get(heard.message, 0):
        return []
    gone = standing.gone.get(heard.message)
    # Graph doesn't say that a deletion was undone: the message just stands there again.
    events = heard.events if gone is None or gone >= heard.changed else heard.restored()
    events = tuple(event for event in events if not isinstance(event, MemberChanged) and _counts(event, standing))
    seen = ReactionsSeen(
        workspace=heard.workspace, at=heard.changed, channel=heard.channel, message=heard.message,
        author=heard.author, reactions=tuple((*who, since) for who, since in sorted(heard.reactions.items())),
        since=standing.since,
    )  # fmt: skip
    strangers = [event for event in _introductions(heard) if event.member not in standing.introduced]
    return [*strangers, *events, seen]


def _counts(event: Event, standing: Standing) -> bool:
    """What was said or put right before the bot came doesn't count, though somebody reacts to it now."""
    if isinstance(event, MessageRestored):
        return event.written >= standing.since
    return not isinstance(event, MessagePosted | MessageEdited) or event.at >= standing.since


def _introductions(heard: GraphHeard) -> list[MemberChanged]:
    """Who is of another organisation is introduced as such before what they do is counted."""
    told = {event.member: event for event in heard.events if isinstance(event, MemberChanged)}
    for member in sorted(heard.outsiders - told.keys()):
        told[member] = MemberChanged(workspace=heard.workspace, at=heard.changed, member=member, external=True)
    return list(told.values())
