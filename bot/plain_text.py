"""Plain text: what people wrote without what can't be seen, and cut to a length."""

import re
from typing import Final

GAP: Final = "\u200b"
"""A zero-width space: takes the life out of what it stands in, and nobody sees it."""

LONGEST: Final = 12_000
"""So much of a text is read: more than is ever shown of one."""

_JOINERS: Final = "\u200c\u200d"
_HIDDEN: Final = re.compile(
    # Control characters, halves of characters, soft hyphens, direction marks and overrides, zero-width signs.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u034f\u061c\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
# Joiners belong to emoji and to scripts that need them; between ordinary letters they only hide something.
_LOOSE: Final = re.compile(f"(?<![^\x00-\x7f])[{_JOINERS}]|[{_JOINERS}](?![^\x00-\x7f])")
# The flags of England, Scotland and Wales are spelled in invisible letters; elsewhere these carry hidden text.
_TAGS: Final = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]{1,12}+)|[\U000e0000-\U000e0fff]")
_BREAKS: Final = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")


def visible(text: str) -> str:
    """The text without what can't be seen; for fields that people go on writing in."""
    text = _HIDDEN.sub("", _BREAKS.sub("\n", text[:LONGEST]).replace("\t", " "))
    return text if text.isascii() else _LOOSE.sub("", _TAGS.sub(lambda tag: tag[1] or "", text))


def units(text: str) -> int:
    """How long a platform takes a text to be: in UTF-16 units, the larger of the ways to count."""
    return len(text) + (0 if text.isascii() else sum(char > "\uffff" for char in text))


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits with three dots behind."""
    if units(text) <= most:
        return text
    kept = text[: most - 1]
    while units(kept) > most - 1:
        kept = kept[: -max(1, (units(kept) - most + 1) // 2)]
    return kept.rstrip(f" \n{_JOINERS}{GAP}\ufe0f") + "…"


def cut_title(text: str, most: int) -> str:
    """The same, but between words if that leaves more than half of it."""
    shown = cut(text, most)
    if shown == text or text[len(shown) - 1 : len(shown)] == " ":
        return shown
    words = shown.rpartition(" ")[0].rstrip(" ,;:-")
    return f"{words}…" if units(words) > most // 2 else shown
