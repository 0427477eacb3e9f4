"""Entra away or refusing: what people do is taken in all the same, and what is to be said waits for a token."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import outbox
from tests.bot.loopback.faults import Fault
from tests.bot.teams.bustle import (
    assert_in_order,
    assert_it_adds_up,
    assert_nothing_waits,
    assert_said_once,
    begin,
    by_letter,
    let_a_minute_pass,
    letters,
    said,
    written,
)
from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams

WRONG = "not~the~secret"


@pytest.fixture
def teams() -> Iterator[Teams]:
    """Teams with quick retries."""
    with loopback_teams(limits=False, retry_scale=0.02) as teams:
        yield teams


@pytest.fixture
def bot(teams: Teams, sqlite_url: str, tmp_path: Path) -> Iterator[Bot]:
    """The bot, which has learnt who is there, and has been stopped since: it remembers no token."""
    with running_bot(teams, tmp_path, sqlite_url) as bot:
        begin(teams)
        bot.stop()
        yield bot


def thank(teams: Teams) -> None:
    for who, whom in (("ana", "ben"), ("ben", "mei"), ("mei", "yuki"), ("yuki", "ana")):
        teams.say(who, "random", f"@{whom} :tada: thanks")
    teams.mention("ana", "general", "kudos @emma 1 for all of it")
    teams.settle()


def assert_it_was_taken_in_and_waits(teams: Teams, bot: Bot) -> None:
    assert all(each.acknowledged for each in teams.deliveries())
    found = written(bot.database_url)
    assert {place: found[place] for place in said(teams) if found[place] != 1} == {}
    teams.until(lambda: any(row.error for row in letters(bot.database_url)))
    assert {row.state for row in letters(bot.database_url)} == {outbox.WAITING}
    assert by_letter(teams) == {}


def assert_all_is_said(teams: Teams, bot: Bot) -> None:
    assert_nothing_waits(bot.database_url)
    assert_said_once(teams, bot.database_url)
    assert_in_order(teams, bot.database_url)
    assert max(by_letter(teams).values()) == 1
    assert_it_adds_up(bot.database_url)


def test_while_entra_refuses_and_while_it_is_away_letters_wait_and_then_go(teams: Teams, bot: Bot) -> None:
    right = teams.entra.secret
    bot.more = {"HUZZAH_TEAMS_APP_SECRET": WRONG}
    bot.start()
    thank(teams)
    assert_it_was_taken_in_and_waits(teams, bot)
    bot.stop()
    assert "AADSTS7000215" in bot.said()
    let_a_minute_pass(bot.database_url)
    bot.more = {}
    teams.fail("token", Fault("status", times=-1))
    bot.start()
    asked = len(teams.entra.asked)
    teams.until(lambda: len(teams.entra.asked) > asked)
    assert_it_was_taken_in_and_waits(teams, bot)
    teams.heal()
    assert_all_is_said(teams, bot)
    assert not [secret for secret in (right, WRONG) if secret in bot.said()]


@pytest.mark.soak
def test_a_secret_that_is_refused_for_a_while_makes_nobody_lose_anything(teams: Teams, bot: Bot) -> None:
    right, teams.entra.secret = teams.entra.secret, "another~secret"
    bot.more = {"HUZZAH_TEAMS_APP_SECRET": right}
    bot.start()
    thank(teams)
    assert_it_was_taken_in_and_waits(teams, bot)
    teams.entra.secret = right
    assert_all_is_said(teams, bot)
