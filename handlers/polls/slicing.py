"""Slicing: what a poll comes to group by group - where it is anonymous, so that nothing tells of fewer than five. Pure.

Whoever reads a result can add and subtract what it shows. So the groups that are shown apart and the one rest are parts
of the whole that don't overlap, and each of them has five votes at least: whatever is added or subtracted is then made
of whole parts. Nor is a part shown in which all, or all but one, chose the same, or marks of the same kind.
"""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from handlers.polls.counting import DETRACTORS, PROMOTERS, Tally, count, mark_of
from handlers.polls.terms import ENPS, RATING
from storage.votes import LEAST, Choice

KEY = "slices"
"""Under which name they are kept beside the tally."""
UNLIKE = 2
"""So many at least chose something else than most did; if it were one, that one would know what all others chose."""
TWO = 2
NOBODY = 0
"""The group of who is in none of them."""
ALIKE = {
    ENPS: (DETRACTORS, range(DETRACTORS.stop, PROMOTERS.start), PROMOTERS),
    RATING: (range(3), range(3, 4), range(4, 6)),
}
"""Marks that say the same: who is for it, who is against it, and who neither."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What one group came to; without a name it is everybody else."""

    name: str
    voters: int
    counts: tuple[tuple[int, int], ...] = ()
    """(option, amount); ranking: how often it came first."""
    mean: float | None = None
    enps: int | None = None


@dataclass(frozen=True, slots=True)
class Slices:
    """What may be shown by group; of groups that aren't shown apart, the names."""

    shown: tuple[Slice, ...] = ()
    others: Slice | None = None
    unshown: tuple[str, ...] = ()


def sliced(
    kind: str, options: Sequence[int], votes: Sequence[tuple[int, Choice]], names: Sequence[str], *, secret: bool
) -> Slices:
    """(group, choice) of all votes, group by group: 1 is the first of `names`."""
    parts: dict[int, list[Choice]] = {group: [] for group in range(len(names) + 1)}
    for group, choice in votes:
        parts[group if group in parts else NOBODY].append(choice)
    counted = {group: _counted(kind, options, part) for group, part in parts.items()}
    apart = [group for group in parts if group != NOBODY and _may_show(kind, counted[group], secret=secret)]
    rest = [choice for group, part in parts.items() if group not in apart for choice in part]
    while secret and apart and rest and not _may_show(kind, _counted(kind, options, rest), secret=True):
        # What is left over follows from the whole and what is shown, so it is shown or there is none.
        smallest = min(apart, key=lambda group: (len(parts[group]), -group))
        apart.remove(smallest)
        rest += parts[smallest]
    left = _counted(kind, options, rest)
    return Slices(
        tuple(_named(names[group - 1], counted[group]) for group in apart),
        left if apart and _may_show(kind, left, secret=secret) else None,
        tuple(name for group, name in enumerate(names, start=1) if group not in apart),
    )


def _counted(kind: str, options: Sequence[int], part: Sequence[Choice]) -> Slice:
    tally = count(kind, options, [("", choice, 0) for choice in part])
    return Slice("", tally.voters, tally.counts, tally.mean, tally.enps)


def _named(name: str, part: Slice) -> Slice:
    return Slice(name, part.voters, part.counts, part.mean, part.enps)


def _may_show(kind: str, part: Slice, *, secret: bool) -> bool:
    return is_safe(kind, part.voters, part.counts) if secret else part.voters >= LEAST


def is_safe(kind: str, voters: int, counts: Sequence[tuple[int, int]]) -> bool:
    """Whether what these chose may be told apart from all others: it takes five, and two who chose something else."""
    if voters < LEAST or min((amount for _, amount in counts), default=0) < 0:
        return False
    return max(_alike(kind, voters, counts), default=0) <= voters - UNLIKE


def less(one: Tally, other: Tally) -> tuple[int, tuple[tuple[int, int], ...]]:
    """What two pictures of the same poll differ by: voters, and (option, amount)."""
    before = dict(other.counts)
    return one.voters - other.voters, tuple((option, amount - before.get(option, 0)) for option, amount in one.counts)


def _alike(kind: str, voters: int, counts: Sequence[tuple[int, int]]) -> list[int]:
    """How many chose the same, or marks that say the same."""
    classes = ALIKE.get(kind)
    if classes is None:
        chosen = [amount for _, amount in counts]
        # Of two options, not to choose one says as much as to choose it.
        return chosen + [voters - amount for amount in chosen if len(chosen) == TWO]
    return [sum(amount for option, amount in counts if mark_of(kind, option) in marks) for marks in classes]


def write(slices: Slices) -> dict[str, Any]:
    """As they are kept within the JSON of a result."""
    found = (*slices.shown, *((slices.others,) if slices.others else ()))
    return {KEY: {"parts": [astuple(each) for each in found], "unshown": list(slices.unshown)}}


def read(result: str) -> Slices | None:
    """What is kept in the JSON of a result; None if nothing was compared."""
    kept = (json.loads(result) if result else {}).get(KEY)
    if kept is None:
        return None
    parts = [
        Slice(name, voters, tuple((option, amount) for option, amount in counts), mean, enps)
        for name, voters, counts, mean, enps in kept["parts"]
    ]
    return Slices(
        tuple(part for part in parts if part.name),
        next((part for part in parts if not part.name), None),
        tuple(kept["unshown"]),
    )
