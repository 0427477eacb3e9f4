"""Plays: a story told to the engine from an empty state, and what everybody has afterwards."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scoring.book import Book
from scoring.engine import apply
from scoring.facts import Fact
from scoring.state import Row, State
from scoring.turn import Notice
from storage.default_book import default_book


@dataclass
class Play:
    """What a story led to."""

    state: State
    rows: list[Row] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def by_rule(self, rule: str) -> dict[str, int]:
        """Points of each person by one rule; nobody with nothing."""
        points = Counter[str]()
        for row in self.rows:
            if row.rule == rule:
                points[row.member] += row.points
        return {member: sum_ for member, sum_ in points.items() if sum_}

    def points(self, member: str) -> int:
        """All points of a person, badges included."""
        return sum(row.points for row in self.rows if row.member == member)

    def coins(self, member: str) -> int:
        """All coins of a person by rules, badges left out."""
        ours = (row for row in self.rows if row.member == member and not row.rule.startswith("badge:"))
        return sum(row.coins for row in ours)

    def holds(self, member: str, badge: str) -> bool:
        """Whether a person holds a badge now."""
        held = self.state.badges.get((member, badge))
        return held is not None and held.seq > 0


def play(story: Iterable[Fact], book: Book | None = None) -> Play:
    """Tell a story; only what is kept takes a place in the order of arrival, as in the database."""
    told, seq = Play(State.fresh()), 1
    for fact in story:
        outcome = apply(told.state, book or default_book(), fact, seq)
        told.rows.extend(outcome.rows)
        told.notices.extend(outcome.notices)
        seq += outcome.kept
    return told


def all_on() -> Book:
    """The default book with every rule switched on."""
    book = default_book()
    return replace(book, rules=tuple(replace(rule, on=True) for rule in book.rules))
