"""The one tokenizer of message text: mentions, links, code, quotes, emoji, hashtags, and the words between.

Markup is what every platform's text is turned into before anything reads it:

    &amp; &lt; &gt;                      literal & < >
    <@ID> <@ID|label>                    a person
    <!subteam^ID> <!subteam^ID|label>    a group
    <!here> <!channel> <!everyone>       everyone
    <#ID> <#ID|name>                     a channel
    <https://...> <https://...|label>    a link, of any scheme; a bare http(s) address is one too
    :name: :name::skin-tone-3: 🎉        an emoji
    `code` and ```fenced code```         code; without its closing mark it is ordinary text
    > at the start of a line             a quoted line; >>> quotes all that follows
    #name                                a hashtag

Every pattern here looks at each character a bounded number of times, so that hostile text costs no more
than ordinary text.
"""

import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Final, NamedTuple

from scoring.emoji_names import (
    EMOJI_FIRST,
    EMOJI_REST,
    KEYCAP_FIRST,
    KEYCAP_REST,
    ONE_EMOJI,
    canonical,
    glyph,
    is_standard,
)

LONGEST: Final = 20_000  # characters read; what follows is ignored
_MARKS: Final = (  # combining signs and joiners that belong to words in scripts whose vowels are written so
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
    "\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3\u200c\u200d\u3099\u309a"
)


class Kind(IntEnum):
    """What a piece of text is."""

    TEXT = 0
    PERSON = 1
    GROUP = 2
    EVERYONE = 3
    CHANNEL = 4
    LINK = 5
    CODE = 6
    QUOTE = 7
    EMOJI = 8
    HASHTAG = 9
    OTHER = 10  # something in angle brackets that we don't know, such as a date

    __hash__ = int.__hash__  # an Enum's own is written in Python, and slow


class Token(NamedTuple):
    """A piece of text: words (unescaped), an id, an address, an emoji as spelled, a lower-cased hashtag."""

    kind: Kind
    value: str


# The text is read with a line break in front, so that every quoted line begins with one. Each branch begins
# with a literal character: the engine then skips ordinary text at full speed.
_INLINE: Final = (
    r"<(?:@[^\s<>|]++(?:\|[^<>\n]*+)?|[#!][^<>\n]++|[A-Za-z][A-Za-z0-9+.\-]*+:[^<>\n]++)>",
    r"```(?:[^`]|`(?!``))*+```",
    r"`(?<!```)[^`\n]++`",  # not the end of a fence that is never closed
    r":(?!\d++:(?<!:100:)(?<!:1234:))[\w+'\-]{1,100}+:(?::skin-tone-[1-6]:)?",  # 12:30:45 has no emoji
    rf"#(?<![\w&/#＃]#)(?=[\d_\-]*+[^\W\d_])[\w{_MARKS}\-]{{1,80}}+",  # with a letter in it: #1 is a rank
    rf"＃(?<![\w&/#＃]＃)(?=[\d_\-]*+[^\W\d_])[\w{_MARKS}\-]{{1,80}}+",
    r"http(?:s)?+://[^\s<>`]++",
    r"H[tT][tT][pP][sS]?+://[^\s<>`]++",
)
_QUOTES: Final = (
    r"\n[ ]{0,3}(?:(?:&gt;){3}|>{3})(?s:.*+)",
    r"\n[ ]{0,3}(?:&gt;|>)[^\n]*+(?:\n[ ]{0,3}(?:&gt;(?!&gt;&gt;)|>(?!>>))[^\n]*+)*+",
)
_SPECIAL: Final = re.compile(f"({'|'.join(_INLINE + _QUOTES)})")
_FENCE, _CODE = r"``(?:[^`]|`(?!``))*+```", r"(?<!```)[^`\n]++`"
_TAG: Final = rf"(?<![\w&/#＃].)(?=[\d_\-]*+[^\W\d_])[\w{_MARKS}\-]{{1,80}}+"
_ANCHORED: Final = "|".join(
    (
        rf"(?<=[<`:])(?:(?<=<){_INLINE[0][1:]}|(?<=`)(?:{_FENCE}|{_CODE})|(?<=:){_INLINE[3][1:]})",
        r"(?<=[hH])[tT][tT][pP][sS]?+://[^\s<>`]++",
        rf"(?<=[#＃]){_TAG}",
        rf"(?<=\n)(?:{_QUOTES[0][2:]}|{_QUOTES[1][2:]})",
    )
)
# Emoji characters are taken out of each stretch of words where these are few; where they are many (hostile text),
# all branches are tried at once, behind one class of first characters. Keycaps begin with digits, which are common:
# they are looked for only where there are any.
_FEW: Final = 400
_EMOJI_RUN: Final = re.compile(f"([{EMOJI_FIRST}](?:{EMOJI_REST}))")
_KEYCAP: Final = re.compile(f"([{KEYCAP_FIRST}{EMOJI_FIRST}](?:{EMOJI_REST}|{KEYCAP_REST}))")
_SPECIAL_OR_EMOJI: Final = re.compile(f"([<`:#＃hH\n{EMOJI_FIRST}](?:{EMOJI_REST}|{_ANCHORED}))")
_SPECIAL_OR_KEYCAP: Final = re.compile(
    f"([<`:#＃hH\n{KEYCAP_FIRST}{EMOJI_FIRST}](?:{EMOJI_REST}|{KEYCAP_REST}|{_ANCHORED}))"
)
_UNQUOTED: Final = re.compile(f"({'|'.join(_INLINE)})")
_AFTER_ADDRESS: Final = ".,;:!?)]}'\"*_~。、？！）」"
_TEXT, _LINK, _EMOJI, _QUOTE = Kind.TEXT, Kind.LINK, Kind.EMOJI, Kind.QUOTE  # members are slow to look up
_KINDS: Final = {
    "`": Kind.CODE,
    ":": _EMOJI,
    "#": Kind.HASHTAG,
    "＃": Kind.HASHTAG,
    "\n": _QUOTE,
    "h": _LINK,
    "H": _LINK,
}
_BRACKETED: Final = {"@": Kind.PERSON, "#": Kind.CHANNEL}
_EVERYONE: Final = frozenset({"here", "channel", "everyone"})
_QUOTE_MARKS: Final = re.compile(r"\n[ ]{0,3}(?:(?:&gt;|>)[ ]?)++")

Piece = tuple[Kind, str]


def escape(text: str) -> str:
    """Markup that shows just these words."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The words of markup without tokens."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def pieces(text: str, most: int = 0) -> list[Piece]:
    """The text cut up, all as it was written but TEXT, which is unescaped; after `most` special pieces it ends.

    Emoji characters in a row stay in one piece (`names_in` reads them); `tokens` has values instead.
    """
    text = "\n" + text[:LONGEST]
    parts = _split(_SPECIAL, text, most)
    if text.isascii() or not (_EMOJI_RUN.search(text) or "\u20e3" in text):
        cut = _cut(parts)
    elif len(parts) <= _FEW:
        cut = _with_emoji(_cut(parts), _KEYCAP if "\u20e3" in text else _EMOJI_RUN)
    else:
        cut = _cut(_split(_SPECIAL_OR_KEYCAP if "\u20e3" in text else _SPECIAL_OR_EMOJI, text, most))
    first = cut[0][1]
    if first == "\n":
        del cut[0]
    elif cut[0][0] is _TEXT:
        cut[0] = (_TEXT, first[1:])  # a quote keeps the line break it begins with
    if "&" in text and ";" in text:
        cut = [(kind, unescape(piece)) if kind is _TEXT and ";" in piece else (kind, piece) for kind, piece in cut]
    return cut


def _split(special: re.Pattern[str], text: str, most: int) -> list[str]:
    parts = special.split(text, most)
    return [*parts[:-1], ""] if 0 < most < len(parts) / 2 else parts


def _cut(parts: list[str]) -> list[Piece]:
    """Words and special pieces in turn; this loop is the hot one."""
    found: list[Piece] = []
    words = ""
    for plain, part in zip(parts[::2], parts[1::2], strict=False):
        words += plain
        head = part[0]
        if head == ":":
            if words and words[-1] == ":" and not is_standard(part):  # std::vector::push
                words += part
                continue
            kind = _EMOJI
        else:
            kind = _bracketed(part) if head == "<" else _KINDS.get(head, _EMOJI)
        if kind is _LINK:
            rest = part[len(part.rstrip(_AFTER_ADDRESS)) :]
            found += [(_TEXT, words)] if words else []
            found.append((kind, part.removesuffix(rest) if rest else part))
            words = rest
            continue
        if words:
            found.append((_TEXT, words))
            words = ""
        found.append((kind, part))
    words += parts[-1]
    return [*found, (_TEXT, words)] if words else found


def _with_emoji(cut: list[Piece], run: re.Pattern[str]) -> list[Piece]:
    """The same, with emoji characters taken out of the words."""
    found: list[Piece] = []
    for kind, piece in cut:
        if kind is not _TEXT or piece.isascii():
            found.append((kind, piece))
            continue
        parts = run.split(piece)
        for words, emoji in zip(parts[::2], parts[1::2], strict=False):
            if words:
                found.append((_TEXT, words))
            found.append((_EMOJI, emoji))
        if parts[-1]:
            found.append((_TEXT, parts[-1]))
    return found


def _bracketed(part: str) -> Kind:
    kind = _BRACKETED.get(part[1])
    if kind is not None:
        return kind
    if part[1] != "!":
        return _LINK
    if part.startswith("<!subteam^") and part[10] not in ">|":
        return Kind.GROUP
    return Kind.EVERYONE if part[2:-1].partition("|")[0] in _EVERYONE else Kind.OTHER


def identity(piece: str) -> str:
    """The id in a mention: of `<@U1|ben>` U1, of `<!subteam^S1>` S1."""
    inner = piece[10:-1] if piece.startswith("<!subteam^") else piece[2:-1]
    return inner.partition("|")[0]


def label(piece: str) -> str:
    """What a mention or link says besides, or nothing."""
    return unescape(piece[1:-1].partition("|")[2]) if piece[0] == "<" else ""


def address(piece: str) -> str:
    """Where a link leads."""
    return unescape(piece[1:-1].partition("|")[0] if piece[0] == "<" else piece)


def hashtag(piece: str) -> str:
    """A hashtag's name, lower-cased."""
    return piece[1:].rstrip("-_").lower()


def _code(piece: str) -> str:
    return unescape(piece.strip("`"))


_VALUES: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.TEXT: str,
    Kind.PERSON: identity,
    Kind.GROUP: identity,
    Kind.EVERYONE: identity,
    Kind.CHANNEL: identity,
    Kind.LINK: address,
    Kind.CODE: _code,
    Kind.QUOTE: lambda piece: piece.removeprefix("\n"),
    Kind.EMOJI: lambda piece: piece.strip(":"),
    Kind.HASHTAG: hashtag,
    Kind.OTHER: lambda piece: piece[1:-1],
}


def tokens(text: str) -> list[Token]:
    """The text cut up, with the value of each piece; one token for each emoji."""
    found: list[Token] = []
    for kind, piece in pieces(text):
        if kind is Kind.EMOJI and piece[0] != ":":
            found += [Token(kind, char) for char in ONE_EMOJI.findall(piece)]
        else:
            found.append(Token(kind, _VALUES[kind](piece)))
    return found


def plain(text: str, names: Callable[[str], str | None] | Mapping[str, str]) -> str:
    """What a person would read: @names, link labels, emoji as characters, quotes behind `> `."""
    name_of = names.get if isinstance(names, Mapping) else names
    said: list[str] = []
    for kind, piece in pieces(text):
        if kind is _QUOTE:
            quoted = _cut(_UNQUOTED.split(_QUOTE_MARKS.sub("\n> ", piece)))
            said += [unescape(part) if k is _TEXT else _plain(k, part, name_of) for k, part in quoted]
        else:
            said.append(piece if kind is _TEXT else _plain(kind, piece, name_of))
    return "".join(said).removeprefix("" if text.startswith("\n") else "\n")


def _plain(kind: Kind, piece: str, name_of: Callable[[str], str | None]) -> str:
    if kind is Kind.PERSON or kind is Kind.GROUP:
        return "@" + (name_of(identity(piece)) or label(piece) or identity(piece)).removeprefix("@")
    if kind is Kind.CHANNEL:
        return "#" + (label(piece) or name_of(identity(piece)) or identity(piece)).removeprefix("#")
    return _PLAIN[kind](piece)


_PLAIN: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.EVERYONE: lambda piece: "@" + identity(piece),
    Kind.LINK: lambda piece: label(piece) or address(piece),
    Kind.CODE: _code,
    Kind.EMOJI: lambda piece: (glyph(canonical(piece)) or piece) if piece[0] == ":" else piece,
    Kind.HASHTAG: str,
    Kind.OTHER: label,
}
