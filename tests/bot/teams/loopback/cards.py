"""Cards as people read them: flattened to words, searched for buttons and for what can be filled in."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.bot.teams.loopback.world import Json, Message

INSIDE = ("body", "items", "columns", "rows", "cells", "inlines", "facts", "images", "actions", "data", "values")
"""Where the parts of a part are, in the order of reading."""
WORDS = ("title", "text", "x", "value", "label", "altText", "legend", "placeholder", "errorMessage")
"""Where words are, the names of a chart's bars too. What an input holds is its own affair."""
MARKDOWN = re.compile(r"\\([^\w\s])|\*\*|\[([^\]\[]*)\]\((?:[^()\s]|\([^()]*\))*\)")
MOMENT = re.compile(r"\{\{(DATE|TIME)\((\d{4}-\d\d-\d\d)T(\d\d:\d\d)[^){}]*\)\}\}")
"""Clients write these in the reader's own zone and language. Source: learn.microsoft.com/adaptive-cards/
authoring-cards/text-features"""
AT = re.compile(r"</?at(?: id=\"\d+\")?>")
JOINS = {"RichTextBlock": "", "": " "}
"""What stands between the pieces of a part, if not the end of a line; facts and bars of charts have no type."""
PRESSED = ("Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility")


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: its label and what it does."""

    label: str
    action: Json

    @property
    def kind(self) -> str:
        """Action.Execute, Action.Submit, …"""
        return str(self.action.get("type"))


def text_of(part: Any, who: str = "") -> str:
    """What people read in an activity, message, card or part of one, line by line; of a message as `who` sees it."""
    if isinstance(part, Message):
        view = part.views.get(who)
        return text_of(view) if view is not None else text_of(part.activity) or shown(part.text)
    if isinstance(part, str):
        return shown(part)
    if isinstance(part, list):
        return "\n".join(filter(None, map(text_of, part)))
    if not isinstance(part, Mapping) or part.get("isVisible") is False:
        return ""
    if "attachments" in part or ("text" in part and part.get("type") == "message"):
        cards = [each.get("content") for each in part.get("attachments") or []]
        return "\n".join(filter(None, (shown(str(part.get("text") or "")), *map(text_of, cards))))
    return _words(part)


def _words(part: Mapping[str, Any]) -> str:
    kind = str(part.get("type", ""))
    if kind == "Action.ShowCard":
        return "\n".join(filter(None, (shown(str(part.get("title", ""))), text_of(part.get("card")))))
    names = [name for name in WORDS if name != "value" or not kind.startswith("Input.")]
    own = [shown(part[name]) for name in names if isinstance(part.get(name), str)]
    own += [str(part[name]) for name in ("y", "value") if not kind and isinstance(part.get(name), int)]
    inner = [_inner(part.get(name), kind) for name in INSIDE if not (kind.startswith("Action.") and name == "data")]
    choices = [text_of(part.get("choices"))] if kind == "Input.ChoiceSet" else []
    return JOINS.get(kind, "\n").join(filter(None, (*own, *inner, *choices)))


def _inner(part: Any, kind: str) -> str:
    if kind == "RichTextBlock" and isinstance(part, list):
        return "".join(map(text_of, part))
    return text_of(part)


def shown(text: str) -> str:
    """Words as they are shown: mentions as names, moments as dates, emphasis and links without their signs."""
    plain = MOMENT.sub(lambda found: found[2] if found[1] == "DATE" else found[3], AT.sub("", text))
    return html.unescape(MARKDOWN.sub(lambda found: found[1] or found[2] or "", plain))


def parts(part: Any) -> Iterator[Json]:
    """A card's parts, itself first, what lies behind ShowCard too."""
    if isinstance(part, list):
        for each in part:
            yield from parts(each)
    elif isinstance(part, dict):
        yield part
        for name in (*INSIDE, "card", "selectAction", "inlineAction"):
            if name != "data":
                yield from parts(part.get(name))


def buttons(part: Any) -> list[Button]:
    """All there is to press, in the order of reading."""
    found = [each for each in parts(part) if each.get("type") in PRESSED]
    return [Button(shown(str(each.get("title") or "")), each) for each in found]


def find_button(card: Any, wanted: str) -> Button:
    """The button with this label or verb, beside words that begin so, or whose label does.

    Raises KeyError naming those there are.
    """
    everything = buttons(card)
    tests = (
        lambda each: each.label == wanted,
        lambda each: wanted in (each.action.get("verb"), _ours(each.action)),
        lambda each: each.label.lower().startswith(wanted.lower()),
        lambda each: wanted.lower() in each.label.lower(),
    )
    for test in tests[:2]:
        for each in everything:
            if test(each):
                return _real(each)
    for words, each in _beside(card):
        if words.removeprefix("✓").strip().startswith(wanted):
            return _real(each)
    for test in tests[2:]:
        for each in everything:
            if test(each):
                return _real(each)
    raise KeyError(f"nothing to press is called {wanted}; there are {[each.label for each in everything]}")


def _beside(card: Any) -> Iterator[tuple[str, Button]]:
    """What stands in a column of its own, with the words in the column before it."""
    for each in parts(card):
        columns = each.get("columns") or []
        if each.get("type") == "ColumnSet" and len(columns) == 2 and (found := buttons(columns[1])):
            yield text_of(columns[0]), found[0]


def _real(button: Button) -> Button:
    """Whoever presses what asks again is asked, and says yes: the first button behind it."""
    if button.kind == "Action.ShowCard":
        return next(each for each in buttons(button.action.get("card")) if each.kind != "Action.ShowCard")
    return button


def _ours(action: Json) -> object:
    data = action.get("data")
    own = data.get("huzzah") if isinstance(data, dict) else None
    return own.get("action") if isinstance(own, dict) else None


def inputs(card: Any) -> list[Json]:
    """All that can be filled in."""
    return [each for each in parts(card) if str(each.get("type", "")).startswith("Input.")]
