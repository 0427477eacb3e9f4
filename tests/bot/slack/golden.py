"""Golden renderings: every card and dialog of the gallery as Block Kit, kept in golden/ to be looked at in a change.

`python -m tests.bot.slack.golden` writes them anew; look at the difference before you commit it.
"""

import json
import re
import sys
from pathlib import Path

from bot.slack.render import Look, message
from bot.slack.rendering.views import dialog
from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES

FOLDER = Path(__file__).parent / "golden"
LOOK = Look("https://acme.slack.com/", "T1")


def file_of(name: str) -> Path:
    """Where the rendering of an example is kept."""
    return FOLDER / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.json"


def rendered(example: Card | Dialog) -> dict[str, object]:
    """A message, or a modal."""
    return message(example, LOOK) if isinstance(example, Card) else dialog(example, LOOK)


def written(payload: dict[str, object]) -> str:
    """The rendering as it is kept."""
    return json.dumps(payload, ensure_ascii=False, indent=1) + "\n"


def accept() -> int:
    """Writes every rendering, and takes away those of examples that are no more. Returns how many there are."""
    FOLDER.mkdir(exist_ok=True)
    wanted = {file_of(name): written(rendered(make())) for name, make in EXAMPLES}
    for path in FOLDER.glob("*.json"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return len(wanted)


if __name__ == "__main__":
    sys.stdout.write(f"{accept()} renderings written\n")
