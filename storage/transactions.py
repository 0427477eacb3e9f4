"""Transactions: the database, and one piece of work on one workspace - the only place that commits."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from scoring.book import Book
from scoring.facts import Fact, Micros
from scoring.state import Member, State
from scoring.turn import Outcome
from storage import books, sweeping
from storage.recording import record
from storage.remembered import Remembered
from storage.shelving import load

if TYPE_CHECKING:
    from storage.sealing import Box, Sealing

T = TypeVar("T")

FOR_EVER = 0
"""No limit, as PostgreSQL counts its milliseconds."""
CACHE = 150_000
"""How many values of a workspace's state are kept in memory between batches; about 30 MB."""

PRAGMAS = (
    "PRAGMA busy_timeout = 15000",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -32000",
    "PRAGMA wal_autocheckpoint = 8000",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
"""WAL: readers never wait. FULL: what was acknowledged survives a power cut. secure_delete: erased is erased."""
SQLITE = {"check_same_thread": False, "timeout": 15}
POSTGRES = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}  # fmt: skip
"""A server that falls silent is noticed after seconds (the last is in milliseconds), not after two hours."""


class Unavailable(Exception):
    """The database cannot take this now (locked, full, gone); nothing was changed, try again later."""


@dataclass(slots=True)
class Work:
    """One transaction on one workspace."""

    connection: Connection
    workspace: str
    now: Micros
    state: State
    writing: bool
    database: "Database"
    last_seq: int = 0
    stamp: int = 0
    book: Book = field(default_factory=Book)
    changed: bool = False
    erased: bool = False
    """Somebody was erased: nothing of them may be left in the unused parts of the file, either."""
    remembered: Remembered = field(default_factory=Remembered)
    boxes: "dict[int, Box]" = field(default_factory=dict)
    """Poll -> what is done with its key, in this transaction alone: another process may close the poll after it."""
    _session: Session | None = None

    @property
    def postgres(self) -> bool:
        """Whether this is PostgreSQL."""
        return self.connection.dialect.name == "postgresql"

    @property
    def session(self) -> Session:
        """An ORM session in this same transaction, for whatever isn't hot."""
        if self._session is None:
            self._session = Session(bind=self.connection, autoflush=True)
        return self._session

    def record(self, facts: Sequence[Fact]) -> list[Outcome]:
        """Keep facts and everything that follows from them; one outcome each."""
        self.flush()
        outcomes = record(self, facts)
        self.changed |= any(outcome.kept for outcome in outcomes)
        return outcomes

    def look(self, question: Callable[[State], T]) -> T:
        """Answer a pure question about the state, loading what it turns out to need."""
        while True:
            answer = question(self.state)
            if not self.state.is_missing():
                return answer
            load(self.connection, self.workspace, self.state)

    def member(self, member: str) -> Member:
        """A member as stored; someone unheard of is an ordinary colleague without a name."""
        return self.look(lambda state: state.member(member))

    def members(self, members: Sequence[str]) -> dict[str, Member]:
        """Several members at once."""
        return self.look(lambda state: {member: state.member(member) for member in members})

    def forget_cache(self) -> None:
        """Tables were changed directly: what is remembered of them is no longer true."""
        self.changed = True
        self.state = State(complete=False)
        self.remembered = Remembered()

    def flush(self) -> None:
        """Send what the ORM session holds, so that plain statements see it."""
        if self._session is not None:
            self._session.flush()


class Database:
    """SQLite or PostgreSQL behind one URL."""

    def __init__(
        self, url: str, *, cache: int = CACHE, sealing: "Sealing | None" = None, patience: int = FOR_EVER
    ) -> None:
        """Nothing is opened yet; `storage.schema.prepare` brings the tables up to date.

        `patience`: milliseconds that a writer waits while another process has a workspace of PostgreSQL's, so that
        the others don't have to wait as well; on SQLite there is only one writer for all of them.
        """
        self.url: URL = make_url(url)
        self.cache = cache
        self.patience = patience
        self.sealing = sealing
        self.engine: Engine = _engine(self.url)
        self._states: dict[str, tuple[int, State, Remembered]] = {}
        self._books: dict[tuple[str, int], Book] = {}
        self.sweeper = sweeping.Sweeper(self.engine)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def write(self, workspace: str, now: Micros) -> Iterator[Work]:
        """All or nothing, one writer per workspace at a time. Raises Unavailable if the database can't."""
        with _unavailable(), self.engine.connect().execution_options(writing=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {self.patience:d}")
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", (workspace,))
            work = self._open(connection, workspace, now, writing=True)
            try:
                if not work.book.version:
                    books.set_default(work)
                yield work
                work.flush()
                if work.changed:
                    self._stamp(work)
                connection.commit()
            except BaseException:
                self._states.pop(workspace, None)
                raise
            self._keep(work)
        if work.erased or self.sweeper.is_due(now):
            self.sweeper.sweep(again=now + sweeping.AGAIN)

    @contextmanager
    def read(self, workspace: str, now: Micros) -> Iterator[Work]:
        """A consistent look at a workspace; whatever is changed through it is thrown away."""
        with self.look() as connection:
            yield self._open(connection, workspace, now, writing=False)

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        """All or nothing on the whole database: its schema, or a restored backup; what is remembered is dropped."""
        with self.beside() as connection:
            yield connection
        self._states.clear()
        self._books.clear()

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """All or nothing on tables that nothing remembered depends on: those that belong to no workspace."""
        with _unavailable(), self.engine.connect().execution_options(writing=True) as connection:
            yield connection
            connection.commit()

    def forget(self, workspace: str) -> None:
        """Drop what is remembered of a workspace: another process may have deleted it, and begun it anew."""
        self._states.pop(workspace, None)
        for key in [key for key in list(self._books) if key[0] == workspace]:
            self._books.pop(key, None)

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """One unchanging view of the whole database, for a backup or a check-up; writers are not held up."""
        level = {"isolation_level": "REPEATABLE READ"} if self.url.get_backend_name() == "postgresql" else {}
        with _unavailable(), self.engine.connect().execution_options(**level) as connection:
            yield connection
            connection.rollback()

    def workspaces(self) -> list[str]:
        """Every workspace there is."""
        with _unavailable(), self.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT workspace FROM workspace ORDER BY workspace")
            return [row[0] for row in rows]

    def book(self, work: Work, version: int) -> Book:
        """A version of the workspace's rule book, parsed once."""
        key = (work.workspace, version)
        if key not in self._books:
            self._books[key] = books.load(work, version)
        return self._books[key]

    def _open(self, connection: Connection, workspace: str, now: Micros, *, writing: bool) -> Work:
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        sql = f"SELECT last_seq, stamp, book_version FROM workspace WHERE workspace = {mark}"
        row = connection.exec_driver_sql(sql, (workspace,)).first()
        work = Work(connection, workspace, now, State(complete=False), writing, self)
        if row is None:
            if writing:
                sql = f"INSERT INTO workspace (workspace) VALUES ({mark})"
                connection.exec_driver_sql(sql, (workspace,))
            return work
        work.last_seq, work.stamp, version = row
        remembered = self._states.get(workspace) if writing else None
        if remembered and remembered[0] == work.stamp:
            _, work.state, work.remembered = remembered
        if version:
            work.book = self.book(work, version)
        return work

    def _stamp(self, work: Work) -> None:
        work.stamp += 1
        mark = "%s" if work.postgres else "?"
        sql = f"UPDATE workspace SET last_seq = {mark}, stamp = {mark} WHERE workspace = {mark}"
        work.connection.exec_driver_sql(sql, (work.last_seq, work.stamp, work.workspace))

    def _keep(self, work: Work) -> None:
        work.state.trim(self.cache)
        self._states[work.workspace] = (work.stamp, work.state, work.remembered)


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(str(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_of_itself(error):
            raise Unavailable(str(error.orig)) from error
        raise


def _is_of_itself(error: DBAPIError) -> bool:
    # What the database says of itself (locked, full, gone) is worth a retry; our own mistakes are not, and SQLite
    # calls those operational as well.
    mistake = getattr(error.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR
    return isinstance(error, OperationalError | InternalError) and not mistake


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True, connect_args={**POSTGRES}
        )
    engine = create_engine(url, poolclass=QueuePool, connect_args=SQLITE, hide_parameters=True)

    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)
        _write_ahead(connection)

    def begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    # A new file is switched by whoever comes first; SQLite doesn't let the others wait, so they ask again.
    for _ in range(100):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            sleep(0.05)
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")
