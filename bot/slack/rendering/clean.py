"""Clean: what people wrote made fit for Slack - nothing hidden in it, nobody called by it, no longer than allowed."""

import re
from typing import Final
from unicodedata import normalize

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
_AT: Final = re.compile("[@＠﹫]")
_EVERYONE: Final = ("here", "channel", "everyone")
_LONGEST_CALL: Final = 12


def clean(text: str) -> str:
    """The text without what can't be seen, calling nobody; line breaks stay."""
    return guard(visible(text))


def visible(text: str) -> str:
    """The text without what can't be seen; for fields that people go on writing in."""
    text = _HIDDEN.sub("", _BREAKS.sub("\n", text[:LONGEST]).replace("\t", " "))
    return text if text.isascii() else _LOOSE.sub("", _TAGS.sub(lambda tag: tag[1] or "", text))


def line(text: str) -> str:
    """The same on one line, for names, labels and titles."""
    return " ".join(clean(text).split())


def guard(text: str) -> str:
    """The text, where nothing calls everybody: a gap follows the @ of @here, however it is spelled.

    Slack reads such words even where `&`, `<` and `>` are escaped: docs.slack.dev/messaging/formatting-message-text
    """
    text = text.replace("<!", f"<{GAP}!")
    return _AT.sub(lambda at: at[0] + GAP if _calls(text, at.end()) else at[0], text)


def _calls(text: str, start: int) -> bool:
    return normalize("NFKC", text[start : start + _LONGEST_CALL]).casefold().startswith(_EVERYONE)


def units(text: str) -> int:
    """How long Slack takes a text to be: in UTF-16 units, the larger of the ways to count."""
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


def escape(text: str) -> str:
    """For text that Slack reads as mrkdwn, and for the `text` of a message."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
