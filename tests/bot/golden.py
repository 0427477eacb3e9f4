"""Golden renderings: every card and dialog of the gallery as a platform gets it, kept to be looked at in a change."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES

EVERY = pytest.mark.parametrize(("name", "make"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
"""Runs a test once for each example."""


@dataclass(frozen=True, slots=True)
class Golden:
    """A platform's renderings and the folder in which they are kept."""

    folder: Path
    rendered: Callable[[Card | Dialog], dict[str, object]]

    def file_of(self, name: str) -> Path:
        """Where the rendering of an example is kept."""
        return self.folder / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.json"

    def written(self, example: Card | Dialog) -> str:
        """Its rendering as it is kept."""
        return json.dumps(self.rendered(example), ensure_ascii=False, indent=1) + "\n"

    def accept(self) -> int:
        """Writes every rendering, and takes away those of examples that are no more. Returns how many there are."""
        self.folder.mkdir(exist_ok=True)
        wanted = {self.file_of(name): self.written(make()) for name, make in EXAMPLES}
        for path in self.folder.glob("*.json"):
            if path not in wanted:
                path.unlink()
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
        return len(wanted)
