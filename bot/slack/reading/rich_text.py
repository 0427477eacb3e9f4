"""Rich text: the words of Slack's `rich_text` blocks as markup, for messages that carry nothing else.

The elements: docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Final

from bot.shapes import LONGEST_TEXT, Table, name, rows, table, tables, words
from bot.slack.reading.ids import ident
from scoring.markup import escape

MOST_ELEMENTS: Final = 1_000
"""So many pieces are read, of all blocks together."""


def markup_of(blocks: object) -> str:
    """What `rich_text` blocks say, as markup; nothing if there are none."""
    lines: list[str] = []
    left = iter(range(MOST_ELEMENTS))
    for block in tables(blocks, 100):
        if block.get("type") == "rich_text":
            for element in islice(tables(block.get("elements")), 200):
                lines += _lines(element, left)
    return "\n".join(lines)[:LONGEST_TEXT].strip()


def _lines(element: Table, left: Iterator[int]) -> list[str]:
    match element.get("type"):
        case "rich_text_list":
            return [_inline(item, left) for item in tables(element.get("elements"), 200)]
        case "rich_text_preformatted":
            return [f"```{_inline(element, left, bare=True).replace('`', '')}```"]
        case "rich_text_quote":
            return ["&gt; " + line for line in _inline(element, left).split("\n")]
        case _:
            return [_inline(element, left)]


def _inline(element: Table, left: Iterator[int], *, bare: bool = False) -> str:
    # One after the other, for the bound is shared by all blocks.
    said = [_piece(piece, bare=bare) for piece, _ in zip(rows(element.get("elements")), left, strict=False)]
    return "".join(said)


def _piece(value: object, *, bare: bool) -> str:
    piece = table(value)
    kind = piece.get("type")
    make = _PIECES.get(kind) if isinstance(kind, str) else None
    said = make(piece) if make else ""
    if table(piece.get("style")).get("code") is True and not bare and said.strip():
        return f"`{said.replace('`', '')}`"
    return said


def _mention(mark: str, key: str) -> Callable[[Table], str]:
    def write(piece: Table) -> str:
        who = ident(piece.get(key))
        return f"<{mark}{who}>" if who else ""

    return write


def _link(piece: Table) -> str:
    url = "".join(words(piece.get("url"), 3_000).split()).replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
    label = escape(" ".join(words(piece.get("text")).split()))
    if ":" not in url:
        return label
    return f"<{url.replace('&', '&amp;')}|{label}>" if label else f"<{url.replace('&', '&amp;')}>"


def _emoji(piece: Table) -> str:
    called = name(piece.get("name")).replace(" ", "_").strip(":")
    tone = piece.get("skin_tone")
    tone = tone if isinstance(tone, int) and 1 <= tone <= 6 else 0
    return f":{called}:" + (f":skin-tone-{tone}:" if tone else "") if called else ""


def _broadcast(piece: Table) -> str:
    whom = ident(piece.get("range"))
    return f"<!{whom}>" if whom in ("here", "channel", "everyone") else ""


_PIECES: Final[Mapping[str, Callable[[Table], str]]] = MappingProxyType(
    {
        "text": lambda piece: escape(words(piece.get("text"))),
        "user": _mention("@", "user_id"),
        "usergroup": _mention("!subteam^", "usergroup_id"),
        "channel": _mention("#", "channel_id"),
        "broadcast": _broadcast,
        "link": _link,
        "emoji": _emoji,
        "date": lambda piece: escape(words(piece.get("fallback"))),
    }
)
