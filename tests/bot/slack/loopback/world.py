"""What the stand-in for Slack knows: workspaces, people, channels, messages, views, files and executions."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from scoring.facts import Micros

Json = dict[str, Any]
"""What is sent and received: nobody knows its shape before looking."""

SLACKBOT = "USLACKBOT"


@dataclass(slots=True)
class Team:
    """One workspace."""

    id: str
    name: str
    domain: str
    enterprise: str = ""
    emoji: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where people read it."""
        return f"https://{self.domain}.slack.com/"


@dataclass(slots=True)
class User:
    """A member, a guest, a bot, or somebody of another workspace."""

    id: str
    team: str
    name: str
    real_name: str = ""
    display_name: str = ""
    tz: str = "Europe/Amsterdam"
    tz_offset: int = 3600
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    email: str = ""
    updated: int = 0
    enterprise: str = ""
    app: str = ""


@dataclass(slots=True)
class Message:
    """One message; `ts` names it within its channel."""

    ts: str
    channel: str
    user: str = ""
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    edited: Json | None = None
    subtype: str = ""
    bot: str = ""
    app: str = ""
    team: str = ""
    files: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str = ""
    """The one who sees an ephemeral message."""
    client_msg_id: str = ""


@dataclass(slots=True)
class Channel:
    """A conversation of any kind: channel, group (private), im or mpim."""

    id: str
    team: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    archived: bool = False
    general: bool = False
    shared_with: list[str] = field(default_factory=list)
    """Other workspaces: then it is shared externally."""
    former: list[str] = field(default_factory=list)
    """Ids it had before it moved."""
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    last: Micros = 0


@dataclass(slots=True)
class Group:
    """A user group."""

    id: str
    team: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)


@dataclass(slots=True)
class View:
    """A dialog or a home tab as somebody sees it."""

    id: str
    user: str
    team: str
    content: Json
    hash: str
    root: str = ""
    previous: str = ""


@dataclass(slots=True)
class ResponseUrl:
    """A way back into a conversation: so many uses, for so long."""

    id: str
    user: str
    channel: str
    until: Micros
    message: str = ""
    only_for: str = ""
    thread: str = ""
    uses: int = 5
    posts: list[Json] = field(default_factory=list)
    """What came by it."""


@dataclass(slots=True)
class Trigger:
    """Opens a dialog once, within three seconds."""

    id: str
    user: str
    team: str
    until: Micros
    view: str = ""
    used: bool = False


@dataclass(slots=True)
class Execution:
    """A workflow's step that the app was asked to do."""

    id: str
    callback: str
    inputs: Json
    user: str
    team: str
    state: str = "running"
    outputs: Json = field(default_factory=dict)
    error: str = ""


@dataclass(slots=True)
class File:
    """Something uploaded."""

    id: str
    name: str
    team: str
    content: bytes = b""
    title: str = ""
    state: str = "asked"


@dataclass
class World:
    """All of it; only the thread of the server changes it."""

    clock: Callable[[], Micros]
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    """The dialogs each one has open, the topmost last."""
    homes: dict[str, View] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    executions: dict[str, Execution] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    trigger_seconds: float = 3.0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_id(self, prefix: str) -> str:
        """An id like Slack's: letters and digits after its kind."""
        number = next(self._numbers)
        mark = hashlib.blake2s(f"{prefix}{number}".encode(), digest_size=3).hexdigest().upper()
        return f"{prefix}0{number:04X}{mark}"

    def moment(self, channel: Channel) -> str:
        """A ts: unique in its channel and later than all before."""
        channel.last = max(self.clock(), channel.last + 1)
        return stamp(channel.last)

    def event_ts(self) -> str:
        """Now, as a ts."""
        return stamp(self.clock())

    def channel(self, name: str) -> Channel | None:
        """By id, by an id it had, or by `#name`."""
        if name in self.channels:
            return self.channels[name]
        for each in self.channels.values():
            if name in each.former or (name.startswith("#") and each.name == name[1:]):
                return each
        return None

    def direct(self, one: str, other: str) -> Channel:
        """The direct conversation of two people, opened if it wasn't."""
        for each in self.channels.values():
            if each.kind == "im" and set(each.members) == {one, other}:
                return each
        team = self.users[one].team
        made = Channel(self.new_id("D"), team, "", "im", [one, other], created=self.seconds())
        self.channels[made.id] = made
        return made

    def seconds(self) -> int:
        """Now, in whole seconds."""
        return self.clock() // 1_000_000

    def handle(self, user: str) -> str:
        """The name somebody signs in with."""
        return self.users[user].name if user in self.users else "stranger"

    def new_trigger(self, user: str, view: str = "") -> str:
        """A trigger id for somebody."""
        team = self.users[user].team
        name = f"{self.seconds()}.{next(self._numbers)}.{hashlib.blake2s(user.encode(), digest_size=8).hexdigest()}"
        until = self.clock() + int(self.trigger_seconds * 1_000_000)
        self.triggers[name] = Trigger(name, user, team, until, view)
        return name

    def new_response_url(self, user: str, channel: str, message: Message | None = None) -> ResponseUrl:
        """A way back for thirty minutes."""
        until = self.clock() + 30 * 60 * 1_000_000
        made = ResponseUrl(self.new_id("R"), user, channel, until)
        if message:
            made.message, made.only_for, made.thread = message.ts, message.only_for, message.thread_ts
        self.response_urls[made.id] = made
        return made

    def view(self, name: str) -> View | None:
        """A dialog or home tab by its id or external id."""
        everything = [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]
        for view in everything:
            if name and name in (view.id, view.content.get("external_id")):
                return view
        return None


def stamp(moment: Micros) -> str:
    """Microseconds as Slack writes a moment: `1700000000.123456`."""
    return f"{moment // 1_000_000}.{moment % 1_000_000:06d}"
