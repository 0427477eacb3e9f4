"""Written: what people wrote, as runs and labels of a card - it mentions nobody, and formats nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.cards.blocks import Icon, Link, Run, Runs, Text
from scoring.emoji_names import canonical, glyph
from scoring.markup import Kind, address, label, pieces, plain

NOBODY: Mapping[str, str] = MappingProxyType({})


def runs_of(markup: str, names: Mapping[str, str] = NOBODY, *, bold: bool = False) -> Runs:
    """The words as runs: people are named and not called, links lead somewhere, own emoji are drawn."""
    runs: list[Run] = []
    for kind, piece in pieces(markup):
        if kind is Kind.LINK and address(piece).startswith(("https://", "http://")):
            runs.append(Link(label(piece) or address(piece), address(piece)))
        elif kind is Kind.EMOJI and piece.startswith(":") and not glyph(canonical(piece)):
            runs.append(Icon(piece.strip(":")))
        else:
            words = piece if kind is Kind.TEXT else plain(piece, names)
            if runs and isinstance(runs[-1], Text):
                words = runs.pop().text + words  # type: ignore[union-attr]  # it is one
            runs.append(Text(words, bold=bold))
    return tuple(runs)


def short(markup: str, names: Mapping[str, str] = NOBODY, most: int = 60) -> str:
    """The words in one line, as plain text, for a title, a button or a summary."""
    words = " ".join(plain(markup, names).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
