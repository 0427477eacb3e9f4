"""Whatever polls, the calendar and all that stands in it ask of a database is found by an index, on both databases."""

import inspect
from collections.abc import Iterator
from importlib import import_module

import pytest

from bot.sealing import sealing
from scoring.facts import Fact, FactKind
from storage import forgetting, schema
from storage.transactions import Database
from tests.handlers.chat import KEY
from tests.storage import asked_of_polls, asked_of_the_calendar
from tests.storage.aged import GROWING, HOME, NOW, SMALL, SOMEBODY, grow_old
from tests.storage.explained import explaining

MODULES = (
    "ballot_boxes", "calendar", "celebrations", "challenges", "choices", "coffee", "coffee_seats", "contest_hours",
    "contests", "ideas", "numbering", "objections", "polls", "prompts", "pulses", "quizzes", "sketches", "trends",
    "votes",
)  # fmt: skip
ASKED = {**asked_of_polls.POLLS, **asked_of_the_calendar.CALENDAR, **asked_of_the_calendar.ACTIVITIES}
THROUGH_ALL = {
    **dict.fromkeys(
        (
            "calendar.erase", "celebrations.erase", "coffee.erase", "prompts.forget", "trends.forget",
            "polls.forget_answers", "votes.forget_groups",
        ),
        "whoever is erased is looked for in every table there is",
    ),
    "calendar.look_at_all": "the whole calendar rests or goes on, once and by hand",
    "celebrations.replan": "every day is planned anew, once and by hand",
    **dict.fromkeys(("numbering.given", "numbering.leave_gap"), "a restore has just written all of it"),
    "trends.fold": "once a day, of nine weeks; each morning all of them is read anyway",
}  # fmt: skip
"""What does go through a table, and why."""
ASKS_NOTHING = {
    "ballot_boxes.about", "celebrations.keep", "celebrations.wish_of", "challenges.changed", "coffee.keep",
    "contests.changed", "contests.reopen",
}  # fmt: skip
"""They only write a row, or not even that."""
BY_THE_END = {
    "calendar.add", "calendar.rest", "calendar.tidy", "challenges.add", "contests.add", "numbering.above", "polls.add",
    "polls.newest", "quizzes.add",
}  # fmt: skip
"""The newest number stands at the end of the key: SQLite calls it a search by the workspace, and reads one row."""
FROM_THE_NEWEST_ON = {"challenges.past", "contests.past", "polls.listing", "polls.visible"}
"""They begin at the newest and end after so many that fit, as nearly all do; PostgreSQL counts what they read."""


@pytest.fixture
def aged(database_url: str) -> Iterator[Database]:
    database = Database(database_url, sealing=sealing(lambda: KEY))
    schema.prepare(database)
    forgetting.keep_pepper(database, "0123456789abcdef" * 4)
    with database.write(HOME, NOW) as work:
        grow_old(work)
        work.record([Fact(FactKind.MEMBER, NOW, SOMEBODY, target=SOMEBODY, extra=(("name", "Somebody"),))])
        asked_of_polls.begin(work)
        asked_of_the_calendar.begin(work)
    with database.beside() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
    yield database
    database.close()


def test_nothing_goes_through_a_table_that_grows(aged: Database) -> None:
    slow: dict[str, list[str]] = {}
    for name, ask in ASKED.items():
        with aged.read(HOME, NOW) as work, explaining(aged) as faults:
            ask(work)
            work.flush()
        if faults:
            slow[name] = faults
    known = BY_THE_END | FROM_THE_NEWEST_ON if aged.url.get_backend_name() == "sqlite" else set()
    assert {name: found for name, found in slow.items() if name not in known} == {}
    assert known <= set(slow)


def test_who_is_active_is_looked_for_in_one_channel_alone(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    schema.prepare(database)
    with database.read(HOME, NOW) as work:
        statements: list[str] = []
        raw = work.connection.connection.dbapi_connection
        assert raw is not None
        raw.set_trace_callback(statements.append)
        ASKED["pulses.active_in"](work)
        raw.set_trace_callback(None)
        [asked] = [each for each in statements if "total" in each]
        plan = str(work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all())
    assert "start=? AND channel=?" in plan
    database.close()


def test_all_that_is_asked_is_explained() -> None:
    public = set[str]()
    for module in MODULES:
        found = import_module(f"storage.{module}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            if function.__module__ == found.__name__ and not name.startswith("_") and first in ("work", "connection"):
                public.add(f"{module}.{name}")
    assert public == {*ASKED, *THROUGH_ALL, *ASKS_NOTHING}
    assert not {*THROUGH_ALL, *ASKS_NOTHING} & set(ASKED)
    assert not set(GROWING) & set(SMALL)
