"""Faults: an error by its kind and place, since what it says may quote somebody's words."""

import traceback
from pathlib import Path


def in_short(error: Exception) -> str:
    """`KeyError at giving.py:219`."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    return f"{type(error).__name__} at {place}"
