"""Writing: questions of the host's own - each with its answers below it, a star before the right one; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from handlers.polls.quoting import tidy
from handlers.polls.terms import LONGEST_EXPLANATION, LONGEST_OPTION, LONGEST_QUESTION
from handlers.quizzes.questions import Trivia
from scoring.markup import escape

LEAST, MOST = 2, 10
"""Questions."""
LEAST_ANSWERS, MOST_ANSWERS = 2, 8
ASKS: Final = ("?", "？", "؟")
STARS: Final = "*✓✔✅＊\ufe0f"
_BULLET: Final = re.compile(r"\s*(?:[-–•]|(?:\d{1,2}|[a-hA-H])[.)])\s+")
EXAMPLE: Final = "Write the question on a line, its answers on the lines below, and * before the right one."


@dataclass(frozen=True, slots=True)
class Written:
    """What was made of a text; with a problem, what to change."""

    questions: tuple[Trivia, ...] = ()
    problem: str = ""


@dataclass(slots=True)
class _Draft:
    words: str
    answers: list[str] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    explanation: str = ""
    behind: str = ""
    """What stands behind its explanation, where nothing may."""


def read(text: str) -> Written:
    """The questions in a text: an empty line ends one; without any, an explanation or a new question mark does."""
    lines = [tidy(line) for line in text.strip().splitlines()]
    drafts = _apart(lines) if "" in lines else _together(lines)
    if problem := _problem(drafts):
        return Written(problem=problem)
    return Written(
        tuple(
            Trivia(escape(each.words), tuple(map(escape, each.answers)), tuple(each.right), escape(each.explanation))
            for each in drafts
        )
    )


def _apart(lines: Sequence[str]) -> list[_Draft]:
    drafts: list[_Draft] = []
    begins = True
    for said in lines:
        if not said:
            # One between a question and its answers is forgiven.
            begins = not drafts or bool(drafts[-1].answers)
        elif begins:
            drafts.append(_Draft(_BULLET.sub("", said, count=1).strip()))
            begins = False
        elif said[0] in "!！":
            drafts[-1].explanation = said[1:].strip()
        elif drafts[-1].explanation:
            drafts[-1].behind = drafts[-1].behind or said
        else:
            _answer(drafts[-1], said)
    return drafts


def _together(lines: Sequence[str]) -> list[_Draft]:
    drafts: list[_Draft] = []
    begins = True
    for said in lines:
        if said[0] in "!！" and drafts:
            drafts[-1].explanation = said[1:].strip()
            begins = True
        elif not drafts or (begins and drafts[-1].answers) or _is_next(drafts[-1], said):
            drafts.append(_Draft(_BULLET.sub("", said, count=1).strip()))
            begins = False
        else:
            _answer(drafts[-1], said)
            begins = False
    return drafts


def _is_next(draft: _Draft, said: str) -> bool:
    # Without an empty line between them, a question mark says that the next one begins.
    return len(draft.answers) >= LEAST_ANSWERS and bool(draft.right) and said.endswith(ASKS)


def _answer(draft: _Draft, said: str) -> None:
    starred = said[0] in STARS or said[-1] in STARS
    words = _BULLET.sub("", said.strip(STARS + " "), count=1).strip()
    starred = starred or (bool(words) and words[0] in STARS)
    words = words.strip(STARS + " ")
    if not words:
        return
    draft.answers.append(words)
    if starred:
        draft.right.append(len(draft.answers))


def _asks(draft: _Draft) -> str:
    # The next question, if no empty line was put before it; where every answer asks something, that is how they are.
    behind = enumerate(draft.answers[LEAST_ANSWERS:], LEAST_ANSWERS + 1)
    found = next((answer for number, answer in behind if answer.endswith(ASKS) and number not in draft.right), "")
    return "" if found and draft.answers[0].endswith(ASKS) else found


def _problem(drafts: Sequence[_Draft]) -> str:
    if len(drafts) < LEAST:
        return f"A round has {LEAST} questions at least. {EXAMPLE} An empty line ends a question."
    if len(drafts) > MOST:
        return f"These are {len(drafts)} questions; a round has {MOST} at most."
    return next((problem for number, each in enumerate(drafts, 1) if (problem := _wrong(number, each))), "")


def _wrong(number: int, draft: _Draft) -> str:
    this = f"Question {number} (“{draft.words[:40]}”)"
    return _not_apart(this, draft) or _unfit(this, draft)


def _not_apart(this: str, draft: _Draft) -> str:
    if draft.behind:
        return f"{this} ends with its explanation. Put an empty line before “{draft.behind[:40]}”."
    if asks := _asks(draft):
        return f"“{asks[:40]}” stands among the answers of {this[0].lower()}{this[1:]}. Put an empty line before it."
    return ""


def _unfit(this: str, draft: _Draft) -> str:
    if len(draft.words) > LONGEST_QUESTION:
        return f"{this} is too long: {LONGEST_QUESTION} characters fit."
    if len(draft.answers) < LEAST_ANSWERS:
        return f"{this} needs {LEAST_ANSWERS} answers at least, each on a line below it."
    if len(draft.answers) > MOST_ANSWERS:
        return f"{this} has {len(draft.answers)} answers; {MOST_ANSWERS} fit. An empty line ends a question."
    if any(len(answer) > LONGEST_OPTION for answer in draft.answers):
        return f"An answer of {this[0].lower()}{this[1:]} is too long: {LONGEST_OPTION} characters fit."
    if len({answer.casefold() for answer in draft.answers}) < len(draft.answers):
        return f"{this} has one answer twice."
    if not draft.right:
        return f"{this} has no right answer: put * before it."
    if len(draft.right) == len(draft.answers):
        return f"In {this[0].lower()}{this[1:]} every answer is right; mark only those that are."
    if len(draft.explanation) > LONGEST_EXPLANATION:
        return f"The explanation of {this[0].lower()}{this[1:]} is too long: {LONGEST_EXPLANATION} characters fit."
    return ""
