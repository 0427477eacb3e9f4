"""Importing into a real database: a second time, after somebody was erased, nothing of the others' is taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.importing import Importing
from storage import boards, erasing, replaying
from storage.transactions import Database
from tests.bot.slack_export.sample import ANA, BEN, CAI, DAY, TEAM, Contents, reacted, said, sample, user, write_folder
from tests.storage.plain_company import NOON, open_database

KEY = "0123456789abcdef" * 4
WHICH = boards.Which("all", 0)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def export() -> Contents:
    """Cai reacts to what the others wrote, and they to what he wrote."""
    people = [user(ANA, "Ana"), user(BEN, "Ben"), user(CAI, "Cai")]
    day = [
        said(ANA, "08:00:00", reactions=[reacted("heart", CAI, BEN)]),
        said(CAI, "09:00:00", f"<@{BEN}> :tada: thanks", reactions=[reacted("clap", ANA, BEN)]),
        said(BEN, "10:00:00", reactions=[reacted("tada", CAI), reacted("eyes", ANA, CAI)]),
        said(ANA, "20:00:00"),
    ]
    return {"users.json": people, "channels.json": sample()["channels.json"], f"general/{DAY}.json": day}


def standing(database: Database) -> list[boards.Place]:
    with database.read(TEAM, NOON) as work:
        assert replaying.check(work) == []
        return boards.board(work, WHICH)


def erase(database: Database, member: str) -> None:
    with database.write(TEAM, NOON) as work:
        erasing.erase(work, member, KEY)


@pytest.mark.parametrize("erased", [ANA, BEN, CAI])
def test_an_import_after_an_erasure_changes_nothing(database: Database, tmp_path: Path, erased: str) -> None:
    path = write_folder(export(), tmp_path / "export")
    assert Importing(database, path, lambda: NOON).run().new_facts > 0
    erase(database, erased)
    before = standing(database)
    again = Importing(database, path, lambda: NOON).run()
    assert (again.new_facts, again.report.reactions_taken_back, again.report.messages_taken_back) == (0, 0, 0)
    assert standing(database) == before


def test_what_an_erased_member_wrote_and_a_later_export_lacks_stays_counted(database: Database, tmp_path: Path) -> None:
    Importing(database, write_folder(export(), tmp_path / "export"), lambda: NOON).run()
    erase(database, CAI)
    before = standing(database)
    later = export()
    later[f"general/{DAY}.json"] = [
        said(ANA, "08:00:00", reactions=[reacted("heart", BEN)]),
        said(BEN, "10:00:00", reactions=[reacted("eyes", ANA)]),
        said(ANA, "20:00:00"),
    ]
    assert Importing(database, write_folder(later, tmp_path / "later"), lambda: NOON).run().new_facts == 0
    assert standing(database) == before
