"""The schema: migrations make what the tables say, once, under a lock, and refuse what they don't know."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

from storage import migrations, schema, tables
from storage.schema import HEAD, KNOWN, NotOurs, SchemaTooNew, prepare
from storage.transactions import Database
from tests.conftest import NewDatabase
from tests.source_tree import ROOT

PREPARE = """
import sys
from storage.transactions import Database
from storage.schema import prepare
database = Database(sys.argv[1])
sys.stdin.read()
prepare(database)
"""
LOADED = """
import sys
from storage.transactions import Database
from storage.schema import prepare
prepare(Database(sys.argv[1]))
print("alembic" in sys.modules)
"""
PEOPLE_ASIDE = {"alembic_version", "sqlite_stat1"}


def prepared(url: str) -> Database:
    database = Database(url)
    prepare(database)
    return database


def migrated(url: str) -> Database:
    database = Database(url)
    with database.alter() as connection:
        schema.upgrade(connection)
    return database


def described(database: Database) -> dict[str, object]:
    """Every table as the database itself describes it: columns, types, defaults, keys, indexes."""
    with database.look() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            return {name: re.sub(r"\s+", " ", sql) for name, sql in rows if name not in PEOPLE_ASIDE}
        inspector = inspect(connection)
        found = {}
        for table in set(inspector.get_table_names()) - PEOPLE_ASIDE:
            columns = [{**column, "type": str(column["type"])} for column in inspector.get_columns(table)]
            indexes = sorted(map(str, inspector.get_indexes(table)))
            found[table] = (columns, inspector.get_pk_constraint(table)["constrained_columns"], indexes)
        unsampled = (
            "SELECT attrelid::regclass::text, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
            "WHERE attstattarget = 0 AND attnum > 0 AND relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
        )
        return dict(found) | {str(tuple(row)): "unsampled" for row in connection.exec_driver_sql(unsampled)}


def stamped(database: Database) -> tuple[object, ...]:
    """Alembic's own table, and what stands in it."""
    with database.look() as connection:
        columns = [{**each, "type": str(each["type"])} for each in inspect(connection).get_columns("alembic_version")]
        rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
        return columns, inspect(connection).get_pk_constraint("alembic_version"), rows


def test_a_fresh_database_is_as_a_migrated_one(new_database: NewDatabase) -> None:
    made, brought = prepared(new_database()), migrated(new_database())
    assert described(made) == described(brought)
    assert stamped(made) == stamped(brought)
    for database in (made, brought):
        with database.look() as connection:
            assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
            for table in SQLModel.metadata.sorted_tables:
                assert connection.execute(table.select()).first() is None, f"who starts afresh lacks rows of {table}"
        database.close()


def test_no_table_of_sqlite_has_a_rowid(sqlite_url: str) -> None:
    database = prepared(sqlite_url)
    texts = {name: text for name, text in described(database).items() if str(text).startswith("CREATE TABLE")}
    assert len(texts) == len(tables.__all__)
    assert [name for name, text in texts.items() if "WITHOUT ROWID" not in str(text)] == []
    database.close()


def test_the_program_knows_its_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [HEAD]
    assert tuple(reversed([step.revision for step in script.walk_revisions()])) == KNOWN


def test_preparing_again_changes_nothing(database_url: str) -> None:
    database = prepared(database_url)
    before = described(database)
    prepare(database)
    assert described(database) == before
    assert schema.version(database) == HEAD
    database.close()


def test_neither_an_empty_database_nor_one_at_its_head_needs_alembic_to_start(database_url: str) -> None:
    for _ in range(2):
        ended = subprocess.run(
            [sys.executable, "-c", LOADED, database_url],
            cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert ended.stdout.strip() == "False"


def test_of_processes_that_start_at_once_each_finds_the_tables(database_url: str) -> None:
    command = [sys.executable, "-c", PREPARE, database_url]
    starting = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in starting:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    said = [process.communicate(timeout=60)[1] for process in starting]
    assert [(process.returncode, error) for process, error in zip(starting, said, strict=True)] == [(0, "")] * 4
    database = Database(database_url)
    assert schema.version(database) == HEAD
    database.close()


def test_a_database_from_a_newer_program_is_refused_and_left_alone(database_url: str) -> None:
    database = prepared(database_url)
    with database.alter() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = described(database)
    with pytest.raises(SchemaTooNew, match=r"newer Huzzah .* \(?.*9999.*restore a backup"):
        prepare(database)
    assert described(database) == before
    database.close()


def test_a_half_made_database_is_refused(database_url: str) -> None:
    database = Database(database_url)
    with database.alter() as connection:
        SQLModel.metadata.tables["ledger"].create(connection)
    with pytest.raises(NotOurs, match="ledger"):
        prepare(database)
    database.close()


def test_a_migration_that_was_interrupted_leaves_nothing_behind(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(KeyboardInterrupt):
        _interrupted(database)
    assert described(database) == {}
    prepare(database)
    assert schema.version(database) == HEAD
    database.close()


def _interrupted(database: Database) -> None:
    with database.alter() as connection:
        schema.upgrade(connection, KNOWN[0])
        raise KeyboardInterrupt


@pytest.mark.parametrize("step", KNOWN[:-1])
def test_a_database_of_every_earlier_version_is_brought_up_to_date(step: str, new_database: NewDatabase) -> None:
    database, made = Database(new_database()), prepared(new_database())
    with database.alter() as connection:
        schema.upgrade(connection, step)
    prepare(database)
    assert described(database) == described(made)
    database.close()
    made.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Ana, " * 100, "utf-8")
    database = Database(f"sqlite:///{file}")
    with pytest.raises(NotOurs, match=r"letter\.txt is not an SQLite database"):
        prepare(database)
    assert file.read_text("utf-8").startswith("Dear Ana")
    database.close()


def test_other_tables_in_the_same_database_do_no_harm(database_url: str) -> None:
    database = Database(database_url)
    with database.alter() as connection:
        connection.exec_driver_sql("CREATE TABLE stranger (name TEXT)")
    prepare(database)
    assert schema.version(database) == HEAD
    database.close()
