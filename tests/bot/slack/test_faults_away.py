"""Slack away, too busy, or forgetful: what is to be said waits, and then is said once and in order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import outbox
from tests.bot.slack.bustle import (
    assert_nothing_waits,
    assert_said_once,
    let_a_minute_pass,
    letters,
)
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack
from tests.bot.slack.loopback.tokens import SCOPES

POST, REACT = "chat.postMessage", "reactions.add"


@pytest.fixture
def slack() -> Iterator[Slack]:
    """Slack with quick retries."""
    with loopback_slack(limits=False, retry_scale=0.01) as slack:
        yield slack


@pytest.fixture
def bot(slack: Slack, sqlite_url: str, tmp_path: Path) -> Iterator[Bot]:
    """The bot, which has learnt who is there."""
    with running_bot(slack, tmp_path, sqlite_url) as bot:
        slack.until(lambda: slack.calls("emoji.list"))
        yield bot


def thank(slack: Slack, *pairs: tuple[str, str]) -> list[str]:
    """Everybody thanks somebody: a reaction, and letters to those who are thanked for the first time."""
    return [slack.say(who, "random", f"@{whom} :tada: thanks") for who, whom in pairs]


def in_order(slack: Slack, bot: Bot) -> None:
    """Of each channel, what was queued first stands first."""
    rows = [row for row in letters(bot.database_url) if row.kind in ("post", "whisper")]
    for channel in {row.channel for row in rows}:
        remotes = [
            row.remote.rpartition("/")[2] for row in sorted(rows, key=lambda row: row.id) if row.channel == channel
        ]
        assert remotes == sorted(remotes), channel


def assert_all_is_said(slack: Slack, bot: Bot) -> None:
    assert_nothing_waits(bot.database_url)
    assert_said_once(slack, bot.database_url)
    in_order(slack, bot)


def go_away_and_come_back(slack: Slack, bot: Bot) -> None:
    slack.away()
    thank(slack, ("ana", "ben"), ("ben", "mei"), ("mei", "yuki"), ("yuki", "ana"))
    for number in range(3):
        assert not slack.command("ana", "general", f"/kudos @emma 1 for number {number}").error
    slack.settle()
    slack.until(lambda: sum(bool(row.error) for row in letters(bot.database_url)) >= 3)


def test_while_slack_is_away_all_is_kept_even_over_a_restart(slack: Slack, bot: Bot) -> None:
    go_away_and_come_back(slack, bot)
    bot.stop()
    assert {row.state for row in letters(bot.database_url)} == {outbox.WAITING}
    let_a_minute_pass(bot.database_url)
    slack.back()
    bot.start()
    assert_all_is_said(slack, bot)


@pytest.mark.soak
def test_while_slack_is_away_for_minutes_all_is_kept_and_then_said(slack: Slack, bot: Bot) -> None:
    go_away_and_come_back(slack, bot)
    with pytest.raises(TimeoutError):
        slack.until(lambda: bot.process is None or bot.process.poll() is not None, seconds=150)
    slack.back()
    assert_all_is_said(slack, bot)


def test_a_storm_of_refusals_errors_and_lost_answers_loses_nothing_and_says_nothing_twice(
    slack: Slack, bot: Bot
) -> None:
    for method in (POST, REACT):
        slack.fail(method, Fault("limited", seconds=1, times=2))
        slack.fail(method, Fault("status", status=503, times=1))
        slack.fail(method, Fault("reset", after=True, times=2))
        slack.fail(method, Fault("garbage", after=True, times=1))
    thank(slack, ("ana", "ben"), ("ben", "mei"), ("mei", "yuki"))
    assert not slack.command("ana", "general", "/kudos @emma 1 for all of it").error
    slack.settle()
    assert_all_is_said(slack, bot)
    assert all(count == 1 for count in posted(slack, "general").values())


def posted(slack: Slack, channel: str) -> dict[str, int]:
    """The bot's words in a channel, and how often they stand there."""
    texts = [message.text for message in slack.messages(channel, by_bot=True)]
    return {text: texts.count(text) for text in texts}


def test_without_the_permission_to_look_a_lost_answer_is_said_again_and_counted(
    slack: Slack, sqlite_url: str, tmp_path: Path
) -> None:
    slack.install(scopes=SCOPES - {"metadata.message:read"})
    with running_bot(slack, tmp_path, sqlite_url) as bot:
        slack.until(lambda: slack.calls("emoji.list"))
        slack.fail(POST, Fault("reset", after=True))
        assert not slack.command("ana", "@bot", "/kudos @emma 1 for all of it").error
        assert_nothing_waits(sqlite_url)
        twice = [row for row in letters(sqlite_url) if row.error == outbox.TWICE]
        stand = [message.text for message in slack.messages("@emma", by_bot=True)]
        assert len(twice) == len(stand) - len(set(stand)) == 1
        assert bot.healthy()


def test_a_method_that_is_limited_holds_up_no_other(slack: Slack, bot: Bot) -> None:
    slack.fail(POST, Fault("limited", seconds=600, times=-1))
    (ts,) = thank(slack, ("ana", "ben"))
    slack.until(lambda: slack.place("random").messages[ts].reactions)
    slack.open_home("ana")
    slack.until(lambda: slack.home("ana"))
    slack.shortcut("ana", "kudos")
    slack.until(lambda: slack.views("ana"))
    assert slack.messages("@ben", by_bot=True) == []
    assert len(slack.calls(POST)) <= len(letters(bot.database_url))
    assert {row.state for row in letters(bot.database_url) if row.kind == "whisper"} == {outbox.WAITING}
