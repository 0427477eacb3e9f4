"""Rendering for the playground's page: cards and dialogs as HTML, with the faces of its colleagues."""

from typing import Final
from urllib.parse import quote

from bot.html import cards, forms
from bot.html.look import Look
from bot.playground.avatars import initials
from bot.playground.colleagues import COLLEAGUES, NAMES, Channel
from handlers.cards.blocks import Card, Dialog


def card_html(card: Card) -> str:
    """One card, as the inside of a message."""
    return cards.card_html(card, _LOOK)


def dialog_html(dialog: Dialog, places: tuple[Channel, ...], form: str = "") -> str:
    """The form of a dialog; `places` are the channels its reader may choose, with `form` its ids begin."""
    channels = tuple((place.id, "#" + place.name) for place in places if place.kind != "direct")
    return forms.dialog_html(dialog, Look(face_address, _EVERYBODY, channels, _PICTURES, form=form))


def face_address(member: str, name: str = "") -> str:
    """Where the drawn face of a member is; whoever the playground doesn't know gets the initials of their name."""
    plain = "".join(char for char in member if char.isascii() and (char.isalnum() or char in "_-"))
    letters = "" if member in NAMES else "".join(char for char in initials(name) if char.isalnum())
    return f"/playground/faces/{plain or 'somebody'}.svg" + (f"?letters={quote(letters)}" if letters else "")


_PICTURES: Final = "/playground/"
_EVERYBODY: Final = tuple((person.id, person.name) for person in COLLEAGUES)
_LOOK: Final = Look(face_address, pictures=_PICTURES)
