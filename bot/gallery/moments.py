"""Moments as clients write them, in English and in UTC, for how long they come out is part of how a card looks."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from bot.gallery.pieces import NotDrawn, words

_PIECE: Final = re.compile(r"\{(\w+)\}")
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def _ordinal(at: datetime) -> str:
    return f"{at.day}{_ENDINGS.get(at.day, 'th')}"


def _clock(at: datetime) -> str:
    return f"{at:%-I:%M %p}"


_SLACKS: Final[Mapping[str, Callable[[datetime], str]]] = MappingProxyType(
    {
        "date_short_pretty": lambda at: f"{at:%b %-d, %Y}",
        "date_long_pretty": lambda at: f"{at:%A, %B} {_ordinal(at)}, {at:%Y}",
        "day_divider_pretty": lambda at: f"{at:%A, %B} {_ordinal(at)}",
        "time": _clock,
    }
)
"""docs.slack.dev/reference/block-kit/block-elements/date-element"""
_TEAMS: Final[Mapping[tuple[str, str], Callable[[datetime], str]]] = MappingProxyType(
    {
        ("DATE", "COMPACT"): lambda at: f"{at:%-m/%-d/%Y}",
        ("DATE", "SHORT"): lambda at: f"{at:%a, %b %-d, %Y}",
        ("DATE", "LONG"): lambda at: f"{at:%A, %B %-d, %Y}",
        ("TIME", ""): _clock,
    }
)
"""https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features"""


def of_slack(stamp: int, shape: str) -> str:
    """A moment by Slack's pattern for it."""
    at = datetime.fromtimestamp(stamp, UTC)

    def piece(found: re.Match[str]) -> str:
        if found[1] not in _SLACKS:
            raise NotDrawn(f"date {found[0]}")
        return _SLACKS[found[1]](at)

    return _shown(at, _PIECE.sub(piece, shape))


def of_teams(sort: str, stamp: str, shape: str) -> str:
    """A moment by a function in the text of a card."""
    at = datetime.fromisoformat(stamp)
    if (sort, shape) not in _TEAMS:
        raise NotDrawn(f"{sort} {shape}")
    return _shown(at, _TEAMS[sort, shape](at))


def _shown(at: datetime, said: str) -> str:
    return f'<time datetime="{at.isoformat()}" title="in UTC here; in the reader’s zone there">{words(said)}</time>'
