"""Block Kit as Slack takes it: a strict checker that needs no network, for what our cards and dialogs use.

Limits: docs.slack.dev/reference/block-kit/blocks, docs.slack.dev/reference/block-kit/block-elements and
docs.slack.dev/reference/block-kit/composition-objects. A type or key that isn't listed here is a fault.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.bot.shapes_check import Faults, Keys, count, flag, items, pattern, table, typed, walk
from tests.bot.slack.block_kit_checks import MOST_TEXT, any_text, is_true, opaque, plain, text, units

IDENT = text(255)
STYLE = table(dict.fromkeys(("bold", "italic", "strike", "code"), (False, is_true)))
STYLED: Keys = {"style": (False, STYLE)}
ADDRESS = pattern(r"(https?://|mailto:)\S{1,2990}")
INLINE = typed(
    {
        "text": {"text": (True, text(MOST_TEXT)), **STYLED},
        "user": {"user_id": (True, pattern(r"[UW][A-Z0-9]+")), **STYLED},
        "channel": {"channel_id": (True, pattern(r"[CG][A-Z0-9]+")), **STYLED},
        "emoji": {"name": (True, pattern(r"[a-z0-9_+'\-]{1,100}")), "skin_tone": (False, count)},
        "link": {"url": (True, ADDRESS), "text": (True, text(MOST_TEXT)), **STYLED},
        "date": {"timestamp": (True, count), "format": (True, text(100)), "fallback": (True, text(100))},
    }
)
QUOTED = typed(
    {
        "text": {"text": (True, text(MOST_TEXT)), **STYLED},
        "channel": {"channel_id": (True, pattern(r"[CG][A-Z0-9]+"))},
        "emoji": {"name": (True, pattern(r"[a-z0-9_+'\-]{1,100}")), "skin_tone": (False, count)},
        "link": {"url": (True, ADDRESS), "text": (True, text(MOST_TEXT))},
    }
)
"""In a quotation nobody is mentioned."""
SECTION: Mapping[str, Keys] = {"rich_text_section": {"elements": (True, items(INLINE, 1_000))}}
RICH = typed(
    {
        **SECTION,
        "rich_text_quote": {"elements": (True, items(QUOTED, 1_000))},
        "rich_text_list": {
            "style": (True, pattern("bullet|ordered")),
            "elements": (True, items(typed(SECTION), 200)),
        },
    }
)
CONFIRM = table(
    {
        "title": (True, plain(100)),
        "text": (True, plain(300)),
        "confirm": (True, plain(30)),
        "deny": (True, plain(30)),
        "style": (False, pattern("primary|danger")),
    }
)
BUTTON = typed(
    {
        "button": {
            "text": (True, plain(75)),
            "action_id": (True, IDENT),
            "value": (False, opaque(2_000)),
            "style": (False, pattern("primary|danger")),
            "confirm": (False, CONFIRM),
            "accessibility_label": (False, text(75)),
        }
    }
)
OPTION = table({"text": (True, plain(75)), "value": (True, pattern(r"(?s).{1,75}"))})
MEMBER, CONVERSATION = pattern(r"[UW][A-Z0-9]+"), pattern(r"[CG][A-Z0-9]+")
FILTER = table(
    {
        "include": (False, items(pattern("public|private|im|mpim"), 4)),
        "exclude_bot_users": (False, flag),
        "exclude_external_shared_channels": (False, flag),
    }
)
ACTION: Keys = {"action_id": (True, IDENT)}
INPUT = typed(
    {
        "plain_text_input": {
            **ACTION,
            "multiline": (False, flag),
            "max_length": (False, count),
            "initial_value": (False, opaque(3_000)),
            "placeholder": (False, plain(150)),
        },
        "number_input": {
            **ACTION,
            "is_decimal_allowed": (True, flag),
            "initial_value": (False, pattern(r"-?\d+")),
        },
        "radio_buttons": {**ACTION, "options": (True, items(OPTION, 10)), "initial_option": (False, OPTION)},
        "static_select": {**ACTION, "options": (True, items(OPTION, 100)), "initial_option": (False, OPTION)},
        "checkboxes": {
            **ACTION,
            "options": (True, items(OPTION, 10)),
            "initial_options": (False, items(OPTION, 10)),
        },
        "multi_static_select": {
            **ACTION,
            "options": (True, items(OPTION, 100)),
            "initial_options": (False, items(OPTION, 100)),
        },
        "users_select": {**ACTION, "initial_user": (False, MEMBER)},
        "multi_users_select": {**ACTION, "initial_users": (False, items(MEMBER, 100))},
        "conversations_select": {**ACTION, "filter": (False, FILTER), "initial_conversation": (False, CONVERSATION)},
    }
)
POINT = table({"label": (True, text(20)), "value": (True, count)})
PLOTTED: Keys = {
    "series": (True, items(table({"name": (True, text(20)), "data": (True, items(POINT, 20))}), 6)),
    "axis_config": (
        True,
        table({"categories": (True, items(text(20), 20)), "x_label": (False, text(50)), "y_label": (False, text(50))}),
    ),
}
CHART = typed({"pie": {"segments": (True, items(POINT, 6))}, "bar": PLOTTED, "line": PLOTTED, "area": PLOTTED})
"""docs.slack.dev/reference/block-kit/blocks/data-visualization-block"""
IN_MESSAGE: Mapping[str, Keys] = {
    "header": {"text": (True, plain(150))},
    "divider": {},
    "context": {"elements": (True, items(any_text(MOST_TEXT), 10))},
    "section": {
        "fields": (False, items(any_text(2_000), 10)),
        "text": (False, any_text(MOST_TEXT)),
        "accessory": (False, BUTTON),
    },
    "image": {
        "image_url": (False, pattern(r"https://\S{1,2990}")),
        "slack_file": (False, table({"id": (True, pattern(r"F[A-Z0-9]{1,40}"))})),
        "alt_text": (True, text(2_000)),
    },
    "actions": {"elements": (True, items(BUTTON, 25))},
    "rich_text": {"elements": (True, items(RICH, 200))},
}
DRAWN: Mapping[str, Keys] = {**IN_MESSAGE, "data_visualization": {"title": (True, text(50)), "chart": (True, CHART)}}
"""Charts are for messages alone."""
IN_MODAL: Mapping[str, Keys] = {
    **IN_MESSAGE,
    "input": {
        "block_id": (True, IDENT),
        "label": (True, plain(2_000)),
        "element": (True, INPUT),
        "hint": (False, plain(2_000)),
        "optional": (False, flag),
    },
}
MESSAGE = table({"text": (True, text(3_000)), "blocks": (True, items(typed(DRAWN), 50))})
HOME: Keys = {"callback_id": (True, IDENT), "blocks": (True, items(typed(IN_MESSAGE), 100))}
MODAL: Keys = {
    "callback_id": (True, IDENT),
    "private_metadata": (False, opaque(3_000)),
    "title": (True, plain(24)),
    "submit": (False, plain(24)),
    "close": (False, plain(24)),
    "blocks": (True, items(typed(IN_MODAL), 100)),
}
VIEW = typed({"home": HOME, "modal": MODAL})


def message_faults(message: object) -> list[str]:
    """What Slack, or its readers, would not take about a message; nothing if all is well."""
    found = [*MESSAGE(message, ""), *_whole(message), *_sdk(message)]
    if isinstance(message, dict) and re.search(r"[<>]|&(?!amp;|lt;|gt;)", str(message.get("text"))):
        found.append("/text: not escaped")
    return found


def view_faults(view: object) -> list[str]:
    """The same for a modal or a home tab."""
    found = [*VIEW(view, ""), *_whole(view), *_sdk(view)]
    if len(json.dumps(view)) > 250_000:
        found.append("larger than 250 kB")
    return found


def _whole(payload: object) -> Faults:
    """What only shows when one looks at all of it."""
    objects = list(walk(payload))
    yield from _charts(objects)
    for key in ("action_id", "block_id"):
        often = Counter(str(each[key]) for each in objects if key in each)
        yield from (f"{key} {ident!r} is there {times} times" for ident, times in often.items() if times > 1)
    for each in objects:
        if each.get("type") == "rich_text" and _length(each) > MOST_TEXT:
            yield f"{_length(each)} characters of rich text in one block"
        if each.get("type") == "actions":
            styles = [button.get("style") for button in walk(each.get("elements")) if button.get("type") == "button"]
            if styles.count("primary") > 1:
                yield "more than one primary button in a row"
        for name in ("initial_option", "initial_options"):
            chosen, options = each.get(name, []), each.get("options")
            for one in chosen if isinstance(chosen, list) else [chosen]:
                if not isinstance(options, list) or one not in options:
                    yield f"{name} is none of the options"


def _charts(objects: Sequence[Mapping[str, Any]]) -> Faults:
    drawn = [each for each in objects if each.get("type") == "data_visualization"]
    if len(drawn) > 2:
        yield f"{len(drawn)} charts in one message"
    for each in drawn:
        chart = each.get("chart", {})
        if any(part.get("value") == 0 for part in chart.get("segments", ())):
            yield "a slice of nothing"
        categories = chart.get("axis_config", {}).get("categories", [])
        if len(set(categories)) != len(categories):
            yield f"categories that are the same: {categories}"
        for series in chart.get("series", ()):
            if [point.get("label") for point in series.get("data", ())] != categories:
                yield "the points aren't those of the categories"


def _length(part: object) -> int:
    return sum(units(words) for each in walk(part) if isinstance(words := each.get("text"), str))


def _sdk(payload: object) -> Faults:
    """What Slack's own library says: it must know every block, find no fault and give it back as it was."""
    blocks = payload.get("blocks") if isinstance(payload, dict) else None
    for place, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict) and block.get("type") == "data_visualization":
            continue  # slack_sdk doesn't know it yet.
        if isinstance(block, dict) and block.get("type") == "section" and not block.keys() & {"text", "fields"}:
            yield f"/blocks/{place}: a section without words"
        try:
            parsed = Block.parse(block)
            if parsed is None:
                yield f"/blocks/{place}: unknown to slack_sdk"
                continue
            parsed.validate_json()
            given_back = parsed.to_dict()
        except SlackObjectFormationError as error:
            yield f"/blocks/{place}: {error}"
            continue
        if given_back != block:
            yield f"/blocks/{place}: slack_sdk reads it as {given_back}"
