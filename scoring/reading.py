"""What is kept of a message's text: length class, flags, mentions, hashtags and gift; never the words."""

import re
from bisect import bisect_right
from enum import IntFlag
from typing import Final, NamedTuple

from scoring.giving import Currency, Share, gift_in, hashtags_in, mentions_in
from scoring.markup import Kind, address, pieces

__all__ = ["LENGTHS", "Currency", "Flag", "Reading", "Share", "length_class", "link_flags", "read"]

LENGTHS: Final = (1, 10, 40, 140, 500)  # letters and digits from which the length class is 1, 2, 3, 4, 5


class Flag(IntFlag):
    """What a message has. PHOTO and GIF come from files too: whoever has the files sets them."""

    QUESTION = 1
    LINK = 2
    CODE = 4
    EMOJI = 8
    PHOTO = 16
    GIF = 32


class Reading(NamedTuple):
    """The measures of one message."""

    length: int
    flags: Flag
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    gift: tuple[Share, ...] = ()


_QUESTION, _LINK, _CODE, _EMOJI = (int(flag) for flag in (Flag.QUESTION, Flag.LINK, Flag.CODE, Flag.EMOJI))
_FLAGS: Final = tuple(Flag(bits) for bits in range(64))  # making a Flag takes longer than reading a text
_FLAGGED: Final = ((Kind.LINK, _LINK), (Kind.CODE, _CODE), (Kind.EMOJI, _EMOJI))
_MOST_PIECES: Final = 1_000  # mentions, emoji, links … after which nobody means anything any more
_MOST_LINKS: Final = 50  # whose addresses are looked at
_WORDS: Final = re.compile(r"[^\W_]+")
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_PLUS: Final = re.compile(r"[+＋][+＋0-9]")
_GLANCE: Final = 1_000
# A mark that ends a sentence: not `what?no=1`; full-width and Arabic marks need no space after them.
_ASKS: Final = re.compile(r"\?(?![A-Za-z0-9_&=/%#])|[？؟]|¿(?=\w)")
_PICTURE: Final = re.compile(r"https?://(?:[^/?#@]*+@)?([^/?#:]*+)[^?#]*+", re.IGNORECASE)
_GIF_HOSTS: Final = ("giphy.com", "gph.is", "tenor.com", "tenor.co")
_PHOTO_ENDINGS: Final = (".png", ".jpg", ".jpeg", ".webp")


def length_class(letters: int) -> int:
    """0 for no words at all, then 1 to 5 by how many letters and digits there are."""
    return bisect_right(LENGTHS, letters)


def link_flags(link: str) -> int:
    """PHOTO or GIF, if that is where a link leads."""
    match = _PICTURE.match(link)
    if match is None:
        return 0
    host, path = match[1].lower(), match[0].lower()
    if path.endswith(".gif") or any(host == h or host.endswith("." + h) for h in _GIF_HOSTS):
        return int(Flag.GIF)
    return int(Flag.PHOTO) if path.endswith(_PHOTO_ENDINGS) else 0


def read(text: str, currency: Currency) -> Reading:
    """Measure a message's text (markup, see scoring/markup.py). Never raises, whatever the text."""
    found = pieces(text, _MOST_PIECES)
    by_kind: list[list[str]] = [[] for _ in Kind]
    for kind, piece in found:
        by_kind[kind].append(piece)
    words = " ".join(by_kind[Kind.TEXT])
    letters = _letters(words)
    bits = _QUESTION if letters and _ASKS.search(words) else 0
    length = length_class(letters)
    if len(found) == len(by_kind[Kind.TEXT]):  # most messages
        return Reading(length, _FLAGS[bits])
    for kind, flag in _FLAGGED:
        if by_kind[kind]:
            bits |= flag
    bits |= _pictures(by_kind[Kind.LINK])
    tags = hashtags_in(by_kind[Kind.HASHTAG])
    if not (by_kind[Kind.PERSON] or by_kind[Kind.GROUP]):
        return Reading(length, _FLAGS[bits], hashtags=tags)
    mentions = mentions_in(found)
    plus = _PLUS.search(words)
    distinct = dict.fromkeys(mentions.values())
    return Reading(
        length,
        _FLAGS[bits],
        tuple([one for one, group in distinct if not group]),
        tuple([one for one, group in distinct if group]),
        tags,
        gift_in(found if plus else (), mentions, by_kind[Kind.EMOJI], currency),
    )


def _letters(words: str) -> int:
    """How many letters and digits there are, or enough of them for the highest class."""
    if words.isascii():
        return len(words.encode("ascii").translate(None, _NO_LETTERS))
    letters = sum(map(len, _WORDS.findall(words, 0, _GLANCE)))
    return letters if letters >= LENGTHS[-1] else letters + sum(map(len, _WORDS.findall(words, _GLANCE)))


def _pictures(links: list[str]) -> int:
    bits = 0
    for link in dict.fromkeys(links[:_MOST_LINKS]):
        bits |= link_flags(address(link))
    return bits
