"""The schema: brings a database's tables up to date, under a lock, and refuses what it cannot understand."""

from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from storage import migrations, spreading, sweeping, tables
from storage.transactions import Database, Unavailable

HEAD = "0014"
"""The newest migration; a test says so. Alembic is slow to import: it is for databases of earlier versions alone."""
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014")
"""Every migration of this program, in their order."""
LOCK = 0x68757A7A6168
"""The advisory lock of PostgreSQL that preparing takes ("huzzah")."""


class SchemaTooNew(Exception):
    """The database was written by a newer program."""


class NotOurs(Exception):
    """What is there is no database of Huzzah's, or only part of one."""


def prepare(database: Database) -> None:
    """Make or update the tables; of several processes that start at once one does it, the others wait.

    Raises SchemaTooNew, NotOurs, or Unavailable; the database is then as it was.
    """
    if database.url.get_backend_name() == "sqlite":
        _make_file(Path(str(database.url.database)))
    if version(database) != HEAD:
        with database.alter() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            _bring_up(connection)
    _spread(database)
    if sweeping.overdue(database.engine):
        # If others read just now, whatever comes next tries again.
        database.sweeper.sweep(again=1)


def _bring_up(connection: Connection) -> None:
    found = _version(connection)
    if not found:
        _make(connection)
    elif found != HEAD:
        upgrade(connection)


def _make(connection: Connection) -> None:
    """All tables in one go, as if every migration had run; a test compares."""
    assert tables.__all__  # noqa: S101  # imported so that the metadata knows every table
    SQLModel.metadata.create_all(connection, checkfirst=False)
    # As Alembic makes it. It may be there, but without a row, which means as much as if it weren't.
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version "
        "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{HEAD}')")


def _spread(database: Database) -> None:
    if database.url.get_backend_name() != "sqlite":
        return
    with database.look() as connection:
        told = spreading.is_told(connection)
    if not told:
        with database.alter() as connection:
            spreading.tell(connection)
        # Each connection reads the figures once, when it begins.
        database.engine.dispose()


def _make_file(path: Path) -> None:
    """The file and its folder are for our eyes only if they are made now; SQLite gives its log the file's rights."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        with suppress(OSError):  # SQLite says in better words why it can't be
            path.touch(mode=0o600)


def version(database: Database) -> str:
    """The migration this database stands at, "" if it is empty. Raises SchemaTooNew, NotOurs or Unavailable."""
    try:
        with database.look() as connection:
            return _version(connection)
    except DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise NotOurs(f"{database.url.database} is not an SQLite database. Name another file.") from error


def _version(connection: Connection) -> str:
    tables = set(inspect(connection).get_table_names())
    found = ""
    if "alembic_version" in tables:
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        found = row[0] if row else ""
    if not found:
        _refuse_halves(tables)
    elif found not in KNOWN:
        raise SchemaTooNew(
            f"This database was written by a newer Huzzah (its schema is {found}, this program knows {HEAD}). "
            "Start that version, or restore a backup."
        )
    return found


def _refuse_halves(tables: set[str]) -> None:
    ours = tables & {"workspace", "fact", "ledger", "member", "message"}
    if ours:
        raise NotOurs(
            f"This database has tables ({', '.join(sorted(ours))}) but doesn't say which version of Huzzah made "
            "them. Name an empty database, or restore a backup into one."
        )


def remake(connection: Connection, to: str, *, keep: bool = False) -> None:
    """Bring the tables to the version of a backup: from empty ones, or (`keep`) upwards with their rows."""
    if _version(connection) == to:
        return
    if not keep:
        SQLModel.metadata.drop_all(connection)
        connection.exec_driver_sql("DELETE FROM alembic_version")
    upgrade(connection, to)


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Run the migrations up to one, in the transaction of this connection."""
    # The import takes longer than everything else that a start does.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    # Alembic commits after each step unless it finds itself inside a transaction; any statement begins ours.
    connection.exec_driver_sql("SELECT 1")
    command.upgrade(config, to)


__all__ = ["HEAD", "KNOWN", "NotOurs", "SchemaTooNew", "Unavailable", "prepare", "remake", "upgrade", "version"]
