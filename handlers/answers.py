"""Answers: what a handler gives back - replies that die with the request, posts that go through the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards.blocks import Block, Card, Chart, Dialog

ABOUT_ME = "about-me"


@dataclass(frozen=True, slots=True)
class Note:
    """A reply: a card that only the asker sees, in the channel (and thread) they asked in."""

    card: Card
    key: str = ""
    """What the asker was last told under the same key gives way to it, where the platform can do that."""
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
    """A reply: a file for the asker alone (the export of what is held on them, a poll's result)."""

    name: str
    media_type: str
    content: str = ""
    chart: Chart | None = None
    """What is drawn in place of the content, where it is a picture."""
    file: str = ABOUT_ME
    """What it is called by whoever asks for it again (handlers.files), behind a link for one."""


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
    below: str = ""
    """The key of the card in whose thread it is said, where that wasn't sent yet when this was answered."""
    less: bool = False
    """It only takes away what stood there: this is said even where people of another organisation came meanwhile."""


@dataclass(frozen=True, slots=True)
class Whisper:
    """Durable: tell one member privately; in `channel` where the platform can, else directly."""

    member: str
    card: Card
    channel: str = ""
    thread: str = ""
    key: str = ""
    """The note that they were last told under this key gives way to it, where the platform can do that."""
    untimed: bool = False
    """Its moment would tell too much: of it only the hour is kept."""


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
