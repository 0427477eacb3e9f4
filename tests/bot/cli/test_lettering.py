"""`dead-letters`: listed, shown and replayed."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.sealing import sealing
from bot.settings import Settings
from handlers.codec import encode
from handlers.events import CommandGiven, MemberChanged
from storage import letters
from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.storage.plain_company import NOON


@pytest.fixture(autouse=True)
def buried(company: Database) -> None:
    """One event that can be applied now, and one that never can."""
    good = MemberChanged(workspace="acme", at=NOON, member="zoe", name="Zoe")
    with company.write("acme", NOON) as work:
        letters.bury(work, encode(good), "OperationalError: disk was full")
        letters.bury(work, '{"_":"Nonsense"}', "ValueError: odd")


def test_they_are_listed_with_what_went_wrong(ask: Ask) -> None:
    first, second = ask("dead-letters", "list", "--json").json
    assert (first["number"], first["event"]["_"], first["state"]) == (1, "MemberChanged", "dead")
    assert second["error"] == "ValueError: odd"
    assert "MemberChanged" in ask("dead-letters", "list").out


def test_one_is_shown(ask: Ask) -> None:
    assert '"member": "zoe"' in ask("dead-letters", "show", "1").out
    assert ask("dead-letters", "show", "1", "--json").json["event"]["name"] == "Zoe"
    answer = ask("dead-letters", "show", "9")
    assert (answer.code, answer.out) == (2, "")
    assert "There is no dead letter 9" in answer.err


def test_replaying_applies_what_it_can_and_keeps_the_rest(ask: Ask) -> None:
    answer = ask("dead-letters", "replay", "--json")
    assert answer.code == 1
    assert answer.json[0] == {"number": 1, "error": ""}
    assert answer.json[1]["error"].startswith("ValueError")
    assert ask("me", "zoe", "--json").json["name"] == "Zoe"
    assert [row["number"] for row in ask("dead-letters", "list", "--json").json] == [2]
    rows = ask("dead-letters", "list", "--all", "--json").json
    assert (rows[0]["number"], rows[0]["state"], rows[0]["event"]) == (1, "replayed", None)


def test_replaying_again_changes_nothing(ask: Ask) -> None:
    assert ask("dead-letters", "replay", "1").out == "1: applied\n"
    assert ask("dead-letters", "replay", "1").code == 0


@pytest.fixture
def of_a_request(company: Database, empty_folder: Path) -> CommandGiven:
    """The third: a command, sealed as the running program does it."""
    event = CommandGiven(
        workspace="acme", at=NOON, member="ana", channel="C1", name="kudos", request="r", text="<@ben> 1 pumpernickel"
    )
    company.sealing = sealing(Settings(data_dir=empty_folder / "data").key)
    with company.write("acme", NOON) as work:
        letters.bury(work, letters.sealed(work, "CommandGiven", "ana", encode(event)), "KeyError at giving.py:1")
    return event


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.usefixtures("of_a_request")
def test_the_words_of_a_request_are_shown_and_replayed_with_the_key(ask: Ask, empty_folder: Path) -> None:
    assert b"pumpernickel" not in everything_in(empty_folder / "data")
    assert "CommandGiven" in ask("dead-letters", "list").out
    assert "pumpernickel" not in ask("dead-letters", "list", "--json").out
    assert ask("dead-letters", "show", "3", "--json").json["event"]["text"] == "<@ben> 1 pumpernickel"
    assert ask("dead-letters", "replay", "3").out == "3: applied\n"
    assert ask("me", "ana", "--json").code == 0


@pytest.mark.usefixtures("of_a_request")
def test_without_the_key_there_are_no_words(ask: Ask, empty_folder: Path) -> None:
    (empty_folder / "data" / "secret.key").write_bytes(Fernet.generate_key())
    shown = ask("dead-letters", "show", "3")
    assert "pumpernickel" not in shown.out
    assert '"member": "ana"' in shown.out
    replayed = ask("dead-letters", "replay", "3", "--json")
    assert replayed.code == 1
    assert "another key" in replayed.json[0]["error"]
    assert ask("dead-letters", "list", "--json").json[2]["error"] == "KeyError at giving.py:1"


def test_what_an_error_says_is_not_kept(company: Database, ask: Ask) -> None:
    strange = MemberChanged(workspace="acme", at=10**24, member="zoe", name="pumpernickel")
    with company.write("acme", NOON) as work:
        letters.bury(work, encode(strange), "odd")
        letters.bury(work, '{"_":"MemberChanged","pumpernickel":1}', "odd")
    results = ask("dead-letters", "replay", "3", "4", "--json").json
    assert all(" at " in result["error"] for result in results)
    with company.read("acme", NOON) as work:
        assert "pumpernickel" not in "".join(row.error for row in letters.dead(work))
