"""Block text: Slack's rich text, plain text and mrkdwn as HTML."""

import re
from html import unescape
from typing import Final

from bot.gallery import moments
from bot.gallery.pieces import Around, Json, NotDrawn, all_drawn, drawn, kind, known, picture, words
from bot.html import prose
from bot.spoken import STYLED
from scoring.emoji_names import canonical, glyph

_EMOJI: Final = re.compile(r":([a-z0-9_+'\-]{1,100}):")
_TOKEN: Final = re.compile(r"<([^>]*)>")
_PLACE: Final = re.compile(r"#[A-Z0-9]+")
NOWHERE: Final = Around()
_DATE: Final = re.compile(r"!date\^(\d+)\^([^|]+)\|(.*)")
_STYLES: Final = {"bold": "b", "italic": "em", "strike": "s", "code": "code"}
_INDENTS: Final = {"bullet": "ul", "ordered": "ol"}


def text(part: Json, around: Around = NOWHERE) -> str:
    """A text object: plain, with emoji by their names, or mrkdwn."""
    if part["type"] == "plain_text":
        return named_emoji(str(part["text"])) if part.get("emoji") else words(part["text"])
    if part["type"] != "mrkdwn":
        raise NotDrawn(str(part["type"]))
    return mrkdwn(str(part["text"]), around)


def named_emoji(said: str) -> str:
    """Plain words, in which the name of an emoji becomes one."""
    return _EMOJI.sub(_glyph, words(said))


def _glyph(found: re.Match[str]) -> str:
    return prose.emoji(found[1]) if glyph(canonical(found[1])) else found[0]


def mrkdwn(said: str, around: Around) -> str:
    """What Slack reads in its own markup, as far as cards use it."""
    found = []
    end = 0
    for match in _TOKEN.finditer(said):
        found += [_marked(said[end : match.start()]), _token(match[1], around)]
        end = match.end()
    return "".join([*found, _marked(said[end:])])


def _marked(said: str) -> str:
    if "`" in said:
        raise NotDrawn("code in mrkdwn")
    found = []
    end = 0
    for match in STYLED.finditer(said):
        style = str(match.lastgroup)
        tag = _STYLES[style]
        found += [_plain(said[end : match.start()]), f"<{tag}>{_marked(match[style])}</{tag}>"]
        end = match.end()
    return "".join([*found, _plain(said[end:])])


def _plain(said: str) -> str:
    return named_emoji(unescape(said))


def _token(inside: str, around: Around) -> str:
    if _PLACE.fullmatch(inside):
        return _mention("#", inside[1:], around)
    if date := _DATE.fullmatch(inside):
        return moments.of_slack(int(date[1]), date[2])
    address, _, label = inside.partition("|")
    if not address.startswith(("https://", "http://", "mailto:")):
        raise NotDrawn(f"<{inside}>")
    return prose.link(unescape(label) or unescape(address), unescape(address))


def rich_text(block: Json, around: Around) -> str:
    """A block of rich text."""
    return all_drawn(block["elements"], _PARTS, around)


def _section(part: Json, around: Around) -> str:
    return f'<p class="bk-rich">{all_drawn(part["elements"], _ELEMENTS, around)}</p>'


def _quote(part: Json, around: Around) -> str:
    return f'<blockquote class="bk-quote">{all_drawn(part["elements"], _ELEMENTS, around)}</blockquote>'


def _list(part: Json, around: Around) -> str:
    tag = known("list", part["style"], _INDENTS)
    rows = "".join(f"<li>{drawn(row, _PARTS, around)}</li>" for row in part["elements"])
    return f'<{tag} class="bk-list">{rows}</{tag}>'


def _text(part: Json, _: Around) -> str:
    shown = words(part["text"])
    for style in part.get("style", {}):
        tag = known("style", style, _STYLES)
        shown = f"<{tag}>{shown}</{tag}>"
    return shown


def _user(part: Json, around: Around) -> str:
    return _mention("@", str(part["user_id"]), around)


def _channel(part: Json, around: Around) -> str:
    return _mention("#", str(part["channel_id"]), around)


def _mention(sign: str, ident: str, around: Around) -> str:
    return f'<span class="bk-mention">{sign}{words(around.names.get(ident, ident))}</span>'


def _emoji(part: Json, _: Around) -> str:
    return prose.emoji(str(part["name"]))


def _link(part: Json, _: Around) -> str:
    return prose.link(str(part["text"]), str(part["url"]))


def _date(part: Json, _: Around) -> str:
    return moments.of_slack(int(part["timestamp"]), str(part["format"]))


def _context_image(part: Json, _: Around) -> str:
    return image(part)


def context(block: Json, around: Around) -> str:
    """A quiet line of texts beside each other."""
    return f'<div class="bk-context">{all_drawn(block["elements"], _QUIET, around)}</div>'


def _quiet(part: Json, around: Around) -> str:
    return f"<span>{text(part, around)}</span>"


def image(part: Json) -> str:
    """A picture; one that lies with Slack can't be fetched here, so its words stand for it."""
    return picture(str(part.get("image_url", "")), str(part["alt_text"]), "bk-picture")


_ELEMENTS: Final = {
    "text": kind(_text, "text style"),
    "emoji": kind(_emoji, "name skin_tone"),
    "user": kind(_user, "user_id"),
    "channel": kind(_channel, "channel_id"),
    "link": kind(_link, "url text"),
    "date": kind(_date, "timestamp format fallback"),
}
_PARTS: Final = {
    "rich_text_section": kind(_section, "elements"),
    "rich_text_quote": kind(_quote, "elements"),
    "rich_text_list": kind(_list, "style elements"),
}
_QUIET: Final = {
    "plain_text": kind(_quiet, "text emoji"),
    "mrkdwn": kind(_quiet, "text verbatim"),
    "image": kind(_context_image, "image_url alt_text slack_file"),
}
