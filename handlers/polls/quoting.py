"""Quoting: what somebody typed after `/poll`, cut into quoted pieces, words and lines; pure, and never raises."""

import re
from dataclasses import dataclass, replace
from typing import Final

LONGEST: Final = 20_000
"""Characters that are read."""
LONGEST_QUOTED: Final = 2_000
LONGEST_SINGLE: Final = 200
"""An apostrophe far from the next one isn't a quotation mark."""

CLOSERS: Final = {
    '"': ('"', "”“„"), "“": ("”", "“\""), "”": ("”", '"'), "„": ("“”", '"„'), "‟": ("”", '"'), "＂": ("＂", ""),
    "«": ("»", ""), "»": ("«", "»"), "‹": ("›", ""), "›": ("‹", "›"),
    "‘": ("’", "'"), "‚": ("‘’", "'"), "'": ("'", "’"), "「": ("」", ""), "『": ("』", ""),
}  # fmt: skip
"""What closes a piece that begins with this mark; the second only where there is none of the first."""
SINGLE: Final = frozenset("'‘‚‹›")
"""Marks that also stand alone, in `'tis`: without an end they are ordinary characters."""

MARKS: Final = "*✓✔✅☑"
"""Beside an option: this one is right."""
_AFTER: Final = frozenset(" \t\n\r\v\f,;.?!:)、，；" + MARKS) | frozenset(CLOSERS)
_BRACKETED: Final = re.compile(r"<[@#!][^<>\n]*>|<[A-Za-z][A-Za-z0-9+.\-]*:[^<>\n]*>")
_NEXT: Final = re.compile(r"[\s,;]+[\"“”„«»‘‚‹›「]")
_BETWEEN: Final = ",;|、，；•·"


@dataclass(frozen=True, slots=True)
class Bit:
    """A quoted piece, a word, or the end of a line (neither quoted nor any text)."""

    text: str = ""
    quoted: bool = False
    marked: bool = False
    """It bears a mark that says: this one is right."""
    end: int = 0
    """Of a quoted piece: where in the text its closing mark stands."""


BREAK: Final = Bit()


@dataclass(frozen=True, slots=True)
class Cut:
    """What was typed, cut up; `unclosed` is what follows a quotation mark that has no partner."""

    bits: tuple[Bit, ...] = ()
    unclosed: str = ""


def cut(text: str) -> Cut:
    """Quoted pieces, words, line ends, in their order."""
    bits: list[Bit] = []
    text = text[:LONGEST]
    place = 0
    marked = False
    while place < len(text):
        char = text[place]
        if char.isspace() or char in _BETWEEN:
            if char == "\n":
                bits.append(BREAK)
            place += 1
            marked = False
        elif char in MARKS and place + 1 < len(text) and text[place + 1] in CLOSERS:
            place, marked = place + 1, True
        elif char in CLOSERS and (end := _end(text, place)) > 0:
            marked = marked or _is_marked(text, end)
            bits.append(Bit(tidy(text[place + 1 : end]), quoted=True, marked=marked, end=end))
            place, marked = end + 1, False
        elif char in CLOSERS and char not in SINGLE:
            return Cut(tuple(bits), tidy(text[place + 1 :])[:60] or char)
        else:
            place = _after_word(text, place, bits)
            marked = False
    return Cut(tuple(bits))


def _end(text: str, start: int) -> int:
    """Where the quoted piece ends; -1 if it doesn't.

    A mark within a word, as in 5"x, closes nothing. Of those who mix their marks, the other one closes as well where
    the next piece begins right behind it.
    """
    opener = text[start]
    last = min(len(text), start + 1 + (LONGEST_SINGLE if opener in SINGLE else LONGEST_QUOTED))
    own, other = (_first(text, start + 1, last, closers) for closers in CLOSERS[opener])
    if own < 0 or (0 < other < own and _NEXT.match(text, other + 1)):
        return other
    return own


def _first(text: str, start: int, last: int, closers: str) -> int:
    one_line = text[start - 1] in SINGLE
    for place in range(start, last):
        char = text[place]
        if char == "\n" and one_line:
            break
        if char in closers and (place + 1 == len(text) or text[place + 1] in _AFTER):
            return place
    return -1


def _is_marked(text: str, end: int) -> bool:
    # `"Paris"*`; but `"Lyon" *"Paris"` marks the one after it.
    following = text[end + 1 : end + 3]
    return bool(following) and following[0] in MARKS and following[1:] not in CLOSERS


def _after_word(text: str, place: int, bits: list[Bit]) -> int:
    start = place
    while place < len(text) and not text[place].isspace() and text[place] not in ",;":
        bracketed = _BRACKETED.match(text, place)
        place = bracketed.end() if bracketed else place + 1
    word = text[start:place]
    if word.strip(MARKS) or not bits:
        bits.append(Bit(word))
    elif bits[-1].quoted:
        last = bits[-1]
        bits[-1] = replace(last, marked=True)
    return max(place, start + 1)


def tidy(text: str) -> str:
    """In one line, without spaces around it or characters that aren't seen."""
    seen = "".join(char if char.isprintable() or char in "\u200d\u200c" else " " for char in text)
    return " ".join(seen.split()).strip("\u200d\u200c ")
