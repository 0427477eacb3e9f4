"""News: which of the people, channels, groups and emoji that a platform lists aren't known just so already."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from handlers.cleaning import clean
from handlers.events import ChannelChanged, EmojiChanged, Event, GroupChanged, MemberChanged
from scoring.roster import TRAITS
from scoring.state import Channel, Member
from storage import channel_ids, groups, known, privacy
from storage.transactions import Work

TRAITS_TOLD = ("bot", "external", "guest", "deactivated")
"""Of a member's traits, those that a platform tells; the others are their own choice."""


def news(work: Work, events: Iterable[Event]) -> list[Event]:
    """Those events that would change something; a list told every night leaves no trace if nothing did."""
    told = list(events)
    found: set[int] = set()
    for kind, different in _DIFFERENT.items():
        some = [event for event in told if type(event) is kind]
        if some:
            found.update(id(event) for event in different(work, some))
    return [event for event in told if type(event) not in _DIFFERENT or id(event) in found]


def _members(work: Work, events: Sequence[MemberChanged]) -> list[MemberChanged]:
    who = [event.member for event in events]
    forgotten = privacy.forgotten(work, who)
    stored = work.look(lambda state: {member: state.members.get(member) for member in who})
    return [event for event in events if event.member not in forgotten and _is_news_of(event, stored[event.member])]


def _is_news_of(event: MemberChanged, before: Member | None) -> bool:
    if before is None:
        return not event.deactivated  # whoever left before we came is none of our business
    values = [(getattr(event, field), getattr(before, field)) for field in ("name", "zone", "country", "joined")]
    values += [
        (getattr(event, trait), bool(before.traits & int(TRAITS[trait]))) for trait in TRAITS_TOLD if trait in TRAITS
    ]
    values.append((event.admin, before.has_role("admin")))
    return any(new is not None and _cleaned(new) != old for new, old in values)


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _channels(work: Work, events: Sequence[ChannelChanged]) -> list[ChannelChanged]:
    first = {event.channel: channel_ids.first(work, event.channel) for event in events}
    stored = work.look(lambda state: {channel: state.channels.get(channel) for channel in first.values()})
    inside = known.in_channels(work, [first[event.channel] for event in events if event.private])
    forgotten = privacy.forgotten(work, {member for event in events for member in event.members})
    return [
        event
        for event in events
        if stored[first[event.channel]] != Channel(clean(event.name), int(event.private), int(event.shared))
        or (event.private and inside[first[event.channel]] != set(event.members) - set(forgotten))
    ]


def _groups(work: Work, events: Sequence[GroupChanged]) -> list[GroupChanged]:
    names = known.groups(work)
    members = groups.members_of(work, [event.group for event in events])
    forgotten = privacy.forgotten(work, {member for event in events for member in event.members})
    return [
        event
        for event in events
        if (event.group in names or event.members)
        and (
            names.get(event.group) != clean(event.name)
            or set(members[event.group]) != set(event.members) - set(forgotten)
        )
    ]


def _emoji(work: Work, events: Sequence[EmojiChanged]) -> list[EmojiChanged]:
    stored = known.emoji(work)
    return [event for event in events if not event.whole or dict(_names(event.aliases)) != stored]


def _names(aliases: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    # As storage.emoji writes them down.
    for alias, emoji in aliases.items():
        if emoji.strip(":") and alias.strip(":"):
            yield alias.strip(":").lower(), emoji.strip(":")


_DIFFERENT: Mapping[type[Event], Callable[[Work, Any], Sequence[Event]]] = MappingProxyType(
    {
        MemberChanged: _members,
        ChannelChanged: _channels,
        GroupChanged: _groups,
        EmojiChanged: _emoji,
    }
)
