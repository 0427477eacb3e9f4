"""Garbage: how often Python looks for cycles - seldom, since what we make by the million has none."""

import gc

YOUNG = 50_000
"""New objects between two looks; Python's own 700 cost an eighth of the rate of a busy writer, measured."""


def relax() -> None:
    """Leave what is loaded by now alone, and look at the rest less often."""
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
