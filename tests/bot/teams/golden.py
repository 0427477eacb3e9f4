"""Golden renderings: every card and dialog of the gallery for Teams, kept in golden/ to be looked at in a change.

`python -m tests.bot.teams.golden` writes them anew; look at the difference before you commit it.
"""

import sys
from pathlib import Path

from bot.gallery.platforms import TEAMS, in_teams
from bot.teams.render import message
from bot.teams.rendering.forms import form, framed_form
from handlers.cards.blocks import Card, Dialog
from tests.bot.golden import Golden

LOOK = TEAMS


def rendered(example: Card | Dialog) -> dict[str, object]:
    """A message, or what opens as a dialog."""
    known = in_teams(example)
    if isinstance(known, Card):
        return message(known, LOOK, letter="1")
    return framed_form(known, form(known, LOOK, nonce="n1"))


GOLDEN = Golden(Path(__file__).parent / "golden", rendered)


if __name__ == "__main__":
    sys.stdout.write(f"{GOLDEN.accept()} renderings written\n")
