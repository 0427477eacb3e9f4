"""Checks of single values of a card: what people read, and what nobody sees."""

import re

from markdown_it import MarkdownIt

from tests.bot.shapes_check import Check, Faults

HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MOMENT = r"\{\{(?:DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, SHORT\)|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\))\}\}"
TAG = re.compile(r"<at>[^<>*_`\[\]\\]+</at>")
MADE = frozenset(
    ("paragraph_open", "paragraph_close", "inline", "text", "text_special", "strong_open", "strong_close", "em_open",
     "em_close", "link_open", "link_close")
)  # fmt: skip
"""What our own markdown may come to: a paragraph with bold, italic and linked words."""
_MARKDOWN = MarkdownIt("commonmark").enable("strikethrough")


def words(most: int = 20_000, least: int = 1) -> Check:
    """A string that people read, of so many characters, on one line, and in which no function is called."""

    def check(value: object, path: str) -> Faults:
        if not isinstance(value, str):
            yield f"{path}: no string"
        elif not least <= len(value) <= most:
            yield f"{path}: {len(value)} characters, not {least} to {most}"
        elif HIDDEN.search(value) or (least and not value):
            yield f"{path}: something hidden in {value!r}"
        elif "{{" in value:
            yield f"{path}: a function in {value!r}"

    return check


def lines(value: object, path: str) -> Faults:
    """The same with line breaks."""
    yield from words()(value.replace("\n", " ") if isinstance(value, str) else value, path)


def markdown(value: object, path: str) -> Faults:
    """Text that is read as markdown: one paragraph, and only mentions and moments of ours in it."""
    bare = re.sub(MOMENT, "x", TAG.sub("x", value)) if isinstance(value, str) else value
    yield from lines(bare, path)
    if isinstance(bare, str):
        if re.search("<[^\u200b]|<$", bare):
            yield f"{path}: a tag in {value!r}"
        tokens = [each for token in _MARKDOWN.parse(bare) for each in (token, *(token.children or ()))]
        if made := {token.type for token in tokens} - MADE:
            yield f"{path}: {value!r} is read as {made}"


def read(text: str) -> str:
    """What a person reads of markdown."""
    tokens = [each for token in _MARKDOWN.parse(text) for each in token.children or ()]
    return "".join(token.content for token in tokens).replace("\u200b", "")


def opaque(most: int) -> Check:
    """A string that nobody sees and that comes back to us as it is; it can be sent."""

    def check(value: object, path: str) -> Faults:
        if not isinstance(value, str) or len(value) > most or re.search("[\ud800-\udfff]", value):
            yield f"{path}: no string of at most {most} that can be sent"

    return check
