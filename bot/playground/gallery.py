"""The page with every card and dialog: as the playground shows them, and as other platforms get them."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Final

from bot.gallery.page import Column, contents_html, gallery_html, shows_html
from bot.playground.colleagues import CHANNELS
from bot.playground.render import card_html, dialog_html
from handlers.cards.blocks import Card, Dialog

Elsewhere = tuple[Column, ...]
"""How other platforms get what the playground shows."""
PAGE: Final = Path(__file__).parent / "static" / "gallery.html"


@lru_cache(maxsize=1)
def page_html(elsewhere: Elsewhere) -> str:
    """The whole page; examples don't change while the program runs."""
    # Only the gallery needs them, so only the gallery loads them.
    from handlers.cards.gallery import EXAMPLES

    numbers = count(1)

    def here(example: Card | Dialog) -> str:
        if isinstance(example, Card):
            return card_html(example)
        return dialog_html(example, CHANNELS, f"form-{next(numbers)}-")

    columns: Sequence[Column] = (Column("Playground", here), *elsewhere)
    frame = PAGE.read_text("utf-8")
    for place, inside in (
        ("<!-- shows -->", shows_html(columns)),
        ("<!-- contents -->", contents_html(EXAMPLES)),
        ("<!-- cards -->", gallery_html(columns, EXAMPLES)),
    ):
        frame = frame.replace(place, inside)
    return frame
