"""Threads kept: a letter that was on its way while an older version stopped is looked for in the thread it went to."""

import json

from sqlalchemy import text

from storage import schema
from storage.transactions import Database
from tests.conftest import NewDatabase

BEFORE = "0011"
SENT = """INSERT INTO outbox (workspace, id, kind, channel, said, key, state, remote, claimed, due, made)
    VALUES (:workspace, :id, 'post', 'C1', :said, :key, :state, :remote, :claimed, 1, 1)"""


def letter(number: int, state: str, claimed: int, workspace: str = "acme", **said: str) -> dict[str, str | int]:
    """Something to say, as versions before kept it."""
    kept = json.dumps({"channel": "C1", "thread": "", "below": "", **said}, separators=(",", ":"))
    whose: dict[str, str | int] = {
        "workspace": workspace,
        "id": number,
        "said": kept,
        "state": state,
        "claimed": claimed,
    }
    return {**whose, "key": "", "remote": ""}


def card(number: int, key: str, remote: str, workspace: str = "acme") -> dict[str, str | int]:
    """A card under a key; it stands there if it has the platform's id."""
    state = "sent" if remote else "failed"
    return {**letter(number, state, 0, workspace), "key": key, "remote": remote}


LETTERS = (
    card(1, "poll:1", "100.1"),
    card(2, "poll:1", "100.2"),
    card(3, "poll:1", ""),
    card(4, "poll:2", "100.4"),
    card(5, "poll:3", ""),
    card(1, "poll:1", "900.1", "other"),
    letter(10, "waiting", 7, below="poll:1"),
    letter(11, "unknown", 7, below="poll:2"),
    letter(12, "unknown", 7, thread="50.5"),
    letter(13, "unknown", 7, thread="50.5", below="poll:1"),
    letter(14, "unknown", 7, below="poll:3"),
    letter(15, "unknown", 7, below="poll:4"),
    letter(16, "unknown", 7),
    letter(17, "waiting", 0, below="poll:1"),
    letter(18, "sent", 7, below="poll:1"),
    letter(10, "unknown", 7, "other", below="poll:1"),
)


def test_a_letter_on_its_way_keeps_the_thread_of_the_card_it_follows(new_database: NewDatabase) -> None:
    database = Database(new_database())
    with database.alter() as connection:
        schema.upgrade(connection, BEFORE)
        connection.execute(text(SENT), LETTERS)
    schema.prepare(database)
    with database.alter() as connection:
        rows = connection.execute(text("SELECT workspace, id, thread FROM outbox WHERE thread <> '' ORDER BY 1, 2"))
        assert [tuple(row) for row in rows] == [
            ("acme", 10, "100.2"),
            ("acme", 11, "100.4"),
            ("acme", 12, "50.5"),
            ("acme", 13, "50.5"),
            ("other", 10, "900.1"),
        ]
    database.close()
