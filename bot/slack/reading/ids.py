"""Ids and moments as Slack writes them; what isn't one is read as if it weren't there."""

import re
from typing import Final

from bot.shapes import LONGEST_LIST, rows
from scoring.facts import Micros

LONGEST_ID: Final = 200
OF_SLACK: Final = "slack-file:"
"""How the address of a picture begins that is a file shared on Slack; what follows is its id."""
LATEST: Final = 32_503_680_000
"""The year 3000 in seconds: whatever is later is no date."""

_ID: Final = re.compile(r"[A-Za-z0-9_.\-]{1,200}")
_TS: Final = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,6})[0-9]{0,3})?")


def ident(value: object) -> str:
    """Slack's id of something; nothing if it is none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def idents(value: object, most: int = LONGEST_LIST) -> list[str]:
    """Ids in a list, each once."""
    return list(dict.fromkeys(one for one in map(ident, rows(value, most)) if one))


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
