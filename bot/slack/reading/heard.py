"""Heard: what one payload of Slack's comes to - events for everybody, and what only this platform has to see to."""

from dataclasses import dataclass, field

from handlers.events import Event
from scoring.facts import Micros


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at our home tab."""

    member: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The app was uninstalled, or its tokens were taken back: they are worthless from now on."""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Slack keeps events of this minute from us: there were too many."""

    minute: Micros


@dataclass(frozen=True, slots=True)
class Invited:
    """The bot itself came into a channel: who and what is there should be looked up."""

    channel: str


@dataclass(frozen=True, slots=True)
class Stale:
    """Something changed that the payload doesn't tell whole: look it up. `kind`: member, channel, group, emoji."""

    kind: str
    id: str = ""


Aside = HomeOpened | Removed | RateLimited | Invited | Stale


@dataclass(frozen=True, slots=True)
class Ask:
    """How to answer somebody who waits: where they are and which ways lead back to them."""

    member: str
    surface: str
    """command, message (a button on a card all see), note (on a card only they see), home, modal (a button in a
    dialog or on a card shown as one), dialog (a dialog sent off), action (a message action), global (a shortcut),
    mention (a message that begins with our name) or direct (one to us alone): these two have neither trigger nor
    response_url."""
    trigger: str = ""
    """Opens a dialog within three seconds."""
    response_url: str = ""
    """Takes five answers within thirty minutes."""
    channel: str = ""
    thread: str = ""
    message: str = ""
    """The card whose button was pressed."""
    view: str = ""
    """The id of the dialog or home tab."""
    view_hash: str = ""
    stacked: int = 1
    """How many dialogs lie on each other, this one included; Slack allows three."""
    blocks: tuple[str, ...] = ()
    """The ids of the dialog's questions in their order: where errors can be shown."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The outcome of reading one payload."""

    events: tuple[Event, ...] = ()
    """In their order: introductions first; at most the last is a request."""
    asides: tuple[Aside, ...] = ()
    ask: Ask | None = None
    """Only with a request."""
    refused: bool = False
    """A request by somebody of another organisation, which is told no."""
    people: frozenset[str] = field(default_factory=frozenset)
    """Members this payload names."""
    channels: frozenset[str] = field(default_factory=frozenset)
    needs_names: frozenset[str] = field(default_factory=frozenset)
    """Members who must be known before the events are applied: whom a gift or a request names."""


NOTHING = Heard()
