"""Tags: HTML cut into text and elements, each character looked at a bounded number of times.

Not `html.parser`: in Python 3.11 it needs a minute for 100 kB of `<a `.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final, NamedTuple

LONGEST_HTML: Final = 100_000
"""Characters that are read: Teams takes messages of about 100 kB."""
MOST_TAGS: Final = 5_000
"""After so many elements, nothing more is read."""

_TAG: Final = re.compile(
    r"<(?:(/?)([A-Za-z][A-Za-z0-9]{0,30}+)((?:[^<>\"']++|\"[^\"]{0,4000}+\"|'[^']{0,4000}+'){0,100}+)>|[!?][^<>]*+>)"
)
_ATTRIBUTE: Final = re.compile(r"([A-Za-z][\w:.\-]{0,40}+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+")
_MOST_DIGITS: Final = re.compile(r"&#[0-9]{9,}+;?+")


class Tag(NamedTuple):
    """An element's beginning or end; `inside` are its attributes as written."""

    name: str
    end: bool
    inside: str


def plain(text: str) -> str:
    """Characters for entities. What stands for no character at all goes: Python refuses numbers that long."""
    if "&" not in text:
        return text
    return unescape(_MOST_DIGITS.sub("", text))


def cut(html: str) -> Iterator[str | Tag]:
    """Text, its entities resolved, and tags, in turn. What is no tag, such as a lone `<`, is text."""
    html = _uncommented(html[:LONGEST_HTML])
    at = 0
    for match, _ in zip(_TAG.finditer(html), range(MOST_TAGS), strict=False):
        if match.start() > at:
            yield plain(html[at : match.start()])
        at = match.end()
        if match[2]:
            yield Tag(match[2].lower(), bool(match[1]), match[3])
    # Where there were too many, the rest isn't read.
    if at < len(html) and _TAG.search(html, at) is None:
        yield plain(html[at:])


def attributes(tag: Tag) -> Mapping[str, str]:
    """What an element's beginning says, names in small letters; of two alike, the first."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag.inside):
        found.setdefault(match[1].lower(), plain(match[2] or match[3] or match[4] or ""))
    return found


def _uncommented(html: str) -> str:
    if "<!--" not in html:
        return html
    kept: list[str] = []
    for number, part in enumerate(html.split("<!--")):
        # An open comment hides all that follows.
        kept.append(part.partition("-->")[2] if number else part)
    return "".join(kept)
