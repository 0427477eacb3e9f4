"""Replaying: a rebuild arrives at what is there, and a check finds whatever doesn't follow from the facts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from scoring.facts import Fact, FactKind
from scoring.periods import HOUR
from scoring.stories import MONDAY, answered, deleted, known, reacted, said, thanked
from storage import replaying
from storage.books import set_book
from storage.transactions import Database
from storage.trying import try_book
from tests.storage.accounts import Accounts, differences, faults, histogram_faults
from tests.storage.delivering import begin, drift, opened, stored
from tests.storage.small_world import BEGIN, BOOKS, book

HOME = "home"
STORY = (
    known("ana", name="Ana"),
    known("ben", name="Ben", joined=0),
    said("ben"),
    answered("ana"),
    answered("cem", when=2),
    reacted("ana"),
    thanked("ana", "ben cem", units=2),
    said("dee", "d"),
    deleted("d", "dee"),
)
LATE = Fact(FactKind.MESSAGE, MONDAY + 15 * HOUR, "ana", "general", "late", gift=(("ben", 1),))
"""Still Monday in UTC, Tuesday in Tokyo."""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        begin(database, HOME)
        with database.write(HOME, BEGIN) as work:
            work.record(STORY)
        yield database


def assert_sound(database: Database) -> None:
    """No drift, everything adds up, and a rebuild changes nothing."""
    before = stored(database, HOME)
    with database.read(HOME, BEGIN) as work:
        now = work.book
    assert list(faults(Accounts.of(before), now, STORY)) == []
    assert list(histogram_faults(Accounts.of(before), now)) == []
    assert drift(database, HOME) == []
    with database.write(HOME, BEGIN) as work:
        assert replaying.rebuild(work) == len(before["fact"])
    assert differences(before, stored(database, HOME)) == []


def test_a_rebuild_arrives_at_what_is_there(database: Database) -> None:
    assert_sound(database)


@pytest.mark.parametrize("number", range(len(BOOKS)))
def test_another_book_with_other_seasons_and_another_zone_leaves_the_sums_right(
    database: Database, number: int
) -> None:
    with database.write(HOME, BEGIN) as work:
        work.record([LATE])
        set_book(work, BOOKS[number], "eve", ["another"])
        work.record([LATE._replace(message="later"), deleted("late", "ana", 20 * 60)])
    assert_sound(database)


@pytest.mark.parametrize("choice", [{"hidden": 1}, {"no_score": 1}, {"deactivated": 1}])
def test_whoever_leaves_the_boards_leaves_the_histogram_and_comes_back(
    database: Database, choice: dict[str, int]
) -> None:
    shown = stored(database, HOME)
    with database.write(HOME, BEGIN) as work:
        work.record([known("ana", **choice), deleted("m/cem/2", "cem"), thanked("ben", "cem", 50)])
    hidden = Accounts.of(stored(database, HOME))
    assert list(histogram_faults(hidden, book(0, 1))) == []
    assert drift(database, HOME) == []
    with database.write(HOME, BEGIN) as work:
        work.record([known("ana", **dict.fromkeys(choice, 0))])
    assert list(histogram_faults(Accounts.of(stored(database, HOME)), book(0, 1))) == []
    assert drift(database, HOME) == []
    assert len(stored(database, HOME)["total"]) >= len(shown["total"])


def test_guests_leave_the_boards_and_come_back_as_the_rule_book_says(database: Database) -> None:
    def seen() -> set[str]:
        return {row[0] for row in stored(database, HOME)["total"] if row[-1] == 1}

    with database.write(HOME, BEGIN) as work:
        work.record([known("cem", guest=1), known("dee", external=1)])
    assert {"ana", "ben", "cem"} == seen()
    for number, on_boards in (
        (2, {"ana", "ben"}),
        (1, {"ana", "ben", "cem"}),
        (2, {"ana", "ben"}),
        (0, {"ana", "ben", "cem"}),
    ):
        with database.write(HOME, BEGIN) as work:
            set_book(work, BOOKS[number], "eve", ["another"])
            work.record([thanked("dee", "cem", 70 + number, units=1), said("cem", f"c{number}")])
        assert seen() == on_boards
        assert_sound(database)


def test_a_reaction_taken_back_for_somebody_who_left_leaves_them_hidden(database: Database) -> None:
    with database.write(HOME, BEGIN) as work:
        work.record([known("ben", deactivated=1)])
        work.forget_cache()
    with database.write(HOME, BEGIN) as work:
        work.record([Fact(FactKind.DELETE, MONDAY + HOUR, "eve", "general", "m")])
    assert {row[-1] for row in stored(database, HOME)["total"] if row[0] == "ben"} == {0}
    assert drift(database, HOME) == []


TAMPERED = (
    "UPDATE ledger SET points = points + 1 WHERE seq = (SELECT min(seq) FROM ledger)",
    "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)",
    "UPDATE total SET amount = amount + 1 WHERE member = 'ana'",
    "DELETE FROM counter WHERE name = 'active'",
    "UPDATE histogram SET people = people + 1",
    "UPDATE member SET name = 'Mallory' WHERE member = 'ana'",
    "DELETE FROM reaction",
    "UPDATE message SET author = 'ana' WHERE author = 'ben'",
    "INSERT INTO badge (workspace, member, badge, at, seq) VALUES ('home', 'ana', 'spoke', 1, 1)",
)


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_check_finds_what_was_changed_by_hand_and_a_rebuild_mends_it(database: Database, statement: str) -> None:
    before = stored(database, HOME)
    with database.write(HOME, BEGIN) as work:
        work.connection.exec_driver_sql(statement)
        work.forget_cache()
    assert drift(database, HOME) != []
    with database.write(HOME, BEGIN) as work:
        replaying.rebuild(work)
    assert drift(database, HOME) == []
    assert differences(before, stored(database, HOME)) == []


def test_trying_another_book_changes_nothing_and_tells_what_would(database: Database) -> None:
    before = stored(database, HOME)
    tried = replace(book(0, 9), rules=tuple(rule for rule in book(0, 9).rules if rule.id != "reply"))
    with database.read(HOME, MONDAY + HOUR) as work:
        trial = try_book(work, tried, "all")
        same = try_book(work, book(0, 9), "all")
    assert {moved.member for moved in trial.moved} == {"ana", "cem"}
    assert all(cause.rule == "reply" for moved in trial.moved for cause in moved.causes)
    assert same.moved == ()
    assert differences(before, stored(database, HOME)) == []
