"""The database away: activities are put off and come again, people hear so in kind words, and nothing is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.teams.listen import AWAY, SLOW
from tests.bot.outages import OUTAGES, Outage
from tests.bot.teams.bustle import (
    UNDO,
    Bustle,
    asked,
    assert_it_adds_up,
    assert_nothing_waits,
    assert_said_once,
    begin,
    reacted,
    said,
    send_patiently,
    written,
)
from tests.bot.teams.loopback.running import running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams, text_of
from tests.bot.teams.loopback.world import Message

SHORT, LONG = 4.0, 10.0
"""Seconds."""


@pytest.fixture(params=["sqlite-held", "postgresql-gone", pytest.param("postgresql-locked", marks=pytest.mark.soak)])
def outage(request: pytest.FixtureRequest) -> tuple[str, Outage]:
    """A new database, and a way in which it goes away."""
    maker, away = OUTAGES[request.param]
    return request.getfixturevalue(maker)(), away


def assert_all_of_it_arrives(folder: Path, url: str, away: Outage, seconds: float) -> None:
    with loopback_teams(limits=False) as teams:
        send_patiently(teams)
        bustle = Bustle(teams, pause=0.1)
        with running_bot(teams, folder, url) as bot:
            begin(teams)
            note = a_gift(teams)
            bustle.start()
            teams.until(lambda: len(written(url)) > 5)
            with away(url):
                texts = list(pressing(teams, note, time.monotonic() + seconds))
            bustle.finish()
            assert_nothing_waits(url)
            assert bot.healthy()
        assert {attempt.status for each in teams.deliveries() for attempt in each.attempts} == {200, 503}
        assert {status for each in teams.graph.teller.posted for status in each.statuses} <= {0, 202, 503}
        assert all(any(words in text for words in (AWAY, SLOW)) for text in texts), texts
        found = written(url)
        everything = said(teams) | asked(teams, bustle) | reacted(teams)
        assert {place: found[place] for place in everything if found[place] != 1} == {}
        assert_said_once(teams, url)
        assert_it_adds_up(url)


def a_gift(teams: Teams) -> Message:
    """Ana gives something: what she is answered has a button."""
    teams.mention("ana", "general", "kudos @ben 1 for a start")
    return teams.until(lambda: [each for each in teams.targeted("ana") if UNDO in text_of(each)])[0]


def pressing(teams: Teams, note: Message, until: float) -> Iterator[str]:
    """Press again and again while the database is away: what is said at once."""
    while True:
        yield teams.press("ana", note, UNDO).words
        if time.monotonic() > until:
            return


def test_a_database_that_is_away_for_a_moment_makes_nobody_lose_anything(
    outage: tuple[str, Outage], tmp_path: Path
) -> None:
    assert_all_of_it_arrives(tmp_path, *outage, SHORT)


@pytest.mark.soak
def test_a_database_that_is_away_for_ten_seconds_makes_nobody_lose_anything(
    outage: tuple[str, Outage], tmp_path: Path
) -> None:
    assert_all_of_it_arrives(tmp_path, *outage, LONG)
