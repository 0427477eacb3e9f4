"""Old workspaces: what is read of one member costs as much after ten years as after one, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from storage import celebrations, gifts, lately, outbox, why
from storage.transactions import Database, Work
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

HOME, SOMEBODY = "home", "M7"
ROWS = 20_000
SERIES = {
    "sqlite": "WITH RECURSIVE series(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < {many}) ",
    "postgresql": "WITH series AS (SELECT i FROM generate_series(1, {many}) AS i) ",
}
LEDGER = """INSERT INTO ledger (workspace, seq, n, at, day, member, other, channel, message, thread, rule, version,
    points, coins, given, received, units, corrects_seq, corrects_n)
{series} SELECT 'home', i, 0, i, 1, 'M' || (i - i / 400 * 400), 'M' || (i - i / 7 * 7), 'C1', 'm' || i, '',
    'gift-received', 1, 1, 0, 0, 1, 1, 0, 0 FROM series"""
"""Twenty thousand rows of four hundred people; what SQLite plans doesn't depend on how many there are."""

Ask = Callable[[Work], object]
ASKED: dict[str, Ask] = {
    "whom somebody has had to do with": lambda work: celebrations.acquainted(work, SOMEBODY),
    "why": lambda work: why.page(work, SOMEBODY, SOMEBODY, 3),
    "why, by others": lambda work: why.page(work, SOMEBODY, "M1"),
    "lately": lambda work: lately.lately(work, SOMEBODY),
    "gifts to take back": lambda work: gifts.recent(work, SOMEBODY, BEGIN),
}


@pytest.fixture
def old(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        with database.write(HOME, BEGIN) as work:
            series = SERIES["postgresql" if work.postgres else "sqlite"].format(many=ROWS)
            work.connection.exec_driver_sql(LEDGER.format(series=series))
            work.changed = True
        yield database


@contextmanager
def noting(database: Database) -> Iterator[list[tuple[str, object]]]:
    """Every statement that is run, with its values."""
    asked: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def plans(database: Database, asked: list[tuple[str, object]]) -> Iterator[str]:
    """How the database goes about whatever reads the ledger, a step a line."""
    with database.look() as connection:
        explain = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        for statement, values in asked:
            if "FROM ledger" in statement or "JOIN ledger" in statement:
                rows = connection.exec_driver_sql(f"{explain} {statement}", values)  # type: ignore[arg-type]  # as it was given
                yield "\n".join(str(row[-1]) for row in rows)


def goes_through_everything(plan: str) -> bool:
    """Whether a step reads the ledger without knowing whose row it looks for, or which."""
    on_sqlite = [line for line in plan.splitlines() if line.endswith("PRIMARY KEY (workspace=?)")]
    return bool(on_sqlite) or "SCAN ledger" in plan or "Seq Scan on ledger" in plan


def test_nothing_of_one_member_is_looked_for_in_the_whole_ledger(old: Database) -> None:
    # SQLite counts its rows only when it is told to, and goes by the figures of ours; PostgreSQL does so by and by.
    on_sqlite = old.url.get_backend_name() == "sqlite"
    for counted in (False, True) if on_sqlite else (True,):
        if counted:
            with old.beside() as connection:
                connection.exec_driver_sql("ANALYZE")
        for name, ask in ASKED.items():
            with old.read(HOME, BEGIN) as work, noting(old) as statements:
                ask(work)
            found = list(plans(old, statements))
            assert found, name
            assert [plan for plan in found if goes_through_everything(plan)] == [], name


def test_a_card_is_found_by_its_key_though_much_was_said_since(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        with database.write(HOME, BEGIN) as work:
            outbox.put(work, [outbox.Letter("post", "C1", "{}", f"poll:{number}") for number in range(3_000)])
            work.flush()
            work.connection.exec_driver_sql("ANALYZE")
        with database.read(HOME, BEGIN) as work, noting(database) as statements:
            outbox.remote_of(work, "poll:7")
        [(statement, values)] = [each for each in statements if "FROM outbox" in each[0]]
        with database.look() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()  # type: ignore[arg-type]  # as it was given
    assert "outbox_key (workspace=? AND key=?)" in str(plan)


def test_a_page_is_the_newest_rows_of_one_member_in_their_order(old: Database) -> None:
    with old.read(HOME, BEGIN) as work:
        rows, more = why.page(work, SOMEBODY, SOMEBODY, 2)
    newest = [seq for seq in range(ROWS, 0, -1) if seq % 400 == 7]
    assert [each.row.seq for each in rows] == newest[why.PAGE : 2 * why.PAGE]
    assert {each.row.member for each in rows} == {SOMEBODY}
    assert more
