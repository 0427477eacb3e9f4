"""Health: the numbers a check-up looks at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel, col

from scoring.book import Kind
from scoring.facts import FactKind, Micros
from scoring.periods import DAY
from scoring.state import GONE, Trait
from storage.letters import DEAD
from storage.outbox import FAILED, UNKNOWN, WAITING
from storage.tables import DeadLetterRow, FactRow, LedgerRow, MemberRow, MessageRow, OutboxRow, ReactionRow, Workspace
from storage.transactions import Database

LATELY = 7 * DAY


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much of what a workspace has."""

    workspace: str
    platform: str
    name: str
    rule_book: int
    facts: int
    messages: int
    """Of people, not deleted."""
    reactions: int
    """That are on now."""
    people: int
    ledger: int
    newest: Micros
    """When the newest fact happened that is kept with its time, 0 if there is none."""
    dead_letters: int
    outbox_waiting: int
    outbox_overdue: int
    outbox_failed: int
    """Made within the last week; older ones are history."""
    oldest_waiting: Micros


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database lies; sizes in bytes, 0 where they can't be known."""

    kind: str
    version: str
    clock: Micros
    """What time it is there; 0 for SQLite, which has no clock of its own."""
    size: int
    log_size: int
    folder: Path | None
    reuses_log: bool = False
    """Whether what stood in PostgreSQL's own log stays there, files and all, until it is written over."""


def numbers(database: Database, now: Micros) -> list[Numbers]:
    """Those of every workspace."""
    query = select(
        col(Workspace.workspace), col(Workspace.platform), col(Workspace.name), col(Workspace.book_version)
    ).order_by(col(Workspace.workspace))
    with database.look() as connection:
        return [_numbers(connection, *row, now=now) for row in connection.execute(query)]


def _numbers(connection: Connection, workspace: str, platform: str, name: str, book: int, *, now: Micros) -> Numbers:
    def count(table: type[SQLModel], *conditions: Any) -> int:
        mine = col(table.workspace) == workspace  # type: ignore[attr-defined]  # every table has it
        return int(connection.execute(select(func.count()).select_from(table).where(mine, *conditions)).scalar_one())

    def newest(column: Any, *conditions: Any) -> int:
        return int(connection.execute(select(func.coalesce(column, 0)).where(*conditions)).scalar_one())

    # That somebody voted stands at noon of their day, which may be still to come.
    is_vote = col(FactRow.kind).in_((FactKind.DEED, FactKind.UNDEED)) & (col(FactRow.target) == Kind.VOTED.value)
    waiting = (col(OutboxRow.state).in_((WAITING, UNKNOWN)),)
    return Numbers(
        workspace=workspace,
        platform=platform,
        name=name,
        rule_book=book,
        facts=count(FactRow),
        messages=count(MessageRow, col(MessageRow.state) != GONE),
        reactions=count(ReactionRow, col(ReactionRow.is_on) > 0),
        people=count(MemberRow, col(MemberRow.traits).op("&")(int(Trait.BOT | Trait.FORGOTTEN)) == 0),
        ledger=count(LedgerRow),
        newest=newest(func.max(col(FactRow.at)), col(FactRow.workspace) == workspace, ~is_vote),
        dead_letters=count(DeadLetterRow, col(DeadLetterRow.state) == DEAD),
        outbox_waiting=count(OutboxRow, *waiting),
        outbox_overdue=count(OutboxRow, *waiting, col(OutboxRow.due) < now),
        outbox_failed=count(OutboxRow, col(OutboxRow.state) == FAILED, col(OutboxRow.made) >= now - LATELY),
        oldest_waiting=newest(func.min(col(OutboxRow.made)), col(OutboxRow.workspace) == workspace, *waiting),
    )


def place(database: Database) -> Place:
    """Where the database lies, and how large it is. Raises Unavailable if it can't be reached."""
    with database.look() as connection:
        if connection.dialect.name == "postgresql":
            sql = (
                "SELECT current_setting('server_version'), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, "
                "pg_database_size(current_database()), current_setting('wal_recycle', true)"
            )
            version, clock, size, recycles = connection.exec_driver_sql(sql).one()
            # Before PostgreSQL 12 there is no such setting, and it always does.
            return Place("PostgreSQL", version, clock, size, 0, None, recycles != "off")
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    file = Path(str(database.url.database))
    log = file.with_name(f"{file.name}-wal")
    return Place("SQLite", version, 0, _size(file), _size(log), file.resolve().parent)


def whole(database: Database) -> list[str]:
    """What SQLite finds wrong in its file; PostgreSQL looks after itself. Reads everything once."""
    with database.look() as connection:
        if connection.dialect.name == "postgresql":
            return []
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(5)")]
    return [] if found == ["ok"] else found


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
