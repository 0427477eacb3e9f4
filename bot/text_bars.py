"""Bars drawn with characters, and what is said of a list that is too long to be shown."""

from typing import Final

MOST_ROWS: Final = 100
FULL: Final = "█"
EMPTY: Final = "░"


def bar(part: int, whole: int, width: int) -> str:
    """A bar; whoever has anything at all gets a bit of it."""
    if whole <= 0 or part <= 0:
        return EMPTY * width
    filled = min(width, max(1, round(width * part / whole)))
    return FULL * filled + EMPTY * (width - filled)


def more(count: int, shown: int) -> str:
    """What is said where not all of a list is shown."""
    return f"… and {count - shown:,} more"
