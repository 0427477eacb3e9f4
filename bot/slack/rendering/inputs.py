"""Inputs: the questions of a dialog as input blocks; their ids are those of the fields, so that answers find back.

The elements and their limits: docs.slack.dev/reference/block-kit/block-elements
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.plain_text import cut, cut_title, units, visible
from bot.slack.rendering.clean import line
from bot.slack.rendering.look import Json, is_channel, is_member, plain
from bot.spoken import icon
from handlers.cards.blocks import Field

LONGEST_TEXT: Final = 3_000
LONGEST_LABEL: Final = 2_000
LONGEST_OPTION: Final = 75
LONGEST_VALUE: Final = 75
"""Slack's pages say 75 in one place and 150 in another."""
MOST_OPTIONS: Final = 100
FEW: Final = 5
"""A choice among so many is shown as round buttons, among more as a list to unfold."""
MOST_BOXES: Final = 10
MOST_CHOSEN: Final = 100
_ON: Final = frozenset({"true", "yes", "on", "1"})
_NUMBER: Final = re.compile(r"-?\d{1,15}")


def question(field: Field, ident: str) -> Json:
    """The input block of a field; `ident` is the field's id, made unique where two have the same."""
    element, remark = _ELEMENTS.get(field.kind, _text)(field)
    hint = cut(" ".join(filter(None, (line(field.hint), remark))), LONGEST_LABEL)
    block: Json = {
        "type": "input",
        "block_id": ident,
        "label": plain(cut(line(field.label), LONGEST_LABEL) or "…"),
        "element": {**element, "action_id": ident},
        # An empty box is an answer: no.
        "optional": not field.required or field.kind == "toggle",
    }
    if hint:
        block["hint"] = plain(hint)
    return block


def _typed(value: str, **more: object) -> tuple[Json, str]:
    element: Json = {"type": "plain_text_input", "max_length": LONGEST_TEXT, **more}
    fits = units(value) <= LONGEST_TEXT
    if value:
        element["initial_value"] = cut(value, LONGEST_TEXT)
    return element, "" if fits else "This is shortened: it was longer than Slack's field."


def _text(field: Field) -> tuple[Json, str]:
    return _typed(" ".join(visible(field.value).split()))


def _lines(field: Field) -> tuple[Json, str]:
    return _typed(visible(field.value).strip(), multiline=True)


def _emoji(field: Field) -> tuple[Json, str]:
    name = " ".join(visible(field.value).split())
    shown = f":{name}:" if re.fullmatch(r"[\w+'\-]+", name) and icon(name) else name
    return _typed(shown, placeholder=plain("An emoji, such as :tada:"))


def _number(field: Field) -> tuple[Json, str]:
    element: Json = {"type": "number_input", "is_decimal_allowed": False}
    if _NUMBER.fullmatch(field.value.strip()):
        element["initial_value"] = field.value.strip()
    return element, ""


def _toggle(field: Field) -> tuple[Json, str]:
    box: Json = {"text": plain("Yes"), "value": "true"}
    on = field.value.strip().lower() in _ON
    return {"type": "checkboxes", "options": [box], **({"initial_options": [box]} if on else {})}, ""


def _choice(field: Field) -> tuple[Json, str]:
    options, remark = _options(field)
    if not options:
        return _text(field)
    chosen = next((option for option in options if option["value"] == field.value), None)
    few = len(options) <= FEW
    element: Json = {"type": "radio_buttons" if few else "static_select", "options": options}
    if chosen:
        element["initial_option"] = chosen
    return element, remark


def _choices(field: Field) -> tuple[Json, str]:
    options, remark = _options(field)
    if not options:
        return _text(field)
    chosen = [option for option in options if option["value"] in _listed(field.value)]
    few = len(options) <= MOST_BOXES
    element: Json = {"type": "checkboxes" if few else "multi_static_select", "options": options}
    if chosen:
        element["initial_options"] = chosen
    return element, remark


def _options(field: Field) -> tuple[list[Json], str]:
    """Each value once. One that is empty or too long can't be sent, and cut it would be another: it is left out."""
    seen: dict[str, str] = {}
    for value, label in field.options:
        if value and units(value) <= LONGEST_VALUE:
            seen.setdefault(value, label)
    options: list[Json] = [
        {"text": plain(cut_title(line(label) or line(value), LONGEST_OPTION) or "…"), "value": value}
        for value, label in list(seen.items())[:MOST_OPTIONS]
    ]
    missing = len({value for value, _ in field.options if value}) - len(options)
    return options, f"… and {missing} more, which don't fit here." if missing else ""


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _person(field: Field) -> tuple[Json, str]:
    element: Json = {"type": "users_select"}
    if is_member(field.value.strip()):
        element["initial_user"] = field.value.strip()
    return element, ""


def _people(field: Field) -> tuple[Json, str]:
    element: Json = {"type": "multi_users_select"}
    chosen = list(dict.fromkeys(filter(is_member, _listed(field.value))))
    if chosen:
        element["initial_users"] = chosen[:MOST_CHOSEN]
    return element, f"Only the first {MOST_CHOSEN} are chosen already." if len(chosen) > MOST_CHOSEN else ""


def _channel(field: Field) -> tuple[Json, str]:
    # Channels shared with other organisations are left out: nothing of ours is posted there.
    only: Json = {
        "include": ["public", "private"],
        "exclude_bot_users": True,
        "exclude_external_shared_channels": True,
    }
    element: Json = {"type": "conversations_select", "filter": only}
    if is_channel(field.value.strip()):
        element["initial_conversation"] = field.value.strip()
    return element, ""


_ELEMENTS: Final[Mapping[str, Callable[[Field], tuple[Json, str]]]] = MappingProxyType(
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
