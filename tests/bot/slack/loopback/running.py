"""The bot as its own process, pointed at the stand-in for Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot.loopback.passing import Passing
from tests.bot.loopback.running import Process, kept_running
from tests.bot.slack.loopback.arranging import HOME
from tests.bot.slack.loopback.slack import Slack


@dataclass
class Bot(Process[Slack]):
    """`huzzah run`. `socket` runs it in Socket Mode, `installs` without a token, for installations over OAuth."""

    socket: bool = False
    installs: bool = False

    @property
    def slack(self) -> Slack:
        """The stand-in."""
        return self.world

    def of_the_platform(self) -> dict[str, str]:
        """The settings that point it at the stand-in."""
        app = self.slack.app
        ours = {"HUZZAH_SLACK_API_URL": self.slack.api_url}
        if self.installs:
            ours |= {"HUZZAH_SLACK_CLIENT_ID": app.client_id, "HUZZAH_SLACK_CLIENT_SECRET": app.client_secret}
            ours["HUZZAH_PUBLIC_URL"] = self.url
        else:
            ours["HUZZAH_SLACK_BOT_TOKEN"] = self.slack.tokens.token_of(HOME)
        if self.socket:
            ours["HUZZAH_SLACK_APP_TOKEN"] = app.app_token
        else:
            ours["HUZZAH_SLACK_SIGNING_SECRET"] = app.signing_secret
        return ours

    def announce(self) -> None:
        """Slack knows where it is."""
        self.slack.request_url = f"{self.url}/slack/events"
        self.slack.socket_mode = self.socket

    def ready(self) -> bool:
        """Whether it answers, and in Socket Mode is connected."""
        return self.healthy() and (not self.socket or bool(self.slack.connections()))


@contextmanager
def running_bot(
    slack: Slack, folder: Path, database: str = "", *, socket: bool = False, installs: bool = False,
    passing: Passing | None = None, **more: str,
) -> Iterator[Bot]:  # fmt: skip
    """The bot, answering; whatever is left of it is killed in the end. `more`: settings, as HUZZAH_LOG_LEVEL."""
    with kept_running(Bot(slack, folder, database, socket, installs, more=more, passing=passing)) as bot:
        yield bot
