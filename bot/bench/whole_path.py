"""The whole path: events through handlers, scoring and storage to the commit, against the same writes made bare."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.workload import WORKSPACE, Workload
from handlers import applying
from handlers.events import Event
from storage.schema import prepare
from storage.transactions import PRAGMAS, Database

READS = ("SELECT", "BEGIN", "PRAGMA", "WITH")
SIZES = (100, 1_000)
"""Events that share a commit."""

Batches = Sequence[Sequence[Event]]
NewDatabase = Callable[[], URL]


@dataclass(frozen=True, slots=True)
class Written:
    """One statement that wrote, with its rows."""

    sql: str
    values: Any
    many: bool


@dataclass(slots=True)
class Recording:
    """What the whole path wrote, commit by commit."""

    commits: list[list[Written]] = field(default_factory=list)

    def listen(self, database: Database) -> None:
        """Note every statement that writes."""

        def executing(*said: Any) -> None:
            _, _, sql, values, _, many = said
            if self.commits and not sql.lstrip().startswith(READS):
                self.commits[-1].append(Written(sql, values, many))

        event.listen(database.engine, "before_cursor_execute", executing)


def measure(options: Options) -> Iterator[Figure]:
    """SQLite with synchronous=FULL, and PostgreSQL where one is named."""
    events = list(Workload(options.events))
    with tempfile.TemporaryDirectory() as folder:
        files = iter(range(1_000))
        for size in SIZES:
            yield _compared(options, _cut(events, size), lambda: _file(folder, next(files)))
    if options.postgres:
        with schemas(options.postgres) as new:
            for size in SIZES:
                yield _compared(options, _cut(events, size), new)


def _cut(events: Sequence[Event], size: int) -> Batches:
    return [events[begin : begin + size] for begin in range(0, len(events), size)]


def _file(folder: str, number: int) -> URL:
    return URL.create("sqlite", database=str(Path(folder, f"{number}.sqlite")))


def _compared(options: Options, batches: Batches, new: NewDatabase) -> Figure:
    recording = Recording()
    _through(new(), batches, recording)
    timed = in_turns(options.rounds, lambda: _through(new(), batches), lambda: _bare(new(), recording.commits))
    ours, bare = timed.rates(sum(map(len, batches)))
    backend = "PostgreSQL" if new().get_backend_name() == "postgresql" else "SQLite"
    return Figure(f"{backend}, {len(batches[0]):,} a commit", ours, "events/s", bare, "the same writes, bare")


def _through(url: URL, batches: Batches, recording: Recording | None = None) -> float:
    database = Database(url.render_as_string(hide_password=False))
    prepare(database)
    if recording is not None:
        recording.listen(database)
    begun = time.perf_counter()
    for batch in batches:
        if recording is not None:
            recording.commits.append([])
        with database.write(WORKSPACE, batch[-1].at) as work:
            applying.apply(work, batch)
    taken = time.perf_counter() - begun
    database.close()
    return taken


def _bare(url: URL, commits: list[list[Written]]) -> float:
    database = Database(url.render_as_string(hide_password=False))
    prepare(database)
    database.close()
    return replay(url, commits)


def replay(url: URL, commits: list[list[Written]]) -> float:
    """Make recorded writes through the driver alone, commit by commit; the seconds that takes."""
    return (_bare_postgresql if url.get_backend_name() == "postgresql" else _bare_sqlite)(url, commits)


def _bare_sqlite(url: URL, commits: list[list[Written]]) -> float:
    with closing(sqlite3.connect(str(url.database), isolation_level=None)) as link:
        for pragma in PRAGMAS:
            link.execute(pragma)
        begun = time.perf_counter()
        for statements in commits:
            link.execute("BEGIN IMMEDIATE")
            for written in statements:
                (link.executemany if written.many else link.execute)(written.sql, written.values)
            link.execute("COMMIT")
        return time.perf_counter() - begun


def _bare_postgresql(url: URL, commits: list[list[Written]]) -> float:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(address, autocommit=True)) as link, link.cursor() as cursor:
        begun = time.perf_counter()
        for statements in commits:
            cursor.execute("BEGIN")
            for written in statements:
                (cursor.executemany if written.many else cursor.execute)(written.sql.encode(), written.values)
            cursor.execute("COMMIT")
        return time.perf_counter() - begun


@contextmanager
def schemas(address: str) -> Iterator[NewDatabase]:
    """Makes empty schemas in a PostgreSQL, and drops them afterwards."""
    server = make_url(address).set(drivername="postgresql+psycopg")
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    made: list[str] = []
    with closing(psycopg.connect(plain, autocommit=True)) as link:

        def new() -> URL:
            made.append(f"huzzah_bench_{len(made)}")
            link.execute(f"DROP SCHEMA IF EXISTS {made[-1]} CASCADE".encode())
            link.execute(f"CREATE SCHEMA {made[-1]}".encode())
            return server.update_query_dict({"options": f"-csearch_path={made[-1]}"})

        try:
            yield new
        finally:
            for schema in made:
                link.execute(f"DROP SCHEMA {schema} CASCADE".encode())
