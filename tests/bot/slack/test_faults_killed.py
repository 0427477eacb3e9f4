"""Killed: `kill -9` while people talk, react, ask and press, and Slack sends again what wasn't acknowledged."""

import random
from pathlib import Path
from time import sleep

import pytest

from tests.bot.slack.bustle import (
    DELAYED,
    TEAM,
    Bustle,
    assert_it_adds_up,
    assert_nothing_waits,
    assert_said_once,
    let_a_minute_pass,
    letters,
    places,
    written,
)
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Slack, loopback_slack

FEW, OFTEN = 3, 50


def kill_again_and_again(bustle: Bustle, bot: Bot, times: int, *, lapse: bool) -> None:
    """Kill and start; what was acknowledged until then is there, and there once."""
    chance = random.Random(times)
    for _ in range(times):
        sleep(chance.uniform(0.2, 1.2))
        bot.kill()
        taken, found = places(bustle.slack, taken=True), written(bot.database_url)
        assert {place for place in taken if found[place] != 1} == set()
        assert {each: text for each, text in bustle.acknowledged.items() if found[gift_of(each, found)] != 1} == {}
        if lapse:
            let_a_minute_pass(bot.database_url)
        bot.start()


def gift_of(trigger: str, found: dict[tuple[str, str, str], int]) -> tuple[str, str, str]:
    """Where the gift or shout-out of a command is among the facts."""
    gift, shoutout = ((kind, f"request:ask:{trigger}", "") for kind in ("gift", "shoutout"))
    return shoutout if shoutout in found else gift


def assert_all_is_counted_once(bustle: Bustle, bot: Bot) -> None:
    slack, found = bustle.slack, written(bot.database_url)
    assert {place: found[place] for place in places(slack) if found[place] != 1} == {}
    gifts = {trigger: found[gift_of(trigger, found)] for trigger in bustle.asked}
    assert {trigger: times for trigger, times in gifts.items() if times > 1} == {}
    assert {trigger for trigger in bustle.acknowledged if gifts[trigger] != 1} == set()
    assert {message for message in bustle.undone if found["undo", message, ""] != 1} == set()


def assert_survives(folder: Path, database_url: str, times: int, *, lapse: bool) -> None:
    with loopback_slack(limits=False, retry_scale=DELAYED) as slack:
        slack.deliverer.delayed = True
        bustle = Bustle(slack, people=40 if times == FEW else 120)
        with running_bot(slack, folder, database_url) as bot:
            slack.until(lambda: slack.calls("emoji.list"))
            bustle.start()
            kill_again_and_again(bustle, bot, times, lapse=lapse)
            bustle.finish()
            send_again(slack, random.Random(times))
            assert_nothing_waits(database_url)
            assert_all_is_counted_once(bustle, bot)
            assert_said_once(slack, database_url)
        assert_it_adds_up(database_url)
        assert len(bustle.acknowledged) > times // 2
        assert len(places(slack)) > 10 * times
        assert {row.workspace for row in letters(database_url)} == {TEAM}


def send_again(slack: Slack, chance: random.Random) -> None:
    """A third of all events once more, half of those under an id of their own; and what this hasty Slack gave up."""
    for delivery in slack.deliveries():
        if delivery.kind == "events_api" and (chance.random() < 0.3 or not delivery.acknowledged):
            slack.again(delivery.payload, new_id=chance.random() < 0.5)
    slack.settle()


def test_a_bot_that_is_killed_under_load_counts_everything_once_and_loses_no_card(
    database_url: str, tmp_path: Path
) -> None:
    assert_survives(tmp_path, database_url, FEW, lapse=True)


@pytest.mark.soak
def test_a_bot_that_is_killed_fifty_times_counts_everything_once_and_loses_no_card(
    database_url: str, tmp_path: Path
) -> None:
    assert_survives(tmp_path, database_url, OFTEN, lapse=False)
