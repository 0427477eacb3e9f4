"""`celebrations import`: a list of days, each line for itself."""

from pathlib import Path

from bot import clock
from storage import celebrations
from storage.transactions import Database
from tests.bot.cli.conftest import Ask

LIST = """member,kind,date
ana,birthday,1990-03-14
ben,anniversary,2019-05-01
nobody,birthday,14 March
cleo,birthday,3/4
"""


def kept(company: Database) -> dict[str, int]:
    """How many days of each kind there are."""
    with company.read("acme", clock.now()) as work:
        return celebrations.counts(work)


def test_a_dry_run_says_what_is_wrong_and_keeps_nothing(company: Database, ask: Ask, empty_folder: Path) -> None:
    (empty_folder / "days.csv").write_text(LIST, "utf-8-sig")
    answer = ask("celebrations", "import", "days.csv", "--dry-run")
    assert answer.code == 1
    assert "line 4: nobody here is called “nobody”" in answer.out
    assert "line 5: “3/4” can be 3 April or 4 March" in answer.out
    assert "2 would be kept" in answer.out
    assert kept(company) == {}


def test_good_lines_are_kept_once_and_those_in_them_are_told(company: Database, ask: Ask, empty_folder: Path) -> None:
    (empty_folder / "days.csv").write_text(LIST, "utf-8")
    assert "2 kept, 0 known already, 0 left out, 2 unreadable" in ask("celebrations", "import", "days.csv").out
    assert kept(company) == {"birthday": 1, "anniversary": 1}
    found = ask("celebrations", "import", "days.csv", "--json").json
    assert [line["state"] for line in found] == ["same", "same", "wrong", "wrong"]
    with company.look() as connection:
        letters = connection.exec_driver_sql("SELECT channel FROM outbox ORDER BY channel").all()
    assert letters == [("@ana",), ("@ben",)]


def test_a_file_that_cant_be_read_is_said_plainly(company: Database, ask: Ask, empty_folder: Path) -> None:
    (empty_folder / "days.csv").write_bytes("ana,birthday,14 März".encode("latin-1"))
    assert "isn't UTF-8" in ask("celebrations", "import", "days.csv").err
    assert ask("celebrations", "import", "missing.csv").code == 2
