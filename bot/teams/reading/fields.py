"""Fields: what somebody entered into a form of ours, as text.

Adaptive Cards merge what was entered into the button's data under the inputs' ids:
learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.shapes import LONGEST_VALUE, Table, name, words
from bot.teams.reading.ids import person_id
from handlers.cards.blocks import Dialog, Field
from handlers.codec import decode

OURS: Final = "huzzah"
"""Under which our own part of a button's data stands."""
TEAMS: Final = "msteams"
MOST_FIELDS: Final = 100
FROM: Final = "from"
"""Where in ours stands the place that a button belongs to, `channel|thread`, if it is another than its card's."""
LONGEST_FORM: Final = 60_000


def entries_of(data: Table, form: str) -> dict[str, str]:
    """Field -> what was entered. With the form every field is there, and each is read as what it is."""
    entered = {
        name(key): value
        for key, value in list(data.items())[: MOST_FIELDS + 2]
        if key not in (OURS, TEAMS) and name(key)
    }
    asked = _fields(form)
    if not asked:
        return {key: _said(value) for key, value in entered.items()}
    return {field.id: _READ.get(field.kind, _said)(entered.get(field.id)) for field in asked}


def _fields(form: str) -> list[Field]:
    # The form comes back from the client as we sent it, or as somebody wrote it.
    if not form or len(form) > LONGEST_FORM:
        return []
    try:
        dialog: object = decode(form)
    except (ValueError, RecursionError, AttributeError):
        return []
    fields: object = dialog.fields if isinstance(dialog, Dialog) else ()
    if not isinstance(fields, tuple):
        return []
    return [one for one in fields[:MOST_FIELDS] if isinstance(one, Field) and name(one.id) and name(one.kind)]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, int | float):
        return f"{value:.15g}" if abs(value) < 10**12 else ""
    return words(value, LONGEST_VALUE)


def _switch(value: object) -> str:
    return "true" if _said(value).strip().lower() == "true" else ""


def _people(value: object) -> str:
    return ",".join(person_id(part.strip()) or part.strip() for part in _said(value).split(",") if part.strip())


_READ: Final[Mapping[str, Callable[[object], str]]] = MappingProxyType(
    {"toggle": _switch, "person": _people, "people": _people}
)
