"""The database away: events are put off and come again, people hear so in kind words, and nothing is lost."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from bot.slack.listen import AWAY, SLOW
from tests.bot.slack.bustle import (
    DELAYED,
    Bustle,
    assert_it_adds_up,
    assert_nothing_waits,
    assert_said_once,
    places,
    written,
)
from tests.bot.slack.loopback.running import running_bot
from tests.bot.slack.loopback.slack import Slack, loopback_slack

SHORT, LONG = 4.0, 10.0
"""Seconds; the short one is longer than anybody waits for a commit."""
Outage = Callable[[str], AbstractContextManager[None]]


@contextmanager
def held(url: str) -> Iterator[None]:
    """Somebody else writes into the SQLite file, and doesn't come to an end."""
    with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as link:
        link.execute("BEGIN EXCLUSIVE")
        yield
        link.execute("ROLLBACK")


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds a table of PostgreSQL's."""
    with closing(psycopg.connect(_address(make_url(url)))) as link:
        link.execute("LOCK TABLE workspace IN ACCESS EXCLUSIVE MODE")
        yield
        link.rollback()


@contextmanager
def gone(url: str) -> Iterator[None]:
    """PostgreSQL takes no connections to this database, and has broken those there were."""
    ours = make_url(url)
    name = sql.Identifier(str(ours.database))
    with closing(psycopg.connect(_address(ours.set(database="postgres", query={})), autocommit=True)) as link:
        link.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        try:
            link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (ours.database,))
            yield
        finally:
            link.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


def _address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


OUTAGES = [("new_sqlite", held), ("new_postgresql", locked), ("new_postgresql", gone)]


@pytest.fixture(params=OUTAGES, ids=["sqlite-held", "postgresql-locked", "postgresql-gone"])
def outage(request: pytest.FixtureRequest) -> tuple[str, Outage]:
    """A new database, and a way in which it goes away."""
    maker, away = request.param
    return request.getfixturevalue(maker)(), away


def assert_all_of_it_arrives(folder: Path, url: str, away: Outage, seconds: float) -> None:
    with loopback_slack(limits=False, retry_scale=DELAYED) as slack:
        slack.deliverer.delayed = True
        # The bot answers before Slack's three seconds are over; that this machine is busy says nothing about it.
        slack.http.patience = 30.0
        bustle = Bustle(slack, pause=0.05)
        with running_bot(slack, folder, url) as bot:
            slack.until(lambda: slack.calls("emoji.list"))
            bustle.start()
            slack.until(lambda: len(written(url)) > 5)
            with away(url):
                until = time.monotonic() + seconds
                texts = list(asking(slack, until))
            bustle.finish()
            assert_nothing_waits(slack, url)
            assert bot.healthy()
        statuses = {attempt.status for each in slack.deliveries() for attempt in each.attempts}
        assert statuses == {200, 503}
        assert all(any(words in text for words in (AWAY, SLOW)) for text in texts), texts
        found = written(url)
        assert {place: found[place] for place in places(slack) if found[place] != 1} == {}
        assert_said_once(slack, url)
        assert_it_adds_up(url)


def asking(slack: Slack, until: float) -> Iterator[str]:
    """Ask again and again while the database is away: what was said in answer, in the end."""
    replies = []
    while time.monotonic() < until:
        replies.append(slack.command("ben", "general", "/huzzah help"))
        time.sleep(0.5)
    slack.until(lambda: all(reply.posts for reply in replies))
    yield from (reply.text for reply in replies)


def test_a_database_that_is_away_for_a_moment_makes_nobody_lose_anything(
    outage: tuple[str, Outage], tmp_path: Path
) -> None:
    assert_all_of_it_arrives(tmp_path, *outage, SHORT)


@pytest.mark.soak
def test_a_database_that_is_away_for_ten_seconds_makes_nobody_lose_anything(
    outage: tuple[str, Outage], tmp_path: Path
) -> None:
    assert_all_of_it_arrives(tmp_path, *outage, LONG)
