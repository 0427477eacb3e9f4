"""Clean: what people wrote made fit for Slack - nothing hidden in it, nobody called by it, no longer than allowed."""

import re
from typing import Final
from unicodedata import normalize

from bot.plain_text import GAP, visible

_AT: Final = re.compile("[@＠﹫]")
_EVERYONE: Final = ("here", "channel", "everyone")
_LONGEST_CALL: Final = 12


def clean(text: str) -> str:
    """The text without what can't be seen, calling nobody; line breaks stay."""
    return guard(visible(text))


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


def escape(text: str) -> str:
    """For text that Slack reads as mrkdwn, and for the `text` of a message."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
