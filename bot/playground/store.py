"""The playground's own file: what a chat service keeps on its servers. Nothing of Huzzah's is in here."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.private import make_file

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    at INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    thread INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL,
    receiver TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    html TEXT NOT NULL DEFAULT '',
    files TEXT NOT NULL DEFAULT '[]',
    edited INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS messages_of_channel ON messages (channel, thread, at);
CREATE INDEX IF NOT EXISTS messages_of_thread ON messages (thread, at) WHERE thread > 0;
CREATE UNIQUE INDEX IF NOT EXISTS messages_by_key ON messages (key) WHERE key <> '';
CREATE TABLE IF NOT EXISTS reactions (
    message INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    member TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (message, emoji, member)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reads (
    member TEXT NOT NULL,
    channel TEXT NOT NULL,
    upto INTEGER NOT NULL,
    PRIMARY KEY (member, channel)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (id INTEGER PRIMARY KEY AUTOINCREMENT, payload TEXT NOT NULL);
"""

Row = sqlite3.Row


class Store:
    """One SQLite connection, used from the event loop only; each change is one transaction."""

    def __init__(self, path: Path) -> None:
        make_file(path)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA busy_timeout = 5000")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def change(self) -> Iterator[None]:
        """All or nothing: what happens inside is committed together."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def run(self, statement: str, *values: object) -> int:
        """Execute one statement and say how many rows it touched."""
        return self._connection.execute(statement, values).rowcount

    def add(self, statement: str, *values: object) -> int:
        """Insert one row and return its number."""
        return int(self._connection.execute(statement, values).lastrowid or 0)

    def rows(self, query: str, *values: object) -> list[Row]:
        """Every row of the answer."""
        return self._connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> Row | None:
        """The first row of the answer, if there is one."""
        found = self._connection.execute(query, values).fetchone()
        return found if isinstance(found, Row) else None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
