"""Block inputs: the questions of Slack's modals, drawn; what a list offers unfolds."""

from typing import Final

from bot.gallery.block_text import text
from bot.gallery.pieces import Around, Json, all_drawn, classes, drawn, kind, known, listed, unfolding, words


def asked(block: Json, around: Around) -> str:
    """An input block: its label, what is to be filled in, and a hint."""
    optional = ' <span class="bk-optional">(optional)</span>' if block["optional"] else ""
    hint = f'<p class="bk-hint">{text(block["hint"])}</p>' if "hint" in block else ""
    return (
        f'<div class="bk-asked"><p class="bk-label">{text(block["label"])}{optional}</p>'
        f"{drawn(block['element'], _ELEMENTS, around)}{hint}</div>"
    )


def _typed(part: Json, _: Around) -> str:
    value = str(part.get("initial_value", ""))
    hint = str(part.get("placeholder", {}).get("text", ""))
    inside = words(value) or f'<span class="bk-placeholder">{words(hint)}</span>'
    return f"<p {classes('bk-entry', 'bk-lines' if part.get('multiline') else '')}>{inside}</p>"


def _number(part: Json, _: Around) -> str:
    return f'<p class="bk-entry">{words(part.get("initial_value", ""))}</p>'


def _ticks(part: Json, sort: str, chosen: list[str]) -> str:
    rows = []
    for option in part["options"]:
        on = option["value"] in chosen
        rows.append(f"<li {classes(sort, 'ticked' if on else '')}>{text(option['text'])}</li>")
    return f'<ul class="bk-ticks">{"".join(rows)}</ul>'


def _boxes(part: Json, _: Around) -> str:
    return _ticks(part, "box", [option["value"] for option in part.get("initial_options", ())])


def _round(part: Json, _: Around) -> str:
    return _ticks(part, "round", [option["value"] for option in (part.get("initial_option"),) if option])


def _one(part: Json, _: Around) -> str:
    chosen = part["initial_option"]["text"]["text"] if "initial_option" in part else ""
    return _list(part, [chosen] if chosen else [], "Select an option")


def _several(part: Json, _: Around) -> str:
    return _list(part, [option["text"]["text"] for option in part.get("initial_options", ())], "Select options")


def _list(part: Json, chosen: list[str], otherwise: str) -> str:
    shown = words(", ".join(chosen)) or f'<span class="bk-placeholder">{otherwise}</span>'
    offered = (str(option["text"]["text"]) for option in part["options"])
    return unfolding(shown, listed(offered, frozenset(chosen)), "bk-select")


def _who(part: Json, around: Around) -> str:
    ids = part.get("initial_users", [part["initial_user"]] if "initial_user" in part else [])
    return _picked([f"@{around.names.get(each, each)}" for each in ids], "Select a person")


def _where(part: Json, around: Around) -> str:
    ids = [part["initial_conversation"]] if "initial_conversation" in part else []
    return _picked([f"#{around.names.get(each, each)}" for each in ids], "Select a conversation")


def _picked(names: list[str], otherwise: str) -> str:
    inside = words(", ".join(names)) or f'<span class="bk-placeholder">{otherwise}</span>'
    return f'<p class="bk-entry bk-picker">{inside}</p>'


def buttons(block: Json, around: Around) -> str:
    """Buttons in a row."""
    return f'<div class="bk-actions">{all_drawn(block["elements"], BUTTON, around)}</div>'


def _button(part: Json, _: Around) -> str:
    look = classes("bk-button", known("button", part.get("style", ""), _STYLES))
    if "confirm" not in part:
        return f"<span {look}>{text(part['text'])}</span>"
    asked = part["confirm"]
    inside = (
        f"<b>{text(asked['title'])}</b><p>{text(asked['text'])}</p>"
        f'<span class="bk-button">{text(asked["deny"])}</span> <span {look}>{text(asked["confirm"])}</span>'
    )
    return unfolding(f"<span {look}>{text(part['text'])}</span>", inside, "bk-confirm")


_STYLES: Final = {"": "", "primary": "bk-primary", "danger": "bk-danger"}
BUTTON: Final = {"button": kind(_button, "text action_id value style confirm accessibility_label")}
_ELEMENTS: Final = {
    "plain_text_input": kind(_typed, "action_id max_length multiline initial_value placeholder"),
    "number_input": kind(_number, "action_id is_decimal_allowed initial_value"),
    "checkboxes": kind(_boxes, "action_id options initial_options"),
    "radio_buttons": kind(_round, "action_id options initial_option"),
    "static_select": kind(_one, "action_id options initial_option"),
    "multi_static_select": kind(_several, "action_id options initial_options"),
    "users_select": kind(_who, "action_id initial_user"),
    "multi_users_select": kind(_who, "action_id initial_users"),
    "conversations_select": kind(_where, "action_id filter initial_conversation"),
}
