"""Totals: what the ledger grew by on a day, spread over every period that the day lies in."""

from collections.abc import Mapping

from scoring.book import Season
from scoring.periods import spans_of
from scoring.state import EVER, State, SumKey, TotalKey


def spread(sums: Mapping[SumKey, int], seasons: tuple[Season, ...]) -> dict[TotalKey, int]:
    """By how much each total changes; coins are one sum for all time, they are spent and not compared."""
    changes: dict[TotalKey, int] = {}
    for (member, channel, day, measure), amount in sums.items():
        if not amount:
            continue
        if measure == "coins":
            key = (member, "all", 0, "", measure)
            changes[key] = changes.get(key, 0) + amount
            continue
        for span, start in spans_of(day, seasons):
            key = (member, span, start, "", measure)
            changes[key] = changes.get(key, 0) + amount
            if channel:
                key = (member, span, start, channel, measure)
                changes[key] = changes.get(key, 0) + amount
    return changes


def fold(state: State, seasons: tuple[Season, ...]) -> None:
    """Carry the sums of a state that holds all there is into its totals, and begin new sums."""
    totals = state.totals
    for key, change in spread(state.sums.fresh, seasons).items():
        # The sum of all points is kept row by row, since levels look at it.
        if key[1:] != EVER:
            totals.put(key, (totals.get(key) or 0) + change)
    state.sums.fresh.clear()
