"""The connector away, too busy, or forgetful: what is to be said waits, and then is said once and in order."""

from collections.abc import Iterator

import pytest

from storage import outbox
from storage.tables import OutboxRow
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
)
from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams

SAYING = ("send", "create", "react")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot on SQLite, which has learnt who is there."""
    with (
        loopback_teams(limits=False, retry_scale=0.02) as teams,
        running_bot(teams, tmp_path_factory.mktemp("bot")) as bot,
    ):
        begin(teams)
        yield bot


@pytest.fixture
def teams(bot: Bot) -> Iterator[Teams]:
    """Where the bot is; afterwards all is well again, and said."""
    yield bot.teams
    bot.teams.heal()
    bot.teams.back()


def thank_and_give(teams: Teams, who: str) -> None:
    """Letters to several people, and several into one channel, all taken in."""
    others = [each for each in ("ana", "ben", "mei", "yuki", "emma") if each != who]
    teams.say(who, "random", f"@{others[-1]} :tada: thanks")
    for whom in others[:3]:
        teams.mention(who, "general", f"kudos @{whom} 1 for being @{whom}")
    teams.settle()
    assert all(each.acknowledged for each in teams.deliveries())


def assert_all_is_said(teams: Teams, bot: Bot) -> None:
    assert_nothing_waits(bot.database_url)
    assert_said_once(teams, bot.database_url)
    assert_in_order(teams, bot.database_url)
    assert_it_adds_up(bot.database_url)


def cards(teams: Teams) -> int:
    """How many stand in the channel."""
    return len(teams.messages("general", by_bot=True))


def go_away(teams: Teams, bot: Bot, who: str) -> None:
    teams.away()
    thank_and_give(teams, who)
    teams.until(lambda: any(row.error for row in waiting(bot)))


def waiting(bot: Bot) -> list[OutboxRow]:
    """Letters that aren't sent."""
    return [row for row in letters(bot.database_url) if row.state != outbox.SENT]


def test_a_chat_that_is_limited_holds_up_no_other(teams: Teams, bot: Bot) -> None:
    bens = teams.place("@ben").id
    teams.fail("send", Fault("limited", seconds=2, times=-1, where=bens))
    thank_and_give(teams, "ana")
    teams.until(lambda: teams.personal("mei") and teams.personal("yuki") and cards(teams) == 3)
    teams.until(lambda: {row.channel for row in waiting(bot)} == {f"@{teams.id_of('ben')}"})
    assert teams.personal("ben") == []
    teams.heal()
    assert_all_is_said(teams, bot)
    assert max(by_letter(teams).values()) == 1


def test_a_storm_of_requests_to_wait_in_every_chat_loses_nothing_and_says_nothing_twice(teams: Teams, bot: Bot) -> None:
    before, storm = cards(teams), Fault("limited", times=20)
    teams.fail("send", storm)
    thank_and_give(teams, "ben")
    assert_all_is_said(teams, bot)
    assert storm.times == 0
    assert cards(teams) == before + 3
    assert max(by_letter(teams).values()) == 1


def test_a_storm_of_refusals_errors_and_lost_answers_loses_nothing_and_says_nothing_twice(
    teams: Teams, bot: Bot
) -> None:
    before = cards(teams)
    for route in SAYING:
        teams.fail(route, Fault("limited", times=2))
        teams.fail(route, Fault("status", status=502))
        teams.fail(route, Fault("status", status=503))
        teams.fail(route, Fault("reset", after=True))
        teams.fail(route, Fault("garbage", after=True))
        teams.fail(route, Fault("hang", after=True))
    thank_and_give(teams, "mei")
    assert_all_is_said(teams, bot)
    assert cards(teams) == before + 3


def test_while_teams_is_away_all_is_kept_even_over_a_restart(teams: Teams, bot: Bot) -> None:
    before = cards(teams)
    go_away(teams, bot, "yuki")
    bot.stop()
    assert {row.state for row in waiting(bot)} == {outbox.WAITING}
    let_a_minute_pass(bot.database_url)
    teams.back()
    bot.start()
    assert_all_is_said(teams, bot)
    assert cards(teams) == before + 3


@pytest.mark.soak
def test_while_teams_is_away_for_minutes_all_is_kept_and_then_said(teams: Teams, bot: Bot) -> None:
    before = cards(teams)
    go_away(teams, bot, "emma")
    with pytest.raises(TimeoutError):
        teams.until(lambda: bot.process is None or bot.process.poll() is not None, seconds=150)
    teams.back()
    assert_all_is_said(teams, bot)
    assert cards(teams) == before + 3


@pytest.mark.soak
def test_a_connector_that_never_answers_in_time_loses_nothing_and_says_nothing_twice(teams: Teams, bot: Bot) -> None:
    before = cards(teams)
    for route in SAYING:
        teams.fail(route, Fault("hang", seconds=30, times=2))
        teams.fail(route, Fault("hang", seconds=30, after=True))
    thank_and_give(teams, "mei")
    assert_all_is_said(teams, bot)
    assert cards(teams) == before + 3
