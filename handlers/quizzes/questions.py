"""Questions of trivia: the library that comes with Huzzah, by topic, and which of them comes next in a channel."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import yaml

from handlers.prompts import choosing
from handlers.prompts.questions import Question as Candidate
from scoring.markup import escape, plain
from storage import quizzes
from storage.transactions import Work

TOPICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "geography": "Geography",
        "science": "Science",
        "words": "Words",
        "food": "Food",
        "history": "History",
        "numbers": "Numbers",
        "nature": "Nature",
        "office": "Office life",
    }
)
"""Each with its title."""
PREFIX: Final = "trivia-"
"""What an id of the library begins with where it is written down, since questions of the day stand there as well."""

_ALSO: Final = """
geography: geo map maps places place countries country world travel
science: sciences physics chemistry space astronomy
words: word language languages letters vocabulary
food: foods cooking kitchen drinks
history: past historic
numbers: number maths math mathematics arithmetic
nature: animals animal plants biology
office: office-life work workplace business
"""
MEANT: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{
            word: line.partition(":")[0]
            for line in _ALSO.strip().splitlines()
            for word in line.partition(":")[2].split()
        },
        **{word: word for word in TOPICS},
    }
)
"""What people type -> topic."""


@dataclass(frozen=True, slots=True)
class Trivia:
    """A question with its answers, as it is asked."""

    words: str
    """Markup, like all of it."""
    answers: tuple[str, ...]
    right: tuple[int, ...]
    """Counted from 1."""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A question of the library, as it stands there."""

    id: str
    topic: str
    words: str
    right: str
    wrong: tuple[str, ...]
    explanation: str


@lru_cache(maxsize=1)
def library() -> Mapping[str, Known]:
    """Every question that comes with Huzzah, by its id, in the order of the files."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Known] = {}
    for topic in TOPICS:
        file = files("handlers.quizzes").joinpath("library", f"{topic}.yaml")
        rows = yaml.load(file.read_text("utf-8"), loader)  # noqa: S506  # both loaders are the safe one
        for number, (words, right, *wrong, explanation) in rows.items():
            found[f"{PREFIX}{number}"] = Known(f"{PREFIX}{number}", topic, words, right, tuple(wrong), explanation)
    return MappingProxyType(found)


def topics_of(names: Iterable[str]) -> tuple[str, ...]:
    """Topics as they are kept, each once, in our order; what is none is left out."""
    given = set(names)
    return tuple(topic for topic in TOPICS if topic in given)


def named(topics: Sequence[str]) -> str:
    """The topics in words; nothing if it is about everything."""
    titles = [TOPICS[topic].lower() for topic in topics]
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)


def left(work: Work, channel: str, topics: Sequence[str]) -> int:
    """How many questions about these topics (none is all) a channel can be asked before any comes again."""
    return len(_fresh(work, channel, topics))


def _fresh(work: Work, channel: str, topics: Sequence[str]) -> list[Known]:
    usage = quizzes.usage(work, channel)
    turns = {number: usage[number].round if number in usage else 0 for number in library()}
    least = min(turns.values())
    return [each for each in library().values() if turns[each.id] == least and (not topics or each.topic in topics)]


def in_lines(own: Sequence[Trivia]) -> tuple[str, ...]:
    """Questions of the host's own with what is right, as the host alone may read them."""
    return tuple(
        plain(f"{each.words} {' / '.join(each.answers[number - 1] for number in each.right)}", {}) for each in own
    )


def next_in(work: Work, channel: str, topics: Sequence[str]) -> Trivia:
    """What comes next in a channel, written down as asked.

    Nothing comes twice before everything had its turn: once a topic is used up, the others are mixed in.
    """
    fitting = _fresh(work, channel, topics) or list(library().values())
    candidates = [Candidate(each.id, each.topic, "", "", "", each.words) for each in fitting]
    place = f"{work.workspace}\n{channel}"
    chosen = choosing.choose(place, candidates, quizzes.usage(work, channel))
    if chosen is None:
        raise LookupError(f"there is no question about {topics}")
    quizzes.asked(work, channel, chosen.question.id, chosen.round)
    return shuffled(library()[chosen.question.id], f"{place}\n{chosen.round}")


def shuffled(known: Known, place: str) -> Trivia:
    """Its answers in an order that says nothing, but is the same in every process; numbers by their size."""
    answers = (known.right, *known.wrong)
    amounts = [_amount(answer) for answer in answers]
    if None not in amounts:
        ordered = sorted(answers, key=lambda answer: _amount(answer) or 0)
    else:
        ordered = sorted(answers, key=lambda answer: sha256(f"{place}\n{known.id}\n{answer}".encode()).digest())
    right = ordered.index(known.right) + 1
    return Trivia(escape(known.words), tuple(map(escape, ordered)), (right,), escape(known.explanation))


def _amount(answer: str) -> float | None:
    plain = answer.replace(",", "")
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None
