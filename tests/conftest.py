"""What all tests share: fresh databases on SQLite and PostgreSQL, the browser, and Hypothesis' profile.

PostgreSQL is the one named by HUZZAH_TEST_POSTGRES. Where it or Chromium is missing, the tests that want it
are skipped and listed; with HUZZAH_REQUIRE_POSTGRES=1 and HUZZAH_REQUIRE_CHROMIUM=1 they fail instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

NewDatabase = Callable[[], str]
"""Makes an empty database, and answers its URL."""

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# What tests share asserts, too, and is to say what it found.
pytest.register_assert_rewrite("tests.bot", "tests.browser", "tests.dialogues", "tests.handlers", "tests.storage")

# Examples that ask a real database are slow on a busy machine, and that says nothing about the code.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Makes as many empty databases as a test asks for; the test runs once on each kind."""
    maker: NewDatabase = request.getfixturevalue(f"new_{request.param}")
    return maker


@pytest.fixture
def database_url(new_database: NewDatabase) -> str:
    """An empty database; the test runs once on SQLite and once on PostgreSQL."""
    return new_database()


@pytest.fixture
def new_sqlite(tmp_path: Path) -> NewDatabase:
    """Makes SQLite files in the test's own folder."""
    numbers = count(1)
    return lambda: f"sqlite:///{tmp_path / f'huzzah-{next(numbers)}.db'}"


@pytest.fixture
def sqlite_url(new_sqlite: NewDatabase) -> str:
    """An empty SQLite file."""
    return new_sqlite()


@pytest.fixture
def new_postgresql(postgresql_database: URL) -> Iterator[NewDatabase]:
    """Makes schemas in the worker's own database (much faster than databases), and drops them afterwards."""
    made: list[str] = []

    def make() -> str:
        schema = f"huzzah_{next(_schema_numbers)}"
        _execute(postgresql_database, sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        made.append(schema)
        return _written(postgresql_database.update_query_dict({"options": f"-csearch_path={schema}"}))

    yield make
    for schema in made:
        _execute(postgresql_database, sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))


_schema_numbers = count(1)


@pytest.fixture
def postgresql_url(new_postgresql: NewDatabase) -> str:
    """An empty schema in PostgreSQL."""
    return new_postgresql()


@pytest.fixture(scope="session")
def postgresql_database(worker_id: str) -> Iterator[URL]:
    """A database for this worker alone, since advisory locks reach across schemas."""
    server = _postgresql_server()
    name = f"huzzah_test_{os.getpid()}_{worker_id}"
    _execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield server.set(database=name)
    _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium of this machine."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        _missing("CHROMIUM", "no Chromium here (Debian: apt-get install chromium)")
    return found


def _postgresql_server() -> URL:
    written = os.environ.get("HUZZAH_TEST_POSTGRES")
    if not written:
        _missing("POSTGRES", "no PostgreSQL to test with: HUZZAH_TEST_POSTGRES is not set")
    fault = ""
    try:
        _execute(make_url(written), sql.SQL("SELECT 1"))
    except (ArgumentError, psycopg.OperationalError) as error:
        fault = str(error)
    if fault:
        _missing("POSTGRES", f"the PostgreSQL of HUZZAH_TEST_POSTGRES does not answer: {fault}")
    return make_url(written)


def _missing(what: str, why: str) -> NoReturn:
    if os.environ.get(f"HUZZAH_REQUIRE_{what}") == "1":
        pytest.fail(f"{why}, and HUZZAH_REQUIRE_{what}=1", pytrace=False)
    pytest.skip(why)


def _execute(database: URL, statement: sql.SQL | sql.Composed) -> None:
    address = _written(database.set(drivername="postgresql"))
    with closing(psycopg.connect(address, autocommit=True, connect_timeout=5)) as link:
        link.execute(statement)


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)
