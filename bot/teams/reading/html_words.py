"""HTML words: what somebody wrote, as Teams or Graph shapes it, as markup (scoring.markup).

What counts in HTML of Teams': learn.microsoft.com/en-us/graph/api/resources/chatmessagemention,
learn.microsoft.com/en-us/graph/api/resources/itembody and the itemtypes under http://schema.skype.com/.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bot.shapes import LONGEST_TEXT, words
from bot.teams.reading.media import GIF, PICTURE, is_gif
from bot.teams.reading.mentions import Mentions
from bot.teams.reading.reactions import emoji_of
from bot.teams.reading.tags import LONGEST_HTML, Tag, attributes, cut
from bot.teams.reading.tags import plain as unescaped
from scoring.emoji_names import glyph
from scoring.markup import escape

DEEPEST: Final = 60
"""Elements inside one another that are told apart."""
SCHEMA: Final = "http://schema.skype.com/"

_SPACE: Final = re.compile(r"[ \t\r\n\f\v\u00a0]++")
_BLANK: Final = re.compile(r"[ \t\u00a0]++")
_NAME: Final = re.compile(r"[^\w+'\-]")
_TWICE: Final = re.compile(r"(<[@!][^<>\s]{1,220}+>)(?:[ \n]?+\1)++")
_LONGEST_EMOJI: Final = 100
_LONGEST_ADDRESS: Final = 3_000

_BLOCKS: Final = frozenset(
    "address article aside div dd dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p section table "
    "tbody thead tr ul".split()
)
_QUOTE, _FENCE, _CODE, _LINK, _MENTION, _DROP = "quote", "fence", "code", "link", "mention", "drop"
_FRAMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "blockquote": _QUOTE,
        "pre": _FENCE,
        "codeblock": _FENCE,
        "code": _CODE,
        "a": _LINK,
        "at": _MENTION,
        **dict.fromkeys(("attachment", "script", "style", "head", "template", "title"), _DROP),
    }
)


@dataclass(slots=True)
class _Frame:
    """An element whose content becomes something when it ends."""

    tag: str
    kind: str
    about: str = ""
    """The index of a mention, the address of a link."""
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Words:
    """What was said, as markup, and the media types of the pictures in it."""

    text: str
    pictures: tuple[str, ...] = ()


def of_html(html: str, mentions: Mentions) -> Words:
    """Words with their shape: mentions, links, code, quotes, emoji; all else is taken literally."""
    if "<" not in html[:LONGEST_HTML] and "&" not in html:
        return Words(joined(escape(_SPACE.sub(" ", words(html)))))
    writer = _Writer(mentions)
    for piece in cut(html):
        if isinstance(piece, Tag):
            writer.tag(piece)
        else:
            writer.say(piece)
    return Words(joined(writer.end()), tuple(writer.pictures))


def of_text(text: str, mentions: Mentions) -> Words:
    """Words without shape, in which mentions are written `<at>Ana</at>`."""
    said = words(text)
    if not mentions and "<at" not in said and "&" not in said:
        return Words(joined(escape(_BLANK.sub(" ", said))))
    parts: list[str] = []
    at = 0
    for written, markup in mentions.written:
        found = said.find(written, at)
        if found >= 0:
            parts += [_loose(said[at:found], mentions), markup]
            at = found + len(written)
    parts.append(_loose(said[at:], mentions))
    return Words(joined("".join(parts)))


_AT: Final = re.compile(r"<at(?:\s[^<>]{0,200}+)?>([^<>]{0,600}+)</at>", re.IGNORECASE)


def _loose(text: str, mentions: Mentions) -> str:
    # Mentions that aren't written as their entity says.
    parts = _AT.split(text)
    for index, part in enumerate(parts):
        said = _BLANK.sub(" ", unescaped(part))
        markup = mentions.find("", said) if index % 2 else None
        parts[index] = escape(said) if markup is None else markup
    return "".join(parts)


def joined(markup: str) -> str:
    """Without spaces around lines, and with a name that was split into several mentions in one piece."""
    text = words(markup)
    if "\n" in text:
        text = "\n".join([line.strip(" \r") for line in text.split("\n")])
    if text.count("<@") > 1 or text.count("<!") > 1:
        text = _TWICE.sub(r"\1", text)
    return text.strip()


class _Writer:
    """Writes markup while elements begin and end."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions
        self.pictures: dict[str, None] = {}
        self._frames: list[_Frame] = [_Frame("", "")]
        self._left = LONGEST_TEXT

    def say(self, text: str) -> None:
        """Words between elements."""
        if any(frame.kind == _FENCE for frame in self._frames):
            self._put(escape(words(text)))
            return
        said = _SPACE.sub(" ", words(text))
        parts = self._frames[-1].parts
        if not parts or parts[-1].endswith(("\n", " ")):
            said = said.removeprefix(" ")
        self._put(escape(said))

    def tag(self, tag: Tag) -> None:
        """An element begins or ends."""
        if tag.name == "br":
            self._put("\n")
        elif tag.name in _BLOCKS:
            self._break()
        elif tag.name in ("td", "th"):
            self.say(" ")
        elif tag.end:
            self._close(tag.name)
        elif tag.name in _ONE_PIECE:
            _ONE_PIECE[tag.name](self, attributes(tag))
        elif tag.name in _FRAMED or tag.name == "span":
            self._open(tag)

    def end(self) -> str:
        """All that was said; what is still open ends here."""
        while len(self._frames) > 1:
            self._finish()
        return "".join(self._frames[0].parts)

    def picture(self, about: Mapping[str, str]) -> None:
        """An `img`: an emoji, or a picture."""
        kind = about.get("itemtype", "").removeprefix(SCHEMA).lower()
        if kind in _EMOJI:
            _EMOJI[kind](self, about)
        elif not self._inside(_DROP):
            self.pictures[GIF if kind == "giphy" or is_gif(about.get("src", "")) else PICTURE] = None

    def emoji(self, about: Mapping[str, str]) -> None:
        """An emoji: Graph's `emoji`, or an `img`; the character shown, else what its id or name stands for."""
        alt = about.get("alt", "").strip()
        shown = alt if alt and not alt.isascii() else glyph(emoji_of(about.get("id") or about.get("itemid") or ""))
        if shown and len(shown) < _LONGEST_EMOJI:
            self._put(escape(words(shown)))
        else:
            self.custom(about)

    def custom(self, about: Mapping[str, str]) -> None:
        """An emoji of the organisation's own: Graph's `customemoji`, or an `img`; it goes by its name."""
        called = (about.get("alt") or about.get("title", "")).strip(":() ")
        called = _NAME.sub("_", called)[:_LONGEST_EMOJI]
        self._put(f":{called}:" if called else "")

    def _put(self, markup: str) -> None:
        # In all no more than is ever read.
        if markup and self._left > 0:
            self._frames[-1].parts.append(markup)
            self._left -= len(markup)

    def _break(self) -> None:
        parts = self._frames[-1].parts
        if parts and not parts[-1].endswith("\n"):
            parts.append("\n")

    def _inside(self, *kinds: str) -> bool:
        return any(frame.kind in kinds for frame in self._frames)

    def _open(self, tag: Tag) -> None:
        kind, about = _FRAMED.get(tag.name, ""), ""
        if tag.name in ("span", "at", "a", "blockquote"):
            told = attributes(tag)
            item = told.get("itemtype", "").removeprefix(SCHEMA).lower()
            if item == "mention":
                kind = _MENTION
            elif kind == _QUOTE and item:  # an answer's or a forwarded message's: somebody else's words
                kind = _DROP
            about = told.get("href", "") if kind == _LINK else told.get("itemid") or told.get("id", "")
        if len(self._frames) < DEEPEST:
            self._frames.append(_Frame(tag.name, kind, about))

    def _close(self, name: str) -> None:
        # An end without a beginning is none; what began inside and has no end, ends here.
        if any(frame.tag == name for frame in self._frames):
            while self._frames[-1].tag != name:
                self._finish()
            self._finish()

    def _finish(self) -> None:
        frame = self._frames.pop()
        content = "".join(frame.parts)
        self._left += len(content)  # taken when it was written; what it becomes takes its own
        if frame.kind == _DROP:
            return
        if frame.kind in (_QUOTE, _FENCE):
            self._break()
        if frame.kind and not self._inside(_CODE, _FENCE):
            content = self._shaped(frame, content)
        self._put(content)
        if frame.kind in (_QUOTE, _FENCE):
            self._break()

    def _shaped(self, frame: _Frame, content: str) -> str:
        match frame.kind:
            case "mention":
                markup = self.mentions.find(frame.about, unescaped(content))
                return content if markup is None else markup
            case "link":
                return _link(frame.about, content)
            case "quote":
                return content if self._inside(_QUOTE) else _quoted(content)
            case "fence":
                return f"```{content.replace('`', '')}```"
            case _:
                return _code(content)


_ONE_PIECE: Final[Mapping[str, Callable[[_Writer, Mapping[str, str]], None]]] = MappingProxyType(
    {"img": _Writer.picture, "emoji": _Writer.emoji, "customemoji": _Writer.custom}
)
_EMOJI: Final = MappingProxyType({"emoji": _Writer.emoji, "customemoji": _Writer.custom})


def _quoted(content: str) -> str:
    return "\n".join(f"&gt; {line}" for line in content.strip().split("\n"))


def _code(content: str) -> str:
    bare = content.replace("`", "")
    mark = "```" if "\n" in bare else "`"
    return f"{mark}{bare}{mark}" if bare.strip() else content


def _link(address: str, content: str) -> str:
    url = "".join(words(address, _LONGEST_ADDRESS).split())
    for char, code in (("|", "%7C"), ("<", "%3C"), (">", "%3E")):
        url = url.replace(char, code)
    scheme = url.partition(":")[0]
    label = content.replace("\n", " ").strip()
    if ":" not in url or not scheme.isascii() or not scheme.isalpha() or any(mark in label for mark in "<>"):
        return content
    target = url.replace("&", "&amp;")
    return f"<{target}|{label}>" if label and label != target else f"<{target}>"
