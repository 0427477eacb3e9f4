"""What an import leaves behind: the same database the second time, and not one word of anybody's."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.importing import Importing
from bot.slack_export import Report
from storage import replaying
from storage.transactions import Database
from tests.bot.slack_export.sample import ANA, BEN, DAY, Contents, reacted, said, sample, user, write_folder
from tests.bot.slack_export.test_real_export import EXPORTS
from tests.storage.plain_company import NOON, open_database

Tables = dict[str, list[tuple[object, ...]]]


def dump(database: Database) -> Tables:
    """Every row of every table."""
    with database.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")) for name in names
        }


def run(database: Database, path: Path) -> Report:
    return Importing(database, path, lambda: NOON).run().report


def talk() -> Contents:
    """Each message has a word that occurs nowhere else."""
    day = [
        said(ANA, "08:00:00", f"aardvark <@{BEN}> :tada: borogove? #teamwork"),
        said(BEN, "09:00:00", "callooh `callay` <https://frabjous.example|frumious>", reactions=[reacted("tada", ANA)]),
        said(BEN, "10:00:00", "galumphing", edited={"user": BEN, "ts": "1"}),
    ]
    people = [user(ANA, "Ana"), user(BEN, "Ben")]
    return {"users.json": people, "channels.json": sample()["channels.json"], f"general/{DAY}.json": day}


WORDS = ("aardvark", "borogove", "callooh", "callay", "frabjous", "frumious", "galumphing")


def test_no_word_of_a_message_is_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    run(database, write_folder(talk(), tmp_path / "export"))
    file = Path(str(database.url.database))
    while_open = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    database.close()
    raw = while_open + file.read_bytes()

    assert BEN.encode() in raw
    assert [word for word in WORDS if word.encode() in raw.lower()] == []


def test_importing_again_changes_nothing_at_all(database_url: str, tmp_path: Path) -> None:
    path = write_folder(sample(), tmp_path / "export")
    database = open_database(database_url)
    run(database, path)
    first = dump(database)
    run(database, path)
    second = dump(database)
    database.close()

    assert first["fact"]
    assert second == first


def texts(export: Path) -> Iterator[str]:
    """The longer lines of what was written, as they stand in the export."""
    with zipfile.ZipFile(export) as file:
        for name in file.namelist():
            if "/" in name:
                for message in json.loads(file.read(name)):
                    yield from (line for line in message.get("text", "").splitlines() if len(line) >= 20)


@pytest.mark.parametrize("real_export_beside_the_checkout", EXPORTS, ids=str)
def test_a_real_history_leaves_no_text_and_the_same_database_twice(
    real_export_beside_the_checkout: Path, sqlite_url: str
) -> None:
    export = real_export_beside_the_checkout
    database = open_database(sqlite_url)
    run(database, export)
    first = dump(database)
    run(database, export)
    second = dump(database)
    with database.read(first["workspace"][0][0], NOON) as work:  # type: ignore[arg-type]  # an id
        drift = replaying.check(work)
    file = Path(str(database.url.database))
    raw = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    database.close()

    assert second == first
    assert drift == []
    assert [line for line in set(texts(export)) if line.encode() in raw] == []
