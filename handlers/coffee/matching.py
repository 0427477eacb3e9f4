"""Matching: who has coffee with whom - pure, the same for the same round, and quick for thousands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations

from handlers.coffee.seating import Table, best

Pair = tuple[str, str]
"""Two people, the one whose id sorts first in front."""

ALONE = 10**15
"""What it costs to leave somebody over; twice that if they were left over last time."""
ODD = 10**12
"""A group of another size than was asked for."""
REPEAT, AGE = 10**9, 10**4
"""Two who met before; and the more, the fewer rounds ago it was."""
MOST_AGE, MOST_TIES = 9_999, 9_999

EXACT = 10
"""Up to so many people every way to seat them is weighed."""
BUDGET = 250_000
"""Exchanges that are weighed among more."""


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody who takes part in a round, and what is known of them."""

    people: Sequence[str]
    size: int = 2
    met: Mapping[Pair, int] = field(default_factory=dict)
    """Two who had coffee together -> how many rounds ago, 1 being the last."""
    ties: Mapping[Pair, int] = field(default_factory=dict)
    """How much two have had to do with each other anyway; pairs without are left out."""
    avoid: frozenset[Pair] = frozenset()
    waited: frozenset[str] = frozenset()
    """Who was left over last time."""
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Seated:
    """The groups, and whoever could be in none."""

    groups: tuple[tuple[str, ...], ...] = ()
    alone: tuple[str, ...] = ()


def pair(one: str, other: str) -> Pair:
    """Two people as they are looked up."""
    return (one, other) if one < other else (other, one)


def match(company: Company) -> Seated:
    """Bring everybody into groups: nobody with whom they avoid, nobody left over who needn't be.

    Then as few as possible who met before, of those the ones longest ago; then those with few ties.
    """
    order = shuffled(company.people, company.seed)
    if len(order) <= EXACT:
        found = best(order, lambda group: cost(company, group), lambda one: left_over(company, one), company.size)
        return _sorted(found)
    table = Table(order, _Costs(company).of)
    groups = _greedy(company, order)
    table.improve(groups, BUDGET)
    return _sorted(_unhappy(company, groups))


def shuffled(people: Iterable[str], seed: str) -> list[str]:
    """The same order for the same round, and another for each."""
    return sorted(set(people), key=lambda one: (blake2b(f"{seed}|{one}".encode(), digest_size=8).digest(), one))


def cost(company: Company, group: Sequence[str]) -> int:
    """What is to be said against a group; -1 if it can't be."""
    total = ODD * (len(group) - company.size) ** 2
    for one, other in combinations(group, 2):
        both = pair(one, other)
        if both in company.avoid:
            return -1
        total += between(company, both)
    return total


def between(company: Company, both: Pair) -> int:
    """What is to be said against two at one table who don't avoid each other."""
    rounds = company.met.get(both, 0)
    again = REPEAT + AGE * max(0, MOST_AGE - rounds) if rounds else 0
    return again + min(MOST_TIES, company.ties.get(both, 0))


def left_over(company: Company, one: str) -> int:
    """What it costs to leave somebody over."""
    return ALONE * (2 if one in company.waited else 1)


def sizes(people: int, size: int) -> list[int]:
    """How large the groups are: as even as can be, nobody alone, and pairs with at most one group of three."""
    if people < 2:
        return []
    many = people // 2 if size == 2 else -(-people // size)
    small, larger = divmod(people, many)
    return [small + 1] * larger + [small] * (many - larger)


@dataclass(slots=True)
class _Costs:
    """Between two people, with what is forbidden dearer than anything else."""

    company: Company

    def of(self, one: str, other: str) -> int:
        both = pair(one, other)
        return ALONE if both in self.company.avoid else between(self.company, both)


def _greedy(company: Company, order: list[str]) -> list[list[str]]:
    # Whoever has the most to be looked out for chooses first.
    known: dict[str, set[str]] = {one: set() for one in order}
    for one, other in (*company.avoid, *company.met, *company.ties):
        if one in known and other in known:
            known[one].add(other)
            known[other].add(one)
    rank = {one: place for place, one in enumerate(order)}
    costs = _Costs(company).of
    left = dict.fromkeys(sorted(order, key=lambda one: (-len(known[one]), rank[one])))
    groups = []
    for size in sizes(len(order), company.size):
        first = next(iter(left))
        left.pop(first)
        group = [first]
        while len(group) < size:
            stranger = next((one for one in left if all(one not in known[each] for each in group)), None)
            chosen = stranger or min(left, key=lambda one: sum(costs(one, each) for each in group))
            left.pop(chosen)
            group.append(chosen)
        groups.append(group)
    return groups


def _unhappy(company: Company, groups: list[list[str]]) -> Seated:
    # Where two who avoid each other are left at a table, one of them changes it or stays away.
    alone: list[str] = []
    for group in groups:
        while len(group) > 1 and cost(company, group) < 0:
            worst = max(group, key=lambda one: (_foes(company, one, group), one not in company.waited, one))
            group.remove(worst)
            alone.append(worst)
    alone += [group.pop() for group in groups if len(group) == 1]
    kept = [group for group in groups if group]
    over = []
    for one in alone:
        place = min(
            (group for group in kept if len(group) <= max(2, company.size) and cost(company, [*group, one]) >= 0),
            key=lambda group: cost(company, [*group, one]),
            default=None,
        )
        if place is not None:
            place.append(one)
        else:
            over.append(one)
    return _paired(company, kept, over)


def _paired(company: Company, kept: list[list[str]], over: list[str]) -> Seated:
    while found := next((both for both in combinations(over, 2) if cost(company, both) >= 0), None):
        kept.append(list(found))
        over = [one for one in over if one not in found]
    return Seated(tuple(map(tuple, kept)), tuple(over))


def _foes(company: Company, one: str, group: Iterable[str]) -> int:
    return sum(pair(one, other) in company.avoid for other in group if other != one)


def _sorted(seated: Seated | tuple[list[tuple[str, ...]], list[str]]) -> Seated:
    groups, alone = (seated.groups, seated.alone) if isinstance(seated, Seated) else seated
    return Seated(tuple(sorted(tuple(sorted(group)) for group in groups)), tuple(sorted(alone)))


def pairs_of(groups: Iterable[Sequence[str]]) -> Iterator[Pair]:
    """Everybody who sits at a table with whom."""
    for group in groups:
        yield from (pair(one, other) for one, other in combinations(group, 2))
