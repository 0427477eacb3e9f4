"""Replaying: the kept facts applied again - to rebuild the tables, to check them, or to try another rule book."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scoring.book import Book
from scoring.engine import apply
from scoring.facts import Fact, FactKind
from scoring.state import Row, State
from scoring.totals import fold, is_other, sum_up
from storage.recording import retotal, score, unpack, write_state
from storage.shelving import FACT, HISTOGRAM, LEDGER, LYING, Lying
from storage.transactions import Work

BATCH = 5_000
"""Facts read at once."""

Progress = Callable[[int, int], None]
"""Told how many facts of how many are done."""


def silent(_done: int, _whole: int) -> None:
    """No progress is shown."""


def facts(work: Work) -> Iterator[list[tuple[int, Fact]]]:
    """Every kept fact with its place, in the order of arrival, in batches."""
    columns = ", ".join(column.name for column in FACT.columns[1:])
    mark = "%s" if work.postgres else "?"
    sql = f"SELECT {columns} FROM fact WHERE workspace = {mark} AND seq > {mark} ORDER BY seq LIMIT {BATCH}"
    last = 0
    while True:
        rows = work.connection.exec_driver_sql(sql, (work.workspace, last)).all()
        if not rows:
            return
        last = rows[-1][0]
        yield [unpack(row) for row in rows]


def replay(
    work: Work, *, book: Book | None = None, seen: Callable[[Row], None] | None = None, progress: Progress = silent
) -> State:
    """The state that follows from the facts alone, under their own rule books or all under `book`."""
    state, current, done = State.fresh(), book or Book(), 0
    for batch in facts(work):
        for seq, fact in batch:
            outcome = apply(state, current, fact, seq)
            if fact.kind is FactKind.BOOK and book is None:
                before, current = current, work.database.book(work, int(dict(fact.extra)["version"]))
                if is_other(before, current):
                    zone = current.settings.zone
                    state.sums.fresh = sum_up((row for rows in state.rows.fresh.values() for row in rows), zone)
            if seen is not None:
                for row in outcome.rows:
                    seen(row)
        done += len(batch)
        progress(done, work.last_seq)
    fold(state, current.seasons)
    return state


def rebuild(work: Work, progress: Progress = silent) -> int:
    """Throw away everything derived and derive it again from the facts; how many facts there were."""
    mark = "%s" if work.postgres else "?"
    for lying in (*LYING.values(), HISTOGRAM, Lying(LEDGER, 2)):
        sql = f"DELETE FROM {lying.table.name} WHERE workspace = {mark}"
        work.connection.exec_driver_sql(sql, (work.workspace,))
    work.forget_cache()
    whole, done, work.book, work.last_seq = work.last_seq, 0, Book(), 0
    for batch in facts(work):
        for part in _by_book(batch):
            outcomes = score(work, [fact for _, fact in part])
            if not all(outcome.kept for outcome in outcomes):
                raise RuntimeError(f"a fact after {work.last_seq} was kept once and is dropped now")
            write_state(work, work.state)
            work.last_seq = part[-1][0]
            work.state.settle()
            if part[-1][1].kind is FactKind.BOOK:
                before, work.book = work.book, work.database.book(work, int(dict(part[-1][1].extra)["version"]))
                if is_other(before, work.book):
                    retotal(work)
        done += len(batch)
        progress(done, whole)
        work.state.trim(work.database.cache)
    return done


def _by_book(batch: list[tuple[int, Fact]]) -> Iterator[list[tuple[int, Fact]]]:
    # A new rule book decides from the fact after it.
    part: list[tuple[int, Fact]] = []
    for seq, fact in batch:
        part.append((seq, fact))
        if fact.kind is FactKind.BOOK:
            yield part
            part = []
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class Drift:
    """A row that is in the tables but doesn't follow from the facts, or the other way round."""

    table: str
    key: tuple[Any, ...]
    stored: tuple[Any, ...] | None
    replayed: tuple[Any, ...] | None


def check(work: Work, progress: Progress = silent) -> list[Drift]:
    """Compare what is stored with what follows from the facts; empty if all is well."""
    state = replay(work, progress=progress)
    drifts = []
    for name, lying in LYING.items():
        shelf = getattr(state, name)
        wanted = {key: lying.row(key, value) for key, value in shelf.fresh.items()}
        if name == "totals":
            wanted = {key: (*row, int(_is_shown(state, work.book, key[0]))) for key, row in wanted.items()}
        drifts += _compare(work, lying, wanted)
    rows = {(row.seq, row.n): tuple(row) for rows in state.rows.fresh.values() for row in rows}
    drifts += _compare(work, Lying(LEDGER, 2), rows)
    drifts += _compare(work, HISTOGRAM, _histogram(state, work.book))
    return drifts


def _compare(work: Work, lying: Lying, wanted: dict[Any, tuple[Any, ...]]) -> list[Drift]:
    mark = "%s" if work.postgres else "?"
    sql = f"SELECT {', '.join(lying.columns)} FROM {lying.table.name} WHERE workspace = {mark}"
    found, name = [], lying.table.name
    for values in work.connection.exec_driver_sql(sql, (work.workspace,)):
        row = tuple(values)
        expected = wanted.pop(lying.key(row), None)
        if expected != row:
            found.append(Drift(name, row[: lying.keys], row, expected))
    found += [Drift(name, row[: lying.keys], None, row) for row in wanted.values()]
    return found


def _is_shown(state: State, book: Book, member: str) -> bool:
    return not state.member(member).traits & book.not_shown


def _histogram(state: State, book: Book) -> dict[Any, tuple[Any, ...]]:
    people: dict[tuple[str, str, int, int], int] = defaultdict(int)
    for (member, span, start, channel, measure), amount in state.totals.fresh.items():
        if amount > 0 and not channel and measure != "coins" and _is_shown(state, book, member):
            people[(measure, span, start, amount)] += 1
    return {key: (*key, count) for key, count in people.items()}
