"""Snapshots: a backup taken while others write, put back whole or not at all, into either kind of database."""

import json
import stat
import threading
from collections.abc import Callable
from hashlib import sha256
from itertools import compress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

from scoring.facts import Fact, FactKind
from storage import schema, tables
from storage.schema import HEAD, KNOWN, SchemaTooNew, prepare
from storage.snapshots import CONTENTS, BrokenBackup, Contents, NotEmpty, backup, restore
from storage.tables import ChannelRow, MemberRow, Workspace
from storage.transactions import Database
from tests.conftest import NewDatabase

NOW = 1_780_000_000_000_000
ODD = 'Zoë "=1+1"\n\t🎉 \\ 日本 \u2028'

Rows = dict[str, list[tuple[object, ...]]]


def filled(url: str, *, messages: int = 40) -> Database:
    """A database with a little of everything."""
    database = Database(url)
    prepare(database)
    with database.write("acme", NOW) as work:
        work.record(
            [
                Fact(FactKind.MEMBER, NOW, "ana", target="ana", extra=(("name", ODD), ("zone", "Asia/Tokyo"))),
                Fact(FactKind.CHANNEL, NOW, channel="c1", extra=(("name", "général"), ("private", 1))),
                Fact(FactKind.GIFT, NOW, "ana", "c1", "request:1", gift=(("ben", 2), ("cleo", 2))),
            ]
        )
        work.record([Fact(FactKind.MESSAGE, NOW + n, "ben", "c1", f"m{n}", length=40) for n in range(messages)])
    return database


def everything(database: Database) -> Rows:
    """Every row of every table."""
    assert tables.__all__
    with database.look() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in SQLModel.metadata.sorted_tables
        }


def without_numbers(rows: Rows) -> Rows:
    """After restoring, numbers go on above those that were lost."""
    return {name: found for name, found in rows.items() if name != "number"}


def without_stamps(rows: Rows) -> Rows:
    """Restoring over something raises the stamp, so that other processes notice."""
    place = list(Workspace.__table__.columns.keys()).index("stamp")  # type: ignore[attr-defined]  # SQLModel adds it
    return {**without_numbers(rows), "workspace": [(*row[:place], *row[place + 1 :]) for row in rows["workspace"]]}


@pytest.fixture(params=["sqlite to sqlite", "sqlite to postgresql", "postgresql to sqlite", "postgresql to postgresql"])
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Two empty databases."""
    first, _, second = request.param.partition(" to ")
    return request.getfixturevalue(f"new_{first}")(), request.getfixturevalue(f"new_{second}")()


def test_a_backup_restores_into_either_kind_of_database(pair: tuple[str, str], tmp_path: Path) -> None:
    first, second = filled(pair[0]), Database(pair[1])
    contents = backup(first, tmp_path / "a.zip", NOW)
    prepare(second)
    assert restore(second, tmp_path / "a.zip", NOW) == contents
    assert without_numbers(everything(second)) == without_numbers(everything(first))
    assert contents.rows == sum(map(len, everything(first).values()))
    with second.write("acme", NOW + 99) as work:
        (outcome,) = work.record([Fact(FactKind.MESSAGE, NOW + 99, "ben", "c1", "later", length=40)])
        assert outcome.kept
    first.close()
    second.close()


def test_a_backup_is_the_same_each_time_and_for_us_alone(sqlite_url: str, tmp_path: Path) -> None:
    database = filled(sqlite_url)
    assert backup(database, tmp_path / "a.zip", NOW) == backup(database, tmp_path / "b.zip", NOW)
    assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob(".*")] == []
    database.close()


def test_a_backup_sees_one_moment_while_others_write(database_url: str, tmp_path: Path) -> None:
    database, done = filled(database_url), threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            with database.write("acme", NOW) as work:
                work.record([Fact(FactKind.MESSAGE, NOW + number, "cleo", "c1", f"live{number}", length=40)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(5):
            backup(database, tmp_path / "a.zip", NOW)
            facts, said = _counted(tmp_path / "a.zip")
            assert facts == said
    finally:
        done.set()
        writer.join()
    database.close()


def _counted(file: Path) -> tuple[int, int]:
    """How many facts the file has, and how many the workspace row of the same file speaks of."""
    with ZipFile(file) as archive:
        facts = len(archive.read("fact.jsonl").splitlines())
        columns = json.loads(archive.read(CONTENTS))["tables"]["workspace"]["columns"]
        row = dict(zip(columns, json.loads(archive.read("workspace.jsonl")), strict=True))
    return facts, int(row["last_seq"])


def test_a_database_that_holds_something_is_not_overwritten(database_url: str, tmp_path: Path) -> None:
    database = filled(database_url)
    backup(database, tmp_path / "a.zip", NOW)
    before = everything(database)
    with pytest.raises(NotEmpty, match="--replace"):
        restore(database, tmp_path / "a.zip", NOW)
    assert everything(database) == before
    database.close()


def test_replacing_brings_back_what_was_and_raises_the_stamp(database_url: str, tmp_path: Path) -> None:
    database = filled(database_url)
    backup(database, tmp_path / "a.zip", NOW)
    before = everything(database)
    with database.write("acme", NOW) as work:
        work.record([Fact(FactKind.MESSAGE, NOW + 5, "cleo", "c1", "later", length=40)])
        stamp = work.stamp
    restore(database, tmp_path / "a.zip", NOW, replace=True)
    assert without_stamps(everything(database)) == without_stamps(before)
    with database.read("acme", NOW) as work:
        assert work.stamp > stamp + 1
    database.close()


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The backup with its parts changed."""
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    other = file.with_name("other.zip")
    with ZipFile(other, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return other


def _fact_changed(parts: dict[str, bytes]) -> None:
    parts["fact.jsonl"] = parts["fact.jsonl"].replace(b"ben", b"bob", 1)


def _fact_lost(parts: dict[str, bytes]) -> None:
    parts["fact.jsonl"] = parts["fact.jsonl"].partition(b"\n")[2]


def _table_lost(parts: dict[str, bytes]) -> None:
    del parts["member.jsonl"]


def _contents_lost(parts: dict[str, bytes]) -> None:
    del parts[CONTENTS]


def _row_cut(parts: dict[str, bytes]) -> None:
    parts["member.jsonl"] = parts["member.jsonl"][:-5]


def _row_of_another_kind(parts: dict[str, bytes]) -> None:
    parts["member.jsonl"] = b'{"member": "ana"}\n'


def _column_invented(parts: dict[str, bytes]) -> None:
    parts[CONTENTS] = parts[CONTENTS].replace(b'"member",\n    "name"', b'"member",\n    "nam; DROP TABLE fact"')


DAMAGES = (
    _fact_changed, _fact_lost, _table_lost, _contents_lost, _row_cut, _row_of_another_kind, _column_invented,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_backup_changes_nothing(
    damage: Callable[[dict[str, bytes]], None], new_database: NewDatabase, tmp_path: Path
) -> None:
    database = filled(new_database())
    backup(database, tmp_path / "a.zip", NOW)
    before = everything(database)
    with pytest.raises(BrokenBackup):
        restore(database, rewritten(tmp_path / "a.zip", damage), NOW, replace=True)
    assert everything(database) == before
    database.close()


@pytest.mark.parametrize("size", [0, 10, 0.5, 0.99])
def test_a_backup_that_was_cut_off_is_refused(size: float, sqlite_url: str, tmp_path: Path) -> None:
    database = filled(sqlite_url)
    backup(database, tmp_path / "a.zip", NOW)
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: int(size if size > 1 else size * len(data))])
    with pytest.raises(BrokenBackup, match=r"cut\.zip is damaged"):
        restore(database, tmp_path / "cut.zip", NOW, replace=True)
    database.close()


@pytest.mark.parametrize(("old", "new"), [(f'"schema": "{HEAD}"', '"schema": "9999"'), ('"format": 1', '"format": 2')])
def test_a_backup_from_a_newer_program_is_refused(old: str, new: str, sqlite_url: str, tmp_path: Path) -> None:
    database = filled(sqlite_url)
    backup(database, tmp_path / "a.zip", NOW)

    def newer(parts: dict[str, bytes]) -> None:
        parts[CONTENTS] = parts[CONTENTS].replace(old.encode(), new.encode())

    with pytest.raises(SchemaTooNew, match="newer Huzzah"):
        restore(database, rewritten(tmp_path / "a.zip", newer), NOW, replace=True)
    database.close()


@pytest.mark.parametrize("step", KNOWN[:-1])
def test_a_backup_from_an_earlier_program_is_brought_up_to_date(
    step: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    database, old = filled(new_database()), Database(new_database())
    with old.alter() as connection:
        schema.upgrade(connection, step)
        there = {str(row[0]) for row in connection.exec_driver_sql("SELECT member FROM member")}
        assert there == set()
    with old.look() as connection:
        columns = _columns_of(connection)
    backup(database, tmp_path / "a.zip", NOW)

    def older(parts: dict[str, bytes]) -> None:
        contents = json.loads(parts[CONTENTS])
        contents["schema"] = step
        contents["tables"] = {name: part for name, part in contents["tables"].items() if name in columns}
        for name, part in contents["tables"].items():
            parts[f"{name}.jsonl"] = _cut(parts[f"{name}.jsonl"], part, columns[name])
        parts[CONTENTS] = json.dumps(contents).encode()

    restored: Contents = restore(database, rewritten(tmp_path / "a.zip", older), NOW, replace=True)
    assert restored.schema == step
    assert schema.version(database) == HEAD
    assert len(everything(database)["fact"]) > 40
    assert everything(database)["outbox"] == []
    database.close()
    old.close()


def _columns_of(connection: Connection) -> dict[str, set[str]]:
    """Table -> its columns, of those tables that are still ours."""
    inspector = inspect(connection)
    names = set(SQLModel.metadata.tables) & set(inspector.get_table_names())
    return {name: {column["name"] for column in inspector.get_columns(name)} for name in names}


def _cut(data: bytes, part: dict[str, object], to: set[str]) -> bytes:
    """The rows of a table without the columns that came later; the part of the contents says so."""
    columns = part["columns"]
    assert isinstance(columns, list)
    kept = [column in to for column in columns]
    lines = [json.dumps(list(compress(json.loads(line), kept)), ensure_ascii=False) for line in data.splitlines()]
    rows = "".join(line + "\n" for line in lines).encode()
    part["columns"], part["sha256"] = list(compress(columns, kept)), sha256(rows).hexdigest()
    return rows


def test_what_postgresql_cannot_keep_is_left_out(sqlite_url: str, postgresql_url: str, tmp_path: Path) -> None:
    first, second = filled(sqlite_url), Database(postgresql_url)
    with first.write("acme", NOW) as work:
        work.session.add(ChannelRow(workspace="acme", channel="odd", name="a\0b", private=0))
        work.session.add(MemberRow(workspace="acme", member="odd", name="\0"))
        work.changed = True
    prepare(second)
    backup(first, tmp_path / "a.zip", NOW)
    restore(second, tmp_path / "a.zip", NOW)
    names = {row[2] for row in everything(second)["channel"]}
    assert "ab" in names
    first.close()
    second.close()
