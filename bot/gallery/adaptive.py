"""Adaptive Cards: what Teams is sent, drawn as a message or a dialog; Teams' own clients may differ in details.

The elements: https://adaptivecards.io/explorer
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.gallery import charts
from bot.gallery.adaptive_inputs import INPUTS, button
from bot.gallery.adaptive_text import markdown, rich_text_block, text_block
from bot.gallery.pieces import (
    FACE,
    Around,
    Json,
    Kind,
    all_drawn,
    classes,
    drawn,
    kind,
    known,
    loud,
    picture,
    unfolding,
    words,
)

_SPACINGS: Final = {"None": "ac-close", "Small": "ac-near", "Default": "", "Medium": "ac-apart"}
_GROUNDS: Final = {"default": "", "emphasis": "ac-emphasis"}
_WIDTHS: Final = {"auto": "ac-auto", "stretch": "ac-stretch"}
_ALIGNED: Final = {"Top": "", "Center": "ac-center"}
_ADAPTIVE: Final = "application/vnd.microsoft.card.adaptive"


def message(sent: Json, around: Around) -> str:
    """A message, with who says it."""
    cards = "".join(_attached(each, around) for each in sent["attachments"])
    return f'<div class="ac ac-message">{FACE}<div class="ac-bubble"><p class="ac-said">Huzzah</p>{cards}</div></div>'


def dialog(frame: Json, around: Around) -> str:
    """A dialog in its frame."""
    return (
        f'<div class="ac ac-dialog"><p class="ac-title">{FACE}<b>{words(frame["title"])}</b> '
        f"<span>✕</span></p>{_attached(frame['card'], around)}</div>"
    )


def _attached(attachment: Json, around: Around) -> str:
    if attachment["contentType"] != _ADAPTIVE:
        return loud(str(attachment["contentType"]))
    content = attachment["content"]
    entities = content.get("msteams", {}).get("entities", ())
    return drawn(content, _CARDS, replace(around, mentioned=frozenset(str(each["text"]) for each in entities)))


def _card(card: Json, around: Around) -> str:
    actions = all_drawn(card.get("actions", ()), _ACTIONS, around)
    strange = sorted(card.get("msteams", {}).keys() - {"entities", "width"})
    row = f'<div class="ac-actions">{actions}</div>' if actions else ""
    return f'<div class="ac-card">{"".join(map(loud, strange))}{all_drawn(card["body"], _ELEMENTS, around)}{row}</div>'


def _spaced(draw: Callable[[Json, Around], str]) -> Callable[[Json, Around], str]:
    """An element with what is between it and the one above."""

    def spaced(element: Json, around: Around) -> str:
        gap = known("spacing", element.get("spacing", "Default"), _SPACINGS)
        look = classes("ac-item", gap, "ac-ruled" if element.get("separator") else "")
        return f"<div {look}>{draw(element, around)}</div>"

    return spaced


def _container(element: Json, around: Around) -> str:
    ground = known("style", element.get("style", "default"), _GROUNDS)
    return f"<div {classes('ac-container', ground)}>{all_drawn(element['items'], _ELEMENTS, around)}</div>"


def _column_set(element: Json, around: Around) -> str:
    return f'<div class="ac-columns">{all_drawn(element["columns"], _COLUMN, around)}</div>'


def _column(element: Json, around: Around) -> str:
    look = classes(
        "ac-column",
        _width(str(element["width"])),
        known("alignment", element.get("verticalContentAlignment", "Top"), _ALIGNED),
    )
    return f"<div {look}>{all_drawn(element['items'], _ELEMENTS, around)}</div>"


def _width(said: str) -> str:
    pixels = said.removesuffix("px")
    if pixels != said and pixels.isdecimal() and int(pixels) <= _WIDEST:
        # The page allows no styles of single elements, so widths go by tens.
        return f"ac-wide-{-(-int(pixels) // 10)}0"
    return known("width", said, _WIDTHS)


def _facts(element: Json, around: Around) -> str:
    rows = "".join(
        f"<div><dt>{markdown(str(each['title']), around)}</dt><dd>{markdown(str(each['value']), around)}</dd></div>"
        for each in element["facts"]
    )
    return f'<dl class="ac-facts">{rows}</dl>'


def _image(element: Json, _: Around) -> str:
    return picture(str(element["url"]), str(element["altText"]), "ac-picture")


def _action_set(element: Json, around: Around) -> str:
    return f'<div class="ac-actions">{all_drawn(element["actions"], _ACTIONS, around)}</div>'


def _chart(draw: Callable[[Json], str]) -> Callable[[Json, Around], str]:
    def with_fallback(element: Json, around: Around) -> str:
        instead = all_drawn((element["fallback"],), _ELEMENTS, around)
        return draw(element) + unfolding("Where charts aren’t known", instead, "ac-fallback")

    return with_fallback


def _pressed(action: Json, _: Around) -> str:
    return button(action)


def _show(action: Json, around: Around) -> str:
    return button(action, unfolds=drawn(action["card"], _CARDS, around))


_WIDEST: Final = 200
_ANY: Final = "id spacing separator"
_BUTTON: Final = "title style data verb url associatedInputs"
_CARDS: Final = {"AdaptiveCard": kind(_card, "$schema version body actions msteams")}
_COLUMN: Final = {"Column": kind(_column, "width spacing items verticalContentAlignment")}
_ACTIONS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "Action.Execute": kind(_pressed, _BUTTON),
        "Action.Submit": kind(_pressed, _BUTTON),
        "Action.OpenUrl": kind(_pressed, _BUTTON),
        "Action.ShowCard": kind(_show, "title card style"),
    }
)
_ELEMENTS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "TextBlock": kind(_spaced(text_block), f"{_ANY} text wrap style size weight color fontType isSubtle"),
        "RichTextBlock": kind(_spaced(rich_text_block), f"{_ANY} inlines horizontalAlignment"),
        "Container": kind(_spaced(_container), f"{_ANY} style items"),
        "ColumnSet": kind(_spaced(_column_set), f"{_ANY} columns"),
        "FactSet": kind(_spaced(_facts), f"{_ANY} facts"),
        "Image": kind(_spaced(_image), f"{_ANY} url altText msteams"),
        "ActionSet": kind(_spaced(_action_set), f"{_ANY} actions"),
        "Chart.HorizontalBar": kind(_spaced(_chart(charts.bars)), f"{_ANY} title displayMode data fallback"),
        "Chart.Pie": kind(_spaced(_chart(charts.pie)), f"{_ANY} title data fallback"),
        "Chart.Line": kind(_spaced(_chart(charts.line)), f"{_ANY} title data fallback"),
        **{name: replace(each, draw=_spaced(each.draw)) for name, each in INPUTS.items()},
    }
)
