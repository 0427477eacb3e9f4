"""Charts as Teams draws them, with what stands in their place where a client can't; and things to choose, with bars.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
"""

from collections.abc import Iterator
from typing import Final

from bot import charts
from bot.charts import Point
from bot.plain_text import GAP, cut
from bot.teams.rendering import buttons
from bot.teams.rendering.buttons import Pressed
from bot.teams.rendering.clean import line
from bot.teams.rendering.look import Json, Look, column, columns, container, rich, run
from bot.teams.rendering.paragraphs import paragraphs
from bot.text_bars import MOST_ROWS, bar, more
from handlers.cards import blocks
from handlers.cards.blocks import Text

BOARD: Final = 8
"""A bar of a chart, in characters."""
CHOICE: Final = 12
MOST_POINTS: Final = 20
LONGEST_LABEL: Final = 100
LONGEST_TITLE: Final = 150
LONGEST_CHOICES: Final = 12_000
"""So much text all choices of a card hold together, that none of them has to be left out."""
_BAR: Final = "categoricalBlue"


def chart(block: blocks.Chart, look: Look) -> list[Json]:
    """A chart; drawn with characters where it is too long, or nothing in it is more than zero."""
    drawn = _drawn(block)
    points = [Point(line(each.label) or "–", each.amount, line(each.said)) for each in charts.points(block)]
    fits = len(points) <= MOST_POINTS and all(len(each.label) <= LONGEST_LABEL for each in points)
    if not drawn or block.halved or not look.charts or not fits or not any(each.amount for each in points):
        return drawn
    kind = charts.drawn_as(block)
    if kind != "line" and min(each.amount for each in points) < 0:
        return drawn
    title = cut(line(block.title), LONGEST_TITLE)
    return [{**_native(kind, _told_apart(points), block), **({"title": title} if title else {}), "fallback": drawn[0]}]


def _told_apart(points: list[Point]) -> list[Point]:
    """The points, where none of the same name becomes one with another."""
    taken: set[str] = set()
    found = []
    for each in points:
        label = each.label
        while label in taken:
            label += GAP
        taken.add(label)
        found.append(Point(label, each.amount, each.said))
    return found


def _native(kind: str, points: list[Point], block: blocks.Chart) -> Json:
    if kind == "pie":
        shares = [{"legend": each.label, "value": each.amount} for each in points if each.amount > 0]
        return {"type": "Chart.Pie", "data": shares}
    if kind == "line":
        steps = [{"x": each.label, "y": each.amount} for each in points]
        unit = cut(line(block.unit), 60) or "amount"
        return {"type": "Chart.Line", "data": [{"legend": unit, "color": _BAR, "values": steps}]}
    data = [{"x": each.label, "y": each.amount, "color": _BAR} for each in points]
    return {"type": "Chart.HorizontalBar", "displayMode": "AbsoluteNoAxis", "data": data}


def _drawn(block: blocks.Chart) -> list[Json]:
    points = charts.points(block)
    most = max((each.amount for each in points), default=0)
    shown = [rich([run(cut(line(block.title), LONGEST_TITLE), weight="Bolder")])] if line(block.title) else []
    room = max(24, LONGEST_CHOICES // max(len(points), 1))
    for each in points[:MOST_ROWS]:
        weight = "Bolder" if each.amount == most > 0 else ""
        label = run(cut(line(each.label), min(room, 400)) or "–", weight=weight)
        said = run(f"  {cut(line(each.said), 60)}", isSubtle=True)
        shown.append(
            columns(
                column([rich([run(bar(each.amount, most, BOARD), color="Accent")])]),
                column([rich([label, said])], "stretch"),
                spacing="Small",
            )
        )
    if len(points) > MOST_ROWS:
        shown.append(rich([run(more(len(points), MOST_ROWS), isSubtle=True, size="Small")]))
    return [container(shown)] if shown else []


def choices(block: blocks.Choices, look: Look, pressed: Pressed) -> Iterator[Json]:
    """Each thing to choose: its words, its bar below them, and its button beside both."""
    longest = max(24, min(1_000, LONGEST_CHOICES // max(len(block.rows), 1)))
    for row in block.rows[:MOST_ROWS]:
        yield _choice(row, block.whole, look, pressed, longest)
    if len(block.rows) > MOST_ROWS:
        yield rich([run(more(len(block.rows), MOST_ROWS), isSubtle=True, size="Small")])


def _choice(row: blocks.Choice, whole: int, look: Look, pressed: Pressed, longest: int) -> Json:
    mark = (Text(f"{charts.MINE} ", bold=True),) if row.mine else ()
    items = paragraphs((*mark, *_short(row.runs, longest)), look) or [rich([run("–")])]
    said = charts.unbroken(cut(line(charts.beside(row)), 200))
    below = []
    if row.amount >= 0:
        below.append(run(bar(row.amount, whole, CHOICE), color="Good" if row.mine else "Accent"))
    if said:
        below.append(run(f"  {said}" if below else said, isSubtle=True))
    if below:
        items.append(rich(below, "None"))
    made = buttons.one(row.button, pressed) if row.button is not None else None
    if made is None:
        return columns(column(items, "stretch"), spacing="Small")
    middle = {"verticalContentAlignment": "Center"}
    beside: Json = column([{"type": "ActionSet", "actions": [made]}])
    return columns({**column(items, "stretch"), **middle}, {**beside, **middle}, spacing="Small")


def _short(runs: blocks.Runs, longest: int) -> blocks.Runs:
    found: list[blocks.Run] = []
    left = longest
    for each in runs:
        if isinstance(each, Text):
            text = cut(" ".join(each.text.split()) if "\n" in each.text else each.text, max(left, 1))
            left -= len(text)
            found.append(Text(text, each.bold, each.italic))
        else:
            found.append(each)
        if left <= 0:
            break
    return tuple(found)
