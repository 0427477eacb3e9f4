"""Shapes: reading JSON that may be anything - what isn't as it should be is read as if it weren't there."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers.cleaning import clean
from scoring.facts import Micros

Table = Mapping[str, object]

LONGEST_TEXT: Final = 40_000
"""Slack cuts messages there: docs.slack.dev/reference/methods/chat.postMessage."""
LONGEST_ID: Final = 200
LONGEST_NAME: Final = 200
LONGEST_VALUE: Final = 4_000
"""A button's value is at most 2,000 characters, a dialog's private metadata and a text field 3,000."""
LONGEST_ADDRESS: Final = 3_000
LONGEST_LIST: Final = 1_000
LATEST: Final = 32_503_680_000
"""The year 3000 in seconds: whatever is later is no date."""

NO_TABLE: Final[Table] = MappingProxyType({})
_ID: Final = re.compile(r"[A-Za-z0-9_.\-]{1,200}")
_TS: Final = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,6})[0-9]{0,3})?")


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


def ident(value: object) -> str:
    """Slack's id of something; nothing if it is none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def idents(value: object, most: int = LONGEST_LIST) -> list[str]:
    """Ids in a list, each once."""
    return list(dict.fromkeys(one for one in map(ident, rows(value, most)) if one))


def flag(value: object) -> bool | None:
    """Yes or no; forms write it as a word. None if it is neither."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def moment(value: object) -> Micros:
    """Microseconds of a `ts` like `1700000000.123456`, or of whole seconds; 0 if it is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value * 1_000_000 if 0 < value < LATEST else 0
    match = _TS.fullmatch(value) if isinstance(value, str) and len(value) < LONGEST_ID else None
    if match is None or int(match[1]) >= LATEST:
        return 0
    return int(match[1]) * 1_000_000 + int((match[2] or "").ljust(6, "0"))


def message_id(value: object) -> str:
    """A `ts`, which is the id of a message in its channel; nothing if it is none."""
    return value if isinstance(value, str) and "." in value and moment(value) else ""


def address(value: object) -> str:
    """An https address (http for a stand-in on this machine); nothing if it is none."""
    said = value if isinstance(value, str) and len(value) <= LONGEST_ADDRESS else ""
    return said if said.startswith(("https://", "http://")) and said.isascii() else ""
