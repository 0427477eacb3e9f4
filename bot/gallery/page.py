"""The page: every example beside itself, a column for each platform, under the subject that its name begins with."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from bot.gallery.pieces import words
from handlers.cards.blocks import Card, Dialog

Example = Callable[[], Card | Dialog]


@dataclass(frozen=True, slots=True)
class Column:
    """A platform, how it shows an example, and where else that can be looked at."""

    platform: str
    drawn: Callable[[Card | Dialog], str]
    address: Callable[[Card | Dialog], str] | None = None


def anchor(name: str) -> str:
    """The id of a subject or an example on the page."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def subjects(examples: Sequence[tuple[str, Example]]) -> dict[str, list[tuple[str, Example]]]:
    """Examples by what their names begin with, in the order in which they come first."""
    found: dict[str, list[tuple[str, Example]]] = {}
    for name, make in examples:
        found.setdefault(name.partition(":")[0], []).append((name, make))
    return found


def contents_html(examples: Sequence[tuple[str, Example]]) -> str:
    """A link to each subject."""
    return "".join(f'<a href="#of-{anchor(name)}">{words(name)}</a>' for name in subjects(examples))


def shows_html(columns: Sequence[Column]) -> str:
    """Which platforms are shown: all of them, or one."""
    rows = []
    for place, name in enumerate(("All", *(column.platform for column in columns))):
        ticked = "" if place else " checked"
        rows.append(
            f'<label class="gallery-show"><input type="radio" name="show" id="show-{anchor(name)}" '
            f'value="{anchor(name)}"{ticked}>{words(name)}</label>'
        )
    return "".join(rows)


def gallery_html(columns: Sequence[Column], examples: Sequence[tuple[str, Example]]) -> str:
    """Everything, subject by subject."""
    return "".join(
        f'<section class="gallery-subject" id="of-{anchor(subject)}"><h2>{words(subject)}</h2>'
        f"{''.join(_item(name, make(), columns) for name, make in found)}</section>"
        for subject, found in subjects(examples).items()
    )


def _item(name: str, example: Card | Dialog, columns: Sequence[Column]) -> str:
    sort = "card" if isinstance(example, Card) else "dialog"
    links = "".join(
        f' <a class="link gallery-elsewhere" target="_blank" rel="noopener noreferrer" '
        f'href="{escape(column.address(example))}">on {words(column.platform)}</a>'
        for column in columns
        if column.address is not None
    )
    shown = "".join(
        f'<div class="gallery-column gallery-in-{anchor(column.platform)} gallery-{sort}">'
        f'<p class="gallery-platform">{words(column.platform)}</p>{column.drawn(example)}</div>'
        for column in columns
    )
    head = f'<h3><span class="gallery-name">{words(name)}</span>{links}</h3>'
    return (
        f'<article class="gallery-item" id="{anchor(name)}">{head}<div class="gallery-columns">{shown}</div></article>'
    )
