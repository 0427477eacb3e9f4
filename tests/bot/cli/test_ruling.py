"""`rules`: shown, checked, tried, set, and its history."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.storage.plain_company import BOOK, NOON

pytestmark = pytest.mark.usefixtures("company")

DOUBLED = BOOK.replace("points: 1, coins", "points: 2, coins")


@pytest.fixture
def doubled(empty_folder: Path) -> str:
    """A book that pays twice as much for kudos received."""
    (empty_folder / "book.yaml").write_text(DOUBLED, "utf-8")
    return "book.yaml"


def test_what_is_shown_can_be_checked_and_set_again(ask: Ask, empty_folder: Path) -> None:
    (empty_folder / "same.yaml").write_text(ask("rules", "show").out, "utf-8")
    assert "same.yaml is right: 1 rules" in ask("rules", "check", "same.yaml").out
    assert "Nothing to change: " in ask("rules", "set", "same.yaml").out
    assert ask("rules", "try", "same.yaml").out.startswith("Nobody would move: all ")


def test_a_wrong_book_is_refused_with_the_line_and_what_was_meant(ask: Ask, empty_folder: Path) -> None:
    (empty_folder / "wrong.yaml").write_text(BOOK.replace("gift_received", "gift_recieved"), "utf-8")
    answer = ask("rules", "check", "wrong.yaml")
    assert answer.code == 1
    assert "line 4" in answer.out
    assert "`gift_received`" in answer.out
    (fault,) = ask("rules", "check", "wrong.yaml", "--json").json["faults"]
    assert fault["line"] == 4
    for command in ("set", "try"):
        refused = ask("rules", command, "wrong.yaml")
        assert (refused.code, refused.out) == (1, "")
        assert "line 4" in refused.err
        assert "one thing to repair" in refused.err
    assert len(ask("rules", "history", "--json").json) == 2


def test_trying_shows_both_boards_and_why_and_changes_nothing(ask: Ask, doubled: str) -> None:
    trial = ask("rules", "try", doubled, "--json").json
    ana = next(member for member in trial["members"] if member["member"] == "ana")
    assert (ana["before"]["points"], ana["after"]["points"]) == (9, 18)
    assert ana["because"] == [{"rule": "received", "before": 9, "after": 18}]
    shown = ask("rules", "try", doubled)
    assert "received +9" in shown.out
    assert "Nothing was changed" in shown.out
    assert ask("board", "-p", "all", "--json").json[0]["points"] == 9


def test_setting_is_kept_with_who_and_what(ask: Ask, doubled: str) -> None:
    answer = ask("rules", "set", doubled, "--by", "ana", "--json").json
    assert answer["version"] == 3
    newest = ask("rules", "history", "--json").json[0]
    assert (newest["version"], newest["member"], newest["changes"]) == (3, "ana", answer["changes"])
    assert ask("rules", "show").out.strip() == DOUBLED.strip()
    assert ask("rules", "show", "--version", "2").out.strip() == BOOK.strip()
    assert ask("rules", "show", "--json").json["version"] == 3
    assert "Ana" in ask("rules", "history").out


def test_a_change_names_the_workspace_where_none_was_asked_for(company: Database, ask: Ask, doubled: str) -> None:
    with company.write("playground", NOON):
        pass
    assert "holds from now on in workspace acme:" in ask("rules", "set", doubled).out
    assert "Nothing to change in workspace acme:" in ask("rules", "set", doubled).out
    assert "Nothing to change:" in ask("rules", "set", doubled, "-w", "acme").out


def test_who_changed_it_without_a_name_is_the_command_line(ask: Ask, doubled: str) -> None:
    ask("rules", "set", doubled)
    lines = ask("rules", "history").out.splitlines()
    assert "command line" in next(line for line in lines if line.lstrip().startswith("3 "))
    assert "Huzzah" in next(line for line in lines if line.lstrip().startswith("1 "))


def test_the_schema_accepts_what_is_shown(ask: Ask) -> None:
    schema = ask("rules", "schema").json
    jsonschema.validate(yaml.safe_load(ask("rules", "show").out), schema)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "nowhere.yaml"), "There is no file nowhere.yaml"),
        (("show", "--version", "99"), "There is no version 99"),
        (("set", "latin.yaml"), "not a text in UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(
    arguments: tuple[str, ...], words: str, ask: Ask, empty_folder: Path
) -> None:
    (empty_folder / "latin.yaml").write_bytes("rules: [é]".encode("latin-1"))
    answer = ask("rules", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
