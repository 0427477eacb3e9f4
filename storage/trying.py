"""Trying: what another rule book would have made of the same facts - both boards, who moved, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scoring.book import Book
from scoring.periods import end_of, local_day, start_of
from scoring.state import Row, State
from storage.replaying import Progress, replay, silent
from storage.transactions import Work

NEVER = 10**9
"""A day after all days."""


@dataclass(frozen=True, slots=True)
class Cause:
    """How much one rule paid before and would pay after."""

    rule: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A member on both boards; rank 0 is not on that board."""

    member: str
    name: str
    points_before: int
    points_after: int
    rank_before: int
    rank_after: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """Every shown member who has points under either book, best first under the new one."""

    span: str
    start: int
    members: tuple[Moved, ...]

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Those whose points or rank would differ."""
        return tuple(
            member
            for member in self.members
            if (member.points_before, member.rank_before) != (member.points_after, member.rank_after)
        )


Sums = dict[str, dict[str, int]]
"""Member -> rule -> points."""


def try_book(work: Work, book: Book, span: str, start: int = -1, progress: Progress = silent) -> Trial:
    """Replay every fact under the books of their time and under this one, and compare one period of the board.

    `start` is any day of the period (an ordinal); by default the period before the present one, `all` being whole.
    """
    first, after = _period(work, span, start)
    sums: tuple[Sums, Sums] = (defaultdict(lambda: defaultdict(int)), defaultdict(lambda: defaultdict(int)))
    states: list[State] = []
    for place, tried in enumerate((None, book)):

        def seen(row: Row, into: Sums = sums[place]) -> None:
            if row.points and first <= local_day(work.book.settings.zone, row.at) < after:
                into[row.member][row.rule] += row.points

        def halfway(done: int, whole: int, place: int = place) -> None:
            progress(done + place * whole, 2 * whole)

        states.append(replay(work, book=tried, seen=seen, progress=halfway))
    return Trial(span, first, tuple(_members(states[1], book, sums)))


def _period(work: Work, span: str, start: int) -> tuple[int, int]:
    zone = work.book.settings.zone
    if span == "all":
        return 0, NEVER
    if start < 0:
        start = start_of(span, local_day(zone, work.now)) - 1
    first = start_of(span, start)
    return first, end_of(span, first)


def _members(state: State, book: Book, sums: tuple[Sums, Sums]) -> Iterable[Moved]:
    before, after = ({who: sum(rules.values()) for who, rules in side.items()} for side in sums)
    people = [who for who in {**before, **after} if not state.member(who).traits & book.not_shown]
    ranks = [_ranks({who: side[who] for who in people if side.get(who, 0) > 0}) for side in (before, after)]
    people.sort(key=lambda who: (-after.get(who, 0), -before.get(who, 0), who))
    for who in people:
        causes = [
            Cause(rule, sums[0][who].get(rule, 0), sums[1][who].get(rule, 0))
            for rule in sorted({*sums[0][who], *sums[1][who]})
        ]
        yield Moved(
            who, state.member(who).name, before.get(who, 0), after.get(who, 0),
            ranks[0].get(who, 0), ranks[1].get(who, 0),
            tuple(cause for cause in causes if cause.before != cause.after),
        )  # fmt: skip


def _ranks(points: dict[str, int]) -> dict[str, int]:
    order = {amount: place for place, amount in enumerate(sorted(set(points.values()), reverse=True), 1)}
    return {who: order[amount] for who, amount in points.items()}
