"""The playground's payloads, turned into events: pure, strict about shapes, and silent about unknown types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.playground.colleagues import BOT
from handlers import events
from handlers.events import Event

DIRECT: Final = "D_"
"""How the id of a channel begins in which somebody and the bot are alone."""
LONGEST_TEXT: Final = 12_000
LONGEST_ID: Final = 200
LONGEST_LIST: Final = 1_000
LATEST: Final = 32_503_680_000_000_000
"""The year 3000 in microseconds: whatever is later is no date."""


class Malformed(ValueError):
    """A payload that isn't what it says it is; the message tells which part and what was expected."""


def _word(value: object, name: str) -> str:
    if not isinstance(value, str) or not value or len(value) > LONGEST_ID:
        raise Malformed(f"`{name}` must be a text of 1 to {LONGEST_ID} characters")
    return value


def _label(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_ID:
        raise Malformed(f"`{name}` must be a text of at most {LONGEST_ID} characters")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Malformed(f"`{name}` must be a text of at most {LONGEST_TEXT} characters")
    return value


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise Malformed(f"`{name}` must be true or false")
    return value


def _moment(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LATEST:
        raise Malformed(f"`{name}` must be a moment: whole microseconds since 1970, UTC")
    return value


def _words(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > LONGEST_LIST:
        raise Malformed(f"`{name}` must be a list of at most {LONGEST_LIST} texts")
    return tuple(_word(one, name) for one in value)


def _table(value: object, name: str) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > LONGEST_LIST:
        raise Malformed(f"`{name}` must be an object of at most {LONGEST_LIST} texts")
    return {_word(key, name): _text(one, name) for key, one in value.items()}


Reader = Callable[[object, str], object]


@dataclass(frozen=True, slots=True)
class Shape:
    """A type of payload: its event, and how each part is read; parts not in `needed` may be left out."""

    event: Callable[..., Event]
    needed: Mapping[str, Reader]
    optional: Mapping[str, Reader]


COMMON: Final[Mapping[str, Reader]] = {"workspace": _word, "at": _moment}
_SAID: Final[Mapping[str, Reader]] = {"member": _word, "channel": _word, "message": _word}
_ASKED: Final[Mapping[str, Reader]] = {"member": _word, "channel": _word, "request": _word}
_REACTED: Final[Mapping[str, Reader]] = {**_SAID, "emoji": _word}

SHAPES: Final[Mapping[str, Shape]] = {
    "message": Shape(events.MessagePosted, _SAID, {"text": _text, "thread": _label, "files": _words, "picture": _text}),
    "message_changed": Shape(events.MessageEdited, _SAID, {"text": _text, "files": _words, "picture": _text}),
    "message_deleted": Shape(events.MessageDeleted, {"channel": _word, "message": _word}, {"member": _label}),
    "reaction_added": Shape(events.ReactionAdded, _REACTED, {"author": _label}),
    "reaction_removed": Shape(events.ReactionRemoved, _REACTED, {"author": _label}),
    "command": Shape(events.CommandGiven, {**_ASKED, "name": _word}, {"text": _text, "thread": _label}),
    "button": Shape(
        events.ButtonPressed, {**_ASKED, "action": _word}, {"value": _text, "message": _label, "thread": _label}
    ),
    "dialog": Shape(events.DialogSubmitted, {**_ASKED, "dialog": _word}, {"fields": _table, "context": _text}),
    "member": Shape(
        events.MemberChanged,
        {"member": _word},
        {
            "name": _label,
            "zone": _label,
            "country": _label,
            "bot": _flag,
            "external": _flag,
            "deactivated": _flag,
            "admin": _flag,
            "joined": _moment,
        },
    ),
    "channel": Shape(events.ChannelChanged, {"channel": _word, "name": _word}, {"private": _flag, "members": _words}),
    "group": Shape(events.GroupChanged, {"group": _word, "name": _word}, {"members": _words}),
}
"""Every payload the playground can send; the parts bear the names of the event's own fields."""

_TALK: Final = frozenset({"message", "message_changed", "message_deleted", "reaction_added", "reaction_removed"})
_ASKED_FOR: Final = frozenset({"command", "button", "dialog"})


def parse(payload: object) -> Event | None:
    """The event of a payload; None for types we don't know, and for what isn't ours to count."""
    if not isinstance(payload, Mapping):
        raise Malformed("a payload must be a JSON object")
    kind = payload.get("type")
    if not isinstance(kind, str):
        raise Malformed('`type` must say what happened, such as "message"')
    shape = SHAPES.get(kind)
    if shape is None:
        return None
    parts = {name: _part(payload, name, read) for name, read in {**COMMON, **shape.needed}.items()}
    for name, read in shape.optional.items():
        if payload.get(name) is not None:
            parts[name] = read(payload[name], name)
    if kind in _ASKED_FOR and str(parts["channel"]).startswith(DIRECT):
        # What is said to the bot alone is posted for nobody else.
        parts["channel"] = ""
    return None if kind in _TALK and _is_ours(parts) else shape.event(**parts)


def _part(payload: Mapping[str, object], name: str, read: Reader) -> object:
    if name not in payload:
        raise Malformed(f"`{name}` is missing")
    return read(payload[name], name)


def _is_ours(parts: Mapping[str, object]) -> bool:
    """What the bot says itself, and what is said to it alone, is no talk among colleagues."""
    return parts.get("member") == BOT or str(parts["channel"]).startswith(DIRECT)
