"""Sweeping: what an erasure leaves in the unused parts of an SQLite file, and in the log beside it, goes as well."""

import sqlite3
from contextlib import closing, suppress

from sqlalchemy import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError


def mark(connection: Connection) -> None:
    """The file is to be swept once this transaction is written; the mark lies in the file and survives a crash."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA user_version = 1")


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


def sweep(engine: Engine) -> bool:
    """Write a marked file anew and empty its log; False if that must wait, since others read, or the disk is full.

    PostgreSQL gives the space of old rows to new ones by itself.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with closing(engine.raw_connection()) as link, closing(link.cursor()) as cursor:
            if not cursor.execute("PRAGMA user_version").fetchone()[0]:
                return True
            # In a file, since memory might not hold a copy of everything.
            cursor.execute("PRAGMA temp_store = FILE")
            try:
                cursor.execute("VACUUM")
                [busy, *_] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    cursor.execute("PRAGMA user_version = 0")
            finally:
                cursor.execute("PRAGMA temp_store = MEMORY")
            return not busy
    except (sqlite3.Error, SQLAlchemyError):
        return False
