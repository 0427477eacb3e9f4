"""Clean: what people wrote made fit for Teams - nothing hidden in it, nothing that a card or its markdown would act on.

What Teams reads in a TextBlock: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import re
from typing import Final

from bot.plain_text import GAP, cut, visible

LONGEST_NAME: Final = 80
_SIGNS: Final = re.compile(r"[\\`*_\[\]]")
_ENTITY: Final = re.compile(r"&(?=[#\w]|$)")
_CALLS: Final = re.compile(r"!$")
_BRACE: Final = re.compile(r"\{(?=\{|$)")
# At its beginning these make a line a heading, a quotation, a list, a rule or code.
_OPENING: Final = re.compile(r"#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|(?:[-_*=]\s?){3,}$")
_IN_A_TAG: Final = re.compile(r"[<>*_`\[\]\\~]|&(?=[#\w]+;)")


def clean(text: str) -> str:
    """The text without what can't be seen, in which `{{DATE(…)}}` and its like are only words; line breaks stay."""
    return _BRACE.sub("{" + GAP, visible(text))


def line(text: str) -> str:
    """The same on one line, for names, labels and titles."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """For words within a TextBlock: markdown, tags and entities show as they were written.

    A gap takes the life out of what no backslash does on every client; a backslash is read as such by all of them:
    https://github.com/microsoft/Teams-AdaptiveCards-Mobile/pull/58 and pull/83 there.
    """
    text = _CALLS.sub(f"!{GAP}", _SIGNS.sub(r"\\\g<0>", text))
    return _ENTITY.sub(f"&{GAP}", text.replace("<", "<" + GAP).replace("~~", f"~{GAP}~"))


def opening(text: str) -> str:
    """The whole text of a TextBlock, escaped already, where its beginning makes nothing of it but a paragraph."""
    text = text.strip()
    return GAP + text if _OPENING.match(text) else text


def tag(name: str) -> str:
    """A name between the tags of a mention, where it must stand the same as in the entity: without any sign."""
    bare = " ".join(_IN_A_TAG.sub(" ", line(name)).split())
    return cut(bare, LONGEST_NAME) or "somebody"


def sendable(text: str) -> bool:
    """Whether it can be sent at all: halves of characters can't."""
    return text.isascii() or not re.search("[\ud800-\udfff]", text)
