"""The bot as its own process, pointed at the stand-in: started, stopped, killed, started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.bot.slack.loopback.arranging import HOME
from tests.bot.slack.loopback.slack import Slack
from tests.bot.traffic import free_port

PATIENCE = 180.0
"""Seconds until a process that doesn't start or stop hangs."""


@dataclass
class Bot:
    """`huzzah run`. `socket` runs it in Socket Mode, `installs` without a token, for installations over OAuth."""

    slack: Slack
    folder: Path
    database: str = ""
    """SQLite in the folder if none is named."""
    socket: bool = False
    installs: bool = False
    more: Mapping[str, str] = field(default_factory=dict)
    """Other settings, by their full names."""
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Where its state lives."""
        return self.database or f"sqlite:///{self.folder / 'huzzah.sqlite'}"

    def settings(self) -> dict[str, str]:
        """Its environment, the machine's own settings of Huzzah left out."""
        app = self.slack.app
        ours = {
            "HUZZAH_DATA_DIR": str(self.folder), "HUZZAH_DATABASE_URL": self.database_url,
            "HUZZAH_PORT": str(self.port), "HUZZAH_PLAYGROUND": "off", "HUZZAH_SLACK_API_URL": self.slack.api_url,
        }  # fmt: skip
        if self.installs:
            ours |= {"HUZZAH_SLACK_CLIENT_ID": app.client_id, "HUZZAH_SLACK_CLIENT_SECRET": app.client_secret}
            ours["HUZZAH_PUBLIC_URL"] = self.url
        else:
            ours["HUZZAH_SLACK_BOT_TOKEN"] = self.slack.tokens.token_of(HOME)
        if self.socket:
            ours["HUZZAH_SLACK_APP_TOKEN"] = app.app_token
        else:
            ours["HUZZAH_SLACK_SIGNING_SECRET"] = app.signing_secret
        rest = {name: value for name, value in os.environ.items() if not name.startswith("HUZZAH_")}
        return rest | ours | dict(self.more)

    def start(self, wait: bool = True) -> None:
        """Start it; Slack knows where it is."""
        self.slack.request_url = f"{self.url}/slack/events"
        self.slack.socket_mode = self.socket
        command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.settings(), stdout=log, stderr=log)
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it answers, and in Socket Mode is connected."""
        begin = time.monotonic()
        while not (self.healthy() and (not self.socket or self.slack.connections())):
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() - begin > PATIENCE:
                raise AssertionError(f"the bot did not start:\n{self.said()[-3000:]}")
            time.sleep(0.05)

    def healthy(self) -> bool:
        """Whether `/healthz` says so."""
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """`kill -9`."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and wait; what it ended with."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def restart(self) -> None:
        """End it and start it again, on the same port."""
        self.stop()
        self.start()

    @property
    def log(self) -> Path:
        """What it writes."""
        return self.folder / "bot.log"

    def said(self) -> str:
        """What it has written."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


@contextmanager
def running_bot(
    slack: Slack, folder: Path, database: str = "", *, socket: bool = False, installs: bool = False, **more: str
) -> Iterator[Bot]:
    """The bot, answering; whatever is left of it is killed in the end. `more`: settings, as HUZZAH_LOG_LEVEL."""
    bot = Bot(slack, folder, database, socket, installs, more)
    try:
        bot.start()
        yield bot
    finally:
        bot.kill()
