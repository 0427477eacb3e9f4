"""The database away: events are put off and come again, people hear so in kind words, and nothing is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.listen import AWAY, SLOW
from tests.bot.outages import OUTAGES, Outage
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


@pytest.fixture(params=OUTAGES)
def outage(request: pytest.FixtureRequest) -> tuple[str, Outage]:
    """A new database, and a way in which it goes away."""
    maker, away = OUTAGES[request.param]
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
            assert_nothing_waits(url)
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
