"""Fit: as many blocks as a message or a view holds; what is left out is said at the end."""

import json
from collections.abc import Callable, Sequence
from typing import Final

from bot.plain_text import units
from bot.slack.rendering.look import Json
from bot.slack.rendering.quiet import note

MOST_IN_MESSAGE: Final = 50
MOST_IN_VIEW: Final = 100
LONGEST_MESSAGE: Final = 10_000
"""Slack refuses longer messages (`msg_blocks_too_long`) at some 13,000 characters of text and structure together,
without saying how it counts: github.com/slackapi/bolt-js/issues/2509, github.com/slackapi/bolt-js/issues/2867"""
LARGEST_VIEW: Final = 240_000
"""Bytes of JSON; Slack refuses a view of more than 250 kB."""
_STRUCTURE: Final = 20
_NOTE: Final = 300


def weight(part: object) -> int:
    """How much of a message something takes: its text, and a little for every object around it."""
    if isinstance(part, dict):
        return _STRUCTURE + sum(weight(value) for key, value in part.items() if key != "type")
    if isinstance(part, list):
        return sum(map(weight, part))
    return units(part) if isinstance(part, str) else 0


def size(part: object) -> int:
    """The bytes of its JSON, as it is sent: every character beyond ASCII takes six or twelve."""
    return len(json.dumps(part))


def fit_message(blocks: Sequence[Json]) -> list[Json]:
    """The blocks of a message."""
    return _fitted(blocks, MOST_IN_MESSAGE, LONGEST_MESSAGE, weight)


def fit_view(blocks: Sequence[Json]) -> list[Json]:
    """The blocks of a dialog or of the home tab."""
    return _fitted(blocks, MOST_IN_VIEW, LARGEST_VIEW, size)


def _fitted(blocks: Sequence[Json], most: int, room: int, measure: Callable[[object], int]) -> list[Json]:
    sizes = [measure(block) for block in blocks]
    if len(blocks) <= most and sum(sizes) <= room:
        return list(blocks)
    # The buttons at the end lead on, to the next page for one: they are worth more than what is before them.
    keeps_last = blocks[-1]["type"] == "actions" and sizes[-1] < room // 4
    last, body = (list(blocks[-1:]), blocks[:-1]) if keeps_last else ([], blocks)
    left = room - _NOTE - sum(sizes[len(body) :])
    kept: list[Json] = []
    for block, need in zip(body, sizes, strict=False):
        if need > left or len(kept) + len(last) + 1 >= most:
            break
        kept.append(block)
        left -= need
    while kept and kept[-1]["type"] in ("header", "divider"):
        kept.pop()
    missing = len(body) - len(kept)
    return [*kept, note(f"… and {missing} more {'part' if missing == 1 else 'parts'}, not shown here."), *last]
