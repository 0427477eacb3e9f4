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

from tests.bot.teams.loopback.ear import PATH
from tests.bot.teams.loopback.teams import Teams
from tests.bot.traffic import free_port

PATIENCE = 180.0
"""Seconds until a process that doesn't start or stop hangs."""


@dataclass
class Bot:
    """`huzzah run`."""

    teams: Teams
    folder: Path
    database: str = ""
    """SQLite in the folder if none is named."""
    admins: str = ""
    """Handles, with commas between them."""
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
        teams = self.teams
        ours = {
            "HUZZAH_DATA_DIR": str(self.folder), "HUZZAH_DATABASE_URL": self.database_url,
            "HUZZAH_PORT": str(self.port), "HUZZAH_PLAYGROUND": "off", "HUZZAH_PUBLIC_URL": self.url,
            "HUZZAH_TEAMS_APP_ID": teams.world.app, "HUZZAH_TEAMS_APP_SECRET": teams.entra.secret,
            "HUZZAH_TEAMS_TENANT": teams.entra.home, "HUZZAH_TEAMS_LOGIN_URL": teams.login_url,
            "HUZZAH_TEAMS_GRAPH_URL": teams.graph_url, "HUZZAH_TEAMS_OPENID_URL": teams.openid_url,
        }  # fmt: skip
        if self.admins:
            ours["HUZZAH_TEAMS_ADMINS"] = ",".join(teams.id_of(each) for each in self.admins.split(","))
        rest = {name: value for name, value in os.environ.items() if not name.startswith("HUZZAH_")}
        return rest | ours | dict(self.more)

    def start(self, wait: bool = True) -> None:
        """Start it; Teams knows where it is."""
        self.teams.messages_url = f"{self.url}{PATH}"
        command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.settings(), stdout=log, stderr=log)
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it answers."""
        begin = time.monotonic()
        while not self.healthy():
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() - begin > PATIENCE:
                raise AssertionError(f"the bot did not start:\n{self.said()[-3000:]}")
            time.sleep(0.05)

    def healthy(self) -> bool:
        """Whether `/healthz` says so."""
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5, trust_env=False).status_code == 200
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
def running_bot(teams: Teams, folder: Path, database: str = "", *, admins: str = "ana", **more: str) -> Iterator[Bot]:
    """The bot, answering; whatever is left of it is killed in the end. `more`: settings, as HUZZAH_LOG_LEVEL."""
    bot = Bot(teams, folder, database, admins, more)
    try:
        bot.start()
        yield bot
    finally:
        bot.kill()
