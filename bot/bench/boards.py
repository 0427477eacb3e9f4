"""Boards: the top ten and one's own rank beside a large ledger, against summing the ledger up."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.workload import BEGIN, WORKSPACE
from storage import boards
from storage.boards import Which
from storage.schema import prepare
from storage.shelving import LEDGER, insert
from storage.transactions import Database, Work

PER_EVENT, MOST = 50, 10_000_000
"""Ledger rows for each event of the other benchmarks, a million by default; and all of them, if large."""
PEOPLE_PER_ROW = 5
BATCH = 50_000
REPEATS = 20
"""A board is read so often for one figure."""
EVERYWHERE = Which("all", 0)
GROUPED = "FROM (SELECT member, sum(points) AS amount FROM ledger WHERE workspace = ? GROUP BY member)"

TOTALS = f"INSERT INTO total SELECT '{WORKSPACE}', member, 'all', 0, '', 'points', amount, 1 {GROUPED}"
HISTOGRAM = """INSERT INTO histogram SELECT workspace, measure, span, start, amount, count(*) FROM total
    WHERE workspace = ? GROUP BY 1, 2, 3, 4, 5"""


def measure(options: Options) -> Iterator[Figure]:
    """Milliseconds for the top ten and for a rank."""
    sizes = [options.events * PER_EVENT, *([MOST] if options.large else [])]
    for rows in sizes:
        people = min(200_000, max(20, rows // PEOPLE_PER_ROW))
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{Path(folder, 'boards.sqlite')}")
            _fill(database, rows, people)
            with database.read(WORKSPACE, BEGIN) as work:
                yield from _compared(work, f"{rows:,} rows, {people:,} people", options.rounds)
            database.close()


def _compared(work: Work, size: str, rounds: int) -> Iterator[Figure]:
    top = f"SELECT member, amount {GROUPED} ORDER BY amount DESC, member LIMIT 10"
    mine = f"SELECT count(DISTINCT amount) {GROUPED} WHERE amount > 3"
    questions: tuple[tuple[str, Callable[[], object], str], ...] = (
        ("top ten", lambda: boards.board(work, EVERYWHERE), top),
        ("my rank", lambda: boards.standing(work, EVERYWHERE, _name(7)), mine),
    )
    for what, ask, sql in questions:

        def ours(ask: Callable[[], object] = ask) -> None:
            for _ in range(REPEATS):
                ask()

        def grouped(sql: str = sql) -> None:
            work.connection.exec_driver_sql(sql, (WORKSPACE,)).all()

        ask()
        timed = in_turns(rounds, ours, grouped)
        value, reference = timed.medians(each=0.001)
        yield Figure(f"{what} of {size}", value / REPEATS, "ms", reference, "GROUP BY", less_is_better=True)


def _fill(database: Database, rows: int, people: int) -> None:
    # Straight into the tables: what boards look at, as recording would leave it.
    prepare(database)
    random = Random(7)  # noqa: S311  # a workload, no secret
    for begin in range(0, rows, BATCH):
        with database.write(WORKSPACE, BEGIN) as work:
            ledger = [_row(seq, int(people * random.random() ** 2)) for seq in range(begin, min(rows, begin + BATCH))]
            insert(work.connection, work.workspace, LEDGER, ledger)
    with database.write(WORKSPACE, BEGIN) as work:
        for sql in (TOTALS, HISTOGRAM):
            work.connection.exec_driver_sql(sql, (WORKSPACE,))
        work.forget_cache()


def _row(seq: int, person: int) -> tuple[int | str, ...]:
    where = (_name(person + 1), "C1", "1.1", "", "reply", 1)
    return (1_000 + seq, 0, BEGIN + seq, 739_000, where[0], "", *where[1:], 1 + seq % 3, 0, 0, 0, 1, 0, 0)


def _name(person: int) -> str:
    return f"U{person:06d}"
