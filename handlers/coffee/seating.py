"""Seating: the search for the best groups - every way where few are to be seated, exchanges where many are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

LARGEST = 4
"""No group has more."""

Groups = list[tuple[str, ...]]


def best(
    people: Sequence[str], cost: Callable[[tuple[str, ...]], int], alone: Callable[[str], int], size: int
) -> tuple[Groups, list[str]]:
    """The cheapest way to bring everybody into groups or leave them over; among equals the first that is found.

    `cost` of a group is below zero if it can't be. A group of pairs may take a third, others at most `size`.
    """
    many = len(people)
    largest = min(LARGEST, max(3, size))

    @cache
    def price(group: tuple[int, ...]) -> int:
        return cost(tuple(people[place] for place in group))

    @cache
    def cheapest(left: int) -> tuple[int, tuple[int, ...]]:
        # What seating the people of this bit set costs, and the group of the first of them.
        if not left:
            return 0, ()
        places = [place for place in range(many) if left >> place & 1]
        first, others = places[0], places[1:]
        found: tuple[int, tuple[int, ...]] = (alone(people[first]) + cheapest(left ^ 1 << first)[0], (first,))
        for group in _groups(first, others, largest):
            own = price(group)
            if own >= 0:
                rest = left & ~sum(1 << place for place in group)
                found = min(found, (own + cheapest(rest)[0], group), key=lambda each: each[0])
        return found

    groups, over, left = [], [], (1 << many) - 1
    while left:
        group = cheapest(left)[1]
        left &= ~sum(1 << place for place in group)
        if len(group) == 1:
            over.append(people[group[0]])
        else:
            groups.append(tuple(people[place] for place in group))
    return groups, over


def _groups(first: int, others: Sequence[int], largest: int) -> Iterator[tuple[int, ...]]:
    for more in range(1, largest):
        for chosen in combinations(others, more):
            yield (first, *chosen)


@dataclass(slots=True)
class Table:
    """Groups that are improved by exchanging two people at a time, until nothing is gained any more."""

    order: Sequence[str]
    between: Callable[[str, str], int]

    def improve(self, groups: list[list[str]], budget: int) -> None:
        """Change the groups in place; `budget` is how many exchanges are weighed at most."""
        while budget > 0:
            worst = sorted(range(len(groups)), key=lambda place: (-self._inside(groups[place]), place))
            gained = False
            for place in worst:
                if budget <= 0 or not self._inside(groups[place]):
                    break
                weighed, better = self._exchange(groups, place)
                budget -= weighed
                gained |= better
            if not gained:
                return

    def _exchange(self, groups: list[list[str]], place: int) -> tuple[int, bool]:
        # The first exchange that gains takes place: the next look begins from there.
        mine, weighed = groups[place], 0
        for step in range(1, len(groups)):
            theirs = groups[(place + step) % len(groups)]
            for here in range(len(mine)):
                for there in range(len(theirs)):
                    weighed += 1
                    if self._gain(mine, here, theirs, there) > 0:
                        mine[here], theirs[there] = theirs[there], mine[here]
                        return weighed, True
        return weighed, False

    def _gain(self, mine: list[str], here: int, theirs: list[str], there: int) -> int:
        one, other = mine[here], theirs[there]
        before = self._with(one, mine, here) + self._with(other, theirs, there)
        return before - self._with(other, mine, here) - self._with(one, theirs, there)

    def _with(self, one: str, group: list[str], but: int) -> int:
        return sum(self.between(one, each) for place, each in enumerate(group) if place != but)

    def _inside(self, group: list[str]) -> int:
        return sum(self.between(one, other) for one, other in combinations(group, 2))
