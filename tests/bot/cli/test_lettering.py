"""`dead-letters`: listed, shown and replayed."""

import pytest

from handlers.codec import encode
from handlers.events import MemberChanged
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
