"""Returned: a form that came back with its answers, which may be anything that somebody cares to send."""

import json
from dataclasses import fields, is_dataclass
from typing import Any, Final

from bot.teams.rendering.look import Json
from handlers.cards import blocks
from handlers.cards.blocks import Dialog, Field
from handlers.codec import decode

SHOWN: Final = frozenset({"type", "$schema", "version", "body", "msteams"})
"""Of a card that came back: without what would have it drawn anew again and again."""
_RUNS: Final = (blocks.Text, blocks.Person, blocks.Place, blocks.Icon, blocks.Link, blocks.When)


def returned(text: str) -> Dialog | None:
    """The dialog that was encoded; None if this isn't one of ours."""
    if not text:
        return None
    try:
        dialog = decode(text)
    except (ValueError, AttributeError, RecursionError):
        return None
    return dialog if isinstance(dialog, Dialog) and _is_sound(dialog) else None


def looked_at(text: str) -> Json | None:
    """The card that somebody looks at, as it was drawn; None if what came back is none.

    Whatever else they send, only they see it.
    """
    try:
        card = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard" or not isinstance(card.get("body"), list):
        return None
    return {name: value for name, value in card.items() if name in SHOWN}


def _is_sound(dialog: Any) -> bool:
    said = (dialog.id, dialog.title, dialog.submit, dialog.context)
    if not all(isinstance(each, str) for each in said) or not isinstance(dialog.fields, tuple):
        return False
    asked = all(isinstance(field, Field) and _is_field(field) for field in dialog.fields)
    return asked and isinstance(dialog.intro, tuple) and all(_is_run(run) for run in dialog.intro)


def _is_field(field: Any) -> bool:
    said = (field.id, field.label, field.kind, field.value, field.hint)
    return all(isinstance(each, str) for each in said) and isinstance(field.options, tuple) and all(
        isinstance(option, tuple) and len(option) == 2 and all(isinstance(each, str) for each in option)
        for option in field.options
    )  # fmt: skip


def _is_run(run: object) -> bool:
    """Each of its fields is of the kind that it begins with: words, a yes or no, a moment."""
    if not isinstance(run, _RUNS) or not is_dataclass(run):
        return False
    kinds = {field.name: field.type for field in fields(run)}
    found = {name: getattr(run, name) for name in kinds}
    return all(type(value) is (int if name == "at" else kinds[name]) for name, value in found.items())
