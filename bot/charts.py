"""Charts in words: what is said of each point, wherever bars are drawn with characters and beside those that aren't."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.cards.blocks import Block, Chart, Choice, Header
from handlers.cards.polls.words import halves

MOST_SLICES: Final = 8
"""More shares than these can't be told apart by their colours: they become bars."""
MINE: Final = "✓"
LONGEST_UNBROKEN: Final = 24
_NO_BREAK: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class Point:
    """One bar, share or step of a chart, and what is written beside it."""

    label: str
    amount: int
    said: str
    """`3 votes`, in a pie with its share: `3 votes · 30 %`."""


def named_once(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a card, where no chart says for a title what the card is headed by."""
    heads = {block.text for block in blocks if isinstance(block, Header)}
    return tuple(
        replace(block, title="") if isinstance(block, Chart) and block.title in heads else block for block in blocks
    )


def points(chart: Chart) -> tuple[Point, ...]:
    """Every point, in the chart's order."""
    whole = sum(max(amount, 0) for _, amount in chart.points) if chart.kind == "pie" else 0
    return tuple(
        Point(label, amount, " · ".join(filter(None, (_counted(amount, chart), share(amount, whole)))))
        for label, amount in chart.points
    )


def drawn_as(chart: Chart) -> str:
    """`bars`, `pie` or `line`: what the points allow to be drawn."""
    amounts = [amount for _, amount in chart.points]
    if chart.kind == "line" and len(amounts) > 1:
        return "line"
    shares = [amount for amount in amounts if amount > 0]
    if chart.kind == "pie" and len(shares) > 0 and len(amounts) <= MOST_SLICES and min(amounts) >= 0:
        return "pie"
    return "bars"


def unbroken(said: str) -> str:
    """Few words that stand beside a bar: where there is no room they move below it, rather than lose their end."""
    return said.replace(" ", _NO_BREAK) if len(said) <= LONGEST_UNBROKEN else said


def counted(amount: int, unit: str) -> str:
    """An amount of something: `1 vote`, `1,200 votes`; a bare number where the unit has no name."""
    named = unit[:-1] if abs(amount) == 1 and unit.endswith("s") else unit
    return f"{amount:,} {named}".rstrip()


def _counted(amount: int, chart: Chart) -> str:
    return f"{halves(amount / 2)} {chart.unit}" if chart.halved else counted(amount, chart.unit)


def share(amount: int, whole: int) -> str:
    """A part of a whole in per cent; nothing where there is no whole."""
    return f"{round(100 * max(amount, 0) / whole)} %" if whole > 0 else ""


def in_words(chart: Chart) -> list[str]:
    """A chart for who hears it: its title, then a line for each point."""
    said = [f"{point.label}: {point.said}" for point in points(chart)]
    return [f"{chart.title}:", *said] if chart.title else said


def beside(row: Choice) -> str:
    """What stands beside the bar of something to choose; nothing where its amount isn't shown."""
    return row.note or (f"{row.amount:,}" if row.amount >= 0 else "")
