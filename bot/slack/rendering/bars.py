"""Bars: boards, progress and tables, drawn with characters, to be read on a phone as well."""

from collections.abc import Iterator
from typing import Final

from bot.plain_text import cut
from bot.slack.rendering.clean import clean, line
from bot.slack.rendering.elements import LONGEST, elements, fitting, name_of, size
from bot.slack.rendering.look import Json, Look, rich, section, words
from bot.text_bars import MOST_ROWS, bar, more
from handlers.cards import blocks

BOARD: Final = 8
"""A bar of a board, in characters: with rank and amount beside it a name still fits on a phone."""
PROGRESS: Final = 12
_RANKS: Final = (
    "first_place_medal", "second_place_medal", "third_place_medal", "four", "five", "six", "seven", "eight", "nine",
    "keycap_ten",
)  # fmt: skip
_DIGIT, _COMMA = "\u2007", "\u2008"  # spaces as wide as a digit, and as a comma


def standings(block: blocks.Standings) -> list[Json]:
    """Medal or rank, bar, amount and name; the name last, for names differ in length and in direction."""
    rows = block.rows[:MOST_ROWS]
    most = max((row.amount for row in rows), default=0)
    widest = max((len(f"{row.amount:,}") for row in rows), default=0)
    lines = [
        [
            _rank(row.rank),
            words(f" {bar(row.amount, most, BOARD)}  "),
            words(_aligned(row.amount, widest), bold=True),
            words("  "),
            words(name_of(row.person), bold=row.me),
            *([words(f"  {cut(line(row.note), 100)}", italic=True)] if row.note else []),
        ]
        for row in rows
    ]
    return list(_paragraphs(lines, len(block.rows)))


def _aligned(amount: int, widest: int) -> str:
    """An amount with spaces as wide as digits and commas before it."""
    written = f"{amount:,}"
    lacking = f"{10**20:,}"[-widest : -len(written)] if len(written) < widest else ""
    return lacking.replace("0", _DIGIT).replace(",", _COMMA) + written


def _rank(rank: int) -> Json:
    return {"type": "emoji", "name": _RANKS[rank - 1]} if 1 <= rank <= len(_RANKS) else words(f"{rank}.")


def progress(block: blocks.Progress) -> Json:
    """What it is towards, and how far."""
    whole = max(block.whole, 1)
    label = cut(clean(block.label), 500)
    count = f" {block.done:,} of {block.whole:,}"
    return rich(section([words(f"{label}\n{bar(min(block.done, whole), whole, PROGRESS)} {count}")]))


def table(block: blocks.Table, look: Look) -> list[Json]:
    """Each row a line: what has no heading first, then the widest, then the others behind their headings.

    Slack's own table block is not for every place a card may be shown in, and scrolls sideways on a phone.
    """
    heads = [cut(line(head), 100) for head in block.head]
    lines = []
    for row in block.rows[:MOST_ROWS]:
        shown: list[Json] = []
        named = False
        for head, cell in zip([*heads, *[""] * len(row)], row, strict=False):
            between = " · " if named else "  " if shown else ""
            label = f"{head}: " if named and head else ""
            shown += [words(between + label)] if between + label else []
            shown += elements(cell, look)
            named = named or bool(head)
        lines.append(fitting(shown))
    return list(_paragraphs([row for row in lines if row], len(block.rows)))


def _paragraphs(lines: list[list[Json]], count: int) -> Iterator[Json]:
    """Lines in as few blocks as hold them."""
    held: list[Json] = []
    for shown in lines:
        if held and (size(held) + size(shown) > LONGEST - 100 or len(held) > 200):
            yield rich(section(held))
            held = []
        held += [words("\n"), *shown] if held else shown
    if count > MOST_ROWS:
        held.append(words(f"\n{more(count, MOST_ROWS)}", italic=True))
    if held:
        yield rich(section(held))
