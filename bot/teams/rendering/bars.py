"""Bars: boards as charts, with what is drawn in their place where a client knows none; progress and tables.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from bot.plain_text import GAP, cut
from bot.teams.rendering.clean import clean, line
from bot.teams.rendering.look import Json, Look, column, columns, container, rich, run
from bot.teams.rendering.paragraphs import QUIET, name_of, paragraphs
from bot.text_bars import MOST_ROWS, bar, more
from handlers.cards import blocks
from handlers.cards.blocks import Runs, Text

BOARD: Final = 8
"""A bar of a board, in characters: with rank and amount beside it a name still fits on a phone."""
PROGRESS: Final = 12
MOST_IN_A_CHART: Final = 15
"""Longer boards are drawn with characters, where more fit."""
MINE: Final = "good"
OTHERS: Final = "categoricalBlue"
_MEDALS: Final = {1: "🥇", 2: "🥈", 3: "🥉"}
_YOU: Final = " (you)"
_RANK: Final = "32px"


def standings(block: blocks.Standings, look: Look) -> list[Json]:
    """A chart; the reader's own bar has a colour of its own."""
    drawn = _drawn(block)
    if not drawn or not look.charts or len(block.rows) > MOST_IN_A_CHART:
        return drawn
    taken: set[str] = set()
    data = []
    for row in block.rows:
        label = _label(row)
        while label in taken:
            # Bars of the same name would be one.
            label += GAP
        taken.add(label)
        data.append({"x": label, "y": max(row.amount, 0), "color": MINE if row.me else OTHERS})
    chart: Json = {"type": "Chart.HorizontalBar", "displayMode": "AbsoluteNoAxis", "data": data}
    if unit := cut(line(block.unit), 60):
        chart["title"] = unit[:1].upper() + unit[1:]
    return [{**chart, "fallback": drawn[0]}]


def _label(row: blocks.Standing) -> str:
    note = f" · {cut(line(row.note), 100)}" if row.note else ""
    return f"{_rank(row.rank)} {name_of(row.person)}{_YOU if row.me else ''}{note}"


def _rank(rank: int) -> str:
    return _MEDALS.get(rank, f"{rank}.")


def _drawn(block: blocks.Standings) -> list[Json]:
    rows = block.rows[:MOST_ROWS]
    most = max((row.amount for row in rows), default=0)
    shown = [_standing(row, most) for row in rows]
    if len(block.rows) > MOST_ROWS:
        shown.append(rich([run(more(len(block.rows), MOST_ROWS), isSubtle=True, size="Small")]))
    return [container(shown)] if shown else []


def _standing(row: blocks.Standing, most: int) -> Json:
    weight = "Bolder" if row.me else ""
    amount = {**rich([run(f"{row.amount:,}", weight="Bolder")]), "horizontalAlignment": "Right"}
    name = [run(name_of(row.person), weight=weight), *([run(_YOU, isSubtle=True)] if row.me else [])]
    if row.note:
        name.append(run(f"  {cut(line(row.note), 100)}", isSubtle=True, size="Small"))
    filled = run(bar(row.amount, most, BOARD), color="Good" if row.me else "Accent")
    return columns(
        column([rich([run(_rank(row.rank))])], _RANK),
        column([rich([filled])]),
        column([amount], f"{max(32, 10 * len(f'{most:,}'))}px"),
        column([rich(name)], "stretch"),
        spacing="Small",
    )


def progress(block: blocks.Progress) -> list[Json]:
    """What it is towards, and how far."""
    whole = max(block.whole, 1)
    drawn = run(bar(min(block.done, whole), whole, PROGRESS), color="Accent")
    count = run(f"  {block.done:,} of {block.whole:,}", weight="Bolder")
    label = paragraphs((Text(cut(clean(block.label), 500)),), Look())
    return [*label, rich([drawn, count], "None" if label else "")]


def table(block: blocks.Table, look: Look) -> list[Json]:
    """Each row as two lines: what it is about, and quietly the rest behind its headings; so it fits on a phone."""
    heads = [cut(line(head), 100) for head in block.head]
    shown = [each for row in block.rows[:MOST_ROWS] for each in _row(heads, row, look)]
    if len(block.rows) > MOST_ROWS:
        shown.append(rich([run(more(len(block.rows), MOST_ROWS), isSubtle=True, size="Small")]))
    return [container(shown)] if shown else []


def _row(heads: list[str], row: tuple[Runs, ...], look: Look) -> Iterator[Json]:
    point: list[blocks.Run] = []
    rest: list[blocks.Run] = []
    named = False
    for head, cell in zip_longest(heads[: len(row)], row, fillvalue=""):
        if isinstance(cell, str):
            continue
        if named:
            rest += [*([Text(" · ")] if rest else []), *([Text(f"{head}: ")] if head else []), *cell]
        else:
            point += [*([Text("  ")] if point else []), *cell]
        named = named or bool(head)
    yield from paragraphs(tuple(point), look)
    for each in paragraphs(tuple(rest), look, tone=QUIET):
        yield {**each, "spacing": "None"}
