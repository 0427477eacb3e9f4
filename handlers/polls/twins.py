"""Twins: options that stand there twice, which a poll has once."""

import re
from collections.abc import Sequence


def without_twins(options: Sequence[str]) -> tuple[tuple[str, ...], dict[int, int], tuple[str, ...]]:
    """The options, each once; which number became which; and those that stood there again."""
    places: dict[str, int] = {}
    moved: dict[int, int] = {}
    kept: list[str] = []
    twice: list[str] = []
    for number, option in enumerate(options, start=1):
        key = alike(option)
        if key in places:
            twice.append(option)
        else:
            kept.append(option)
            places[key] = len(kept)
        moved[number] = places[key]
    return tuple(kept), moved, tuple(twice)


def alike(option: str) -> str:
    """Two options are the same if this is."""
    return re.sub(r"\s+", " ", option).strip().casefold()
