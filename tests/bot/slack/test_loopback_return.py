"""The app is removed and comes back while the bot runs: people find everything again."""

from pathlib import Path

import httpx

from tests.bot.slack.loopback.arranging import HOME
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Slack, loopback_slack


def install(slack: Slack, bot: Bot) -> None:
    """Somebody agrees, in a browser of their own."""
    slack.doors.agreeing = HOME
    begun = httpx.get(f"{bot.url}/slack/install")
    agreed = httpx.get(begun.headers["Location"])
    cookies = {"Cookie": begun.headers["Set-Cookie"].partition(";")[0]}
    assert httpx.get(agreed.headers["Location"], headers=cookies).status_code == 200


def test_a_home_tab_is_published_anew_after_the_app_came_back(sqlite_url: str, tmp_path: Path) -> None:
    with loopback_slack(limits=False) as slack, running_bot(slack, tmp_path, sqlite_url, installs=True) as bot:
        install(slack, bot)
        slack.until(lambda: slack.calls("emoji.list"))
        slack.open_home("ana")
        slack.until(lambda: len(slack.calls("views.publish")) == 1)
        slack.uninstall()
        slack.settle()
        install(slack, bot)
        slack.until(lambda: len(slack.calls("emoji.list")) == 2)
        slack.open_home("ana")
        slack.until(lambda: len(slack.calls("views.publish")) == 2)
