"""Socket Mode falling apart while people talk: told to go, dropped, gone deaf; nothing is lost, nothing twice."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.bot.slack.bustle import (
    DELAYED,
    Bustle,
    assert_it_adds_up,
    assert_nothing_waits,
    assert_said_once,
    places,
    written,
)
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Slack, loopback_slack

Break = Callable[[Slack], None]
BREAKS: tuple[Break, ...] = (
    lambda slack: slack.disconnect("warning"),
    lambda slack: slack.disconnect("refresh_requested", which=0),
    lambda slack: slack.drop(0),
    lambda slack: slack.disconnect("refresh_requested"),
    lambda slack: slack.disconnect("link_disabled"),
    lambda slack: slack.drop(),
)
DEAF: tuple[Break, ...] = (lambda slack: slack.go_deaf(0), lambda slack: slack.go_deaf())


def opened_since(slack: Slack, before: int) -> bool:
    return slack.sockets.opened > before


def break_and_mend(slack: Slack, breaks: tuple[Break, ...]) -> None:
    """One after the other, each once there is a good connection again."""
    for each in breaks:
        slack.until(lambda: [line for line in slack.sockets.lines if not line.leaving and not line.deaf])
        opened = slack.sockets.opened
        each(slack)
        slack.until(partial(opened_since, slack, opened))
        time.sleep(0.3)


def assert_survives(folder: Path, url: str, breaks: tuple[Break, ...]) -> None:
    with loopback_slack(limits=False, retry_scale=DELAYED) as slack:
        slack.deliverer.delayed = True
        bustle = Bustle(slack, pause=0.03)
        with running_bot(slack, folder, url, socket=True) as bot:
            slack.until(lambda: slack.calls("emoji.list"))
            bustle.start()
            break_and_mend(slack, breaks)
            bustle.finish()
            assert_nothing_waits(url)
            # What the bot said comes back as events of its own.
            slack.settle()
            slack.until(bot.healthy)
        assert all(each.acknowledged for each in slack.deliveries() if each.kind == "events_api")
        found = written(url)
        assert {place: found[place] for place in places(slack) if found[place] != 1} == {}
        assert len(places(slack)) > 20
        assert_said_once(slack, url)
        assert_it_adds_up(url)


def test_connections_that_are_told_to_go_or_break_lose_nothing(sqlite_url: str, tmp_path: Path) -> None:
    assert_survives(tmp_path, sqlite_url, BREAKS)


@pytest.mark.soak
def test_connections_that_go_deaf_now_and_then_lose_nothing(database_url: str, tmp_path: Path) -> None:
    assert_survives(tmp_path, database_url, (*DEAF, *BREAKS) * 4)


@pytest.mark.parametrize("socket_error", ["invalid_auth"])
def test_with_a_token_that_slack_refuses_the_process_ends_and_says_what_to_do(
    tmp_path: Path, socket_error: str
) -> None:
    with loopback_slack() as slack:
        bot = Bot(slack, tmp_path, socket=True, more={"HUZZAH_SLACK_APP_TOKEN": "xapp-1-A0HUZZAH-1-wrong"})
        try:
            bot.start(wait=False)
            assert bot.process is not None
            assert bot.process.wait(60) == 1
        finally:
            bot.kill()
        assert f"Slack refuses HUZZAH_SLACK_APP_TOKEN ({socket_error})" in bot.said()
        assert "connections:write" in bot.said()
        assert "xapp-1-A0HUZZAH-1-wrong" not in bot.said()
        assert "Traceback" not in bot.said()
