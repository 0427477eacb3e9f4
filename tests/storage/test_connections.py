"""Connections to the database: a server that falls silent must not be waited for."""

import psycopg

from storage.transactions import POSTGRES, Database


def test_a_postgresql_that_falls_silent_is_noticed_within_seconds(database_url: str) -> None:
    database = Database(database_url)
    with database.look() as connection:
        raw: object = connection.connection.dbapi_connection
        given = raw.info.get_parameters() if isinstance(raw, psycopg.Connection) else POSTGRES
    database.close()
    assert {name: int(given[name]) for name in POSTGRES} == POSTGRES
