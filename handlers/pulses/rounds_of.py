"""Rounds of a pulse as they are kept: which poll stands for which question, and on which day it was asked."""

import json

from handlers.polls.rights import PULSE
from storage.tables import PulseRoundRow


def series_of(pulse: int, key: str) -> str:
    """What the polls of a question have in common."""
    return f"{PULSE}{pulse}:{key}"


def polls_of(found: PulseRoundRow) -> dict[str, int]:
    """Key of a question -> the poll that stands for it in this round."""
    return dict(json.loads(found.details).get("polls", {})) if found.details else {}


def day_of(found: PulseRoundRow) -> int:
    """The day on which people were asked; `found.day`, its key, is the one that its rhythm had meant."""
    return int(json.loads(found.details).get("asked", found.day)) if found.details else found.day


def write(polls: dict[str, int], asked: int) -> str:
    """The same as it is kept."""
    return json.dumps({"polls": polls, "asked": asked}, separators=(",", ":"))
