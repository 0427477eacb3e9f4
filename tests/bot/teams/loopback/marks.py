"""Errors at the fields of a dialog: what stands in the colour of danger right after an input."""

from collections.abc import Iterator

from tests.bot.teams.loopback.cards import parts, shown
from tests.bot.teams.loopback.world import Json


def errors_in(card: Json) -> dict[str, str]:
    """By field, without `#…`; under nothing if they belong to none and no field has one."""
    found: dict[str, str] = {}
    field = ""
    for part in parts(card):
        if str(part.get("type", "")).startswith("Input."):
            field = str(part["id"]).partition("#")[0]
        for words in _marked(part):
            found.setdefault(field, words)
    if len(found) > 1:
        found.pop("", None)
    return found


def _marked(part: Json) -> Iterator[str]:
    if part.get("type") in ("TextBlock", "TextRun") and str(part.get("color", "")).lower() == "attention":
        yield shown(str(part.get("text", "")))
