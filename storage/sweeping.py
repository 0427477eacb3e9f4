"""Sweeping: what a deletion leaves in the unused parts of an SQLite file, and in the log beside it, goes as well.

After an erasure the file is written anew, for pieces of rows outlive their deletion. The key of an anonymous poll was
never moved about, and is overwritten where it lay (`secure_delete`): there the log is emptied, which is quick.
PostgreSQL gives the space of old rows to new ones by itself; its small table of such keys is written anew, and the
marks and envelopes that went with them are cleared away. Whether that is due it has no place to write down, so each
start looks (`overdue`).
"""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from scoring.facts import Micros

FILE, LOG = 1, 2
"""What is to be swept, as the mark in the file says it; 0 is nothing."""
AGAIN = 60_000_000
"""Microseconds after which what couldn't be swept is tried again."""
KEYS_ANEW = """
DO $$ DECLARE kept poll_key[]; BEGIN
    LOCK TABLE poll_key IN ACCESS EXCLUSIVE MODE;
    SELECT array_agg(each) INTO kept FROM poll_key each;
    TRUNCATE poll_key;
    INSERT INTO poll_key SELECT * FROM unnest(kept);
END $$
"""
"""Not VACUUM FULL: that takes along what any transaction in the whole database might still want to see."""
SHORT, USUAL = "PRAGMA busy_timeout = 1000", "PRAGMA busy_timeout = 15000"


@dataclass(slots=True)
class Sweeper:
    """Sweeps one database, and knows when to try again what others kept it from."""

    engine: Engine
    _again: Micros = 0
    _turn: Lock = field(default_factory=Lock)
    """One at a time: else the last to come back might call done what the other couldn't do."""

    def is_due(self, now: Micros) -> bool:
        """Whether something wasn't swept, and it is time to try again."""
        return 0 < self._again <= now

    def sweep(self, again: Micros) -> None:
        """Sweep now; what others keep from being swept, who read or write just then, is due from `again` on."""
        with self._turn:
            self._again = 0 if sweep(self.engine) else again


def mark(connection: Connection, what: int = FILE) -> None:
    """The file is to be swept once this transaction is written; the mark lies in the file and survives a crash."""
    if connection.dialect.name != "sqlite":
        return
    # Whoever wants the whole file swept has the log emptied as well.
    if connection.exec_driver_sql("PRAGMA user_version").scalar_one() != FILE:
        connection.exec_driver_sql(f"PRAGMA user_version = {what:d}")


def shorten(engine: Engine) -> None:
    """Bring the log beside an SQLite file, long after an import, into the file; later if somebody reads just now."""
    if engine.dialect.name != "sqlite":
        return
    with (
        suppress(sqlite3.Error, SQLAlchemyError),
        closing(engine.raw_connection()) as link,
        closing(link.cursor()) as cursor,
    ):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def overdue(engine: Engine) -> bool:
    """Whether PostgreSQL's table of keys may still hold some that are gone: a process died between close and sweep."""
    if engine.dialect.name == "sqlite":
        return False
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT pg_relation_size('poll_key')").scalar_one())


def sweep(engine: Engine) -> bool:
    """Write a marked file anew and empty its log; False if that must wait, since others read, or the disk is full."""
    try:
        if engine.dialect.name != "sqlite":
            return _sweep_keys(engine)
        with closing(engine.raw_connection()) as link, closing(link.cursor()) as cursor:
            what = cursor.execute("PRAGMA user_version").fetchone()[0]
            return not what or (_sweep_log(cursor) if what == LOG else _sweep_file(cursor))
    except (sqlite3.Error, SQLAlchemyError):
        return False


def _sweep_file(cursor: Any) -> bool:
    # In a file, since memory might not hold a copy of everything.
    cursor.execute("PRAGMA temp_store = FILE")
    try:
        cursor.execute("VACUUM")
        return _empty_log(cursor)
    finally:
        cursor.execute("PRAGMA temp_store = MEMORY")


def _sweep_log(cursor: Any) -> bool:
    # Nobody is kept waiting for long: it is tried again.
    cursor.execute(SHORT)
    try:
        return _empty_log(cursor)
    finally:
        cursor.execute(USUAL)


def _empty_log(cursor: Any) -> bool:
    [busy, *_] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if not busy:
        cursor.execute("PRAGMA user_version = 0")
    return not busy


def _sweep_keys(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET lock_timeout = 500")
        try:
            connection.exec_driver_sql(KEYS_ANEW)
            connection.exec_driver_sql("VACUUM vote")
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
    return True
