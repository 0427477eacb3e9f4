"""Shapes: reading JSON that may be anything - what isn't as it should be is read as if it weren't there."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers.cleaning import clean

Table = Mapping[str, object]

LONGEST_TEXT: Final = 40_000
"""Slack cuts messages there (docs.slack.dev/reference/methods/chat.postMessage); Teams takes less."""
LONGEST_NAME: Final = 200
LONGEST_VALUE: Final = 4_000
"""Of Slack, a button's value is at most 2,000 characters, a dialog's private metadata and a text field 3,000."""
LONGEST_ADDRESS: Final = 3_000
LONGEST_LIST: Final = 1_000

NO_TABLE: Final[Table] = MappingProxyType({})


def table(value: object) -> Table:
    """An object; anything else is an empty one."""
    return value if isinstance(value, Mapping) else NO_TABLE


def rows(value: object, most: int = LONGEST_LIST) -> Sequence[object]:
    """A list, its first entries; anything else is an empty one."""
    return value[:most] if isinstance(value, list) else ()


def tables(value: object, most: int = LONGEST_LIST) -> list[Table]:
    """The objects in a list."""
    return [one for one in rows(value, most) if isinstance(one, Mapping)]


def words(value: object, most: int = LONGEST_TEXT) -> str:
    """A text, cut where it is too long, without characters that no database takes."""
    return clean(value[:most]) if isinstance(value, str) else ""


def name(value: object) -> str:
    """A name in one line; nothing if there is none."""
    return " ".join(words(value, LONGEST_NAME).split())


def flag(value: object) -> bool | None:
    """Yes or no; forms write it as a word. None if it is neither."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def address(value: object) -> str:
    """An https address (http for a stand-in on this machine); nothing if it is none."""
    said = value if isinstance(value, str) and len(value) <= LONGEST_ADDRESS else ""
    return said if said.startswith(("https://", "http://")) and said.isascii() else ""
