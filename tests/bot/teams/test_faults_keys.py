"""Keys: their server is away, or they are exchanged for others under load; nothing that was signed rightly is lost."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from tests.bot.loopback.faults import Fault
from tests.bot.teams.bustle import (
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
from tests.bot.teams.loopback.signing import KeyServer
from tests.bot.teams.loopback.teams import Teams, loopback_teams

SELDOM = 61.0
"""Seconds after which the bot asks again for a key that it doesn't know."""


@pytest.fixture
def teams() -> Iterator[Teams]:
    """Teams, which goes on sending until it is heard."""
    with loopback_teams(limits=False) as teams:
        send_patiently(teams)
        yield teams


def publish_the_next(server: KeyServer) -> None:
    """Another key is known beforehand; the old one still signs."""
    server.rotate()
    server.keys.reverse()


def exchange(server: KeyServer) -> None:
    """The next key signs from now on, and the old one is taken away."""
    server.keys = server.keys[:1]


def assert_everything_counts(teams: Teams, bustle: Bustle, url: str) -> None:
    assert_nothing_waits(url)
    assert {attempt.status for each in teams.deliveries() for attempt in each.attempts} <= {200, 503}
    assert all(each.acknowledged for each in teams.deliveries())
    found = written(url)
    everything = said(teams) | asked(teams, bustle) | reacted(teams)
    assert {place: found[place] for place in everything if found[place] != 1} == {}
    assert_said_once(teams, url)
    assert_it_adds_up(url)


def talk_a_little(bustle: Bustle) -> None:
    """So much that everything was used: messages, requests, and what Graph tells."""
    teams = bustle.teams
    messages, requests, told = len(said(teams, taken=True)), len(asked(teams, bustle)), len(reacted(teams))
    teams.until(lambda: len(said(teams, taken=True)) > messages + 10)
    teams.until(lambda: len(asked(teams, bustle)) > requests)
    teams.until(lambda: len(reacted(teams)) > told + 3)


def test_keys_that_cannot_be_had_at_first_and_are_exchanged_under_load_make_nobody_lose_anything(
    teams: Teams, sqlite_url: str, tmp_path: Path
) -> None:
    servers = (teams.keys, teams.entra.keys)
    bustle = Bustle(teams, pause=0.03)
    with running_bot(teams, tmp_path, sqlite_url) as bot:
        begin(teams)
        bot.stop()
        for server in servers:
            publish_the_next(server)
        teams.fail("keys", Fault("status"))
        bot.start()
        bustle.start()
        teams.until(lambda: 503 in {attempt.status for each in teams.deliveries() for attempt in each.attempts})
        talk_a_little(bustle)
        # What it knows is enough for it, though nobody can be asked any more.
        teams.fail("keys", Fault("status", times=-1))
        for server in servers:
            teams.do(partial(exchange, server))
        talk_a_little(bustle)
        bustle.finish()
        assert_everything_counts(teams, bustle, sqlite_url)


@pytest.mark.soak
def test_keys_that_nobody_announced_are_asked_for(teams: Teams, sqlite_url: str, tmp_path: Path) -> None:
    bustle = Bustle(teams, pause=0.03)
    with running_bot(teams, tmp_path, sqlite_url):
        begin(teams)
        bustle.start()
        for _ in range(2):
            sleep(SELDOM)
            teams.do(lambda: teams.keys.rotate(retire=True))
            talk_a_little(bustle)
        bustle.finish()
        assert_everything_counts(teams, bustle, sqlite_url)
