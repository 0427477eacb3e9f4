"""Typed: `/huzzah trivia 5 geography every friday 15:00` - how many, about what, how long, when and where; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.calendar.recurrence import Plan
from handlers.calendar.typed import when
from handlers.quizzes.questions import MEANT, TOPICS, topics_of
from handlers.quizzes.setup import LEAST, LONGEST, MOST, SHORTEST, USUAL, USUAL_MINUTES
from scoring.facts import Micros

_EACH: Final = (
    r"\s+(?:each(?!\s+(?:mon|tue|wed|thu|fri|sat|sun|day|week|work|month|other|second|\d))(?:\s+question)?"
    r"|(?:for|per|a|every)\s+(?:each\s+|every\s+)?question|for\s+each|apiece)\b"
)
"""Behind a time that each question is open; `each friday` is when a round is held."""
_MINUTES: Final = re.compile(rf"(?i)(?<!in )(?<![\w:.])(\d{{1,4}})\s*-?(?:minutes?|mins?|m)\b(?:{_EACH})?")
_HOURS: Final = re.compile(rf"(?i)(?<!in )(?<![\w:.])(\d{{1,2}})\s*-?(?:hours?|hrs?|h)(?:{_EACH})")
_MANY: Final = re.compile(r"(?i)(?<![\w:.])(\d{1,3})\s+(?=questions?\b)")
_FROM_NOW: Final = re.compile(r"(?i)\b(\d{1,4}\s*-?(?:minutes?|mins?|m|hours?|hrs?|h|days?|weeks?))\s+from\s+now\b")
"""Says when, as `in 10 minutes` does."""
_OF_TIME: Final = re.compile(
    r"(?i)[ap]\.?m\b|o['’]?clock\b|:|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
"""Behind a number: that is a time or a day, and not how many questions."""
_PLACE: Final = re.compile(r"(?i)(?:\b(?:in|into|to|at)\s+)?(<#[^<>\s]+>|(?<!\S)#[^\s<>#,]+)")
_TIME: Final = re.compile(r"(?i)\d|every|each|daily|weekly|monthly|day|tomorrow|month|noon|morning|evening|tonight")
_FILLING: Final = frozenset(
    "about with on from of for and or & please the a an us now start begin play round rounds trivia quiz question "
    "questions random mixed any anything everything all some".split()
)
_TRIM: Final = ".,;:!?\"'“”„‘’()"
EXAMPLES: Final = (
    "/huzzah trivia",
    "/huzzah trivia 5 geography",
    "/huzzah trivia 10 food and nature 1 min each",
    "/huzzah trivia science every friday 15:00",
)
"""What works, wherever something didn't."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A round as it was typed."""

    topics: tuple[str, ...] = ()
    many: int = USUAL
    minutes: int = USUAL_MINUTES
    plan: Plan | None = None
    """None is now."""
    channel: str = ""
    """`<#C1>` or `#name`, if one was named."""
    problem: str = ""


def read(text: str, zone: str, now: Micros) -> Typed:
    """What somebody typed after `trivia`."""
    place = _PLACE.search(text)
    rest = _FROM_NOW.sub(r" in \1 ", _PLACE.sub(" ", text, count=1))
    minutes = USUAL_MINUTES
    if found := _HOURS.search(rest):
        minutes, rest = 60 * int(found[1]), rest[: found.start()] + " " + rest[found.end() :]
    elif found := _MINUTES.search(rest):
        minutes, rest = int(found[1]), rest[: found.start()] + " " + rest[found.end() :]
    numbers: list[int] = []
    if found := _MANY.search(rest):
        numbers, rest = [int(found[1])], rest[: found.start()] + " " + rest[found.end() :]
    topics: list[str] = []
    words = _take(rest.split(), topics, numbers)
    plan, problem = None, ""
    if words and numbers and _is_bare(words[0]) and not _says_when(words, 0):
        problem = f"{numbers[0]} questions, and what is {words[0].strip(_TRIM)}? Write a time as 10:00 or 10 am."
    elif words:
        timed = when(" ".join(words), zone, now)
        plan, problem = timed.plan, timed.problem
        words = _take(timed.rest.split(), topics, numbers)
        if words and (plan is not None or not _TIME.search(" ".join(words))):
            problem = unknown(words)
    many = numbers[0] if numbers else USUAL
    problem = problem or out_of_bounds(many, minutes)
    return Typed(topics_of(topics), many, minutes, plan, place[1] if place else "", problem)


def _take(words: Sequence[str], topics: list[str], numbers: list[int]) -> list[str]:
    """What of the words from the beginning on says what is asked, and how many; the others are left."""
    place = 0
    while place < len(words):
        word = words[place].strip(_TRIM).lower()
        if word in MEANT:
            topics.append(MEANT[word])
        elif word == "life" and place and MEANT.get(words[place - 1].lower()) == "office":
            pass
        elif not numbers and _is_bare(word) and not _says_when(words, place):
            numbers.append(int(word))
        elif word and word not in _FILLING:
            break
        place += 1
    return list(words[place:])


def _is_bare(word: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}", word.strip(_TRIM)))


def _says_when(words: Sequence[str], place: int) -> bool:
    return place + 1 < len(words) and bool(_OF_TIME.match(words[place + 1]))


def unknown(words: Sequence[str]) -> str:
    """A word that is neither a topic nor a time."""
    titles = ", ".join(TOPICS)
    word = words[0].strip(_TRIM)[:40] if words else ""
    return f"I have no questions about “{word}”. Topics are {titles}."


def out_of_bounds(many: int, minutes: int) -> str:
    """What is wrong with the amounts."""
    if not LEAST <= many <= MOST:
        return f"A round has {LEAST} to {MOST} questions, not {many}."
    if not SHORTEST <= minutes <= LONGEST:
        return "Each question can be open from one minute to one day, such as 2 min each or 4h each."
    return ""
