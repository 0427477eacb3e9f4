"""Views: dialogs as modals, and cards that are shown as one.

The limits of a view: docs.slack.dev/reference/views/modal-views
"""

from typing import Final

from bot.plain_text import cut_title, units
from bot.slack.render import Way, drawn
from bot.slack.rendering.clean import line
from bot.slack.rendering.elements import elements
from bot.slack.rendering.fit import fit_view
from bot.slack.rendering.inputs import question
from bot.slack.rendering.look import Json, Look, plain, rich, section
from bot.slack.rendering.quiet import note
from handlers.cards.blocks import Card, Dialog, Field, Header

LONGEST_TITLE: Final = 24
LONGEST_CONTEXT: Final = 3_000
MOST_FIELDS: Final = 90
CARD: Final = "card"
"""The `callback_id` of a modal that only shows a card."""


class TooLong(ValueError):
    """What a dialog was to carry doesn't fit, and cut it would mean something else."""


def dialog(dialog: Dialog, look: Look | None = None) -> Json:
    """The form as a modal. Raises TooLong if its context is longer than 3,000 characters."""
    found = _whole_title(dialog.title)
    if shown := elements(dialog.intro, look or Look()):
        found.append(rich(section(shown)))
    found += _questions(dialog.fields[:MOST_FIELDS])
    if len(dialog.fields) > MOST_FIELDS:
        found.append(note(f"… and {len(dialog.fields) - MOST_FIELDS} more questions, not shown here."))
    return {
        **_modal(dialog.title, dialog.id, dialog.context),
        "submit": plain(cut_title(line(dialog.submit), LONGEST_TITLE) or "Send"),
        "close": plain("Cancel"),
        "blocks": fit_view(found or [note("There is nothing to fill in.")]),
    }


def card_view(card: Card, look: Look, context: str = "") -> Json:
    """A card as a modal, with its header as the title. Raises TooLong for a context over 3,000 characters."""
    first = card.blocks[0] if card.blocks else None
    title = first.text if isinstance(first, Header) else card.summary
    fits = isinstance(first, Header) and units(line(title)) <= LONGEST_TITLE and len(card.blocks) > 1
    shown = Card(card.summary, card.blocks[1:]) if fits else card
    return {
        **_modal(title, CARD, context),
        "close": plain("Close"),
        "blocks": fit_view(drawn(shown, Way(look))),
    }


def _modal(title: str, ident: str, context: str) -> Json:
    if units(context) > LONGEST_CONTEXT or len(ident) > 255:
        raise TooLong(f"the context of the dialog {ident[:40]!r} has {units(context)} characters")
    return {
        "type": "modal",
        "callback_id": ident,
        "private_metadata": context,
        "title": plain(cut_title(line(title), LONGEST_TITLE) or "Huzzah"),
    }


def _whole_title(title: str) -> list[Json]:
    """The title in full, where the frame has no room for it."""
    whole = line(title)
    if units(whole) <= LONGEST_TITLE:
        return []
    return [{"type": "header", "text": plain(cut_title(whole, 150))}]


def _questions(fields: tuple[Field, ...]) -> list[Json]:
    found: list[Json] = []
    taken: set[str] = set()
    for place, field in enumerate(fields):
        ident = field.id if field.id and field.id not in taken and len(field.id) <= 200 else f"{field.id[:200]}#{place}"
        taken.add(ident)
        found.append(question(field, ident))
    return found
