"""Shown: a card as plain words, near enough for a test, and the buttons on it."""

from collections.abc import Iterator, Sequence

from bot import charts
from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Choice,
    Choices,
    Fields,
    Header,
    Icon,
    Person,
    Picture,
    Place,
    Progress,
    Runs,
    Say,
    Small,
    Standings,
    Table,
    Words,
)


def words_of(card: Card) -> str:
    """A card as plain words."""
    return "\n".join(filter(None, (_block(block) for block in card.blocks)))


def buttons_of(card: Card) -> Iterator[Button]:
    """Everything on it that can be pressed."""
    for block in card.blocks:
        if isinstance(block, Buttons):
            yield from block.buttons
        if isinstance(block, Choices):
            yield from (row.button for row in block.rows if row.button is not None)


def _block(block: Block) -> str:
    match block:
        case Header(text=words):
            return words
        case Say(runs=runs) | Small(runs=runs):
            return _runs(runs)
        case Words(markup=markup):
            return "> " + markup
        case Picture(url=url):
            return url
        case Progress():
            return f"{block.label} ({block.done} of {block.whole})"
        case Chart():
            return "\n".join(charts.in_words(block))
        case _:
            return "\n".join(_rows(block))


def _rows(block: Block) -> list[str]:
    match block:
        case Bullets(rows=rows):
            return ["- " + _runs(row) for row in rows]
        case Fields(pairs=pairs):
            return [f"{label}: {_runs(value)}" for label, value in pairs]
        case Standings(rows=ranked):
            return [f"{row.rank}. @{row.person.name} {row.amount} {row.note}".strip() for row in ranked]
        case Table(head=head, rows=cells):
            return [" | ".join(head), *(" | ".join(map(_runs, row)) for row in cells)]
        case Choices(rows=choices):
            return list(map(_choice, choices))
    return []


def _choice(row: Choice) -> str:
    said = charts.beside(row)
    return f"{'✓' if row.mine else '-'} {_runs(row.runs)}" + (f": {said}" if said else "")


def _runs(runs: Runs | Sequence[object]) -> str:
    said = ""
    for run in runs:
        match run:
            case Person(name=name):
                said += "@" + name
            case Place(name=name):
                said += "#" + name
            case Icon(name=name):
                said += f":{name}:"
            case _:
                said += str(getattr(run, "text", ""))
    return said
