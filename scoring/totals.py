"""Totals: what the ledger grew by on a day, spread over every period that the day lies in."""

from collections.abc import Iterable, Mapping

from scoring.book import Book, Season
from scoring.periods import local_day, spans_of
from scoring.state import EVER, MEASURES, Row, State, SumKey, TotalKey


def is_other(before: Book, after: Book) -> bool:
    """Whether the periods of the boards, or who is on them, are others now: everything must be summed up anew."""
    return _boards_of(before) != _boards_of(after)


def _boards_of(book: Book) -> tuple[str, tuple[Season, ...], int]:
    return book.settings.zone, book.seasons, book.not_shown


def sum_up(rows: Iterable[Row], zone: str) -> dict[SumKey, int]:
    """What these rows of the ledger add up to, by day in the workspace's zone."""
    sums: dict[SumKey, int] = {}
    for row in rows:
        add(sums, row, zone)
    return sums


def add(sums: dict[SumKey, int], row: Row, zone: str) -> None:
    """Add one row to the sums."""
    day = local_day(zone, row.at)
    for measure, amount in zip(MEASURES, row.amounts, strict=True):
        if amount:
            key = (row.member, row.channel, day, measure)
            sums[key] = sums.get(key, 0) + amount


def spread(sums: Mapping[SumKey, int], seasons: tuple[Season, ...]) -> dict[TotalKey, int]:
    """By how much each total changes; coins are one sum for all time, they are spent and not compared.

    Also what changes by nothing: wherever batches are cut, a total that was ever touched is there.
    """
    changes: dict[TotalKey, int] = {}
    for (member, channel, day, measure), amount in sums.items():
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
