"""Adaptive inputs: the questions and buttons of Teams' cards, drawn; what is behind a list or button unfolds."""

from typing import Final

from bot.gallery.pieces import Around, Json, NotDrawn, classes, kind, known, listed, unfolding, words

_BUTTONS: Final = {"default": "", "positive": "ac-positive", "destructive": "ac-destructive"}


def button(action: Json, *, unfolds: str = "") -> str:
    """A button, with the card that unfolds below it if there is one."""
    look = classes("ac-button", known("action", action.get("style", "default"), _BUTTONS))
    shown = f"<span {look}>{words(action['title'])}</span>"
    return unfolding(shown, unfolds, "ac-show") if unfolds else shown


def _asked(element: Json, inside: str) -> str:
    star = ' <span class="ac-star">*</span>' if element.get("isRequired") else ""
    return f'<div class="ac-asked"><p class="ac-label">{words(element["label"])}{star}</p>{inside}</div>'


def _text(element: Json, _: Around) -> str:
    hint = f'<span class="ac-placeholder">{words(element.get("placeholder", ""))}</span>'
    look = classes("ac-entry", "ac-lines" if element.get("isMultiline") else "")
    return _asked(element, f"<p {look}>{words(element.get('value', '')) or hint}</p>")


def _number(element: Json, _: Around) -> str:
    return _asked(element, f'<p class="ac-entry">{words(element.get("value", ""))}</p>')


def _toggle(element: Json, _: Around) -> str:
    on = element["value"] == element["valueOn"]
    return f'<ul class="ac-ticks"><li {classes("box", "ticked" if on else "")}>{words(element["title"])}</li></ul>'


def _choices(element: Json, around: Around) -> str:
    many = bool(element.get("isMultiSelect"))
    chosen = [each for each in str(element.get("value", "")).split(",") if each] if many else [element.get("value")]
    if "choices.data" in element:
        return _asked(element, _searched(element, [str(each) for each in chosen if each], around))
    if element["style"] == "expanded":
        rows = "".join(
            f"<li {classes('box' if many else 'round', 'ticked' if each['value'] in chosen else '')}>"
            f"{words(each['title'])}</li>"
            for each in element["choices"]
        )
        return _asked(element, f'<ul class="ac-ticks">{rows}</ul>')
    if element["style"] not in ("compact", "filtered"):
        raise NotDrawn(f"Input.ChoiceSet {element['style']}")
    titles = frozenset(str(each["title"]) for each in element["choices"] if each["value"] in chosen)
    hint = f'<span class="ac-placeholder">{words(element.get("placeholder", ""))}</span>'
    offered = (str(each["title"]) for each in element["choices"])
    return _asked(element, unfolding(words(", ".join(sorted(titles))) or hint, listed(offered, titles), "ac-select"))


def _searched(element: Json, chosen: list[str], around: Around) -> str:
    if element["choices.data"] != {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}:
        raise NotDrawn(f"a search of {element['choices.data']}")
    names = words(", ".join(around.names.get(each, each) for each in chosen))
    hint = '<span class="ac-placeholder">Search for people</span>'
    return f'<p class="ac-entry ac-picker">{names or hint}</p>'


_LABELLED: Final = "id label isRequired errorMessage value spacing separator"
INPUTS: Final = {
    "Input.Text": kind(_text, f"{_LABELLED} maxLength isMultiline placeholder"),
    "Input.Number": kind(_number, _LABELLED),
    "Input.Toggle": kind(_toggle, "id title value valueOn valueOff wrap spacing separator"),
    "Input.ChoiceSet": kind(_choices, f"{_LABELLED} choices choices.data style wrap isMultiSelect placeholder"),
}
