"""`import`, `export`, `rebuild`, `erase`, `backup` and `restore`."""

import csv
import sqlite3
from pathlib import Path

import pytest

from storage.exports import safe_cell
from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.bot.slack_export.sample import ANA, BEN, DAY, reacted, said, sample, write_zip
from tests.storage.plain_company import NOON


@pytest.fixture
def export_zip(empty_folder: Path) -> str:
    """A small Slack export."""
    write_zip(sample(), empty_folder / "export.zip")
    return "export.zip"


def test_an_import_reports_and_a_second_one_adds_nothing(ask: Ask, export_zip: str) -> None:
    first = ask("import", export_zip, "--json")
    assert (first.code, first.json["workspace"]) == (0, "T0TEAM")
    assert first.json["new_facts"] > 0
    assert not [log for log in Path("data").glob("*-wal") if log.stat().st_size]
    board = ask("board", "-p", "all", "--json").json
    second = ask("import", export_zip, "--json").json
    assert second["new_facts"] == 0
    assert {**second, "new_facts": 0, "seconds": 0} == {**first.json, "new_facts": 0, "seconds": 0}
    assert ask("board", "-p", "all", "--json").json == board
    assert "Nothing new in workspace T0TEAM" in ask("import", export_zip).out
    assert ask("rebuild", "--check").code == 0


def test_a_later_export_adds_what_is_new_and_takes_back_what_is_gone(ask: Ask, empty_folder: Path) -> None:
    def day(*records: object) -> str:
        contents = {name: part for name, part in sample().items() if "/" not in name}
        write_zip({**contents, f"general/{DAY}.json": list(records)}, empty_folder / "export.zip")
        return "export.zip"

    first, last = said(ANA, "10:00:00"), said(ANA, "12:00:00")
    liked = {**first, "reactions": [reacted("heart", BEN), reacted("eyes", BEN)]}
    before = ask("import", day(liked, said(BEN, "11:00:00"), last), "--json").json
    assert (before["reactions_taken_back"], before["messages_taken_back"]) == (0, 0)
    fewer = {**first, "reactions": [reacted("eyes", BEN)]}
    after = ask("import", day(fewer, last, said(BEN, "13:00:00")), "--json").json
    assert (after["reactions_taken_back"], after["messages_taken_back"]) == (1, 1)
    assert after["new_facts"] == 3
    (numbers,) = ask("doctor", "--json").json["workspaces"]
    assert (numbers["messages"], numbers["reactions"]) == (3, 1)
    assert ask("rebuild", "--check").code == 0


def test_an_import_keeps_no_text_of_any_message(ask: Ask, empty_folder: Path) -> None:
    contents = sample()
    contents["general/2026-03-02.json"] = [said(ANA, "10:00:00", "Xylophonic secrets")]
    write_zip(contents, empty_folder / "telling.zip")
    assert ask("import", "telling.zip", "--json").json["by_people"] > 0
    stored = b"".join(file.read_bytes() for file in (empty_folder / "data").iterdir())
    assert b"Xylophonic" not in stored
    assert b"T0TEAM" in stored


@pytest.mark.parametrize("name", ["nowhere.zip", "letter.txt"])
def test_what_is_no_export_is_refused_in_words(name: str, ask: Ask, empty_folder: Path) -> None:
    (empty_folder / "letter.txt").write_text("Dear Ana", "utf-8")
    answer = ask("import", name)
    assert (answer.code, answer.out) == (2, "")
    assert "Traceback" not in answer.err
    assert len(answer.err.strip()) > 20


@pytest.mark.usefixtures("company")
def test_a_spreadsheet_runs_nothing_from_an_export(ask: Ask, empty_folder: Path) -> None:
    assert ask("export", "members", "--output", "members.csv").code == 0
    with (empty_folder / "members.csv").open(encoding="utf-8", newline="") as file:
        names = {row["member"]: row["name"] for row in csv.DictReader(file)}
    assert names["dora"].startswith("'=Dora")
    assert names["ana"] == "Ana"
    assert (empty_folder / "members.csv").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_like_a_formula(begin: str) -> None:
    assert safe_cell(f"{begin}cmd|' /C calc'!A0") == f"'{begin}cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["Ana", "a=b", "", 0, -5, None])
def test_other_cells_stay_as_they_are(cell: str | int | None) -> None:
    assert safe_cell(cell) == cell


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("what", ["ledger", "members", "totals", "badges"])
def test_csv_and_json_say_the_same(what: str, ask: Ask) -> None:
    rows = list(csv.DictReader(ask("export", what).out.splitlines()))
    objects = ask("export", what, "--json").json
    assert len(rows) == len(objects) > 0
    assert list(rows[0]) == list(objects[0])
    for row, found in zip(rows, objects, strict=True):
        assert {name: cell.removeprefix("'") for name, cell in row.items()} == {
            name: str(cell) for name, cell in found.items()
        }


@pytest.mark.usefixtures("company")
def test_the_ledger_adds_up_to_the_board(ask: Ask) -> None:
    ledger = ask("export", "ledger", "--format", "json").json
    points = sum(row["points"] for row in ledger if row["member"] == "ana")
    assert points == ask("me", "ana", "--json").json["points"]


@pytest.mark.usefixtures("company")
def test_all_that_is_held_on_somebody_is_exported(ask: Ask) -> None:
    held = ask("export", "--member", "cleo").json
    assert held["about"]["name"] == "Cleo"
    assert sum(row["points"] for row in held["ledger"] if row["member"] == "cleo") == 7


@pytest.mark.usefixtures("company")
def test_an_export_that_fails_leaves_the_old_file_and_no_other(ask: Ask, empty_folder: Path) -> None:
    file = empty_folder / "held.json"
    file.write_text("of last month", "utf-8")
    for wrong in (("--member", "nobody-here"), ("--workspace", "nowhere")):
        assert ask("export", *wrong, "-o", "held.json").code == 2
        assert file.read_text("utf-8") == "of last month"
    assert sorted(path.name for path in empty_folder.iterdir()) == ["data", "held.json"]
    assert ask("export", "--member", "cleo", "-o", "held.json").code == 0
    assert "Cleo" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in empty_folder.iterdir()) == ["data", "held.json"]


@pytest.mark.usefixtures("company")
def test_an_export_into_a_folder_that_is_not_there_is_refused_in_words(ask: Ask) -> None:
    answer = ask("export", "members", "-o", "nowhere/members.csv")
    assert answer.code == 2
    assert "nowhere" in answer.err


def test_an_empty_export_is_valid(company: Database, ask: Ask) -> None:
    with company.write("empty", NOON):
        pass
    assert ask("export", "ledger", "-w", "empty", "--json").json == []
    assert len(ask("export", "ledger", "-w", "empty").out.splitlines()) == 1


def test_a_check_finds_what_was_tampered_with_and_rebuild_mends_it(company: Database, ask: Ask) -> None:
    assert ask("rebuild", "--check").code == 0
    before = ask("board", "-p", "all", "--json").json
    with company.alter() as connection:
        connection.exec_driver_sql("UPDATE total SET amount = amount + 100 WHERE member = 'dora'")
    found = ask("rebuild", "--check")
    assert found.code == 1
    assert "rows differ" in found.out
    assert ask("rebuild", "--check", "--json").json["differences"]
    assert ask("rebuild", "--json").json["facts"] > 0
    assert ask("rebuild", "--check").code == 0
    assert ask("board", "-p", "all", "--json").json == before


@pytest.mark.usefixtures("company")
def test_erasing_takes_the_name_out_of_the_database_and_leaves_the_totals(ask: Ask, empty_folder: Path) -> None:
    answer = ask("erase", "cleo", "--yes", "--json")
    assert (answer.code, answer.json["member"]) == (0, "cleo")
    assert ask("me", "cleo").code == 2
    link = sqlite3.connect(empty_folder / "data" / "huzzah.sqlite")
    sums = dict(link.execute("SELECT member, sum(points) FROM ledger GROUP BY member"))
    names = {row[0] for row in link.execute("SELECT name FROM member")}
    link.close()
    assert sums[answer.json["pseudonym"]] == 7
    assert "Cleo" not in names


@pytest.mark.usefixtures("company")
def test_without_its_key_a_restored_backup_lets_nobody_erased_come_back(ask: Ask, empty_folder: Path) -> None:
    write_zip(sample(), empty_folder / "export.zip")
    assert ask("erase", "cleo", "--yes").code == 0
    assert ask("backup", "monday.zip").code == 0
    key = (empty_folder / "data" / "secret.key").rename(empty_folder / "kept.key")
    assert ask("restore", "monday.zip", "--replace", "--yes").code == 0
    refused = ask("import", "export.zip", "--workspace", "acme")
    assert refused.code == 2
    assert "secret.key" in refused.err
    key.replace(empty_folder / "data" / "secret.key")
    assert ask("import", "export.zip", "--workspace", "acme").code == 0


@pytest.mark.usefixtures("company")
def test_a_backup_comes_back(ask: Ask, empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ask("board", "-p", "all", "--json").json
    assert ask("backup", "monday.zip", "--json").json["rows"]["fact"] > 0
    again = ask("backup", "monday.zip")
    assert again.code == 2
    assert "--force" in again.err
    assert ask("backup", "monday.zip", "--force").code == 0
    refused = ask("restore", "monday.zip")
    assert refused.code == 2
    assert "--replace" in refused.err
    assert ask("restore", "monday.zip", "--replace", "--yes").code == 0
    monkeypatch.setenv("HUZZAH_DATABASE_URL", "sqlite:///other/new.sqlite")
    assert ask("restore", "monday.zip").code == 0
    assert ask("board", "-p", "all", "--json").json == before


@pytest.mark.usefixtures("company")
def test_a_backup_of_sqlite_comes_back_in_postgresql(
    ask: Ask, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ask("board", "-p", "all", "--json").json
    ask("backup", "monday.zip")
    monkeypatch.setenv("HUZZAH_DATABASE_URL", postgresql_url)
    assert ask("restore", "monday.zip").code == 0
    assert ask("board", "-p", "all", "--json").json == before
    assert ask("rebuild", "--check").code == 0


def test_without_a_backup_there_is_nothing_to_restore(ask: Ask) -> None:
    answer = ask("restore", "nowhere.zip")
    assert answer.code == 2
    assert "There is no file nowhere.zip" in answer.err
