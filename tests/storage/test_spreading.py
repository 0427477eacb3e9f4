"""Spreading: SQLite goes by the index that leads furthest, on an empty database as on a full one."""

import pytest
from sqlmodel import SQLModel

from storage import spreading
from storage.schema import prepare
from storage.transactions import Database
from tests.storage.delivering import opened

INDEXES = sorted(
    (table.name, str(index.name)) for table in SQLModel.metadata.tables.values() for index in table.indexes
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('spread') / 'huzzah.sqlite'}")
    prepare(database)
    return database


@pytest.mark.parametrize(("table", "index"), INDEXES, ids=[index for _, index in INDEXES])
def test_who_asks_by_all_columns_of_an_index_gets_further_than_the_workspace(
    fresh: Database, table: str, index: str
) -> None:
    [found] = [each for each in SQLModel.metadata.tables[table].indexes if each.name == index]
    where = [f"{column.name} = 'x'" for column in found.columns]
    condition = found.dialect_options["sqlite"]["where"]
    with fresh.look() as connection:
        if condition is not None:
            where.append(str(condition.compile(connection, compile_kwargs={"literal_binds": True})))
        asked = f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {' AND '.join(where)}"  # names of ours
        plan = "; ".join(str(row[-1]) for row in connection.exec_driver_sql(asked).all())
    assert "SEARCH" in plan
    assert not plan.endswith("(workspace=?)"), plan


def test_it_is_written_down_once_and_again_if_it_gets_lost(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        with database.look() as connection:
            assert spreading.is_told(connection)
        with database.alter() as connection:
            connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE tbl = 'outbox'")
        with database.look() as connection:
            assert not spreading.is_told(connection)
        prepare(database)
        with database.look() as connection:
            assert spreading.is_told(connection)
            plan = connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT * FROM outbox WHERE workspace = 'x' AND key = 'x' AND key <> ''"
            ).all()
        assert "outbox_key" in str(plan)


def test_figures_are_told_of_every_table_of_ours_that_has_an_index(fresh: Database) -> None:
    with fresh.look() as connection:
        told = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT tbl FROM sqlite_stat1")}
    assert set(SQLModel.metadata.tables) - told <= {"alembic_version"}
