"""Garbage: how often Python looks for cycles - seldom, since what we make by the million has none."""

import gc

YOUNG = 50_000
"""New objects between two looks; Python's own 700 cost an eighth of the rate of a busy writer, measured."""


def seldom() -> None:
    """Look less often. At the very start, since what is loaded then stays, and each look goes through all of it."""
    gc.set_threshold(YOUNG, 20, 20)


def relax() -> None:
    """Leave what is loaded by now alone, and look at the rest less often."""
    gc.freeze()
    seldom()
