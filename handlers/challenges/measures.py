"""Measures: what a challenge may count, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scoring.book import Book
from scoring.facts import PICTURE, QUESTION
from scoring.gifts import is_newcomer
from scoring.state import COUNTED, LINKED, PROMPT_ANSWER, Member, Message

PHOTOS = "photos"
ROOTED = frozenset({"newcomers", "answers"})
"""Measures of answers: they count as long as what they answer is there."""
UNITS, PEOPLE, THREADS = "units", "people", "threads"
"""What is added up: everything, different people, or different threads."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that counts; handlers.cards.challenges has the words for it."""

    of: str = UNITS
    ledger: bool = False
    """Whether the ledger tells of it, or messages do."""


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "thanks": Measure(ledger=True),
        "people": Measure(PEOPLE, ledger=True),
        "newcomers": Measure(PEOPLE),
        "answers": Measure(THREADS),
        "photos": Measure(),
        "prompts": Measure(),
    }
)
"""The `measure` of a challenge. Votes aren't among them: who votes when is nobody's business."""

MEANT: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in MEASURES},
        **dict.fromkeys(("thank", "kudos", "thankyous", "recognition"), "thanks"),
        **dict.fromkeys(("thankers", "givers", "colleagues"), "people"),
        **dict.fromkeys(("newcomer", "welcome", "welcomes", "welcomed"), "newcomers"),
        **dict.fromkeys(("answer", "answered", "questions", "question", "replies"), "answers"),
        **dict.fromkeys(("photo", "picture", "pictures", "gifs"), "photos"),
        **dict.fromkeys(("prompt",), "prompts"),
    }
)
"""What people type -> the measure they mean."""


NUMBERS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
"""From two on: “one” stands in sentences that are about no number."""


def counts(measure: str, book: Book, message: Message, root: Message | None, host: Member) -> bool:
    """Whether a message counts; `root` begins its thread, `host` wrote that."""
    if not message.marks & COUNTED:
        return False
    match measure:
        case "photos":
            return bool(message.marks & PICTURE)
        case "prompts":
            return bool(message.marks & PROMPT_ANSWER)
    if root is None or not message.marks & LINKED:
        return False
    if measure == "answers":
        return bool(root.marks & QUESTION)
    return measure == "newcomers" and is_newcomer(book, host, root.at)
