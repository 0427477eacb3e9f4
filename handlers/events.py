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
    picture: str = ""
    """Where the first picture among the files lies, as a card's Picture takes it; kept for contests alone."""
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
    picture: str = ""
    quiet: bool = False
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Event):
    """By whoever; everything that hangs on the message is taken back."""

    channel: str
    message: str
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRestored(Event):
    """Its deletion was undone; `at` is when it came back."""

    member: str
    channel: str
    message: str
    written: Micros
    """When it was written: it counts as then."""
    text: str = ""
    thread: str = ""
    files: tuple[str, ...] = ()
    quiet: bool = False
    reading: Reading | None = None


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
class ReactionsSeen(Event):
    """All reactions that stood on a message at `at`; what came and went is found by comparing (handlers.reacting).

    `at` is when the message last changed, so of two pictures of one message the newer is known.
    """

    channel: str
    message: str
    reactions: tuple[tuple[str, str, Micros], ...] = ()
    """(member, emoji, since when)."""
    author: str = ""
    since: Micros = 0
    """Since when the bot is there: what stood before and isn't known is none of its business."""


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
    """Of another organisation, met in a shared channel."""
    guest: bool | None = None
    """Invited into some channels only; the rule book says whether guests take part."""
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
    shared: bool = False
    """With another organisation: nothing about colleagues is posted there."""
    members: tuple[str, ...] = ()
    """Of private channels: who may see its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMember(Event):
    """Somebody came into a channel, or (`left`) left it; matters for private ones, whose name only members hear."""

    channel: str
    member: str
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMoved(Event):
    """The platform gave a channel another id; what is known of it stays under the first one."""

    channel: str
    """The id until now."""
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmojiChanged(Event):
    """The workspace's own names for emoji: alias -> the emoji it stands for, or nothing for one that is gone."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    """These are all there are; others are gone."""


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


A_BOT = "bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed(Request):
    """A button on one of our cards: `action` names the handler, `value` is what the card put there.

    A message action is one, too: `value` is then the author of the message, A_BOT where no person wrote it.
    """

    action: str
    value: str = ""
    message: str = ""
    """The id of the message that bears the card, or on which a message action was chosen."""
    thread: str = ""
    """Where what follows is to be said, if in a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogSubmitted(Request):
    """A dialog was filled in; `fields` maps a field's id to what was entered (lists joined by commas)."""

    dialog: str
    fields: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    """What the dialog was opened with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRun(Request):
    """A step of a workflow that somebody built ran; `member` is who gives. `step` names the handler.

    Always answered with a Finish, whose `step` is this event's `execution`.
    """

    step: str
    execution: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Lists are joined by commas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Event):
    """The scheduler says that time has come to `at`, and that this entry of the calendar may be due."""

    entry: int
