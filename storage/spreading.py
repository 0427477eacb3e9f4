"""Spreading: what SQLite is told of how rows are spread, so that it looks where an index of ours leads.

Without it SQLite supposes that a workspace has about ten rows in each table, and then prefers the primary key, which
begins with the workspace as all keys do, to nearly every index that begins with it and leads further: what should be a
look at one row walks through all of a workspace's. Figures are written down rather than counted (`ANALYZE`), so that a
plan is the same on the first day and after ten years, and tests can hold it. www.sqlite.org/fileformat2.html#stat1tab
"""

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlmodel import SQLModel

ROWS = 1_000_000
"""Of a table, or of an index on all of it."""
FEW_ROWS = 1_000
"""Of an index on some rows alone: those that wait, or are open."""
WORKSPACES = 2
ALIKE = 10
"""Rows that have the same values in the first columns of an index, the workspace among them."""

Figure = tuple[str, str, str]
"""Table, index, and how many rows it has and how many are alike in one, two … of its columns."""


def is_told(connection: Connection) -> bool:
    """Whether the figures are there, for all tables and indexes that are."""
    return _there(connection) == sorted(_figures(connection))


def tell(connection: Connection) -> None:
    """Write the figures down. They hold for connections that begin later."""
    # The table is SQLite's own, and made by this statement alone.
    connection.exec_driver_sql("ANALYZE workspace")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    figures = sorted(_figures(connection))
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", figures)


def _there(connection: Connection) -> list[Figure]:
    known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").first()
    if known is None:
        return []
    rows = connection.exec_driver_sql("SELECT tbl, coalesce(idx, ''), coalesce(stat, '') FROM sqlite_stat1")
    return sorted((tbl, idx, stat) for tbl, idx, stat in rows)


def _figures(connection: Connection) -> Iterator[Figure]:
    asked = (
        'SELECT m.name, i.name, i."unique", i.origin, i.partial, '
        "(SELECT group_concat(coalesce(c.name, '')) FROM pragma_index_info(i.name) AS c) "
        "FROM sqlite_master AS m, pragma_index_list(m.name) AS i WHERE m.type = 'table'"
    )
    bare = _without_rowid()
    for table, index, unique, origin, partial, columns in connection.exec_driver_sql(asked).all():
        # The primary key of a table without row numbers goes by the name of the table.
        name = table if origin == "pk" and table in bare else index
        if table in SQLModel.metadata.tables:
            yield table, name, _figure(columns.split(","), unique=bool(unique), partial=bool(partial))


def _without_rowid() -> set[str]:
    tables = SQLModel.metadata.tables.values()
    return {table.name for table in tables if table.dialect_options["sqlite"]["with_rowid"] is False}


def _figure(columns: list[str], *, unique: bool, partial: bool) -> str:
    rows = FEW_ROWS if partial else ROWS
    alike = [rows // WORKSPACES if columns[: at + 1] == ["workspace"] else ALIKE for at in range(len(columns))]
    if unique:
        alike[-1] = 1
    return " ".join(map(str, [rows, *alike]))
