"""Wording: a question as somebody typed it is made fit to be shown, and recognised if we have one like it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from handlers.cleaning import QUOTES
from handlers.prompts.questions import PHOTOS, Question
from scoring.markup import Kind, label, pieces, plain

LEAST, MOST = 8, 150
"""Characters of a question."""
LONGEST_READ: Final = 2_000
ALIKE: Final = 0.72
"""From so much in common on, two questions are one."""

ASKS: Final = "?？؟;⁇"
"""Marks with which a question ends; the Greek one looks like a semicolon, and counts at the end alone."""
ENDS: Final = (".", "!", "…", ";", "。", "！")
"""What else may end it: `Show us your view!` asks for something, too."""
_ASKED: Final = re.compile("[?？؟⁇]+")
_AROUND: Final = QUOTES + " \t\n"
_NAMES: Final = (Kind.PERSON, Kind.GROUP, Kind.EVERYONE, Kind.CHANNEL)
_AT: Final = re.compile(r"(?<![\w.])@\w")
_WORD: Final = re.compile(r"[^\W_]+")
_LITTLE: Final = frozenset(
    "a an the of to in on at for with and or by from is are was were be been do does did you your yours we us our it "
    "its that this these those what which who whom whose how when where why would could should will can may might me "
    "my i so as if than then there here one please".split()
)
_NAMED: Final = "Ask everybody: leave out names, groups and channels."


@dataclass(frozen=True, slots=True)
class Worded:
    """A question as it may be shown, or what is to be changed first."""

    text: str
    problem: str = ""


def from_markup(typed: str) -> Worded:
    """A question typed after a command."""
    found = pieces(typed[:LONGEST_READ])
    if any(kind in _NAMES for kind, _ in found):
        return Worded(plain(typed[:LONGEST_READ], lambda _: None), _NAMED)
    if any(kind is Kind.LINK and not label(piece) for kind, piece in found):
        return Worded(
            plain(typed[:LONGEST_READ], lambda _: None), "Leave the link out: a question is read at a glance."
        )
    return worded(plain(typed, lambda _: None)) if len(typed) <= LONGEST_READ else _too_long()


def worded(typed: str, category: str = "") -> Worded:
    """A question as plain words; those for pictures needn't be a question."""
    if len(typed) > LONGEST_READ:
        return _too_long()
    text = " ".join(_visible(typed).split()).strip(_AROUND)
    return Worded(text, _problem(text, category))


def _too_long() -> Worded:
    return Worded("", f"Make it shorter: {MOST} characters at most, five seconds to read.")


def _problem(text: str, category: str) -> str:
    if len(_WORD.findall(text)) < 2 or len(text) < LEAST:
        return "Ask a whole question, such as: What made you smile today?"
    if len(text) > MOST:
        return f"Make it shorter: it has {len(text)} characters, and {MOST} is the most. Five seconds to read is best."
    if _AT.search(text) or "<!" in text or "<@" in text:
        return _NAMED
    marks = len(_ASKED.findall(text))
    if marks > 1:
        return "One question at a time, please: keep the one you care about most."
    if not marks and not text.endswith(ENDS) and category != PHOTOS:
        return "End it with a question mark, so that everybody sees what is asked."
    return ""


def _visible(text: str) -> str:
    # Without what isn't seen: control characters, and those that turn the direction of the text around it.
    return "".join(
        " " if char in "\n\t\r\u2028\u2029" else char
        for char in text
        if char in "\n\t\r\u200c\u200d\u2028\u2029" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


class Known:
    """Questions with what matters of each, so that many can be compared with many."""

    def __init__(self, questions: Iterable[Question]) -> None:
        """Those that are there already."""
        self._gists = [(_gist(each.text), each) for each in questions]

    def add(self, question: Question) -> None:
        """From now on this one is known, too."""
        self._gists.append((_gist(question.text), question))

    def twin(self, text: str) -> Question | None:
        """One that asks (nearly) the same, if there is one; the nearest."""
        mine, best, found = _gist(text), 0.0, None
        for gist, each in self._gists:
            likeness = _likeness(mine, gist)
            if likeness >= ALIKE and likeness > best:
                best, found = likeness, each
        return found


def alike(text: str, questions: Iterable[Question]) -> Question | None:
    """One of these that asks (nearly) the same, if there is one."""
    return Known(questions).twin(text)


def likeness(one: str, other: str) -> float:
    """How much two questions have in common: 0 is nothing, 1 is all that matters."""
    return _likeness(_gist(one), _gist(other))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _gist(text: str) -> frozenset[str]:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    gist = frozenset(_stem(word) for word in words if word not in _LITTLE and len(word) > 1)
    return gist or frozenset(words)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            word = word.removesuffix(ending)
            break
    # Skipping is of skip, telling of tell: a letter twice at the end is one.
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
