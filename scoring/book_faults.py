"""Faults: what is wrong in a rule book's file, on which line, and what was probably meant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

Place = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to repair; `path` names the field as in `rules[3].limits.per_day`."""

    line: int
    column: int
    path: str
    problem: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}: " + (f"{self.path}: " if self.path else "")
        return where + self.problem + (f" {self.hint}" if self.hint else "")


class BookFaults(Exception):
    """A rule book that can't be used; all its faults at once, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(slots=True)
class Report:
    """What reading a file found so far: the faults, and where each field stands."""

    faults: list[Fault] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def add(self, path: str, problem: str, hint: str = "", place: Place | None = None) -> None:
        """Note a fault at a field, or at the place given."""
        line, column = place or self.place(path)
        self.faults.append(Fault(line, column, path, problem, hint))

    def place(self, path: str) -> Place:
        """Where the field stands."""
        return self.places.get(path, (1, 1))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The likeliest known word as a question, or a list of all of them."""
    names = list(known)
    close = get_close_matches(word.lower().replace("-", "_"), names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    if len(names) > 40:
        return ""
    return f"Known here: {', '.join(f'`{name}`' for name in names)}." if names else ""
