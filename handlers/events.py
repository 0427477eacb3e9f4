"""Events: what a member did, in the platform-neutral vocabulary every platform's parse speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.facts import Micros
from scoring.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Common to all: where and when (microseconds since the epoch, UTC)."""

    workspace: str
    at: Micros


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(Event):
    """A person said something. `text` is markup as described in scoring.markup."""

    member: str
    channel: str
    message: str
    text: str = ""
    thread: str = ""
    """The id of the thread's first message; empty, or the message's own id, for a top-level message."""
    files: tuple[str, ...] = ()
    """Media types of attached files, `image/gif`."""
    quiet: bool = False
    """From an import: counts, but nobody is told and no words are kept."""
    reading: Reading | None = None
    """What was read of the text, where the text itself is gone (dead letters)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited(Event):
    """`at` is the time of the edit; text and files are those after it."""

    member: str
    channel: str
    message: str
    text: str = ""
    files: tuple[str, ...] = ()
    quiet: bool = False
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Event):
    """By whoever; everything that hangs on the message is taken back."""

    channel: str
    message: str
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionAdded(Event):
    """`author` where the platform says whose message it is."""

    member: str
    channel: str
    message: str
    emoji: str
    author: str = ""
    seen: Micros = 0
    """Imports: when the export was made; the reaction itself counts at `at`, its message's time."""
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionRemoved(Event):
    """See ReactionAdded."""

    member: str
    channel: str
    message: str
    emoji: str
    author: str = ""
    seen: Micros = 0
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged(Event):
    """A person appeared or their profile changed; None leaves a field as it is."""

    member: str
    name: str | None = None
    zone: str | None = None
    country: str | None = None
    """ISO 3166 code, for public holidays."""
    bot: bool | None = None
    external: bool | None = None
    deactivated: bool | None = None
    admin: bool | None = None
    """An admin of the platform is one here too; `leader` is only given here."""
    joined: Micros | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChanged(Event):
    """A channel appeared, was renamed, or its privacy changed."""

    channel: str
    name: str
    private: bool = False
    members: tuple[str, ...] = ()
    """Of private channels: who may see its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChanged(Event):
    """A mentionable group of people and who is in it now."""

    group: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Event):
    """Somebody asks something of the bot; `request` is unique per request, a repeat does nothing."""

    member: str
    channel: str
    request: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandGiven(Request):
    """`/name text` in a channel."""

    name: str
    text: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed(Request):
    """A button on one of our cards: `action` names the handler, `value` is what the card put there."""

    action: str
    value: str = ""
    message: str = ""
    """The id of the message that bears the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogSubmitted(Request):
    """A dialog was filled in; `fields` maps a field's id to what was entered (lists joined by commas)."""

    dialog: str
    fields: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    """What the dialog was opened with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Event):
    """The scheduler says that time has come to `at`."""
