"""Golden renderings: every card and dialog of the gallery as Block Kit, kept in golden/ to be looked at in a change.

`python -m tests.bot.slack.golden` writes them anew; look at the difference before you commit it.
"""

import sys
from pathlib import Path

from bot.gallery.platforms import SLACK
from bot.slack.render import message
from bot.slack.rendering.views import dialog
from handlers.cards.blocks import Card, Dialog
from tests.bot.golden import Golden

LOOK = SLACK


def rendered(example: Card | Dialog) -> dict[str, object]:
    """A message, or a modal."""
    return message(example, LOOK) if isinstance(example, Card) else dialog(example, LOOK)


GOLDEN = Golden(Path(__file__).parent / "golden", rendered)


if __name__ == "__main__":
    sys.stdout.write(f"{GOLDEN.accept()} renderings written\n")
