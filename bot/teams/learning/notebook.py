"""Notebook: what was learnt is written down, once - and remembered, so that it isn't looked up again."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dispatch import Dispatch
from bot.teams.learning.acquaintance import Acquaintance
from bot.teams.learning.roster import Found
from handlers.events import ChannelChanged, Event, MemberChanged
from handlers.news import news
from storage import conversations, known, member_ids
from storage.conversations import CHANNEL, GROUP, PERSONAL, TEAM, Conversation
from storage.transactions import Work


def nobody(_workspace: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """Writes for all tenants; everything raises Unavailable."""

    dispatch: Dispatch
    arrived: Callable[[str], None] = nobody
    """Told in which tenant there is news of channels that the bot is in."""

    async def load(self, place: Acquaintance) -> None:
        """Read what is known of a tenant, once."""
        if place.loaded:
            return

        def ask(work: Work) -> tuple[set[str], set[str], Sequence[Conversation]]:
            present = conversations.present(work, TEAM, CHANNEL, GROUP, PERSONAL)
            return known.colleagues(work), known.channels(work), present

        members, channels, present = await self.dispatch.read(place.workspace, ask)
        if not place.loaded:
            place.members |= members
            place.channels |= channels
            place.conversations = {each.channel: each for each in present} | place.conversations
            place.loaded = True

    async def tell(self, place: Acquaintance, events: Iterable[Event]) -> None:
        """Submit what is news."""
        told = list(events)
        if not told:
            return

        def ask(work: Work) -> list[Event]:
            return news(work, told)

        changed = await self.dispatch.read(place.workspace, ask)
        await asyncio.gather(*map(self.dispatch.submit, changed))
        for event in told:
            if isinstance(event, ChannelChanged):
                place.channels.add(event.channel)
            elif isinstance(event, MemberChanged) and event.deactivated:
                place.members.discard(event.member)
            elif isinstance(event, MemberChanged) and event.deactivated is not None:
                place.meet(event.member, event.at)

    async def introduce(self, place: Acquaintance, people: Sequence[Found]) -> None:
        """These are people of a tenant, by both of their ids."""
        await self.know(place, {each.alias: each.member for each in people if each.alias})
        await self.tell(place, [_new(place, each.event) for each in people])

    async def know(self, place: Acquaintance, pairs: Mapping[str, str]) -> None:
        """Other id -> member: written down where that is news; whose an id once was, it stays."""
        new = {alias: member for alias, member in pairs.items() if alias and member and alias not in place.ids}
        if not new:
            return
        kept = await self.dispatch.read(place.workspace, lambda work: member_ids.members(work, new))
        missing = {alias: member for alias, member in new.items() if alias not in kept and alias != member}
        if missing:
            await self.dispatch.write(place.workspace, lambda work: member_ids.keep(work, missing))
        place.note(new | kept)

    async def keep(self, place: Acquaintance, found: Iterable[Conversation], *, surely: bool = False) -> None:
        """The bot is in these conversations; `surely` is written down whatever is remembered."""
        some = [
            each for each in found if each.channel and (surely or _is_news(place.conversations.get(each.channel), each))
        ]
        if not some:
            return

        def write(work: Work) -> list[Conversation | None]:
            for each in some:
                conversations.keep(work, each)
            return [conversations.one(work, each.channel) for each in some]

        for kept in await self.dispatch.write(place.workspace, write):
            if kept is not None:
                place.conversations[kept.channel] = kept
        if any(each.kind in (TEAM, CHANNEL) for each in some):
            self.arrived(place.workspace)

    async def drop(self, place: Acquaintance, channels: Sequence[str]) -> None:
        """These were deleted."""

        def write(work: Work) -> None:
            for channel in channels:
                conversations.lose(work, channel)

        if channels:
            await self.dispatch.write(place.workspace, write)
            for channel in channels:
                place.drop(channel)


def _new(place: Acquaintance, event: MemberChanged) -> MemberChanged:
    joined = place.joined.pop(event.member, None)
    return event if joined is None else replace(event, joined=joined)


def _is_news(before: Conversation | None, now: Conversation) -> bool:
    if before is None:
        return True
    told = [(getattr(now, name), getattr(before, name), name) for name in conversations.FIELDS]
    return any(new and new != old and not (name == "kind" and (old, new) == (TEAM, CHANNEL)) for new, old, name in told)
