"""Golden renderings: every card and dialog of the gallery for Teams, kept in golden/ to be looked at in a change.

`python -m tests.bot.teams.golden` writes them anew; look at the difference before you commit it.
"""

import sys
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

from bot.teams.render import Look, message
from bot.teams.rendering.forms import form, framed_form
from handlers.cards import blocks
from handlers.cards.blocks import Card, Dialog
from tests.bot.golden import Golden

TENANT = str(uuid5(NAMESPACE_DNS, "acme"))
CHANNELS = {"C1": "19:general@thread.tacv2", "C2": "19:wins@thread.tacv2"}
LOOK = Look(
    str(uuid5(NAMESPACE_DNS, "huzzah")),
    TENANT,
    channels=(("19:general@thread.tacv2", "Acme"), ("19:wins@thread.tacv2", "Acme › wins")),
    groups=dict.fromkeys(CHANNELS.values(), str(uuid5(NAMESPACE_DNS, "group"))),
)


def in_teams(example: Card | Dialog) -> Card | Dialog:
    """An example with ids as Teams has them."""
    moved = _moved(example)
    assert isinstance(moved, Card | Dialog)
    return moved


def rendered(example: Card | Dialog) -> dict[str, object]:
    """A message, or what opens as a dialog."""
    known = in_teams(example)
    if isinstance(known, Card):
        return message(known, LOOK, letter="1")
    return framed_form(known, form(known, LOOK, nonce="n1"))


GOLDEN = Golden(Path(__file__).parent / "golden", rendered)


def _moved(value: object) -> object:
    match value:
        case blocks.Person():
            return replace(value, id=str(uuid5(NAMESPACE_DNS, value.id)))
        case blocks.Place():
            return replace(value, id=CHANNELS.get(value.id, value.id))
        case blocks.Link() if value.channel:
            return replace(value, channel=CHANNELS.get(value.channel, value.channel), message="1760000000000")
        case tuple():
            return tuple(map(_moved, value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: _moved(getattr(value, field.name)) for field in fields(value)})
    return value


if __name__ == "__main__":
    sys.stdout.write(f"{GOLDEN.accept()} renderings written\n")
