"""Charts: Slack's own where it takes them, else bars drawn with characters; and things to choose with their bars.

Slack's own: docs.slack.dev/reference/block-kit/blocks/data-visualization-block (in messages only, at most two of them)
"""

from collections.abc import Callable, Iterator
from typing import Final

from bot import charts
from bot.charts import Point
from bot.plain_text import cut, units
from bot.slack.rendering.clean import line
from bot.slack.rendering.look import Json, Look, rich, section, words
from bot.slack.rendering.quiet import label_and_note
from bot.slack.rendering.spoken import run_words
from bot.text_bars import MOST_ROWS, bar, more
from handlers.cards import blocks

BOARD: Final = 8
"""A bar of a chart, in characters."""
CHOICE: Final = 12
"""One of something to choose: nothing else stands on its line but what it amounts to."""
MOST_POINTS: Final = 20
MOST_SEGMENTS: Final = 6
LONGEST_LABEL: Final = 20
LONGEST_TITLE: Final = 50
LONGEST_HEARD: Final = 75
LARGEST: Final = 1_000_000_000_000
LONGEST_CHOICES: Final = 6_000
"""So much text all choices of a card hold together, that none of them has to be left out of a message."""
_LONGEST_CHOICE: Final = 400
_LONGEST_NOTE: Final = 200
Press = Callable[[blocks.Button], Json | None]
"""Makes a button, unless it can't be sent."""


def native(block: blocks.Chart) -> Json | None:
    """Slack's own chart, if all of it can be shown in one: no label is cut, for it may be what somebody voted for."""
    points = [Point(line(each.label), each.amount, each.said) for each in charts.points(block)]
    labels = [each.label for each in points]
    whole = (
        not block.halved
        and all(label and units(label) <= LONGEST_LABEL for label in labels)
        and len(set(labels)) == len(labels)
    )
    most = max((each.amount for each in points), default=0)
    if not whole or not 0 < most <= LARGEST or min(each.amount for each in points) < 0 or len(points) > MOST_POINTS:
        return None
    unit = line(block.unit)
    title = cut(line(block.title) or unit[:1].upper() + unit[1:], LONGEST_TITLE) or "Results"
    return {"type": "data_visualization", "title": title, "chart": _drawn(block, points)}


def _drawn(block: blocks.Chart, points: list[Point]) -> Json:
    kind = charts.drawn_as(block)
    slices = [{"label": each.label, "value": each.amount} for each in points if each.amount > 0]
    if kind == "pie" and len(slices) <= MOST_SEGMENTS:
        return {"type": "pie", "segments": slices}
    data = [{"label": each.label, "value": each.amount} for each in points]
    unit = cut(line(block.unit), LONGEST_LABEL) or "amount"
    return {
        "type": "line" if kind == "line" else "bar",
        "series": [{"name": unit, "data": data}],
        "axis_config": {"categories": [each.label for each in points], "y_label": unit},
    }


def drawn(block: blocks.Chart) -> list[Json]:
    """Bars drawn with characters, each with what it amounts to, below the title."""
    points = charts.points(block)
    most = max((each.amount for each in points), default=0)
    parts = [words(cut(line(block.title), 300), bold=True)] if line(block.title) else []
    for each in points[:MOST_ROWS]:
        before = "\n" if parts else ""
        parts.append(words(f"{before}{bar(each.amount, most, BOARD)}  {cut(line(each.said), 60)}  "))
        parts.append(words(cut(line(each.label), _room(len(points))) or "–", bold=each.amount == most > 0))
    if len(points) > MOST_ROWS:
        parts.append(words(f"\n{more(len(points), MOST_ROWS)}", italic=True))
    return [rich(section(parts))] if parts else []


def _heard(row: blocks.Choice, button: blocks.Button) -> str:
    # Whoever doesn't see beside what a button stands hears it.
    return cut(line(f"{button.text}: {run_words(row.runs)}"), LONGEST_HEARD) or "…"


def _room(count: int) -> int:
    return max(12, min(150, 2_000 // max(count, 1)))


def choices(block: blocks.Choices, look: Look, press: Press) -> Iterator[Json]:
    """Each thing to choose as a section: its words, its bar below them, and its button beside both."""
    longest = max(24, min(_LONGEST_CHOICE, LONGEST_CHOICES // max(len(block.rows), 1)))
    for row in block.rows[:MOST_ROWS]:
        runs = (blocks.Text(f"{charts.MINE} "), *row.runs) if row.mine else row.runs
        said = charts.unbroken(cut(line(charts.beside(row)), _LONGEST_NOTE))
        below = f"{bar(row.amount, block.whole, CHOICE)}  {said}".rstrip() if row.amount >= 0 else said
        shown: Json = {"type": "section", "text": label_and_note(runs, below, look, longest)}
        if row.button is not None and (made := press(row.button)) is not None:
            shown["accessory"] = made | {"accessibility_label": _heard(row, row.button)}
        yield shown
