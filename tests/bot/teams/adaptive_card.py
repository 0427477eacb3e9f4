"""Adaptive Cards as Teams takes them: a strict checker of what ours use, and the official schema where it is at hand.

The elements: https://adaptivecards.io/explorer; what Teams adds:
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format and
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

from tests.bot.shapes_check import Faults, Keys, flag, items, number, one_of, pattern, table, typed, walk
from tests.bot.teams.adaptive_card_checks import TAG, markdown, opaque, words

OFFICIAL = Path(__file__).parents[4] / "shared" / "schemas" / "adaptive-card.1.5.0.json"
LARGEST = 80_000
SPACE = one_of("None", "Small", "Medium")
LAID: Keys = {
    "id": (False, words(250)), "spacing": (False, SPACE), "separator": (False, flag),
}  # fmt: skip
LOOKS: Keys = {
    "size": (False, one_of("Small", "Large")),
    "weight": (False, one_of("Bolder")),
    "isSubtle": (False, flag),
}
ADDRESS = pattern(r"(https?://|mailto:)\S{1,3500}")
OURS = table(
    {
        "action": (False, opaque(200)), "value": (False, opaque(2_000)), "dialog": (False, opaque(200)),
        "context": (False, opaque(3_000)), "nonce": (False, opaque(100)), "form": (False, opaque(30_000)),
        "from": (False, opaque(300)),
    }
)  # fmt: skip
FETCH = table({"type": (True, one_of("task/fetch"))})
TITLED: Keys = {"title": (True, words(75)), "style": (False, one_of("positive", "destructive"))}


def _card(value: object, path: str) -> Faults:
    yield from table({"type": (True, one_of("AdaptiveCard")), **INNER})(value, path)


ACTIONS: dict[str, Keys] = {
    "Action.Execute": {**TITLED, "verb": (True, opaque(200)), "data": (True, table({"huzzah": (True, OURS)}))},
    "Action.Submit": {
        **TITLED,
        "data": (True, table({"huzzah": (True, OURS), "msteams": (False, FETCH)})),
        "associatedInputs": (False, one_of("none")),
    },
    "Action.ShowCard": {**TITLED, "card": (True, _card)},
}
PRESS = items(typed(ACTIONS), 6)
SELECT = typed({"Action.OpenUrl": {"url": (True, ADDRESS)}})
RUN = typed(
    {
        "TextRun": {
            **LOOKS, "text": (True, words()), "italic": (False, flag), "strikethrough": (False, flag),
            "color": (False, one_of("Accent", "Good", "Attention")), "fontType": (False, one_of("Monospace")),
            "selectAction": (False, SELECT),
        }
    }
)  # fmt: skip
FACT = table({"title": (True, markdown), "value": (True, markdown)})
BAR = table({"x": (True, words(400)), "y": (True, number), "color": (True, one_of("good", "categoricalBlue"))})
SLICE = table({"legend": (True, words(100)), "value": (True, number)})
LINE = table(
    {
        "legend": (True, words(60)), "color": (True, one_of("categoricalBlue")),
        "values": (True, items(table({"x": (True, words(400)), "y": (True, number)}), 20, 2)),
    }
)  # fmt: skip
CHOICE = table({"title": (True, words(150)), "value": (True, opaque(200))})
PEOPLE = table({"type": (True, one_of("Data.Query")), "dataset": (True, one_of("graph.microsoft.com/users"))})
ASKED: Keys = {
    "id": (True, words(250)), "label": (True, words(1_000)), "isRequired": (False, flag),
    "errorMessage": (False, words(100)), "placeholder": (False, words(100)),
}  # fmt: skip


def _element(value: object, path: str) -> Faults:
    yield from typed(ELEMENTS)(value, path)


def _drawn(value: object, path: str) -> Faults:
    """A fallback is for clients that know less: no chart in it."""
    yield from typed({"Container": ELEMENTS["Container"]})(value, path)
    if any(str(each.get("type")).startswith("Chart.") for each in walk(value)):
        yield f"{path}: a chart in a fallback"


COLUMN = typed(
    {
        "Column": {
            "width": (True, pattern(r"auto|stretch|\d{2,3}px")),
            "spacing": (False, SPACE),
            "verticalContentAlignment": (False, one_of("Center")),
            "items": (True, items(_element, 200)),
        }
    }
)
ELEMENTS: dict[str, Keys] = {
    "TextBlock": {
        **LAID, **LOOKS, "text": (True, markdown), "wrap": (True, flag), "style": (False, one_of("heading")),
    },
    "RichTextBlock": {
        **LAID, "inlines": (True, items(RUN, 400)), "horizontalAlignment": (False, one_of("Right")),
    },
    "Container": {**LAID, "style": (False, one_of("emphasis")), "items": (True, items(_element, 300))},
    "ColumnSet": {**LAID, "columns": (True, items(COLUMN, 6))},
    "FactSet": {**LAID, "facts": (True, items(FACT, 100))},
    "Image": {
        **LAID, "url": (True, pattern(r"https://\S{1,3500}")), "altText": (True, words(2_000)),
        "msteams": (False, table({"allowExpand": (True, flag)})),
    },
    "ActionSet": {**LAID, "actions": (True, PRESS)},
    "Chart.HorizontalBar": {
        **LAID, "title": (False, words(200)), "displayMode": (True, one_of("AbsoluteNoAxis")),
        "data": (True, items(BAR, 20)), "fallback": (True, _drawn),
    },
    "Chart.Pie": {**LAID, "title": (False, words(200)), "data": (True, items(SLICE, 20)), "fallback": (True, _drawn)},
    "Chart.Line": {**LAID, "title": (False, words(200)), "data": (True, items(LINE, 1)), "fallback": (True, _drawn)},
    "Input.Text": {
        **LAID, **ASKED, "maxLength": (True, number), "isMultiline": (False, flag), "value": (False, opaque(3_000)),
    },
    "Input.Number": {**LAID, **ASKED, "value": (False, number)},
    "Input.Toggle": {
        "id": (True, words(250)), "title": (True, words(1_000)), "value": (True, one_of("true", "false")),
        "valueOn": (True, one_of("true")), "valueOff": (True, one_of("false")), "wrap": (True, flag),
    },
    "Input.ChoiceSet": {
        **LAID, **ASKED, "choices": (True, items(CHOICE, 100, 0)), "choices.data": (False, PEOPLE),
        "style": (False, one_of("compact", "expanded", "filtered")), "isMultiSelect": (False, flag),
        "value": (False, opaque(25_000)), "wrap": (False, flag),
    },
}  # fmt: skip
INNER: Keys = {"body": (True, items(_element, 2_000)), "actions": (False, PRESS)}
ENTITY = typed(
    {
        "mention": {
            "text": (True, pattern(TAG.pattern)),
            "mentioned": (True, table({"id": (True, pattern(r"29:[\w-]+|[0-9a-f-]{36}")), "name": (True, words(80))})),
        }
    }
)
REFRESH = table(
    {"action": (True, typed({"Action.Execute": ACTIONS["Action.Execute"]})), "userIds": (True, items(words(), 60, 0))}
)
CARD = typed(
    {
        "AdaptiveCard": {
            **INNER,
            "$schema": (True, one_of("http://adaptivecards.io/schemas/adaptive-card.json")),
            "version": (True, one_of("1.5")),
            "msteams": (False, table({"width": (False, one_of("Full")), "entities": (False, items(ENTITY, 15))})),
            "refresh": (False, REFRESH),
        }
    }
)
ATTACHED = table({"contentType": (True, one_of("application/vnd.microsoft.card.adaptive")), "content": (True, CARD)})
MESSAGE = typed({"message": {"summary": (True, words(300)), "attachments": (True, items(ATTACHED, 1))}})
FRAME = table(
    {
        "title": (True, words(64)), "width": (True, one_of("medium")), "height": (True, one_of("medium", "large")),
        "card": (True, ATTACHED),
    }
)  # fmt: skip


def message_faults(activity: Any) -> list[str]:
    """All that Teams would refuse, or that we wouldn't want, in a message."""
    return [*MESSAGE(activity, ""), *_whole(activity["attachments"][0]["content"], activity)]


def frame_faults(framed: Any) -> list[str]:
    """The same for a dialog's frame with its card."""
    found = [*FRAME(framed, ""), *_whole(framed["card"]["content"], framed)]
    if any(each.get("type") in ("Action.Execute", "mention") for each in walk(framed)):
        found.append("what a dialog doesn't know: Action.Execute, or a mention")
    return found


def _whole(card: Any, sent: object) -> Faults:
    size = len(json.dumps(sent, ensure_ascii=False).encode("utf-8", "replace"))
    if size > LARGEST:
        yield f"{size} bytes"
    often = Counter(each["id"] for each in walk(card.get("body")) if isinstance(each.get("id"), str))
    yield from (f"the id {ident!r} is there {times} times" for ident, times in often.items() if times > 1)
    entities = card.get("msteams", {}).get("entities", [])
    tags = Counter(tag for each in walk(card) if each.get("type") == "TextBlock" for tag in TAG.findall(each["text"]))
    if tags != Counter(each["text"] for each in entities):
        yield f"the tags {tags} have other entities: {entities}"
    if len({each["mentioned"]["id"] for each in entities}) != len(entities):
        yield "somebody is mentioned twice"
    for each in walk(card):
        if [one.get("style") for one in each.get("actions", ())].count("positive") > 1:
            yield "more than one button stands out in a row"


def official_faults(card: object) -> list[str]:
    """What the official schema says of a card, where it is at hand; it takes its time."""
    validator = _validator()
    if validator is None:
        return []
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(_without(card))]


@cache
def _validator() -> Draft6Validator | None:
    return Draft6Validator(json.loads(OFFICIAL.read_text(encoding="utf-8"))) if OFFICIAL.exists() else None


def _without(part: object) -> Any:
    """A card without what Teams adds to Adaptive Cards 1.5; of a chart, what is drawn in its place."""
    if isinstance(part, list):
        return [_without(each) for each in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("type")).startswith("Chart."):
        return _without(part["fallback"])
    kept = {key: _without(value) for key, value in part.items() if key not in ("msteams", "choices.data")}
    return kept | {"style": "compact"} if kept.get("style") == "filtered" else kept
