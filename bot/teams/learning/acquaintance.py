"""Acquaintance: what is remembered of a tenant's people and conversations between two activities."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.rounds import Round
from bot.teams.learning.roster import Answer
from handlers.events import ChannelChanged
from scoring.facts import Micros
from storage import conversations
from storage.conversations import Conversation

MOST_PENDING: Final = 5_000
MOST_TRIED: Final = 50_000
MOST_IDS: Final = 100_000
MOST_TEAMS_ASKED: Final = 5
"""In so many teams somebody is looked for of whom it isn't known where they are."""

Item = tuple[str, str]
"""A kind (member, team, chat) and an id."""


@dataclass(frozen=True, slots=True)
class Room:
    """A channel of a team, as the team's list has it."""

    team: str
    title: str
    """The team's name."""
    name: str
    """Empty for the first one, which goes by the team's name."""


@dataclass(slots=True)
class Acquaintance:
    """What is remembered of one tenant between two activities."""

    workspace: str
    members: set[str] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """Other id -> member."""
    rooms: dict[str, Room] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    """What group chats are called, as far as told since the start."""
    told: dict[str, ChannelChanged] = field(default_factory=dict)
    """What was last told of each of them."""
    pending: dict[Item, str] = field(default_factory=dict)
    """With where somebody was met, if that is known."""
    tried: dict[str, Micros] = field(default_factory=dict)
    """Of whom nobody here knew, and when that was."""
    under_way: dict[str, "asyncio.Task[Answer]"] = field(default_factory=dict)
    met: dict[str, Micros] = field(default_factory=dict)
    """Who was a stranger until then, since the start."""
    joined: dict[str, Micros] = field(default_factory=dict)
    """Who came to the company, and when, until they are introduced."""
    tags_due: Micros = 0
    """Until then nobody asks who is behind tags, since we may not see it."""
    profiles_due: Micros = 0
    """Until then the directory isn't asked, since we may not see it."""
    due: Micros = 0
    loaded: bool = False
    round: Round | None = None

    def queue(self, kind: str, which: str, channel: str = "") -> None:
        """Look this up soon; what doesn't fit is told by the night's roll call."""
        if which and len(self.pending) < MOST_PENDING:
            self.pending[kind, which] = channel

    def again(self, kind: str, which: str) -> None:
        """Something changed: look up what it is about; without an id, everything."""
        known = self.conversations.get(which)
        if not which:
            self.due = 0
        elif kind == "member":
            self.tried.pop(which, None)
            self.queue("member", which)
        elif known is not None and known.kind == conversations.GROUP:
            self.queue("chat", which)
        elif kind == "team" or (known is not None and known.kind != conversations.PERSONAL):
            self.queue("team", (known.team if known else "") or which)

    def next(self) -> tuple[Item, str] | None:
        """What to look up next, taken off."""
        item = next(iter(self.pending), None)
        return None if item is None else (item, self.pending.pop(item))

    def note(self, pairs: Mapping[str, str]) -> None:
        """These other ids are these members."""
        if len(self.ids) + len(pairs) > MOST_IDS:
            self.ids.clear()
        self.ids.update(pairs)

    def meet(self, member: str, now: Micros) -> None:
        """A stranger no more."""
        if len(self.met) >= MOST_TRIED:
            self.met.clear()
        self.members.add(member)
        self.met.setdefault(member, now)

    def try_later(self, ident: str, now: Micros) -> None:
        """Nobody knew them."""
        if len(self.tried) >= MOST_TRIED:
            self.tried.clear()
        self.tried[ident] = now

    def forget(self) -> None:
        """Everything about it was deleted: whoever was known there is a stranger."""
        everything = (
            self.members, self.channels, self.conversations, self.ids, self.rooms, self.topics, self.told, self.pending,
            self.tried, self.met, self.joined,
        )  # fmt: skip
        for remembered in everything:
            remembered.clear()
        self.loaded = False

    def drop(self, channel: str) -> None:
        """The bot isn't there any more; of a team, in none of its channels."""
        for each in [each for each in self.conversations.values() if channel in (each.channel, each.team)]:
            del self.conversations[each.channel]
        self.rooms = {each: room for each, room in self.rooms.items() if channel not in (each, room.team)}

    def of_kind(self, *kinds: str) -> list[Conversation]:
        """The conversations of these kinds."""
        return [each for each in self.conversations.values() if each.kind in kinds]

    def teams(self) -> dict[str, str]:
        """Team -> the address of the connector for it."""
        found = {each.team or each.channel: each.service for each in self.of_kind(conversations.CHANNEL)}
        return found | {each.channel: each.service for each in self.of_kind(conversations.TEAM)}

    def where(self, ident: str, channel: str = "", service: str = "") -> dict[str, str]:
        """Conversation -> address, where somebody may be known: here, in their own chat with us, in some teams."""
        member = self.ids.get(ident, ident)
        here = self.conversations.get(channel)
        found = {channel: service or (here.service if here else "")} if channel else {}
        alone = [each for each in self.of_kind(conversations.PERSONAL) if each.member == member]
        teams = sorted(self.teams().items())[:MOST_TEAMS_ASKED]
        for each, address in [*((each.channel, each.service) for each in alone), *teams]:
            found.setdefault(each, address)
        return found

    def label(self, channel: str) -> str:
        """What to call a channel: by its own name, with its team's before it where another has the same one."""
        room = self.rooms[channel]
        if not room.name:
            return room.title
        same = room.name.casefold()
        others = (each for ident, each in self.rooms.items() if ident != channel)
        shared = any((each.name or each.title).casefold() == same for each in others)
        return f"{room.title} › {room.name}" if shared and room.title else room.name
