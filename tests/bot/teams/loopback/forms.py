"""Filling in cards: what an input holds after somebody typed or chose, as the data of a button carries it."""

import re
from collections.abc import Callable, Mapping, Sequence

from tests.bot.teams.loopback.cards import inputs, shown
from tests.bot.teams.loopback.world import Json

Entry = str | Sequence[str] | bool
REQUIRED = "This field is required."


def values_of(card: Json) -> dict[str, str]:
    """What every input begins with."""
    return {str(each["id"]): _initial(each) for each in inputs(card)}


def _initial(part: Json) -> str:
    value = part.get("value")
    if part["type"] == "Input.Toggle":
        return str(value if value is not None else part.get("valueOff", "false"))
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def filled(card: Json, entries: Mapping[str, Entry], id_of: Callable[[str], str]) -> dict[str, str]:
    """The values with these entries; a field is named by its id, what stands before `#` in it, or its label."""
    values = values_of(card)
    for name, entry in entries.items():
        part = find_field(card, name)
        values[str(part["id"])] = _entered(part, entry, id_of)
    return values


def find_field(card: Json, name: str) -> Json:
    """An input. Raises KeyError naming those there are."""
    found: dict[str, Json] = {}
    for part in inputs(card):
        label = shown(str(part.get("label") or part.get("title", ""))).strip().lower()
        for key in (label, str(part["id"]).partition("#")[0]):
            found.setdefault(key, part)
        found[str(part["id"])] = part
    if name not in found and name.lower() not in found:
        raise KeyError(f"no field {name}; there are {sorted(found)}")
    return found.get(name) or found[name.lower()]


def _entered(part: Json, entry: Entry, id_of: Callable[[str], str]) -> str:
    kind = part["type"]
    if isinstance(entry, bool):
        if kind == "Input.Toggle":
            return str(part.get("valueOn" if entry else "valueOff", str(entry).lower()))
        first = str((part.get("choices") or [{"value": "true"}])[0]["value"])
        return first if entry else ""
    if kind != "Input.ChoiceSet":
        return entry if isinstance(entry, str) else ",".join(entry)
    many = [each for each in (entry.split(",") if isinstance(entry, str) else entry) if each]
    if not part.get("isMultiSelect") and len(many) > 1:
        many = [entry] if isinstance(entry, str) else many[:1]
    return ",".join(_chosen(part, each.strip(), id_of) for each in many)


def _chosen(part: Json, wanted: str, id_of: Callable[[str], str]) -> str:
    for each in part.get("choices") or []:
        if wanted in (each.get("value"), shown(str(each.get("title")))):
            return str(each["value"])
    searched = part.get("choices.data") or {}
    if str(searched.get("dataset", "")).startswith("graph.microsoft.com/users"):
        return id_of(wanted)
    if searched:
        return wanted
    raise KeyError(f"no choice {wanted}; there are {[each.get('value') for each in part.get('choices') or []]}")


def missing(card: Json, values: Mapping[str, str]) -> dict[str, str]:
    """What Teams' own client says before it sends a card: by field.

    Source: learn.microsoft.com/adaptive-cards/authoring-cards/input-validation
    """
    errors: dict[str, str] = {}
    for part in inputs(card):
        fault = _fault(part, values.get(str(part["id"]), ""))
        if fault:
            errors[str(part["id"]).partition("#")[0]] = str(part.get("errorMessage") or fault)
    return errors


def _fault(part: Json, value: str) -> str:
    if not value:
        return REQUIRED if part.get("isRequired") else ""
    if part["type"] == "Input.Number":
        return _number_fault(part, value)
    if len(value) > int(part.get("maxLength") or len(value)):
        return "That is too long."
    if part.get("regex") and not re.search(str(part["regex"]), value):
        return "That doesn't fit."
    return ""


def _number_fault(part: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "That is no number."
    if number < float(part.get("min", number)) or number > float(part.get("max", number)):
        return "That is out of range."
    return ""
