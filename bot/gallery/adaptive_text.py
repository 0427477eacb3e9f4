"""Adaptive text: the paragraphs of Teams' cards as HTML - markdown in a TextBlock, runs in a RichTextBlock."""

import re
from collections.abc import Iterator
from typing import Final

from bot.gallery import moments
from bot.gallery.pieces import Around, Json, NotDrawn, all_drawn, classes, kind, known, words
from bot.html import prose

_TOKEN: Final = re.compile(
    r"\\(?P<literal>[\\`*_\[\]])"
    r"|<at>(?P<at>.*?)</at>"
    r"|(?:\{\{(?P<moment>DATE|TIME)\((?P<stamp>[^),]+)(?:, ?(?P<shape>[A-Z]+))?\)\}\})"
    r"|(?P<link>\[(?P<label>(?:\\.|[^\]\\])*)\]\((?P<address>[^)]*)\))"
    r"|(?P<bold>\*\*)|(?P<italic>_)|(?P<strange>`|\*|<(?=[\w/!])|~~|\{\{)"
)
_SORTS: Final = ("literal", "at", "moment", "link", "bold", "italic", "strange")
_TAGS: Final = {"bold": "b", "italic": "em"}
_SIZES: Final = {"Small": "ac-small", "Default": "", "Medium": "ac-medium", "Large": "ac-large"}
_WEIGHTS: Final = {"Bolder": "ac-bolder", "Default": ""}
_COLOURS: Final = {"Accent": "ac-accent", "Good": "ac-good", "Attention": "ac-attention", "Default": ""}
_FONTS: Final = {"Monospace": "ac-mono", "Default": ""}
_SIDES: Final = {"Right": "ac-right", "Left": ""}
_ROLES: Final = {"heading": "ac-heading", "default": ""}


def markdown(text: str, around: Around) -> str:
    """As much of markdown as cards use; anything else that would be read as such isn't drawn."""
    return "".join(_pieces(text, around))


def _pieces(text: str, around: Around) -> Iterator[str]:
    end = 0
    held: list[str] = []
    for match in _TOKEN.finditer(text):
        yield words(text[end : match.start()])
        end = match.end()
        sort = _sort(match)
        if sort not in _TAGS:
            yield _token(sort, match, around)
        elif held and held[-1] == sort:
            yield f"</{_TAGS[held.pop()]}>"
        else:
            held.append(sort)
            yield f"<{_TAGS[sort]}>"
    yield words(text[end:])
    if held:
        raise NotDrawn(f"{held[-1]} without an end")


def _sort(match: re.Match[str]) -> str:
    return next(name for name in _SORTS if match[name] is not None)


def _token(sort: str, match: re.Match[str], around: Around) -> str:
    match sort:
        case "literal":
            return words(match["literal"])
        case "at":
            if match[0] not in around.mentioned:
                raise NotDrawn(f"a mention of {match['at']} without its entity")
            return f'<span class="ac-mention">{words(match["at"])}</span>'
        case "moment":
            return moments.of_teams(match["moment"], match["stamp"], match["shape"] or "")
        case "link":
            return prose.link(re.sub(r"\\(.)", r"\1", match["label"]), match["address"])
        case _:
            raise NotDrawn(f"{match[0]} in markdown")


def text_block(element: Json, around: Around) -> str:
    """A paragraph of markdown."""
    if element.get("wrap") is not True:
        raise NotDrawn("a TextBlock that is cut off")
    role = known("style", element.get("style", "default"), _ROLES)
    return f"<p {classes(role, *_looks(element))}>{markdown(str(element['text']), around)}</p>"


def rich_text_block(element: Json, around: Around) -> str:
    """A paragraph of runs."""
    side = known("alignment", element.get("horizontalAlignment", "Left"), _SIDES)
    return f"<p {classes('ac-runs', side)}>{all_drawn(element['inlines'], _INLINES, around)}</p>"


def _run(inline: Json, _: Around) -> str:
    said = str(inline["text"])
    shown = words(said)
    if action := inline.get("selectAction"):
        if action["type"] != "Action.OpenUrl":
            raise NotDrawn(f"a word with {action['type']}")
        shown = prose.link(said, str(action["url"]))
    look = classes(
        *_looks(inline), "ac-italic" if inline.get("italic") else "", "ac-struck" if inline.get("strikethrough") else ""
    )
    return f"<span {look}>{shown}</span>"


def _looks(part: Json) -> tuple[str, ...]:
    return (
        known("size", part.get("size", "Default"), _SIZES),
        known("weight", part.get("weight", "Default"), _WEIGHTS),
        known("colour", part.get("color", "Default"), _COLOURS),
        known("font", part.get("fontType", "Default"), _FONTS),
        "ac-subtle" if part.get("isSubtle") else "",
    )


_INLINES: Final = {
    "TextRun": kind(_run, "text size weight color fontType isSubtle italic strikethrough selectAction"),
}
