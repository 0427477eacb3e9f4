"""Answers: what a handler gives back - replies that die with the request, posts that go through the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards.blocks import Block, Card, Dialog


@dataclass(frozen=True, slots=True)
class Note:
    """A reply: a card that only the asker sees, in the channel (and thread) they asked in."""

    card: Card
    beside: bool = False
    """Shown over the dialog, which stays open (the outcome of trying a rule)."""


@dataclass(frozen=True, slots=True)
class Open:
    """A reply: open this dialog for the asker."""

    dialog: Dialog


@dataclass(frozen=True, slots=True)
class Refresh:
    """A reply: replace the card whose button was pressed."""

    card: Card


@dataclass(frozen=True, slots=True)
class Refuse:
    """A reply to a dialog: keep it open and show these errors at their fields."""

    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Download:
    """A reply: a file for the asker alone (the export of what is held on them)."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Own:
    """A reply to looking at a card: what stands below it for this person alone."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """Durable: say this in a channel. With a `key` it is sent once and edited ever after."""

    channel: str
    card: Card
    thread: str = ""
    key: str = ""
    by: str = ""
    """Who hears of it if it can't be said there."""
    viewers: tuple[str, ...] = ()
    """Whose look at it is worth a `view`, where the platform can show people a card their own way; the first count."""
    view: str = ""
    """The value of the button `view` that stands for their look."""


@dataclass(frozen=True, slots=True)
class Whisper:
    """Durable: tell one member privately; in `channel` where the platform can, else directly."""

    member: str
    card: Card
    channel: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class React:
    """Durable: the bot's quiet reaction on a message; `off` takes it off again."""

    channel: str
    message: str
    emoji: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """Durable: tell the platform's workflow how its step went; `error` says why not, in words."""

    execution: str
    error: str = ""


Reply = Note | Open | Refresh | Refuse | Download | Own
Said = Post | Whisper | React | Finish
Answer = Reply | Said
