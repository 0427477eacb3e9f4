"""`polls`: listed, and taken along as CSV and as a picture."""

import csv
from pathlib import Path

import pytest

from storage import polls, votes
from storage.tables import PollRow
from storage.transactions import Database
from storage.votes import Choice
from tests.bot.cli.conftest import Ask
from tests.storage.plain_company import NOON


@pytest.fixture(autouse=True)
def lunch(company: Database) -> None:
    """An open poll in which dora, whose name is a formula, has voted."""
    with company.write("acme", NOON) as work:
        row = PollRow(
            workspace="", poll=0, kind="choice", state="open", question="Lunch\x1b?", member="ana", channel="C1"
        )
        polls.add(work, row, ("Pizza", "=Sushi"))
        votes.cast(work, row, "dora", Choice((2,)))


def test_polls_are_listed_for_people_and_for_scripts(ask: Ask) -> None:
    assert "choice" in ask("polls", "list").out
    assert "\x1b" not in ask("polls", "list").out
    (row,) = ask("polls", "list", "--json").json
    assert (row["number"], row["kind"], row["state"], row["anonymous"]) == (1, "choice", "open", False)


def test_a_poll_is_written_as_csv_without_formulas(ask: Ask, tmp_path: Path) -> None:
    answer = ask("polls", "export", "1", "--csv", "votes.csv")
    assert answer.code == 0
    with (tmp_path / "votes.csv").open(encoding="utf-8-sig", newline="") as file:
        head, row = list(csv.reader(file))
    assert head == ["Name", "Choice", "When (UTC)"]
    assert row[0].startswith("'=Dora")
    assert row[1] == "'=Sushi"
    assert (tmp_path / "votes.csv").stat().st_mode & 0o077 == 0


def test_a_poll_is_drawn(ask: Ask, tmp_path: Path) -> None:
    assert ask("polls", "export", "1", "--png", "chart.png").code == 0
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "said"), [(("1",), "Say where to"), (("9", "--csv", "x.csv"), "There is no poll 9")]
)
def test_what_is_missing_is_said(ask: Ask, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = ask("polls", "export", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert not (tmp_path / "x.csv").exists()
