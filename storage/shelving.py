"""Shelving: how each shelf of scoring.state lies in its table - loaded by sets of keys, written by sets of rows."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, SmallInteger, Table
from sqlmodel import SQLModel

from scoring.shelf import Shelf
from scoring.state import Channel, Given, Held, Member, Message, MessageKey, Reaction, Row, State, Streak
from storage import tables

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Lying:
    """One table as key columns and value columns behind the workspace; `pack`/`unpack` turn values into columns."""

    table: Table
    keys: int
    pack: Callable[[Any], Values] = tuple
    unpack: Callable[[Values], Any] = tuple
    bare: bool = False
    """The key is a single column, not a tuple of one."""

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns behind the workspace, keys first."""
        return [column.name for column in self.table.columns][1:]

    @cached_property
    def kinds(self) -> list[str]:
        """Their types as PostgreSQL arrays name them."""
        return [_kind(column.type) for column in self.table.columns][1:]

    def key(self, values: Values) -> Any:
        """A row's key as the shelf has it."""
        return values[0] if self.bare else tuple(values[: self.keys])

    def row(self, key: Any, value: Any) -> Values:
        """A row's columns behind the workspace."""
        return (key, *self.pack(value)) if self.bare else (*key, *self.pack(value))


def _kind(column_type: object) -> str:
    if isinstance(column_type, BigInteger):
        return "bigint"
    if isinstance(column_type, SmallInteger):
        return "smallint"
    return "integer" if isinstance(column_type, Integer) else "text"


def _table(model: type[SQLModel]) -> Table:
    return model.__table__  # type: ignore[attr-defined,no-any-return]  # SQLModel adds it to every table class


def _pack_message(message: Message) -> Values:
    gift = json.dumps(message.gift, ensure_ascii=False) if message.gift else ""
    return (*message[:3], int(message.marks), *message[4:8], gift)


def _unpack_message(values: Values) -> Message:
    shares = json.loads(values[8]) if values[8] else []
    gift = tuple(Given(receiver, units, seq, tuple(named)) for receiver, units, seq, named in shares)
    return Message(*values[:8], gift)  # type: ignore[call-arg]  # eight columns and the gift


def _pack_reaction(reaction: Reaction) -> Values:
    seqs = " ".join(map(str, reaction.seqs))
    return reaction.on, reaction.stamp, seqs, reaction.at, reaction.author


def _unpack_reaction(values: Values) -> Reaction:
    on, stamp, seqs, at, author = values
    return Reaction(on, stamp, tuple(map(int, seqs.split())), at, author)


def _one(value: int) -> Values:
    return (value,)


LYING = {
    "members": Lying(_table(tables.MemberRow), 1, tuple, lambda v: Member(*v), bare=True),
    "channels": Lying(_table(tables.ChannelRow), 1, tuple, lambda v: Channel(*v), bare=True),
    "messages": Lying(_table(tables.MessageRow), 2, _pack_message, _unpack_message),
    "reactions": Lying(_table(tables.ReactionRow), 4, _pack_reaction, _unpack_reaction),
    "counters": Lying(_table(tables.CounterRow), 4, _one, lambda v: v[0]),
    "totals": Lying(_table(tables.TotalRow), 5, _one, lambda v: v[0]),
    "badges": Lying(_table(tables.BadgeRow), 2, tuple, lambda v: Held(*v)),
    "streaks": Lying(_table(tables.StreakRow), 1, tuple, lambda v: Streak(*v), bare=True),
}
"""Shelf -> table. Ledger rows lie by their fact and are loaded by `_load_rows`."""

LEDGER = _table(tables.LedgerRow)
HISTOGRAM = Lying(_table(tables.HistogramRow), 4)
FACT = _table(tables.FactRow)
CHUNK = 4000
"""Keys asked for in one statement."""


def is_postgres(connection: Connection) -> bool:
    """Whether set-based statements go through arrays (PostgreSQL) or JSON and executemany (SQLite)."""
    return connection.dialect.name == "postgresql"


def load(connection: Connection, workspace: str, state: State) -> None:
    """Bring what the last pass missed, and note what isn't there either."""
    for name, lying in LYING.items():
        shelf = getattr(state, name)
        if shelf.missing:
            _load(connection, workspace, lying, shelf)
    if state.rows.missing:
        _load_rows(connection, workspace, state.rows)
    if state.reactors.missing:
        _load_reactors(connection, workspace, state.reactors)


def _load(connection: Connection, workspace: str, lying: Lying, shelf: "Shelf[Any, Any]") -> None:
    missing = sorted(shelf.missing)
    shelf.missing.clear()
    shelf.base.update(dict.fromkeys(missing))
    for values in fetch(connection, workspace, lying, missing):
        shelf.base[lying.key(values)] = lying.unpack(tuple(values[lying.keys :]))


def fetch(
    connection: Connection, workspace: str, lying: Lying, keys: Sequence[Any], width: int = 0
) -> Iterable[Values]:
    """The rows behind the workspace that have one of these keys (or begin with `width` columns of them)."""
    width = width or lying.keys
    rows = [(key,) if lying.bare and width == 1 else key for key in keys]
    names, kinds = lying.columns[:width], lying.kinds[:width]
    wanted = ", ".join(f"t.{name}" for name in lying.columns)
    table = lying.table.name
    if is_postgres(connection):
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        match = " AND ".join(f"t.{name} = k.{name}" for name in names)
        sql = (
            f"SELECT {wanted} FROM unnest({arrays}) AS k({', '.join(names)}) "
            f"JOIN {table} t ON t.workspace = %s AND {match}"
        )
    else:
        match = " AND ".join(f"t.{name} = json_extract(k.value, '$[{i}]')" for i, name in enumerate(names))
        sql = f"SELECT {wanted} FROM json_each(?) k CROSS JOIN {table} t ON t.workspace = ? AND {match}"
    for begin in range(0, len(rows), CHUNK):
        part = rows[begin : begin + CHUNK]
        columns = (
            [list(column) for column in zip(*part, strict=True)] if is_postgres(connection) else [json.dumps(part)]
        )
        yield from connection.exec_driver_sql(sql, (*columns, workspace))


def _load_rows(connection: Connection, workspace: str, shelf: Shelf[int, tuple[Row, ...]]) -> None:
    missing = sorted(shelf.missing)
    shelf.missing.clear()
    found: dict[int, list[Row]] = {seq: [] for seq in missing}
    lying = Lying(LEDGER, 2)
    for values in fetch(connection, workspace, lying, [(seq,) for seq in missing], width=1):
        found[values[0]].append(Row(*values))
    for seq, rows in found.items():
        shelf.base[seq] = tuple(sorted(rows, key=lambda row: row.n))


def _load_reactors(
    connection: Connection, workspace: str, shelf: Shelf[MessageKey, dict[str, tuple[str, ...]]]
) -> None:
    keys = sorted(shelf.missing)
    shelf.missing.clear()
    people: dict[MessageKey, dict[str, tuple[str, ...]]] = {key: {} for key in keys}
    for channel, message, member, emoji, is_on, *_ in fetch(connection, workspace, LYING["reactions"], keys, width=2):
        if is_on:
            on = people[channel, message]
            on[member] = tuple(sorted((*on.get(member, ()), emoji)))
    shelf.base.update(people)


def upsert(connection: Connection, workspace: str, lying: Lying, rows: list[Values], *, add: str = "") -> None:
    """Write rows (columns behind the workspace), in the order of their keys; the column `add` grows by its value.

    Sorted, so that two writers of PostgreSQL never wait for each other crosswise.
    """
    if not rows:
        return
    rows.sort()
    names = ["workspace", *lying.columns]
    table = lying.table.name
    changed = lying.columns[lying.keys :]
    setting = ", ".join(f"{name} = {f'{table}.{name} + ' if name == add else ''}excluded.{name}" for name in changed)
    conflict = f"ON CONFLICT ({', '.join(names[: lying.keys + 1])}) DO UPDATE SET {setting}"
    insert(connection, workspace, lying.table, rows, conflict)


def insert(connection: Connection, workspace: str, table: Table, rows: list[Values], conflict: str = "") -> None:
    """Append rows (columns behind the workspace) in one statement."""
    if not rows:
        return
    columns = list(table.columns)
    names = [column.name for column in columns][: len(rows[0]) + 1]
    if is_postgres(connection):
        arrays = ", ".join(f"%s::{_kind(column.type)}[]" for column in columns[1 : len(names)])
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) SELECT %s, * FROM unnest({arrays}) {conflict}"
        connection.exec_driver_sql(sql, (workspace, *(list(column) for column in zip(*rows, strict=True))))
    else:
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}) {conflict}"
        connection.exec_driver_sql(sql, [(workspace, *row) for row in rows])
