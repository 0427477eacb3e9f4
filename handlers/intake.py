"""Intake: what people did, turned into facts in one go, recorded, and told where something needs saying."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from handlers import keeping, telling, watching
from handlers.answers import Answer
from handlers.cleaning import clean
from handlers.events import (
    ChannelChanged,
    ChannelMember,
    Event,
    GroupChanged,
    MemberChanged,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageRestored,
    ReactionAdded,
    ReactionRemoved,
)
from scoring.book import Book
from scoring.emoji_names import canonical
from scoring.facts import Fact, FactKind, Mark
from scoring.giving import Currency, expand
from scoring.reading import Flag, Reading, read
from scoring.state import Member
from storage import calendar, emoji, groups, privacy
from storage.transactions import Work

WithText = MessagePosted | MessageEdited | MessageRestored
"""What somebody wrote."""

_MARK_OF = {
    Flag.QUESTION: Mark.QUESTION,
    Flag.LINK: Mark.LINK,
    Flag.CODE: Mark.CODE,
    Flag.EMOJI: Mark.EMOJI,
    Flag.PHOTO: Mark.PHOTO,
    Flag.GIF: Mark.GIF,
}
_MARKS = tuple(int(sum(mark for flag, mark in _MARK_OF.items() if bits & flag)) for bits in range(64))
"""The marks of a fact by the flags of a reading."""


def currency_of(work: Work) -> Currency:
    """What counts as giving in a workspace: by its rule book, under its own names for emoji too."""
    return emoji.currency(work)


def reading_of(work: Work, event: WithText) -> Reading:
    """The measures of one message, for wherever its words must not go."""
    return event.reading or read(event.text, currency_of(work))


def note(work: Work, events: Sequence[Event]) -> list[Answer]:
    """Keep what happened, score it, and say what needs saying."""
    batch = _load(work, events)
    facts, texts, origins = _read(work, batch, events)
    words = keeping.before(work, facts, texts)
    outcomes = work.record(facts)
    _come_and_go(work, batch)
    if batch.moved:
        calendar.look_again(work, batch.moved)
    keeping.after(work, words, outcomes)
    seen = list(zip(origins, facts, outcomes, strict=True))
    return telling.tell(work, list(zip(facts, outcomes, strict=True))) + watching.after(work, seen)


def notes(work: Work, events: Sequence[Event]) -> list[Fact]:
    """The facts of a batch of events, in their order; who is in which group or private channel is written down."""
    return _read(work, _load(work, events), events)[0]


@dataclass(slots=True)
class _Batch:
    """What a batch of events looks at, loaded once."""

    book: Book
    aliases: Mapping[str, str]
    readings: list[Reading | None]
    forgotten: frozenset[str]
    groups: dict[str, Sequence[str]]
    members: dict[str, Member]
    changed_groups: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    changed_channels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comings: dict[tuple[str, str], bool] = field(default_factory=dict)
    """(channel, member) -> whether they are there now; what was said before a ChannelChanged is overtaken by it."""
    moved: set[str] = field(default_factory=set)
    """Whose clock or holidays may be others now."""


def _read(work: Work, batch: _Batch, events: Sequence[Event]) -> tuple[list[Fact], list[str], list[Event]]:
    # The facts, and beside each the words it was read from, and what it came from.
    facts: list[Fact] = []
    texts: list[str] = []
    origins: list[Event] = []
    for event, reading in zip(events, batch.readings, strict=True):
        make = _FACTS.get(type(event))
        if make is None or (getattr(event, "member", "") in batch.forgotten and make is not _deleted):
            continue
        fact = make(batch, event, reading)
        if fact is not None:
            facts.append(fact)
            texts.append(getattr(event, "text", ""))
            origins.append(event)
    if batch.changed_groups:
        groups.set_groups(work, batch.changed_groups)
    if batch.changed_channels:
        groups.set_channel_members(work, batch.changed_channels)
    return facts, texts, origins


def _come_and_go(work: Work, batch: _Batch) -> None:
    # Only now is it known which channels are private: who is in an open one is nobody's business, not even ours.
    if not batch.comings:
        return
    channels = sorted({channel for channel, _ in batch.comings})
    found = work.look(lambda state: {channel: state.channels.get(channel) for channel in channels})
    private = {channel for channel, known in found.items() if known and known.private}
    groups.come_and_go(work, {key: there for key, there in batch.comings.items() if key[0] in private})


def _load(work: Work, events: Sequence[Event]) -> _Batch:
    currency = currency_of(work)
    readings: list[Reading | None] = []
    people: set[str] = set()
    roles: list[str] = []
    for event in events:
        reading = None
        if isinstance(event, WithText):
            reading = event.reading or read(event.text, currency)
            people.update(reading.people)
        elif isinstance(event, MemberChanged):
            if event.admin is not None:
                roles.append(event.member)
        elif isinstance(event, ReactionAdded | ReactionRemoved):
            people.add(event.author)
        people.add(getattr(event, "member", ""))
        people.update(getattr(event, "members", ()))
        readings.append(reading)
    named = {share.target for reading in readings if reading for share in reading.gift if share.group}
    in_groups = groups.members_of(work, named)
    people.update(member for members in in_groups.values() for member in members)
    people.discard("")
    forgotten = frozenset(privacy.forgotten(work, people))
    known = work.members(roles) if roles else {}
    return _Batch(work.book, emoji.aliases(work), readings, forgotten, dict(in_groups), known)


Make = Callable[[_Batch, Any, Reading | None], Fact | None]


def _posted(batch: _Batch, event: MessagePosted, reading: Reading | None) -> Fact | None:
    return _said(batch, event, reading, FactKind.MESSAGE)._replace(thread=event.thread)


def _edited(batch: _Batch, event: MessageEdited, reading: Reading | None) -> Fact | None:
    return _said(batch, event, reading, FactKind.EDIT)


def _restored(batch: _Batch, event: MessageRestored, reading: Reading | None) -> Fact | None:
    fact = _said(batch, event, reading, FactKind.RESTORE)
    return fact._replace(at=event.written, seen=event.at, thread=event.thread)


def _said(batch: _Batch, event: WithText, reading: Reading | None, kind: FactKind) -> Fact:
    if reading is None:
        raise ValueError("a message comes with its reading")
    marks = _MARKS[reading.flags] | (Mark.QUIET if event.quiet else 0)
    for media in event.files:
        if media.startswith("image/"):
            marks |= Mark.GIF if media == "image/gif" else Mark.PHOTO
    if not (reading.people or reading.gift):  # most messages
        return Fact(kind, event.at, event.member, event.channel, event.message, marks=int(marks), length=reading.length)
    return Fact(
        kind, event.at, event.member, event.channel, event.message, marks=int(marks), length=reading.length,
        people=_remembered(batch, reading.people),
        gift=gift_of(reading, batch.groups, batch.forgotten),
        values=values_of(batch.book, reading.hashtags) if reading.gift else (),
    )  # fmt: skip


def _remembered(batch: _Batch, people: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(person for person in people if person not in batch.forgotten) if batch.forgotten else people


def gift_of(
    reading: Reading, members_of: Mapping[str, Sequence[str]], forgotten: frozenset[str]
) -> tuple[tuple[str, int], ...]:
    """Who would get how much, groups expanded, without those who asked to be forgotten."""
    return tuple(share for share in expand(reading.gift, members_of) if share[0] not in forgotten)


def values_of(book: Book, hashtags: Iterable[str]) -> tuple[str, ...]:
    """The company values among hashtags; the others are somebody's words, and not kept."""
    return tuple(tag for tag in hashtags if tag in book.value_ids)


def _deleted(batch: _Batch, event: MessageDeleted, _: Reading | None) -> Fact:
    # Whoever deletes it, what hangs on the message goes; only a name that was forgotten isn't written down again.
    actor = "" if event.member in batch.forgotten else event.member
    return Fact(FactKind.DELETE, event.at, actor, event.channel, event.message)


def _reacted(batch: _Batch, event: ReactionAdded | ReactionRemoved, _: Reading | None) -> Fact:
    kind = FactKind.REACTION if isinstance(event, ReactionAdded) else FactKind.UNREACTION
    return Fact(
        kind, event.at, event.member, event.channel, event.message, seen=event.seen,
        target="" if event.author in batch.forgotten else event.author,
        emoji=canonical(clean(event.emoji), batch.aliases),
        marks=int(Mark.QUIET) if event.quiet else 0,
    )  # fmt: skip


def _member(batch: _Batch, event: MemberChanged, _: Reading | None) -> Fact | None:
    extra: dict[str, str | int] = {}
    for name in ("name", "zone", "country", "joined"):
        value = getattr(event, name)
        if value is not None:
            extra[name] = clean(value) if isinstance(value, str) else value
    for name in ("bot", "external", "guest", "deactivated"):
        value = getattr(event, name)
        if value is not None:
            extra[name] = int(value)
    if event.admin is not None:
        extra["roles"] = _roles(batch, event.member, admin=event.admin)
    if not extra:
        return None
    if "zone" in extra or "country" in extra:
        batch.moved.add(event.member)
    marks = int(Mark.QUIET) if event.quiet else 0
    pairs = tuple(sorted(extra.items()))
    return Fact(FactKind.MEMBER, event.at, event.member, target=event.member, marks=marks, extra=pairs)


def _roles(batch: _Batch, who: str, *, admin: bool) -> str:
    # The platform says who is an admin; every other role is given here and stays.
    before = batch.members.get(who, Member())
    others = [role for role in before.roles.split() if role != "admin"]
    roles = " ".join(sorted([*others, "admin"] if admin else others))
    batch.members[who] = before._replace(roles=roles)
    return roles


def _channel(batch: _Batch, event: ChannelChanged, _: Reading | None) -> Fact:
    members = [member for member in event.members if member not in batch.forgotten] if event.private else []
    batch.changed_channels[event.channel] = tuple(members)
    batch.comings = {key: there for key, there in batch.comings.items() if key[0] != event.channel}
    extra: tuple[tuple[str, str | int], ...] = (("name", clean(event.name)), ("private", int(event.private)))
    if event.shared:
        extra += (("shared", 1),)
    return Fact(FactKind.CHANNEL, event.at, channel=event.channel, extra=extra)


def _came_or_went(batch: _Batch, event: ChannelMember, _: Reading | None) -> None:
    batch.comings[event.channel, event.member] = not event.left


def _group(batch: _Batch, event: GroupChanged, _: Reading | None) -> None:
    # In the order in which they are read back, so that it doesn't matter where batches are cut.
    members = tuple(sorted(set(event.members) - batch.forgotten))
    batch.changed_groups[event.group] = (clean(event.name), members)
    batch.groups[event.group] = members


_FACTS: Mapping[type[Event], Make] = MappingProxyType(
    {
        MessagePosted: _posted,
        MessageEdited: _edited,
        MessageDeleted: _deleted,
        MessageRestored: _restored,
        ReactionAdded: _reacted,
        ReactionRemoved: _reacted,
        MemberChanged: _member,
        ChannelChanged: _channel,
        ChannelMember: _came_or_went,
        GroupChanged: _group,
    }
)
