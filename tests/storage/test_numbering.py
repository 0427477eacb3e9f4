"""Numbering: a number is given once, also in a database that was begun before numbers were kept."""

from sqlalchemy import text

from handlers.calendar.firing import write_details
from storage import numbering, schema
from storage.numbering import GREETING, IDEA, QUESTION
from storage.transactions import Database
from tests.conftest import NewDatabase

BEFORE = "0012"
SENT = "INSERT INTO outbox (workspace, id, kind, channel, said, key, due, made) VALUES"
GIVEN = (
    "INSERT INTO greeting (workspace, greeting, member, kind, year) VALUES ('acme', 3, 'ANA', 'birthday', 2026)",
    f"{SENT} ('acme', 1, 'post', 'C1', '', 'celebration:12', 1, 1)",
    f"{SENT} ('acme', 2, 'post', 'C1', '', 'prompt:idea-4', 1, 1)",
    "INSERT INTO idea (workspace, idea) VALUES ('acme', 6)",
    "INSERT INTO prompt (workspace, prompt) VALUES ('acme', 'own-9')",
    "INSERT INTO asked (workspace, channel, round, prompt) VALUES ('acme', 'C1', 1, 'own-10')",
    "INSERT INTO asked (workspace, channel, round, prompt) VALUES ('other', 'C1', 1, 'own-2')",
)
PLAN = "INSERT INTO calendar (workspace, entry, kind, details) VALUES (:workspace, :entry, 'prompt', :details)"
PLANNED = (
    {"workspace": "acme", "entry": 1, "details": '{"prompt":"own-14"}'},
    {"workspace": "acme", "entry": 2, "details": '{"wanted":"photo","passed":["own-99"]}'},
    {"workspace": "third", "entry": 1, "details": '{"by":"BEN","prompt":"own-5","passed":["x"]}'},
)


def following(database: Database, workspace: str, *kinds: str) -> list[int]:
    with database.write(workspace, 1) as work:
        return [numbering.following(work, kind) for kind in kinds]


def test_each_kind_counts_for_itself_in_each_workspace(database_url: str) -> None:
    database = Database(database_url)
    schema.prepare(database)
    assert following(database, "acme", GREETING, GREETING, IDEA) == [1, 2, 1]
    assert following(database, "other", GREETING) == [1]
    assert following(database, "acme", GREETING, QUESTION) == [3, 1]
    database.close()


def test_numbers_go_on_where_an_earlier_version_stopped(new_database: NewDatabase) -> None:
    database = Database(new_database())
    with database.alter() as connection:
        schema.upgrade(connection, BEFORE)
        for each in GIVEN:
            connection.execute(text(each))
    schema.prepare(database)
    assert following(database, "acme", GREETING, IDEA, QUESTION) == [13, 7, 11]
    assert following(database, "other", GREETING, IDEA, QUESTION) == [1, 1, 3]
    database.close()


def test_a_number_that_only_the_calendar_knows_is_not_given_again(new_database: NewDatabase) -> None:
    database = Database(new_database())
    with database.alter() as connection:
        schema.upgrade(connection, BEFORE)
        for each in GIVEN:
            connection.execute(text(each))
        connection.execute(text(PLAN), PLANNED)
        connection.execute(text(PLAN), {"workspace": "last", "entry": 1, "details": write_details({"prompt": "own-7"})})
    schema.prepare(database)
    assert [following(database, place, QUESTION) for place in ("acme", "third", "last")] == [[15], [6], [8]]
    assert following(database, "other", QUESTION) == [3]
    database.close()
