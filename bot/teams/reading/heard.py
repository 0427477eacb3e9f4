"""Heard: what one activity comes to - events for everybody, and what only this platform has to see to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from handlers.events import Event
from scoring.facts import Micros

NO_ENTRIES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Present:
    """The bot is in this conversation: keep how it is reached, learn who is there where that is new."""

    channel: str
    kind: str
    """team, channel, group or personal (storage.conversations)."""
    member: str = ""
    team: str = ""
    group_id: str = ""
    service: str = ""
    installed: bool = False
    """It was just put there (installationUpdate, or the bot itself among the members added)."""
    topic: str = ""
    """What a group chat is called, where the activity tells it."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The bot was removed from it, or it was deleted; of a team, from all its channels."""

    channel: str


@dataclass(frozen=True, slots=True)
class Stale:
    """Something changed that the activity doesn't tell whole: look it up. `kind`: member, channel, team, roster."""

    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody was added to a team: whoever nobody here saw before is new in the company. `at` in microseconds."""

    member: str
    at: Micros


Aside = Present | Absent | Stale | Came


@dataclass(frozen=True, slots=True)
class Ask:
    """How to answer somebody who waits: where they are, and which ways lead back to them."""

    member: str
    """As in events."""
    surface: str
    """mention (a message in a channel or group chat that begins with our name), direct (the personal chat), slash (a
    message only we two see), execute (Action.Execute on a card), fetch (a button that opens a dialog, task/fetch),
    dialog (a dialog sent off, task/submit), message_fetch (a message extension, composeExtension/fetchTask),
    message_submit (its dialog, composeExtension/submitAction), sign_in (invokes we only refuse politely)."""
    conversation: str = ""
    """The raw id, with `;messageid=…` where it is a thread: where an answer is said."""
    channel: str = ""
    """Without it; of a personal chat, too."""
    thread: str = ""
    message: str = ""
    """The card whose button was pressed, or the message that asked."""
    service: str = ""
    address: str = ""
    """The asker's id in conversations (`29:…`), which targeted messages need; the member's where it isn't told."""
    personal: bool = False
    """The conversation is theirs and ours alone."""
    private: bool = False
    """The card whose button was pressed is seen by them alone: it may be replaced."""
    form: str = ""
    """The dialog that was sent off, encoded (handlers.codec), as the card carried it: shown again with errors.

    Of a look at a card, the card itself as JSON.
    """
    entries: Mapping[str, str] = field(default_factory=dict)
    """What was entered."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The outcome of reading one activity."""

    events: tuple[Event, ...] = ()
    """In their order: introductions first; at most the last is a request."""
    asides: tuple[Aside, ...] = ()
    ask: Ask | None = None
    """Only with a request."""
    refused: bool = False
    """A request by somebody of another organisation, which is told no."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Other id -> member, as the activity itself tells: kept before anything is written."""
    people: frozenset[str] = field(default_factory=frozenset)
    """Members this activity names."""
    channels: frozenset[str] = field(default_factory=frozenset)
    needs_names: frozenset[str] = field(default_factory=frozenset)
    """Members who must be known before the events are applied: whom a gift or a request names."""

    @property
    def moves(self) -> bool:
        """Whether the bot came into a conversation or left it: told once, so it is kept before that is answered."""
        return any(isinstance(one, Absent) or (isinstance(one, Present) and one.installed) for one in self.asides)


NOTHING: Final = Heard()
