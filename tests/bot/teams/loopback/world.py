"""What the stand-in for Teams knows: tenants, people, teams, channels, chats, messages, reactions, dialogs."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from scoring.facts import Micros

Json = dict[str, Any]
"""What is sent and received: nobody knows its shape before looking."""

STANDARD, PRIVATE, SHARED = "standard", "private", "shared"
"""Channels by who sees them, as Teams calls it."""
CHANNEL, GROUP, PERSONAL = "channel", "groupChat", "personal"
"""Conversations by their kind, as activities call it."""


@dataclass(slots=True)
class Tenant:
    """One organisation."""

    id: str
    name: str


@dataclass(slots=True)
class Person:
    """Somebody; `id` is the directory's object id, `address` how conversations name them (`29:…`)."""

    id: str
    handle: str
    """How tests call them: `ana`."""
    name: str
    tenant: str
    address: str
    upn: str = ""
    email: str = ""
    role: str = "user"
    """user, guest, anonymous (has no object id that anybody is told)."""
    zone: str = "Europe/Amsterdam"
    country: str = "NL"
    locale: str = "en-US"
    split: bool = False
    """Whether clients write a mention of them in several pieces, one for each word of the name."""
    gone: bool = False
    """Left the organisation: no roster knows them."""

    @property
    def told_id(self) -> str:
        """The object id as activities tell it; nothing of people without one."""
        return "" if self.role == "anonymous" else self.id


@dataclass(slots=True)
class Tag:
    """A tag of a team: several people under one mention."""

    id: str
    team: str
    name: str
    people: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Team:
    """A team: `id` names its thread, which is also its General channel; `group` is what Graph calls it."""

    id: str
    group: str
    name: str
    tenant: str
    members: list[str] = field(default_factory=list)
    """Object ids."""
    installed: bool = False
    """Whether the app is there."""
    consented: bool = True
    """Whether an owner granted what the app asks for in this team (resource-specific consent)."""
    gone: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention in a message, numbered by its place in the list; `ident` is an object id, an app's id or a tag's."""

    ident: str
    text: str
    kind: str = "person"
    """person, bot, tag, channel, team."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """Somebody's reaction: `like`, `1f389_partypopper`; `at` in microseconds."""

    kind: str
    person: str
    at: Micros


@dataclass(slots=True)
class Message:
    """One message; `id` is milliseconds since 1970, unique in its conversation."""

    id: str
    place: str
    author: str = ""
    """An object id; `28:…` of bots."""
    html: str = ""
    """The body as Teams' clients compose it, with `<at id="0">`."""
    text: str = ""
    """The same as activities carry it, with `<at>`."""
    mentions: list[Mention] = field(default_factory=list)
    root: str = ""
    """The first message of its thread; empty at the top."""
    created: Micros = 0
    changed: Micros = 0
    """Edits, deletions and reactions count."""
    edited: Micros = 0
    deleted: Micros = 0
    subject: str = ""
    files: list[Json] = field(default_factory=list)
    """Attachments, as activities carry them."""
    reactions: list[Reaction] = field(default_factory=list)
    only_for: str = ""
    """Targeted: the object id of the one who sees it."""
    activity: Json = field(default_factory=dict)
    """Of the bot's own: as it was sent last."""
    views: dict[str, Json] = field(default_factory=dict)
    """What stands in place of the card for single people, by object id."""

    @property
    def cards(self) -> list[Json]:
        """The Adaptive Cards everybody is shown."""
        attachments = self.activity.get("attachments") or []
        return [each["content"] for each in attachments if each.get("contentType", "").endswith("card.adaptive")]


@dataclass(slots=True)
class Place:
    """A conversation: a channel of a team, a group chat, or somebody's chat with the bot."""

    id: str
    kind: str
    tenant: str
    name: str = ""
    """A channel's name, a chat's topic; none for a General channel and chats without one."""
    team: str = ""
    membership: str = STANDARD
    members: list[str] = field(default_factory=list)
    """Of chats, and of private and shared channels; standard channels have their team's."""
    installed: bool = False
    """Of chats, and of private and shared channels: whether the bot is in it."""
    gone: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    last: int = 0


@dataclass(slots=True)
class Dialog:
    """A dialog as somebody has it open."""

    person: str
    card: Json
    title: str
    place: str
    source: str = "task"
    """task, or compose (of a message extension)."""
    message: str = ""
    command: str = ""
    payload: Json = field(default_factory=dict)
    """Of a message extension: the message it was called on."""


@dataclass
class World:
    """All of it; only the thread of the server changes it."""

    clock: Callable[[], Micros]
    app: str = "b07a0000-0000-4000-8000-00000000b07a"
    bot_name: str = "Huzzah"
    tenants: dict[str, Tenant] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    """By object id."""
    teams: dict[str, Team] = field(default_factory=dict)
    """By thread id."""
    places: dict[str, Place] = field(default_factory=dict)
    """By conversation id."""
    tags: dict[str, Tag] = field(default_factory=dict)
    dialogs: dict[str, list[Dialog]] = field(default_factory=dict)
    """What each one has open, the topmost last; by object id."""
    shown: dict[str, list[str]] = field(default_factory=dict)
    """What invokes told each one in words, by object id."""
    installs: set[str] = field(default_factory=set)
    """People who have the app for themselves; object ids."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def bot(self) -> str:
        """The bot's id in conversations."""
        return f"28:{self.app}"

    def new_id(self, kind: str) -> str:
        """A GUID nobody has yet, the same in every run."""
        return guid(f"{kind}{next(self._numbers)}")

    def person(self, who: str) -> Person:
        """By handle, object id or `29:…`. Raises KeyError."""
        if who in self.people:
            return self.people[who]
        for each in self.people.values():
            if who.lstrip("@") == each.handle or who == each.address:
                return each
        raise KeyError(who)

    def place(self, where: str) -> Place:
        """By conversation id (`;…` left out), by name, or `@ana`: her chat with the bot. Raises KeyError."""
        plain = where.partition(";")[0]
        if plain in self.places:
            return self.places[plain]
        if where.startswith("@"):
            return self.personal(self.person(where).id)
        for each in self.places.values():
            if each.name and each.name == where.lstrip("#"):
                return each
        raise KeyError(where)

    def personal(self, person: str) -> Place:
        """Somebody's chat with the bot, begun if there was none."""
        for each in self.places.values():
            if each.kind == PERSONAL and each.members == [person]:
                return each
        mark = digest(f"personal {person} {self.app}", 48)
        made = Place(f"a:1{mark}", PERSONAL, self.people[person].tenant, members=[person])
        self.places[made.id] = made
        return made

    def team_of(self, place: Place) -> Team | None:
        """The team a channel belongs to."""
        return self.teams.get(place.team)

    def members(self, place: Place) -> list[str]:
        """Object ids of everybody in it."""
        team = self.team_of(place)
        if team is not None and place.membership == STANDARD:
            return team.members
        return place.members

    def hears(self, place: Place) -> bool:
        """Whether the bot is in a conversation."""
        team = self.team_of(place)
        if place.kind == PERSONAL:
            return place.members[0] in self.installs
        if place.gone or (team is not None and (team.gone or not team.installed)):
            return False
        if team is not None and place.membership == STANDARD:
            return True
        return place.installed

    def group(self, group: str) -> Team | None:
        """A team by what Graph calls it."""
        return next((each for each in self.teams.values() if each.group == group), None)

    def channels(self, team: str) -> list[Place]:
        """A team's channels, General first; by its thread id."""
        return [each for each in self.places.values() if each.team == team and not each.gone]

    def moment(self, place: Place) -> int:
        """Milliseconds: unique in the conversation, later than all before, also of its edits and reactions."""
        place.last = max(self.clock() // 1000, place.last + 1)
        return place.last


def guid(seed: str) -> str:
    """A GUID in small letters, always the same for the same words."""
    mark = hashlib.blake2s(seed.encode(), digest_size=16).hexdigest()
    return f"{mark[:8]}-{mark[8:12]}-4{mark[13:16]}-8{mark[17:20]}-{mark[20:]}"


def digest(seed: str, size: int = 32) -> str:
    """Letters as Teams' ids of people and chats have them, always the same for the same words."""
    mark = hashlib.blake2b(seed.encode(), digest_size=size).digest()
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")


def thread(seed: str, kind: str = "tacv2") -> str:
    """The id of a channel (`tacv2`) or chat (`v2`)."""
    return f"19:{hashlib.blake2s(seed.encode(), digest_size=16).hexdigest()}@thread.{kind}"
