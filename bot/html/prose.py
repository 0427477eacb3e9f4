"""What people write, as safe HTML: markup tokens, bold and italic, everything else escaped."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from bot.html.look import HERE, Look
from scoring import markup
from scoring.emoji_names import ONE_EMOJI, canonical, glyph
from scoring.markup import Kind

NameOf = Callable[[str], str | None]

# Tokens are parked behind private-use characters while bold and italic are found in the words around them.
_PARK, _END = "\ue000", "\ue001"
_PARKED = re.compile(f"{_PARK}(\\d+){_END}")
_STYLES = (
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,600})(?<=\S)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)_(?=[^\s_])((?:[^_\n<]|<b>[^<]*</b>){1,600})(?<=\S)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n<]{1,600})(?<=\S)~(?![\w~])"), r"<s>\1</s>"),
)
_QUOTE_MARKS = re.compile(r"^[ ]{0,3}(?:(?:&gt;|>)[ ]?)+", re.MULTILINE)
_SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
_JUMBO = 6
ELSEWHERE = ' target="_blank" rel="noopener noreferrer"'
"""Of a link that opens beside the page."""


def to_html(text: str, name_of: NameOf, look: Look = HERE) -> str:
    """Markup as HTML; names of people, groups and channels come from `name_of`, else from the markup."""
    return _write(markup.pieces(text), name_of, look, quotes=True) if text else ""


def is_jumbo(text: str) -> bool:
    """Whether a message is nothing but a few emoji, which are then shown large."""
    found = [token for token in markup.tokens(text) if token.kind is not Kind.TEXT or token.value.strip()]
    return 0 < len(found) <= _JUMBO and all(
        token.kind is Kind.EMOJI and glyph(canonical(token.value)) for token in found
    )


def safe_address(address: str) -> str:
    """The address if it may be linked to, else nothing: only http, https and mailto."""
    cleaned = "".join(char for char in address if char > " " and char != "\x7f")
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SAFE_SCHEMES or (parts.scheme.lower() != "mailto" and not parts.netloc):
        return ""
    return cleaned


def link(label: str, address: str) -> str:
    """A link that opens elsewhere, or just its label when it leads nowhere good."""
    target = safe_address(address)
    if not target:
        return escape(label)
    return f'<a class="link" href="{escape(target)}"{ELSEWHERE}>{escape(label or target)}</a>'


def emoji(name: str) -> str:
    """An emoji by any spelling; one that nobody knows stays as `:name:`."""
    known = canonical(name)
    shown = glyph(known)
    if shown is None:
        return f'<span class="emoji-unknown">:{escape(known)}:</span>'
    words = escape(known)
    return f'<span class="emoji" role="img" aria-label="{words}" title=":{words}:">{shown}</span>'


def person(member: str, name: str, look: Look = HERE) -> str:
    """A mention, which can be pressed to see who it is where the page says so."""
    if not look.is_chat:
        return f'<span class="mention">@{escape(name)}</span>'
    return f'<button type="button" class="mention" data-person="{escape(member)}">@{escape(name)}</button>'


def place(channel: str, name: str, look: Look = HERE) -> str:
    """A channel's name that leads there, if there is a way."""
    target = look.address(channel, "")
    if not target:
        return f'<span class="place">#{escape(name)}</span>'
    here = f' data-channel="{escape(channel)}"' if target.startswith("#") else ELSEWHERE
    return f'<a class="place" href="{escape(target)}"{here}>#{escape(name)}</a>'


def message(label: str, target: str) -> str:
    """A link to a message or channel at this address, or just its label where there is no way."""
    if not target:
        return escape(label)
    elsewhere = "" if target.startswith("#") else ELSEWHERE
    return f'<a class="link" href="{escape(target)}"{elsewhere}>{escape(label)}</a>'


def _write(found: list[markup.Piece], name_of: NameOf, look: Look, *, quotes: bool) -> str:
    parked: list[str] = []
    words: list[str] = []
    for kind, piece in found:
        if kind is Kind.TEXT or (kind is Kind.QUOTE and not quotes):
            text = piece if kind is Kind.TEXT else markup.unescape(piece)
            words.append(escape(text.replace(_PARK, "").replace(_END, ""), quote=False))
        else:
            words.append(f"{_PARK}{len(parked)}{_END}")
            parked.append(_token(kind, piece, name_of, look))
    html = "".join(words)
    for pattern, shape in _STYLES:
        html = pattern.sub(shape, html)
    return _PARKED.sub(lambda match: parked[int(match[1])], html).strip("\n")


def _token(kind: Kind, piece: str, name_of: NameOf, look: Look) -> str:
    match kind:
        case Kind.PERSON:
            who = markup.identity(piece)
            return person(who, (name_of(who) or markup.label(piece) or who).removeprefix("@"), look)
        case Kind.GROUP:
            which = markup.identity(piece)
            name = (name_of(which) or markup.label(piece) or which).removeprefix("@")
            return f'<span class="mention mention-group">@{escape(name)}</span>'
        case Kind.EVERYONE:
            return f'<span class="mention mention-group">@{escape(markup.identity(piece))}</span>'
        case Kind.CHANNEL:
            where = markup.identity(piece)
            return place(where, (name_of(where) or markup.label(piece) or where).removeprefix("#"), look)
        case Kind.LINK:
            address = markup.address(piece)
            return link(markup.label(piece) or address, address)
        case Kind.EMOJI:
            return _emoji_run(piece)
        case Kind.HASHTAG:
            return f'<span class="hashtag">{escape(piece)}</span>'
        case _:
            return _block(kind, piece, name_of, look)


def _block(kind: Kind, piece: str, name_of: NameOf, look: Look) -> str:
    if kind is Kind.CODE:
        fenced = piece.startswith("```") and len(piece) > 6
        inner = escape(markup.unescape(piece[3:-3].strip("\n") if fenced else piece[1:-1]), quote=False)
        return f"<pre><code>{inner}</code></pre>" if fenced else f"<code>{inner}</code>"
    if kind is Kind.QUOTE:
        inner = _QUOTE_MARKS.sub("", piece.removeprefix("\n"))
        return f"<blockquote>{_write(markup.pieces(inner), name_of, look, quotes=False)}</blockquote>"
    return escape(markup.label(piece))


def _emoji_run(piece: str) -> str:
    if piece.startswith(":"):
        return emoji(piece)
    return "".join(emoji(one) for one in ONE_EMOJI.findall(piece))
