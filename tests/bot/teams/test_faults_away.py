"""The connector away, too busy, or forgetful: what is to be said waits, and then is said once and in order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import outbox
from tests.bot.loopback.faults import Fault
from tests.bot.teams.bustle import (
    assert_in_order,
    assert_nothing_waits,
    assert_said_once,
    begin,
    let_a_minute_pass,
    letters,
)
from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams

SAYING = ("send", "create", "react")
LONG = 600.0
"""Seconds; no test lasts as long."""


@pytest.fixture
def teams() -> Iterator[Teams]:
    """Teams with quick retries."""
    with loopback_teams(limits=False, retry_scale=0.02) as teams:
        yield teams


@pytest.fixture
def bot(teams: Teams, sqlite_url: str, tmp_path: Path) -> Iterator[Bot]:
    """The bot, which has learnt who is there."""
    with running_bot(teams, tmp_path, sqlite_url) as bot:
        begin(teams)
        yield bot


def thank(teams: Teams, *pairs: tuple[str, str]) -> list[str]:
    """Everybody thanks somebody: a reaction, and letters to those who are thanked for the first time."""
    return [teams.say(who, "random", f"@{whom} :tada: thanks") for who, whom in pairs]


def thank_and_give(teams: Teams) -> None:
    """Letters to several people, and several into one channel, all taken in."""
    thank(teams, ("ana", "ben"), ("ben", "mei"), ("mei", "yuki"), ("yuki", "ana"))
    for number in range(3):
        teams.mention("ana", "general", f"kudos @emma 1 for number {number}")
    teams.settle()
    assert all(each.acknowledged for each in teams.deliveries())


def assert_all_is_said(teams: Teams, bot: Bot) -> None:
    assert_nothing_waits(bot.database_url)
    assert_said_once(teams, bot.database_url)
    assert_in_order(teams, bot.database_url)
    cards = [each.cards for each in teams.messages("general", by_bot=True)]
    assert len(cards) == 3


def go_away(teams: Teams, bot: Bot) -> None:
    teams.away()
    thank_and_give(teams)
    teams.until(lambda: any(row.error for row in letters(bot.database_url)))


def test_while_teams_is_away_all_is_kept_even_over_a_restart(teams: Teams, bot: Bot) -> None:
    go_away(teams, bot)
    bot.stop()
    assert {row.state for row in letters(bot.database_url)} == {outbox.WAITING}
    let_a_minute_pass(bot.database_url)
    teams.back()
    bot.start()
    assert_all_is_said(teams, bot)


@pytest.mark.soak
def test_while_teams_is_away_for_minutes_all_is_kept_and_then_said(teams: Teams, bot: Bot) -> None:
    go_away(teams, bot)
    with pytest.raises(TimeoutError):
        teams.until(lambda: bot.process is None or bot.process.poll() is not None, seconds=150)
    teams.back()
    assert_all_is_said(teams, bot)


def test_a_storm_of_refusals_errors_and_lost_answers_loses_nothing_and_says_nothing_twice(
    teams: Teams, bot: Bot
) -> None:
    for route in SAYING:
        teams.fail(route, Fault("limited", seconds=1, times=2))
        teams.fail(route, Fault("status", status=502))
        teams.fail(route, Fault("status", status=503))
        teams.fail(route, Fault("reset", after=True))
        teams.fail(route, Fault("garbage", after=True))
        teams.fail(route, Fault("hang", after=True))
    thank_and_give(teams)
    assert_all_is_said(teams, bot)


@pytest.mark.soak
def test_a_connector_that_never_answers_in_time_loses_nothing_and_says_nothing_twice(teams: Teams, bot: Bot) -> None:
    for route in SAYING:
        teams.fail(route, Fault("hang", seconds=30, times=2))
        teams.fail(route, Fault("hang", seconds=30, after=True))
    thank_and_give(teams)
    assert_all_is_said(teams, bot)


def test_a_chat_that_is_limited_holds_up_no_other(teams: Teams, bot: Bot) -> None:
    bens = teams.place("@ben").id
    teams.fail("send", Fault("limited", seconds=LONG, times=-1, where=bens))
    first, second = thank(teams, ("ana", "ben"), ("ben", "mei"))
    teams.until(lambda: teams.personal("mei"))
    teams.mention("ana", "general", "kudos @yuki 1 for waiting")
    teams.until(lambda: teams.targeted("ana") and teams.personal("yuki") and teams.messages("general", by_bot=True))
    teams.until(lambda: all(teams.message("random", each).reactions for each in (first, second)))
    assert teams.personal("ben") == []
    assert len([each for each in teams.calls("send") if bens in each.path]) == 1
    assert {row.state for row in letters(bot.database_url) if row.channel == f"@{teams.id_of('ben')}"} == {"waiting"}


def test_where_teams_asks_everybody_to_wait_nobody_calls_before(teams: Teams, bot: Bot) -> None:
    asked = Fault("limited", seconds=2, times=6)
    teams.fail("send", asked)
    thank_and_give(teams)
    assert_all_is_said(teams, bot)
    assert asked.times == 0
    calls = teams.calls("send")
    for number, call in enumerate(calls):
        later = [each.at for each in calls[number + 1 :] if each.path.partition(";")[0] == call.path.partition(";")[0]]
        assert call.status != 429 or not later or later[0] >= call.at + 1_990_000
    # Not each of the letters asks for itself how long it must wait.
    assert len(calls) <= len(letters(bot.database_url)) * 3
