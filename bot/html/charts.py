"""Charts as SVG, and things to choose with their bars: every number stands beside its picture as words."""

import math
from collections.abc import Callable
from html import escape
from typing import Final

from bot import charts
from bot.charts import Point
from bot.spoken import heard
from handlers.cards import blocks

MOST_POINTS: Final = 100
LONG: Final = 44
"""Characters; what is longer has its button below it on a phone."""
_WIDE, _HIGH, _EDGE = 320, 96, 8
RunsHtml = Callable[[blocks.Runs], str]
ButtonHtml = Callable[[blocks.Button, blocks.Choice], str]


def chart_html(block: blocks.Chart) -> str:
    """A chart with its title, and below or beside it what it amounts to."""
    kind = charts.drawn_as(block)
    points = charts.points(block)[:MOST_POINTS]
    title = f'<figcaption class="chart-title">{_words(block.title, 300)}</figcaption>' if block.title else ""
    if kind == "bars":
        return f'<figure class="chart chart-bars">{title}{_bars(points)}</figure>'
    picture = _pie(block, points) if kind == "pie" else _line(block, points)
    return f'<figure class="chart chart-{kind}">{title}{picture}{_legend(points, kind)}</figure>'


def choices_html(block: blocks.Choices, runs: RunsHtml, button: ButtonHtml) -> str:
    """Things to choose, one below the other."""
    rows = "".join(_choice(row, block.whole, runs, button) for row in block.rows[:MOST_POINTS])
    return f'<ul class="card-choices">{rows}</ul>'


def _choice(row: blocks.Choice, whole: int, runs: RunsHtml, button: ButtonHtml) -> str:
    mark = f'<span class="card-choice-mark">{charts.MINE}</span> ' if row.mine else ""
    note = f'<span class="card-choice-note">{_words(charts.beside(row), 200)}</span>' if charts.beside(row) else ""
    drawn = bar_html(row.amount, whole) if row.amount >= 0 else ""
    pressed = f'<span class="card-choice-button">{button(row.button, row)}</span>' if row.button is not None else ""
    words = f'<span class="card-choice-words">{mark}{runs(row.runs)}</span>'
    kind = f"{' card-choice-mine' if row.mine else ''}{' card-choice-long' if len(heard(row.runs)) > LONG else ''}"
    return f'<li class="card-choice{kind}">{words}{note}{drawn}{pressed}</li>'


def bar_html(amount: int, whole: int) -> str:
    """A bar whose number stands beside it."""
    length = _share(amount, whole)
    return (
        '<svg class="chart-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="4"/><rect class="chart-fill" width="{length}" height="4"/></svg>'
    )


def _share(amount: int, whole: int) -> int:
    if whole <= 0 or amount <= 0:
        return 0
    return min(100, max(1, round(100 * amount / whole)))


def _bars(points: tuple[Point, ...]) -> str:
    most = max((each.amount for each in points), default=0)
    rows = "".join(
        f'<li class="chart-row{" chart-most" if each.amount == most > 0 else ""}">'
        f'<span class="chart-label">{_words(each.label, 400)}</span>'
        f'<span class="chart-amount">{_words(each.said, 60)}</span>{bar_html(each.amount, most)}</li>'
        for each in points
    )
    return f'<ul class="chart-rows">{rows}</ul>'


def _legend(points: tuple[Point, ...], kind: str) -> str:
    swatches = (
        f'<svg class="chart-swatch chart-slice-{place}" viewBox="0 0 10 10" aria-hidden="true">'
        '<rect width="10" height="10"/></svg>'
        if kind == "pie"
        else ""
        for place, _ in enumerate(points, start=1)
    )
    rows = "".join(
        f'<li>{swatch}<span class="chart-label">{_words(each.label, 400)}</span> '
        f'<span class="chart-amount">{_words(each.said, 60)}</span></li>'
        for swatch, each in zip(swatches, points, strict=True)
    )
    return f'<ul class="chart-legend">{rows}</ul>'


def _picture(block: blocks.Chart, wide: int, high: int, inside: str) -> str:
    said = escape(f"{block.title or block.unit}: " + ", ".join(f"{each.label} {each.said}" for each in _few(block)))
    return (
        f'<svg class="chart-picture" viewBox="0 0 {wide} {high}" role="img" aria-label="{said}">'
        f"<title>{_words(block.title or block.unit, 300)}</title>{inside}</svg>"
    )


def _few(block: blocks.Chart) -> tuple[Point, ...]:
    return charts.points(block)[:20]


def _pie(block: blocks.Chart, points: tuple[Point, ...]) -> str:
    whole = sum(each.amount for each in points)
    begin = 0.0
    slices = []
    for place, each in enumerate(points, start=1):
        end = begin + each.amount / whole
        if each.amount == whole:
            slices.append(f'<circle class="chart-slice-{place}" cx="50" cy="50" r="46"/>')
        elif each.amount > 0:
            slices.append(f'<path class="chart-slice-{place}" d="{_slice(begin, end)}"/>')
        begin = end
    return _picture(block, 100, 100, "".join(slices))


def _slice(begin: float, end: float) -> str:
    (x, y), (to_x, to_y) = (_on_circle(begin), _on_circle(end))
    return f"M50 50L{x:.2f} {y:.2f}A46 46 0 {int(end - begin > 0.5)} 1 {to_x:.2f} {to_y:.2f}Z"


def _on_circle(turn: float) -> tuple[float, float]:
    return 50 + 46 * math.sin(2 * math.pi * turn), 50 - 46 * math.cos(2 * math.pi * turn)


def _line(block: blocks.Chart, points: tuple[Point, ...]) -> str:
    lowest, highest = min(0, *(each.amount for each in points)), max(0, *(each.amount for each in points))
    span = max(highest - lowest, 1)
    step = (_WIDE - 2 * _EDGE) / max(len(points) - 1, 1)

    def height(amount: int) -> float:
        return _HIGH - _EDGE - (amount - lowest) / span * (_HIGH - 2 * _EDGE)

    places = [(_EDGE + place * step, height(each.amount)) for place, each in enumerate(points)]
    drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(f'<circle class="chart-dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in places)
    base = f'<path class="chart-base" d="M{_EDGE} {height(0):.1f}H{_WIDE - _EDGE}"/>'
    return _picture(block, _WIDE, _HIGH, f'{base}<path class="chart-line-drawn" d="M{drawn}"/>{dots}')


def _words(text: str, longest: int) -> str:
    shown = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    return escape(shown, quote=False)
