"""Outages: ways in which a database goes away for a while."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

Outage = Callable[[str], AbstractContextManager[None]]
"""Lasts until the block ends."""


@contextmanager
def held(url: str) -> Iterator[None]:
    """Somebody else writes into the SQLite file, and doesn't come to an end."""
    with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as link:
        link.execute("BEGIN EXCLUSIVE")
        yield
        link.execute("ROLLBACK")


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds a table of PostgreSQL's."""
    with closing(psycopg.connect(_address(make_url(url)))) as link:
        link.execute("LOCK TABLE workspace IN ACCESS EXCLUSIVE MODE")
        yield
        link.rollback()


@contextmanager
def gone(url: str) -> Iterator[None]:
    """PostgreSQL takes no connections to this database, and has broken those there were."""
    ours = make_url(url)
    name = sql.Identifier(str(ours.database))
    with closing(psycopg.connect(_address(ours.set(database="postgres", query={})), autocommit=True)) as link:
        link.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        try:
            link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (ours.database,))
            yield
        finally:
            link.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


def _address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


OUTAGES = {
    "sqlite-held": ("new_sqlite", held),
    "postgresql-locked": ("new_postgresql", locked),
    "postgresql-gone": ("new_postgresql", gone),
}
"""By name: the fixture that makes the database, and how it goes away."""
