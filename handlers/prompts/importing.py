"""Importing: many questions at once, as CSV with a head or one a line; pure, and exact about what is wrong where."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from handlers.prompts.questions import CATEGORIES, EFFORTS, EMOJI, MEANT, MOODS, OURS, Question
from handlers.prompts.wording import ASKS, Known, worded
from scoring.emoji_names import canonical, glyph

MOST: Final = 2_000
"""Questions in one import."""
FIELDS: Final = ("question", "category", "mood", "length", "emoji")
"""The columns of a file; only the first must be there."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a question is if its line doesn't say."""

    category: str = OURS
    mood: str = "curious"
    effort: str = "quick"


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that wasn't taken, and why."""

    line: int
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was found."""

    questions: tuple[Question, ...]
    faults: tuple[Fault, ...] = ()


def read(text: str, known: Iterable[Question], tags: Tags | None = None) -> Read:
    """The questions of a file, without those that are known already; `tags` are for what a line doesn't say."""
    found: list[Question] = []
    faults: list[Fault] = []
    seen = Known(known)
    for line, row in _rows(text.removeprefix("\ufeff")):
        question = _question(row, tags or Tags())
        if len(found) >= MOST:
            faults.append(Fault(line, "", f"Only {MOST} are taken at once: import the rest from here on."))
            break
        if isinstance(question, str):
            faults.append(Fault(line, row.get("question", "")[:80], question))
            continue
        twin = seen.twin(question.text)
        if twin is not None:
            faults.append(Fault(line, question.text, f"We have that one already: {twin.text}"))
            continue
        found.append(question)
        seen.add(question)
    return Read(tuple(found), tuple(faults))


def _rows(text: str) -> list[tuple[int, Mapping[str, str]]]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    # A comma stands in many a question; a head doesn't ask anything.
    names = [name.strip().strip('"').lower() for name in first.replace(";", ",").split(",")]
    if "question" not in names or any(mark in first for mark in ASKS.replace(";", "")):
        plain = [(number, line.strip().lstrip("-*•").strip()) for number, line in enumerate(lines, start=1)]
        return [(number, {"question": line}) for number, line in plain if line and not line.startswith("#")]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(StringIO(text.lstrip()), delimiter=delimiter)
    found: list[tuple[int, Mapping[str, str]]] = []
    for row in reader:
        clean = {str(name).strip().lower(): str(value or "").strip() for name, value in row.items()}
        if any(clean.values()):
            found.append((reader.line_num, clean))
    return found


def _question(row: Mapping[str, str], tags: Tags) -> Question | str:
    category = _tag(row.get("category", ""), tuple(CATEGORIES), tags.category)
    mood = _tag(row.get("mood", ""), MOODS, tags.mood)
    effort = _tag(row.get("length", ""), EFFORTS, tags.effort)
    for name, said, options in (
        ("category", category, tuple(CATEGORIES)),
        ("mood", mood, MOODS),
        ("length", effort, EFFORTS),
    ):
        if not said:
            return f"“{row.get(name, '')[:30]}” is no {name}. Choose one of: {', '.join(options)}."
    checked = worded(row.get("question", ""), category)
    if checked.problem:
        return checked.problem
    emoji = canonical(row.get("emoji", "").strip().strip(":"))
    return Question("", category, mood, effort, emoji if glyph(emoji) else EMOJI[category], checked.text)


def _tag(said: str, options: Sequence[str], otherwise: str) -> str:
    if not said:
        return otherwise
    meant = MEANT.get(said.strip().lower().replace(" ", "-"), "")
    return meant if meant in options else ""
