"""Choosing: which question comes next in a channel - pure, by hashes, the same in every process."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from handlers.prompts.questions import Question
from storage.prompts import Usage

NEVER = Usage(0, 0)
REST = 3
"""Of what was asked, the newest third rests at the beginning of a round, so that nothing comes twice in a row."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, and the round in which it is asked."""

    question: Question
    round: int


def choose(
    place: str, questions: Sequence[Question], usage: Mapping[str, Usage], passed: Collection[str] = ()
) -> Choice | None:
    """The next one of these in a place; None only if there is none at all.

    Those asked in the fewest rounds come first, so that nothing comes again before all of them had their turn; what is
    new has its turn at once, and then rests like the others. `passed` were seen and not wanted now.
    """
    if not questions:
        return None
    rounds = {each.id: usage.get(each.id, NEVER).round for each in questions}
    least, most = min(rounds.values()), max(rounds.values())
    number = most if least < most else least + 1
    open_now = [each for each in questions if rounds[each.id] == least]
    ready = [each for each in open_now if each.id not in passed] or open_now
    rested = _without_newest(questions, usage, ready)
    last = max(questions, key=lambda each: (usage.get(each.id, NEVER).at, each.id))
    others = [each for each in rested if each.category != last.category or not usage.get(last.id, NEVER).at]
    return Choice(min(others or rested, key=lambda each: _order(place, number, each.id)), number)


def is_open(number: str, questions: Sequence[Question], usage: Mapping[str, Usage]) -> bool:
    """Whether a question may be asked now, without any coming twice."""
    rounds = {each.id: usage.get(each.id, NEVER).round for each in questions}
    return number in rounds and rounds[number] == min(rounds.values())


def round_of(number: str, questions: Sequence[Question], usage: Mapping[str, Usage]) -> int:
    """In which round a question is asked if it is asked now, whatever its turn."""
    most = max((usage.get(each.id, NEVER).round for each in questions), default=0)
    return max(most, usage.get(number, NEVER).round + 1)


def _without_newest(
    questions: Sequence[Question], usage: Mapping[str, Usage], ready: Sequence[Question]
) -> Sequence[Question]:
    asked = sorted((usage[each.id].at, each.id) for each in questions if each.id in usage)
    newest = {number for _, number in asked[len(asked) - max(1, len(questions) // REST) :]} if asked else set()
    return [each for each in ready if each.id not in newest] or ready


def _order(place: str, number: int, prompt: str) -> bytes:
    return sha256(f"{place}\n{number}\n{prompt}".encode()).digest()
