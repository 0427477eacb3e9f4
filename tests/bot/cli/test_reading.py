"""`board`, `me` and `why`, for people and for scripts."""

import pytest

from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.storage.plain_company import NOON

pytestmark = pytest.mark.usefixtures("company")


def test_a_board_for_scripts_has_rank_member_name_and_points(ask: Ask) -> None:
    answer = ask("board", "--period", "all", "--limit", "10", "--json")
    assert answer.code == 0
    assert answer.json[:3] == [
        {"rank": 1, "member": "ana", "name": "Ana", "points": 9},
        {"rank": 2, "member": "ben", "name": "Ben", "points": 7},
        {"rank": 2, "member": "cleo", "name": "Cleo", "points": 7},
    ]
    assert len(answer.json) == len(ask("board", "-p", "all", "-n", "100", "--json").json)


def test_a_board_for_people_has_the_same_rows_and_no_control_codes(ask: Ask) -> None:
    answer = ask("board", "--period", "all")
    assert "Ana" in answer.out
    assert "\x1b" not in answer.out
    assert "=Dora\N{REPLACEMENT CHARACTER}[31m" in answer.out


def test_another_measure_names_its_own_column(ask: Ask) -> None:
    first = ask("board", "--period", "all", "--measure", "received", "--json").json[0]
    assert (first["member"], first["received"]) == ("ana", 9)


def test_the_board_of_a_channel(ask: Ask) -> None:
    assert ask("board", "-p", "all", "--channel", "#general", "--json").json[0]["points"] == 9
    answer = ask("board", "--channel", "nowhere")
    assert answer.code == 2
    assert "no public channel `nowhere`" in answer.err


def test_the_places_around_somebody(ask: Ask) -> None:
    members = [row["member"] for row in ask("board", "-p", "all", "--around", "dora", "-n", "2", "--json").json]
    assert members[0] in ("ben", "cleo")
    assert members[1] == "dora"
    assert ask("board", "-p", "week", "--around", "dora").err.strip().endswith("is not on this board.")


def test_an_empty_board_says_what_to_do(ask: Ask) -> None:
    answer = ask("board")
    assert (answer.code, answer.out) == (0, "")
    assert "--period all" in answer.err


@pytest.mark.parametrize("command", [("board",), ("rules", "try", "book.yaml")])
def test_a_wrong_period_is_said_in_words(command: tuple[str, ...], ask: Ask) -> None:
    answer = ask(*command, "--period", "fortnight")
    assert answer.code == 2
    assert "'--period' / '-p': 'fortnight' is not one of" in answer.err


def test_no_season_is_said_in_words(ask: Ask) -> None:
    answer = ask("board", "--period", "season")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("No season runs now.")


@pytest.mark.parametrize("typed", ["ben", "@ben", "Ben", "@BEN"])
def test_a_member_is_meant_by_id_or_name(typed: str, ask: Ask) -> None:
    answer = ask("me", typed, "--json")
    assert (answer.json["member"], answer.json["points"]) == ("ben", 7)


def test_a_member_for_people(ask: Ask) -> None:
    answer = ask("me", "ben")
    assert answer.out.startswith("Ben (ben)\npoints")
    assert "may still give  1000 of 1000 this day" in answer.out


def test_a_name_that_several_have_lists_them(company: Database, ask: Ask) -> None:
    with company.write("acme", NOON) as work:
        work.connection.exec_driver_sql("UPDATE member SET name = 'Zoe' WHERE member IN ('ben', 'cleo')")
    answer = ask("me", "zoe")
    assert answer.code == 2
    assert "ben (Zoe), cleo (Zoe)" in answer.err


def test_a_name_that_nobody_has_suggests_who_may_be_meant(ask: Ask) -> None:
    answer = ask("why", "Clea")
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean Cleo (cleo)?" in answer.err


def test_why_explains_every_point(ask: Ask) -> None:
    rows = ask("why", "cleo", "--json").json
    assert sum(row["points"] for row in rows) == 7
    assert rows[0]["words"] == "Somebody gives you kudos"
    assert rows[0]["channel"] == "general"
    assert "Somebody gives you kudos" in ask("why", "cleo").out


def test_a_workspace_that_is_not_there_lists_those_that_are(ask: Ask) -> None:
    answer = ask("board", "--workspace", "elsewhere")
    assert answer.code == 2
    assert "There are: acme" in answer.err


def test_among_several_workspaces_one_must_be_chosen_but_the_playground_counts_last(
    company: Database, ask: Ask
) -> None:
    with company.write("playground", NOON):
        pass
    assert ask("board", "-p", "all", "--json").json[0]["member"] == "ana"
    assert ask("board", "-p", "all", "--json").err == ""
    for command in (("board", "-p", "all"), ("why", "ana"), ("rules", "show")):
        assert ask(*command).err == "What follows is in workspace acme; --workspace chooses another.\n"
        assert ask(*command, "--workspace", "acme").err == ""
    with company.write("other", NOON):
        pass
    answer = ask("board")
    assert answer.code == 2
    assert "choose one with --workspace: acme, other" in answer.err
    assert ask("board", "-p", "all", "-w", "acme", "--json").code == 0


def test_a_workspace_that_shows_groups_only_never_shows_people(company: Database, ask: Ask) -> None:
    from storage import books

    with company.write("acme", NOON) as work:
        books.set_book(work, "settings: {ranking: groups}\n" + books.source(work, work.book.version), "", [])
    answer = ask("board", "-p", "all", "--json")
    assert (answer.code, answer.json) == (0, [])
    assert "ana" not in ask("board", "-p", "all").out.lower()
