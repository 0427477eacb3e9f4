"""Explained: how a database goes about the statements that are really run, and of what it reads more than it should."""

import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlmodel import SQLModel

from storage.transactions import Database
from tests.storage.aged import ROWS, SMALL

MOST = ROWS // 12
"""Rows of a growing table that one statement may read."""

TABLES = {*SQLModel.metadata.tables, "t"}
"""All that there are; `t` is what rows are fetched from by their keys (storage.shelving)."""

_SQLITE_STEP = re.compile(
    r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?: USING .*?(?:INDEX (?P<index>\w+)|KEY))?(?: (?P<by>\(.*))?$"
)
_PARTIAL = {
    str(index.name)
    for table in SQLModel.metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
_READ = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")


@contextmanager
def explaining(database: Database) -> Iterator[list[str]]:
    """Explains every statement just before it is run; what goes through too much of a table is noted."""
    faults: list[str] = []

    def look(connection: Connection, _c: object, statement: str, values: Any, _x: object, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            explain = _on_postgresql if connection.dialect.name == "postgresql" else _on_sqlite
            found = explain(connection.connection.dbapi_connection, statement, values[0] if many else values)
            faults.extend(f"{fault}: {' '.join(statement.split())}" for fault in found)

    event.listen(database.engine, "before_cursor_execute", look)
    try:
        yield faults
    finally:
        event.remove(database.engine, "before_cursor_execute", look)


def _on_sqlite(raw: Any, statement: str, values: object) -> Iterator[str]:
    # What is looked for by the workspace alone goes through all of it - but for an index on only some of the rows.
    for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall():
        found = _SQLITE_STEP.match(step)
        if found is None or "VIRTUAL TABLE" in step or found["table"] not in TABLES - SMALL.keys():
            continue
        by_workspace = found["by"] in (None, "(workspace=?)")
        if found["how"] == "SCAN" or (by_workspace and found["index"] not in _PARTIAL):
            yield step


def _on_postgresql(raw: Any, statement: str, values: object) -> Iterator[str]:
    # It is run, and taken back: only then does the database say how many rows it looked at.
    with closing(raw.cursor()) as cursor:
        cursor.execute("SAVEPOINT explained")
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", values)
        [found] = cursor.fetchone()
        cursor.execute("ROLLBACK TO SAVEPOINT explained")
    for step in _steps((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]):
        table, kind, times = step.get("Relation Name"), step["Node Type"], step["Actual Loops"]
        if table is None or table in SMALL or kind == "ModifyTable":
            continue
        read = times * sum(step.get(name, 0) for name in _READ)
        if (kind == "Seq Scan" and times) or read > MOST:
            yield f"{kind} on {table}, {read} rows"


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _steps(part)
