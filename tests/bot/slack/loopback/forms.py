"""Filling in dialogs: what an input holds after somebody typed or chose, as `view.state.values` has it."""

from collections.abc import Callable, Mapping, Sequence

from tests.bot.slack.loopback.block_kit import elements, text_of
from tests.bot.slack.loopback.world import Json

Entry = str | Sequence[str] | bool | Json | None

KEEPS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"), "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"), "url_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"), "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"), "radio_buttons": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"), "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"), "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "rich_text_input": ("rich_text_value", "initial_value"), "overflow": ("selected_option", ""),
}  # fmt: skip
"""Where each kind of element keeps what was chosen, and what it begins with."""

REQUIRED = "Please complete this required field."


def values_of(blocks: Sequence[Json], typed: Mapping[str, Json]) -> Json:
    """`state.values`: everything that can be filled in, as it stands."""
    values: Json = {}
    for block in blocks:
        for element in elements(block):
            if element.get("type") in KEEPS and element["type"] != "overflow":
                action = element["action_id"]
                now = typed.get(block["block_id"], {}).get(action) or _initial(element)
                values.setdefault(block["block_id"], {})[action] = now
    return values


def _initial(element: Json) -> Json:
    key, initial = KEEPS[element["type"]]
    nothing: object = [] if key.endswith("s") else None
    return {"type": element["type"], key: element.get(initial, nothing)}


def fill(blocks: Sequence[Json], fields: Mapping[str, Entry], id_of: Callable[[str], str]) -> Json:
    """What these entries make of `state.values`; a field is named by block id, without `#…`, or by its label."""
    typed: Json = {}
    for name, entry in fields.items():
        block, element = find_field(blocks, name)
        typed.setdefault(block["block_id"], {})[element["action_id"]] = chosen(element, entry, id_of)
    return typed


def find_field(blocks: Sequence[Json], name: str) -> tuple[Json, Json]:
    """The block and element of a field. Raises KeyError naming those there are."""
    found = {}
    for block in blocks:
        for element in elements(block):
            if element.get("type") in KEEPS:
                label = text_of(block.get("label")).strip().lower()
                for key in (label, element["action_id"].partition("#")[0], block["block_id"].partition("#")[0]):
                    found[key] = (block, element)
                found[block["block_id"]] = found[element["action_id"]] = (block, element)
    if name not in found and name.lower() not in found:
        raise KeyError(f"no field {name}; there are {sorted(found)}")
    return found.get(name) or found[name.lower()]


def chosen(element: Json, entry: Entry, id_of: Callable[[str], str]) -> Json:
    """One element's state with this entry."""
    kind = element["type"]
    key, _ = KEEPS[kind]
    many = key.endswith("s")
    if isinstance(entry, bool):
        options = element.get("options", [])
        return {"type": kind, key: (options[:1] if many else options[0]) if entry else ([] if many else None)}
    if isinstance(entry, Mapping):
        return {"type": kind, key: entry}
    entries = [each for each in (entry.split(",") if isinstance(entry, str) and many else _listed(entry)) if each]
    if "option" in key:
        found: list[object] = [_option(element, each) for each in entries]
    elif "user" in key or "conversation" in key:
        found = [_named(each, id_of) for each in entries]
    else:
        found = list(entries)
    return {"type": kind, key: found if many else (found[0] if found else None)}


def _listed(entry: Entry) -> list[str]:
    if entry is None:
        return []
    return [entry] if isinstance(entry, str) else [str(each) for each in entry]  # type: ignore[union-attr]


def _named(name: str, id_of: Callable[[str], str]) -> str:
    try:
        return id_of(name.strip())
    except (KeyError, StopIteration):
        return name.strip()


def _option(element: Json, wanted: str) -> Json:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options: list[Json] = [option for group in groups for option in group.get("options", [])]
    for option in options:
        if wanted in (option.get("value"), text_of(option.get("text"))):
            return option
    if "external" in element["type"]:
        return {"text": {"type": "plain_text", "text": wanted}, "value": wanted}
    raise KeyError(f"no option {wanted}; there are {[option.get('value') for option in options]}")


def missing(blocks: Sequence[Json], values: Json) -> dict[str, str]:
    """What Slack's own client says before it sends a dialog: by field."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        key, _ = KEEPS[element["type"]]
        value = values.get(block["block_id"], {}).get(element["action_id"], {}).get(key)
        field = block["block_id"].partition("#")[0]
        if not value and not block.get("optional"):
            errors[field] = REQUIRED
        elif isinstance(value, str):
            if len(value) > element.get("max_length", 3000):
                errors[field] = f"{element['max_length']} characters at most."
            elif value and len(value) < element.get("min_length", 0):
                errors[field] = f"{element['min_length']} characters at least."
    return errors
