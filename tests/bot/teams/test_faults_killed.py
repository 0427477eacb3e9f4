"""Killed: `kill -9` while people talk, react, ask and press, and Teams sends again what wasn't acknowledged."""

import random
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from tests.bot.teams.bustle import (
    Bustle,
    asked,
    assert_it_adds_up,
    assert_nothing_waits,
    assert_said_once,
    begin,
    let_a_minute_pass,
    letters,
    reacted,
    said,
    send_patiently,
    written,
)
from tests.bot.teams.loopback.arranging import HOME
from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams

FEW, OFTEN = 3, 50


def kill_again_and_again(bustle: Bustle, bot: Bot, times: int, *, lapse: bool) -> None:
    """Kill and start; what was acknowledged until then is there, and there once."""
    chance, teams = random.Random(times), bustle.teams
    for number in range(times):
        before, more = done(bustle, number), chance.randrange(1, 3 if number % 2 else 30)
        teams.until(lambda: done(bustle, number) >= before + more)  # noqa: B023  # asked within this very turn
        sleep(chance.uniform(0, 0.3))
        bot.kill()
        taken, found = said(teams, taken=True) | asked(teams, bustle), written(bot.database_url)
        assert {place: found[place] for place in taken if found[place] != 1} == {}
        if lapse:
            let_a_minute_pass(bot.database_url)
        bot.start()


def done(bustle: Bustle, number: int) -> int:
    """How much was acknowledged: of what people say or, every other time, ask."""
    return len(asked(bustle.teams, bustle) if number % 2 else said(bustle.teams, taken=True))


def assert_all_is_counted_once(bustle: Bustle, bot: Bot) -> None:
    teams, found = bustle.teams, written(bot.database_url)
    assert {place: found[place] for place in said(teams) if found[place] != 1} == {}
    assert {place: found[place] for place in reacted(teams) if found[place] != 1} == {}
    assert {place: found[place] for place in bustle.asked if found[place] > 1} == {}
    assert {place: found[place] for place in asked(teams, bustle) if found[place] != 1} == {}
    assert {message for message in bustle.undone if found["undo", message, ""] != 1} == set()


def send_again(teams: Teams, chance: random.Random) -> None:
    """A third of everything once more, half of all invokes under another id."""
    for delivery in teams.deliveries():
        if chance.random() < 0.3 or not delivery.acknowledged:
            new_id = delivery.activity["type"] == "invoke" and chance.random() < 0.5
            teams.again(delivery.activity, new_id=new_id)
    for posted in teams.do(lambda: list(teams.graph.teller.posted)):
        if chance.random() < 0.3:
            teams.do(partial(teams.graph.teller.send, posted.url, posted.body))
    teams.settle()


def assert_survives(folder: Path, database_url: str, times: int, *, lapse: bool) -> None:
    with loopback_teams(limits=False) as teams:
        send_patiently(teams)
        bustle = Bustle(teams, people=40 if times == FEW else 120, pause=0.03)
        with running_bot(teams, folder, database_url) as bot:
            begin(teams)
            bustle.start()
            kill_again_and_again(bustle, bot, times, lapse=lapse)
            bustle.finish()
            send_again(teams, random.Random(times))
            assert_nothing_waits(database_url)
            assert_all_is_counted_once(bustle, bot)
            assert_said_once(teams, database_url)
        assert_it_adds_up(database_url)
        assert len(asked(teams, bustle)) >= times // 2
        assert reacted(teams)
        assert {row.workspace for row in letters(database_url)} == {HOME}


def test_a_bot_that_is_killed_under_load_counts_everything_once_and_loses_no_card(
    database_url: str, tmp_path: Path
) -> None:
    assert_survives(tmp_path, database_url, FEW, lapse=True)


@pytest.mark.soak
def test_a_bot_that_is_killed_fifty_times_counts_everything_once_and_loses_no_card(
    database_url: str, tmp_path: Path
) -> None:
    assert_survives(tmp_path, database_url, OFTEN, lapse=False)
