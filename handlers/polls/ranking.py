"""Ranking: the Borda count and the instant run-off, with rules for ties and for rankings that leave options out. Pure.

The Borda count gives the first of n options n - 1 points, the next n - 2, and the last none. Options that a ranking
leaves out share equally what is left (https://en.wikipedia.org/wiki/Borda_count, "tournament" counting), so that every
ranking hands out the same sum, and leaving somebody out is no better than ranking them last together.

The instant run-off takes out, round by round, who is first on the fewest rankings, until somebody is first on more
than half of those that still name anybody (https://en.wikipedia.org/wiki/Instant-runoff_voting). A ranking of which
nobody is left is exhausted. If all that are left have the same, they share the win.

Several with the fewest go together only if all their first places together are fewer than the next option has: then it
can't matter who goes first. Else one of them goes: who had the fewest in the round before, and so on back to the first;
then who has the fewest points by Borda's count (Kitchener, "Tie-Breaking in STV", Voting matters 11, 2000,
http://mcdougall.org.uk/voting-matters/ISSUE11/P3.HTM); and at the very last, so that nothing is left to chance, who
stands furthest down among the options.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Ranking = tuple[int, ...]
"""Options, the best first."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a run-off."""

    counts: tuple[tuple[int, int], ...]
    """(option, on how many rankings it is first) of those still in, in the order of options."""
    out: tuple[int, ...] = ()
    """Who goes after this round."""
    won: tuple[int, ...] = ()
    """Who has won in it: several share it."""
    exhausted: int = 0
    """Rankings that name nobody any more."""


def most(amounts: Sequence[tuple[int, float]]) -> tuple[int, ...]:
    """The options with the most; none if nobody has any."""
    top = max((amount for _, amount in amounts), default=0)
    return tuple(option for option, amount in amounts if amount == top) if top else ()


def borda(options: Sequence[int], rankings: Sequence[Ranking]) -> tuple[tuple[int, float], ...]:
    """(option, points) in the order of options."""
    # Twice the points, since what is shared may be halves.
    points: Counter[int] = Counter()
    highest = len(options) - 1
    for ranking in map(_once, rankings):
        if not ranking:
            continue
        for place, option in enumerate(ranking):
            points[option] += 2 * (highest - place)
        left = set(options) - set(ranking)
        for option in left:
            points[option] += len(left) - 1
    return tuple((option, points[option] / 2) for option in options)


def runoff(options: Sequence[int], rankings: Sequence[Ranking]) -> tuple[Round, ...]:
    """The rounds; the last one has the winners. None if nobody ranked anything."""
    given = [ranking for ranking in map(_once, rankings) if ranking]
    left, rounds, points = list(options), list[Round](), dict(borda(options, rankings))
    while given and left:
        firsts = Counter(next((option for option in ranking if option in left), 0) for ranking in given)
        exhausted = firsts.pop(0, 0)
        counts = tuple((option, firsts[option]) for option in left)
        won = _won(counts, len(given) - exhausted)
        out = () if won else _last(counts, rounds, points)
        rounds.append(Round(counts, out, won, exhausted))
        left = [] if won else [option for option in left if option not in out]
    return tuple(rounds)


def _won(counts: Sequence[tuple[int, int]], alive: int) -> tuple[int, ...]:
    amounts = {amount for _, amount in counts}
    if len(amounts) == 1:
        return tuple(option for option, _ in counts)
    return tuple(option for option, amount in counts if 2 * amount > alive)


def _last(counts: Sequence[tuple[int, int]], before: Sequence[Round], points: Mapping[int, float]) -> tuple[int, ...]:
    fewest = min(amount for _, amount in counts)
    lowest = [option for option, amount in counts if amount == fewest]
    if len(lowest) * fewest < min(amount for _, amount in counts if amount > fewest):
        return tuple(lowest)
    for earlier in (*(dict(each.counts) for each in reversed(before)), points):
        fewer = min(earlier[option] for option in lowest)
        lowest = [option for option in lowest if earlier[option] == fewer]
    # In the order of options, the last.
    return (lowest[-1],)


def _once(ranking: Ranking) -> Ranking:
    return tuple(dict.fromkeys(ranking))
