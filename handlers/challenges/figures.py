"""Figures: the numbers of a challenge as it is typed - how much its goal is, and how long it goes on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from handlers.calendar.typed import length_of
from handlers.challenges.measures import MEANT, NUMBERS
from handlers.contests.understanding import Phrases

MOST_DAYS: Final = 400
NO_GOAL: Final = "How much is the goal? Add a whole number, as in 500."
WHICH: Final = "Which is the goal, {:,} or {:,}? Type that number alone."
UNCLEAR: Final = ""
"""A length that could mean this or that: the form asks."""

# Both sides of a stroke with digits, as in `24/7` or `24/12`, are of something else than a goal.
_NUMBER: Final = re.compile(r"(?<![\w.,−–-])(?<!\d/)(\d{1,3}(?:[,.’']\d{3})+|\d{1,7})(?![\w.,]*\d|/\d)")
_MINUS: Final = re.compile(r"(?<!\S)[−–-]\d")
_UNIT: Final = r"(?:minutes?|hours?|days?|weeks?|fortnights?|months?|years?|[dhw])\b"
_SPAN: Final = re.compile(rf"(?i)\s*-?({_UNIT})")
"""What makes a number one of days."""
_APART: Final = re.compile(rf"(?i)(?<![\w.,/−–-])\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?![\w.,/]*\d|\s*-?{_UNIT})")
"""Thousands with spaces between them, as most of Europe writes them."""
_BACK: Final = re.compile(r"(?i)\b(?:last|past|first|every|each)\s+\Z")
"""Before a length: then it isn't how long the challenge goes on."""
_ONE: Final = re.compile(rf"(?i)\b(?:an?|one)[\s-]({_UNIT})(?!['’](?!s\s+time\b))")
_LASTING: Final = re.compile(r"(?i)\b(?:in|within|for|over|during|lasts|takes)\s+\Z")
_LONG: Final = re.compile(r"(?i)[\s-](?:of|long)\b")
"""Before `a week`, or behind it: then that is how long it goes on, while of `ten photos a week` it is how often."""
_SOME: Final = re.compile(rf"(?i)\b(?:couple|few|several)\s+(?:of\s+)?{_UNIT}")
_A_MONTH: Final = "30 days"


def gathered(said: Phrases, typed: str) -> Phrases:
    """The same with `1 000` as one number; what only came to stand together isn't: `20 "More thanks" 500`."""
    spaced = " ".join(typed.split())
    before = _APART.sub(lambda found: _joined(found[0]) if found[0] in spaced else found[0], said.before)
    return replace(said, before=before)


def doubt(said: Phrases) -> str:
    """What is the matter with the numbers that were typed.

    Of those of the title, what stands before a measure counts: others, as in “Summer 2026”, are but a name.
    """
    if _MINUS.search(said.before):
        return NO_GOAL
    title = _APART.sub(lambda found: _joined(found[0]), said.title)
    numbers = [whole(found) for found in _goals(said.before)]
    for found in _goals(title):
        following = re.match(r"\s+(\w+)", title[found.end() :])
        if numbers and following and following[1].lower() in MEANT:
            numbers.append(whole(found))
    different = list(dict.fromkeys(numbers))
    return WHICH.format(*different) if len(different) > 1 else ""


def goal_of(said: Phrases) -> int:
    """The goal that was typed; 0 if there is none, or if it is doubtful."""
    if doubt(said):
        return 0
    return number(said.before) or number(said.title) or _in_words(said.before) or _in_words(said.title)


def number(text: str) -> int:
    """The first number that isn't one of days."""
    joined = _APART.sub(lambda found: _joined(found[0]), text) if text.count(" ") else text
    return next((whole(found) for found in _goals(joined)), 0)


def whole(found: re.Match[str]) -> int:
    """The number that was found."""
    return int(re.sub(r"\D", "", found[1]))


def lasting(said: Phrases) -> str | None:
    """How long it goes on, as a deadline is typed: `7 days`; UNCLEAR, or None if nothing was said of it."""
    lengths = list(dict.fromkeys(_lengths(said.before)))
    if not lengths:
        # “Twenty years of us” is but a name.
        lengths = [each for each in dict.fromkeys(_lengths(said.title)) if 0 < length_of(each) <= MOST_DAYS * 24 * 60]
    if not lengths:
        return None
    return lengths[0] if len(lengths) == 1 and length_of(lengths[0]) else UNCLEAR


def _lengths(text: str) -> Iterator[str]:
    for found in _NUMBER.finditer(text):
        if unit := _SPAN.match(text, found.end()):
            yield UNCLEAR if _BACK.search(text[: found.start()]) else _length(whole(found), unit[1])
    for word in re.finditer(r"(?i)[a-z]+", text):
        if word[0].lower() in NUMBERS and (unit := _SPAN.match(text, word.end())):
            back = _BACK.search(text[: word.start()])
            yield UNCLEAR if back else _length(NUMBERS.index(word[0].lower()) + 2, unit[1])
    for found in _ONE.finditer(text):
        sure = _LASTING.search(text[: found.start()]) or _LONG.match(text, found.end())
        yield _length(1, found[1]) if sure else UNCLEAR
    if _SOME.search(text):
        yield UNCLEAR


def _length(number: int, unit: str) -> str:
    # How long some months are depends on which: then the form asks.
    return _A_MONTH if number == 1 and unit.lower().startswith("month") else f"{number} {unit.lower()}"


def _goals(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _NUMBER.finditer(text) if not _SPAN.match(text, found.end()))


def _joined(text: str) -> str:
    return re.sub(r"\s", ",", text)


def _in_words(text: str) -> int:
    words = re.finditer(r"[a-z]+", text.lower())
    return next((NUMBERS.index(w[0]) + 2 for w in words if w[0] in NUMBERS and not _SPAN.match(text, w.end())), 0)
