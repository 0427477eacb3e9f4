"""Facts: what is kept of an event, in the order of arrival - never the text itself."""

from enum import IntFlag, StrEnum
from typing import NamedTuple

Micros = int
"""A moment: microseconds since 1970-01-01T00:00Z. An integer cannot be naive, and sorts and stores fast."""


class FactKind(StrEnum):
    """The closed vocabulary of facts; `rebuild` replays them one by one."""

    MESSAGE = "message"
    EDIT = "edit"
    DELETE = "delete"
    RESTORE = "restore"
    """A deletion was undone: `at` is when the message was written, `seen` when it came back."""
    REACTION = "reaction"
    UNREACTION = "unreaction"
    GIFT = "gift"
    SHOUTOUT = "shoutout"
    UNDO = "undo"
    SETTLE = "settle"
    CARD = "card"
    """The bot's card about a gift was posted: `message` is the card, `target` what it is about."""
    PROMPT = "prompt"
    """Something of the bot's that asks for answers was posted: `message` is the card; answers in its thread count."""
    DEED = "deed"
    """Something done around the calendar, which is no message: `target` is the kind of rule it is about (Kind)."""
    UNDEED = "undeed"
    """It was not so after all; the fields are those of the deed."""
    MEMBER = "member"
    CHANNEL = "channel"
    ABSENCE = "absence"
    BOOK = "book"


class Mark(IntFlag):
    """Measures of a message that are kept instead of its words."""

    QUESTION = 1
    PHOTO = 2
    GIF = 4
    LINK = 8
    CODE = 16
    EMOJI = 32
    PRIVATE = 64
    """Thanks that only the receivers see."""
    QUIET = 128
    """From an import: counts, but nobody is told."""


PICTURE, QUESTION = int(Mark.PHOTO | Mark.GIF), int(Mark.QUESTION)
"""As plain integers: an `&` of flags costs twenty times as much."""


class Fact(NamedTuple):
    """One thing that happened. Everything a decision needs travels inside, so a replay decides alike.

    `message` is the platform's own id of the message; for commands the id of the request, which makes
    a repeat recognisable. `seen` orders changes of one reaction or message (last one wins); it is `at`
    but for imports, where a reaction has no time of its own and counts on the day of its message.
    """

    kind: FactKind
    at: Micros
    actor: str = ""
    channel: str = ""
    message: str = ""
    thread: str = ""
    target: str = ""
    """The author of the message reacted to where the platform says so; the row or gift undone or settled."""
    emoji: str = ""
    marks: int = 0
    length: int = 0
    people: tuple[str, ...] = ()
    gift: tuple[tuple[str, int], ...] = ()
    """(receiver, units) with groups already expanded; nobody dropped yet."""
    values: tuple[str, ...] = ()
    seen: Micros = 0
    extra: tuple[tuple[str, str | int], ...] = ()
    """Sorted pairs: the profile of a MEMBER, the name of a CHANNEL, the days of an ABSENCE, a BOOK version."""

    @property
    def stamp(self) -> Micros:
        """Which of two changes of one thing is the later one."""
        return self.seen or self.at
