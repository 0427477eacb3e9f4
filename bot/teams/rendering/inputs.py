"""Inputs: the questions of a dialog; their ids are those of the fields, so that answers find back.

The inputs: https://adaptivecards.io/explorer/Input.Text.html and on; people:
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.plain_text import cut, cut_title, units, visible
from bot.spoken import icon
from bot.teams.rendering.buttons import OURS
from bot.teams.rendering.clean import line, sendable
from bot.teams.rendering.look import Json, Look, rich, run
from bot.teams.workplace import object_id
from handlers.cards.blocks import Field

LONGEST_TEXT: Final = 3_000
LONGEST_LABEL: Final = 1_000
LONGEST_OPTION: Final = 150
LONGEST_VALUE: Final = 200
MOST_OPTIONS: Final = 100
FEW: Final = 5
"""A choice among so many is shown as a list of round buttons, among more as one to unfold."""
MOST_BOXES: Final = 10
MOST_CHOSEN: Final = 100
PEOPLE: Final = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
"""Everybody in the organisation, searched as one types; what is chosen comes as ids of the directory."""
MISSING: Final = "Please answer this."
ALL_IN_THE_TAB: Final = "The tab My Huzzah lists all of them."
_ON: Final = frozenset({"true", "yes", "on", "1"})
_NUMBER: Final = re.compile(r"-?\d{1,15}")
_TAKEN: Final = frozenset({OURS, "msteams"})


def questions(fields: tuple[Field, ...], look: Look, errors: Mapping[str, str]) -> list[Json]:
    """All of them, each with what is wrong with its answer and what is to be known of it."""
    found: list[Json] = []
    taken = set(_TAKEN)
    for place, field in enumerate(fields):
        usable = field.id and field.id not in taken and len(field.id) <= 200 and sendable(field.id)
        ident = field.id if usable else f"{visible(field.id)[:200]}#{place}"
        taken.add(ident)
        found += _question(field, ident, look, errors.get(field.id, ""))
    return found


def _question(field: Field, ident: str, look: Look, error: str) -> list[Json]:
    element, remark = _ELEMENTS.get(field.kind, _text)(field, look)
    label = cut(line(field.label), LONGEST_LABEL) or "…"
    asked: Json = {**element, "id": ident}
    if element["type"] == "Input.Toggle":
        # An empty box is an answer: no.
        asked["title"] = label
    else:
        asked["label"] = label
        if field.required:
            asked |= {"isRequired": True, "errorMessage": MISSING}
    found = [asked]
    if error := cut(line(error), LONGEST_LABEL):
        found.append(rich([run(f"⚠️ {error}", color="Attention", weight="Bolder")], "Small"))
    if hint := cut(" ".join(filter(None, (line(field.hint), remark))), LONGEST_LABEL):
        found.append(rich([run(hint, isSubtle=True, size="Small")], "Small"))
    return found


def _typed(value: str, **more: object) -> tuple[Json, str]:
    element: Json = {"type": "Input.Text", "maxLength": LONGEST_TEXT, **more}
    if value:
        element["value"] = cut(value, LONGEST_TEXT)
    return element, "" if units(value) <= LONGEST_TEXT else "This is shortened: it was longer than the field."


def _text(field: Field, _: Look) -> tuple[Json, str]:
    return _typed(" ".join(visible(field.value).split()))


def _lines(field: Field, _: Look) -> tuple[Json, str]:
    return _typed(visible(field.value).strip(), isMultiline=True)


def _emoji(field: Field, _: Look) -> tuple[Json, str]:
    name = " ".join(visible(field.value).split())
    return _typed(icon(name) or name, placeholder="An emoji, such as 🎉 or :tada:")


def _number(field: Field, _: Look) -> tuple[Json, str]:
    element: Json = {"type": "Input.Number"}
    if _NUMBER.fullmatch(field.value.strip()):
        element["value"] = int(field.value)
    return element, ""


def _toggle(field: Field, _: Look) -> tuple[Json, str]:
    on = field.value.strip().lower() in _ON
    return {
        "type": "Input.Toggle",
        "value": "true" if on else "false",
        "valueOn": "true",
        "valueOff": "false",
        "wrap": True,
    }, ""


def _choice(field: Field, look: Look) -> tuple[Json, str]:
    options, remark = _options(field.options, many=False)
    if not options:
        return _text(field, look)
    element = _set(options, "expanded" if len(options) <= FEW else "compact")
    if any(option["value"] == field.value for option in options):
        element["value"] = field.value
    return element, remark


def _choices(field: Field, look: Look) -> tuple[Json, str]:
    options, remark = _options(field.options, many=True)
    if not options:
        return _text(field, look)
    element = _set(options, "expanded" if len(options) <= MOST_BOXES else "compact")
    element["isMultiSelect"] = True
    if chosen := [option["value"] for option in options if option["value"] in _listed(field.value)]:
        element["value"] = ",".join(chosen)
    return element, remark


def _set(options: list[Json], style: str) -> Json:
    return {"type": "Input.ChoiceSet", "choices": options, "style": style, "wrap": True}


def _options(given: tuple[tuple[str, str], ...], *, many: bool) -> tuple[list[Json], str]:
    """Each value once. One that can't be sent is left out; several come with commas between them."""
    seen: dict[str, str] = {}
    for value, label in given:
        if value and units(value) <= LONGEST_VALUE and sendable(value) and not (many and "," in value):
            seen.setdefault(value, label)
    options: list[Json] = [
        {"title": cut_title(line(label) or line(value), LONGEST_OPTION) or "…", "value": value}
        for value, label in list(seen.items())[:MOST_OPTIONS]
    ]
    missing = len({value for value, _ in given if value}) - len(options)
    return options, f"… and {missing} more, which don't fit here." if missing else ""


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _person(field: Field, _: Look) -> tuple[Json, str]:
    element: Json = {"type": "Input.ChoiceSet", "choices": [], "choices.data": dict(PEOPLE)}
    if chosen := object_id(field.value.strip()):
        element["value"] = chosen
    return element, ""


def _people(field: Field, _: Look) -> tuple[Json, str]:
    element: Json = {"type": "Input.ChoiceSet", "choices": [], "choices.data": dict(PEOPLE), "isMultiSelect": True}
    chosen = list(dict.fromkeys(filter(None, map(object_id, _listed(field.value)))))
    if chosen:
        element["value"] = ",".join(chosen[:MOST_CHOSEN])
    return element, f"Only the first {MOST_CHOSEN} are chosen already." if len(chosen) > MOST_CHOSEN else ""


def _channel(field: Field, look: Look) -> tuple[Json, str]:
    offered = look.channels
    if len(offered) > MOST_OPTIONS:
        # What is chosen already mustn't be what doesn't fit.
        offered = tuple(sorted(offered, key=lambda channel: channel[0] != field.value))
    options, remark = _options(offered, many=False)
    if not options:
        return _typed(" ".join(visible(field.value).split()), placeholder="The name of a channel I am in")
    remark = f"{remark} {ALL_IN_THE_TAB}" if remark else ""
    element = {**_set(options, "filtered" if len(options) > MOST_BOXES else "compact"), "placeholder": "Choose one"}
    if any(option["value"] == field.value for option in options):
        element["value"] = field.value
    return element, remark


_ELEMENTS: Final[Mapping[str, Callable[[Field, Look], tuple[Json, str]]]] = MappingProxyType(
    {
        "text": _text,
        "lines": _lines,
        "number": _number,
        "choice": _choice,
        "choices": _choices,
        "toggle": _toggle,
        "person": _person,
        "people": _people,
        "channel": _channel,
        "emoji": _emoji,
    }
)
