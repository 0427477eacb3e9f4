"""Snapshots: the whole database as one portable file, taken while everything runs, and put back anywhere.

SQLite's goes into PostgreSQL and back. The file is a zip: one `<table>.jsonl` a table, a row of JSON a line in the
order of keys, and at the end `backup.json`, which says the schema, the columns, and how many rows with which
checksum there must be.
"""

import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Connection, Table, inspect
from sqlmodel import SQLModel

from scoring.facts import Micros
from storage import numbering, schema, sweeping, tables
from storage.transactions import Database

FORMAT = 1
CONTENTS = "backup.json"
BATCH = 5_000
"""Rows read or written at once; memory stays the same whatever the size."""
LONGEST_LINE = 64 * 1024 * 1024

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "poll_key": "1 = 0",
        "vote": "(workspace, poll) NOT IN (SELECT workspace, poll FROM poll WHERE anonymous <> 0)",
    }
)
"""Table -> which of its rows go into a backup: what is anonymous and open now must stay so after the close, too."""

Progress = Callable[[int, int], None]
"""(rows done, rows in all)"""


class BrokenBackup(Exception):
    """The file is no backup, or not a whole one; nothing was changed."""


class NotEmpty(Exception):
    """There is something in the database that a restore would throw away."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the file says of one table."""

    table: str
    columns: tuple[str, ...]
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    schema: str
    made: Micros
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(part.rows for part in self.parts)


def silent(_done: int, _whole: int) -> None:
    """No progress is shown."""


def backup(database: Database, file: Path, now: Micros, progress: Progress = silent) -> Contents:
    """Write everything as it is at this moment, holding up nobody; the file appears when it is whole."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
            with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive, database.look() as connection:
                contents = _write(archive, connection, now, progress)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return contents


def _write(archive: ZipFile, connection: Connection, now: Micros, progress: Progress) -> Contents:
    ours = _tables()
    whole = sum(connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar_one() for table in ours)
    parts: list[Part] = []
    done = 0
    for table in ours:
        with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as into:
            part = _write_table(into, connection, table)
        done += part.rows
        parts.append(part)
        progress(done, whole)
    contents = Contents(schema.HEAD, now, tuple(parts))
    archive.writestr(CONTENTS, _dump_contents(contents))
    return contents


def _write_table(into: IO[bytes], connection: Connection, table: Table) -> Part:
    columns = tuple(column.name for column in table.columns)
    keys = ", ".join(column.name for column in table.primary_key.columns)
    found = connection.execution_options(stream_results=True, yield_per=BATCH).exec_driver_sql(
        f"SELECT {', '.join(columns)} FROM {table.name} WHERE {LEFT_OUT.get(table.name, '1 = 1')} ORDER BY {keys}"
    )
    digest, rows = sha256(), 0
    for batch in found.partitions(BATCH):
        lines = "".join(json.dumps(list(row), ensure_ascii=False, separators=(",", ":")) + "\n" for row in batch)
        data = lines.encode("utf-8")
        digest.update(data)
        into.write(data)
        rows += len(batch)
    return Part(table.name, columns, rows, digest.hexdigest())


def _tables() -> list[Table]:
    names = sorted(getattr(tables, name).__tablename__ for name in tables.__all__)
    return [SQLModel.metadata.tables[name] for name in names]


def _dump_contents(contents: Contents) -> str:
    parts = {part.table: {"columns": part.columns, "rows": part.rows, "sha256": part.digest} for part in contents.parts}
    whole = {"format": FORMAT, "schema": contents.schema, "made": contents.made, "tables": parts}
    return json.dumps(whole, indent=1)


def contents_of(archive: ZipFile) -> Contents:
    """What a backup says it holds. Raises BrokenBackup, or SchemaTooNew."""
    try:
        said = json.loads(archive.read(CONTENTS))
        parts = tuple(
            Part(str(name), tuple(map(str, part["columns"])), int(part["rows"]), str(part["sha256"]))
            for name, part in said["tables"].items()
        )
        contents, format_ = Contents(str(said["schema"]), int(said["made"]), parts), said["format"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenBackup("This file is no backup of Huzzah's. Name the file that `huzzah backup` wrote.") from error
    if format_ != FORMAT or contents.schema not in schema.KNOWN:
        raise schema.SchemaTooNew(
            f"This backup was made by a newer Huzzah (its schema is {contents.schema}, this program knows "
            f"{schema.HEAD}). Restore it with that version."
        )
    return contents


def restore(
    database: Database, file: Path, now: Micros, *, replace: bool = False, progress: Progress = silent
) -> Contents:
    """Put a backup into an empty database, or in the place of what is there; all of it, or nothing if it is wrong.

    Numbers that were given since it was made aren't given again.

    Raises BrokenBackup, SchemaTooNew, NotEmpty or Unavailable.
    """
    try:
        with ZipFile(file) as archive:
            contents = contents_of(archive)
            with database.alter() as connection:
                before = numbering.given(connection)
                stamp = _clear(connection, replace=replace)
                # Keys of the polls that were open go for good, too.
                sweeping.mark(connection, sweeping.LOG)
                schema.remake(connection, contents.schema)
                _fill(connection, archive, contents, progress)
                schema.remake(connection, schema.HEAD, keep=True)
                numbering.leave_gap(connection, now - contents.made, before)
                # A process that remembers the state from before must notice that it is another one.
                connection.exec_driver_sql(f"UPDATE workspace SET stamp = stamp + {stamp}")
    except (BadZipFile, zlib.error, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BrokenBackup(
            f"{file.name} is damaged or no backup ({error}). Take another copy; nothing was changed."
        ) from error
    return contents


def _clear(connection: Connection, *, replace: bool) -> int:
    if connection.dialect.name == "postgresql":
        # Whoever reads or writes waits until all is there; SQLite has one writer anyway.
        connection.exec_driver_sql("LOCK TABLE workspace IN ACCESS EXCLUSIVE MODE")
    count, stamp = connection.exec_driver_sql("SELECT count(*), coalesce(max(stamp), -1) + 1 FROM workspace").one()
    if count and not replace:
        spaces = "a workspace" if count == 1 else f"{count} workspaces"
        raise NotEmpty(
            f"This database already holds {spaces}. Restore into an empty one, or add --replace to throw away what is "
            "there."
        )
    for table in _tables():
        connection.exec_driver_sql(f"DELETE FROM {table.name}")
    return int(stamp)


def _fill(connection: Connection, archive: ZipFile, contents: Contents, progress: Progress) -> None:
    inspector, done = inspect(connection), 0
    there = set(inspector.get_table_names())
    for part in contents.parts:
        if part.table not in there or {column["name"] for column in inspector.get_columns(part.table)} != set(
            part.columns
        ):
            raise _broken(part, "doesn't fit its schema")
        digest, rows = sha256(), 0
        for batch in _batches(archive, part, digest.update):
            _insert(connection, part, batch)
            rows += len(batch)
            progress(done + rows, contents.rows)
        done += rows
        if (rows, digest.hexdigest()) != (part.rows, part.digest):
            raise _broken(part, "is not whole: its checksum is wrong")


def _batches(archive: ZipFile, part: Part, digest: Callable[[bytes], None]) -> Iterator[list[list[Any]]]:
    try:
        source = archive.open(f"{part.table}.jsonl")
    except KeyError as error:
        raise _broken(part, "is missing") from error
    batch: list[list[Any]] = []
    with source:
        while line := source.readline(LONGEST_LINE):
            digest(line)
            row = json.loads(line)
            if not isinstance(row, list) or len(row) != len(part.columns):
                raise _broken(part, "has a broken row")
            batch.append(row)
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _insert(connection: Connection, part: Part, batch: list[list[Any]]) -> None:
    names = ", ".join(part.columns)
    if connection.dialect.name != "postgresql":
        marks = ", ".join("?" * len(part.columns))
        connection.exec_driver_sql(
            f"INSERT INTO {part.table} ({names}) VALUES ({marks})", [tuple(row) for row in batch]
        )
        return
    # COPY is ten times as fast as INSERT there; PostgreSQL keeps no NUL in a text, SQLite does.
    link = connection.connection.driver_connection
    assert link is not None  # noqa: S101  # it is open
    with link.cursor() as cursor, cursor.copy(f"COPY {part.table} ({names}) FROM STDIN") as into:
        for row in batch:
            into.write_row([cell.replace("\0", "") if isinstance(cell, str) else cell for cell in row])


def _broken(part: Part, what: str) -> BrokenBackup:
    return BrokenBackup(f"The backup's table {part.table} {what}. Take another copy; nothing was changed.")
