"""Spoken: a whole card in plain words, for screen readers and notifications, which don't read its blocks."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot import charts
from bot.plain_text import cut, units
from bot.slack.rendering.clean import clean, escape, line
from bot.slack.rendering.elements import name_of, place_of
from bot.spoken import icon, said_moment
from bot.text_bars import MOST_ROWS, more
from handlers.cards import blocks
from handlers.cards.blocks import Block, Card, Run
from scoring import markup

LONGEST: Final = 3_000
_LETTERS: Final = re.compile(r"[\W_]+")
# Wide gaps set a term apart from its explanation where one can see it.
_GAPS: Final = re.compile(r"(?<=[^\s·]) {2,}(?=[^\s·])")


def spoken(card: Card) -> str:
    """The `text` of a message, escaped: the summary, unless the card begins with it, and all its words."""
    lines = [said for block in card.blocks for said in _lines(block) if said.strip()]
    summary = line(card.summary)
    beginning = _LETTERS.sub(" ", " ".join(lines[:2]))
    if summary and _LETTERS.sub(" ", summary).strip() not in beginning:
        lines.insert(0, summary)
    text = clean(_GAPS.sub(" – ", "\n".join(lines))) or "…"
    shown = cut(text, LONGEST)
    most = LONGEST
    while units(escape(shown)) > LONGEST:
        most -= units(escape(shown)) - LONGEST
        shown = cut(text, max(most, 1))
    return escape(shown)


def run_words(runs: Iterable[Run]) -> str:
    """Runs in plain words."""
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    match run:
        case blocks.Text() | blocks.Link():
            return clean(run.text)
        case blocks.Person():
            return name_of(run)
        case blocks.Place():
            return place_of(run)
        case blocks.Icon():
            return icon(run.name)
        case blocks.When():
            return said_moment(run)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case blocks.Header():
            yield line(f"{icon(block.icon)} {block.text}") if block.icon else line(block.text)
        case blocks.Say() | blocks.Small():
            yield run_words(block.runs)
        case blocks.Words():
            yield f"“{clean(markup.plain(block.markup, block.names)).strip()}”"
        case blocks.Picture():
            yield f"({line(block.alt)})" if line(block.alt) else ""
        case blocks.Progress():
            yield f"{line(block.label)} ({block.done:,} of {block.whole:,})"
        case blocks.Chart():
            yield from _shown([line(each) for each in charts.in_words(block)])
        case blocks.Bullets() | blocks.Fields() | blocks.Standings() | blocks.Table() | blocks.Choices():
            yield from _rows(block)
        case blocks.Rule() | blocks.Buttons():
            return


def _rows(
    block: blocks.Bullets | blocks.Fields | blocks.Standings | blocks.Table | blocks.Choices,
) -> list[str]:
    match block:
        case blocks.Bullets():
            return _shown([f"• {run_words(row)}" for row in block.rows])
        case blocks.Fields():
            return _shown([f"{line(label)}: {run_words(value)}" for label, value in block.pairs])
        case blocks.Standings():
            return _shown([_standing(row, line(block.unit)) for row in block.rows])
        case blocks.Table():
            return _shown([_cells(block.head, row) for row in block.rows])
        case blocks.Choices():
            return _shown([_choice(row) for row in block.rows])


def _shown(rows: list[str]) -> list[str]:
    return [*rows[:MOST_ROWS], more(len(rows), MOST_ROWS)] if len(rows) > MOST_ROWS else rows


def _standing(row: blocks.Standing, unit: str) -> str:
    note = f" ({line(row.note)})" if row.note else ""
    return f"{row.rank}. {name_of(row.person)}: {charts.counted(row.amount, unit)}{note}"


def _choice(row: blocks.Choice) -> str:
    said = line(charts.beside(row))
    mark = f"{charts.MINE} " if row.mine else ""
    return f"• {mark}{run_words(row.runs)}" + (f": {said}" if said else "")


def _cells(head: tuple[str, ...], row: tuple[blocks.Runs, ...]) -> str:
    heads = [*map(line, head), *[""] * len(row)]
    cells = [f"{name}: {run_words(cell)}" if name else run_words(cell) for name, cell in zip(heads, row, strict=False)]
    return ", ".join(cells)
