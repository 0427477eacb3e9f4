"""Replaced: of what was said under one key only the newest is kept, and what the next edit needs to know."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from storage import outbox
from storage.outbox import FAILED, SENT, TWICE, UNKNOWN, UNWANTED, Letter
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.storage.delivering import opened
from tests.storage.explained import explaining
from tests.storage.small_world import BEGIN

HOME, OTHER = "home", "other"
STANDS = "100.1"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        yield database


def said(
    database: Database, key: str, state: str = SENT, remote: str = STANDS, workspace: str = HOME, error: str = ""
) -> int:
    """A letter is put into the outbox and something becomes of it; its number."""
    with database.write(workspace, BEGIN) as work:
        outbox.put(work, [Letter("post", "C1", f"about {key}", key)])
        [row] = outbox.claim(work, BEGIN + 1)
        outbox.settle(work, row.id, row.said, state=state, error=error, **({"remote": remote} if remote else {}))
        return row.id


def kept(database: Database, workspace: str = HOME) -> list[int]:
    """The numbers that are there."""
    with database.read(workspace, BEGIN) as work:
        query = select(OutboxRow.id).where(OutboxRow.workspace == workspace).order_by(col(OutboxRow.id))
        return list(work.session.exec(query))


def remote(database: Database, key: str) -> str:
    """Where the card of a key stands."""
    with database.read(HOME, BEGIN) as work:
        return outbox.remote_of(work, key)


@contextmanager
def listening(database: Database) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    heard: list[str] = []

    def hear(_n: object, _c: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def test_what_a_newer_one_has_replaced_goes_and_nothing_else(database: Database) -> None:
    said(database, "poll:1", workspace=OTHER)
    gone = said(database, "poll:1")
    other, bare = said(database, "poll:11"), said(database, "")
    said(database, "", workspace=OTHER)
    newest = said(database, "poll:1")
    assert gone not in kept(database)
    assert kept(database) == [other, bare, newest]
    assert kept(database, OTHER) == [1, 2]
    assert remote(database, "poll:1") == STANDS


def test_as_long_as_the_newer_one_is_not_over_the_older_one_is_needed(database: Database) -> None:
    first = said(database, "poll:1")
    with database.write(HOME, BEGIN) as work:
        outbox.put(work, [Letter("post", "C1", "newer", "poll:1")])
    assert kept(database) == [first, first + 1]
    with database.write(HOME, BEGIN) as work:
        outbox.settle(work, first + 1, "newer", state=UNKNOWN, due=BEGIN)
    assert kept(database) == [first, first + 1]
    with database.write(HOME, BEGIN) as work:
        outbox.settle(work, first + 1, "newer", state=SENT, remote=STANDS)
    assert kept(database) == [first + 1]


def test_one_that_something_newer_has_taken_the_place_of_on_its_way_is_not_over(database: Database) -> None:
    first = said(database, "poll:1")
    with database.write(HOME, BEGIN) as work:
        outbox.put(work, [Letter("post", "C1", "newer", "poll:1")])
        outbox.claim(work, BEGIN + 1)
        outbox.put(work, [Letter("post", "C1", "newest", "poll:1")])
        outbox.settle(work, first + 1, "newer", state=SENT, remote=STANDS)
    assert kept(database) == [first, first + 1]


@pytest.mark.parametrize("state", [FAILED, UNWANTED])
def test_where_the_card_stands_is_never_forgotten(database: Database, state: str) -> None:
    stands = said(database, "poll:1")
    [failed, again] = [said(database, "poll:1", state, remote="") for _ in range(2)]
    assert failed not in kept(database)
    assert kept(database) == [stands, again]
    assert remote(database, "poll:1") == STANDS


def test_one_that_failed_and_knows_where_the_card_stands_is_enough(database: Database) -> None:
    said(database, "poll:1")
    newest = said(database, "poll:1", FAILED)
    assert kept(database) == [newest]
    assert remote(database, "poll:1") == STANDS


def test_a_failure_that_was_made_good_is_none_any_more(database: Database) -> None:
    said(database, "poll:1", FAILED, remote="")
    said(database, "poll:1")
    with database.read(HOME, BEGIN) as work:
        assert outbox.failures(work, every=True) == []


def test_that_something_may_stand_there_twice_is_told_though_it_was_edited(database: Database) -> None:
    twice = said(database, "poll:1", error=TWICE)
    newest = said(database, "poll:1")
    assert kept(database) == [twice, newest]
    with database.read(HOME, BEGIN) as work:
        assert [row.id for row in outbox.failures(work, every=True)] == [twice]


def test_what_comes_too_late_about_one_that_is_gone_changes_nothing(database: Database) -> None:
    gone, newest = said(database, "poll:1"), said(database, "poll:1")
    with database.write(HOME, BEGIN) as work:
        outbox.settle(work, gone, "about poll:1", state=SENT, remote="200.2")
    assert kept(database) == [newest]
    assert remote(database, "poll:1") == STANDS


def test_when_it_was_put_there_is_not_kept_since_it_may_have_taken_the_place_of_another(database: Database) -> None:
    with database.write(HOME, BEGIN) as work:
        outbox.put(work, [Letter("post", "C1", "a vote", "poll:1"), Letter("post", "C1", "no card")])
    with database.write(HOME, BEGIN + 500) as work:
        outbox.put(work, [Letter("post", "C1", "the close", "poll:1")])
    for number, words in ((1, "the close"), (2, "no card")):
        with database.write(HOME, BEGIN + 700) as work:
            outbox.settle(work, number, words, state=SENT, remote=STANDS)
    with database.read(HOME, BEGIN) as work:
        made = [row.made for row in (outbox.find(work, 1), outbox.find(work, 2)) if row]
    assert made == [BEGIN + 700, BEGIN]


def test_it_is_one_statement_by_an_index_and_none_for_what_has_no_key(database: Database) -> None:
    for number in range(400):
        said(database, f"poll:{number % 200}" if number % 2 else "")
    asked: dict[str, list[str]] = {}
    for key in ("poll:1", ""):
        with database.write(HOME, BEGIN) as work:
            outbox.put(work, [Letter("post", "C1", "newer", key)])
            [row] = outbox.claim(work, BEGIN + 1)
            with explaining(database) as faults, listening(database) as statements:
                outbox.settle(work, row.id, row.said, state=SENT, remote=STANDS)
        assert faults == []
        asked[key] = [each for each in statements if each.startswith("DELETE")]
    assert [len(each) for each in asked.values()] == [1, 0]
