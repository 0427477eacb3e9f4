"""The bot as its own process, pointed at a stand-in: started, stopped, killed, started again."""

import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import httpx

from tests.bot.loopback.passing import MAIN, Passing
from tests.bot.traffic import free_port

HUZZAH = ("-c", "from bot.cli import main; main()", "run")
PATIENCE = 180.0
"""Seconds until a process that doesn't start or stop hangs."""
ASKING = httpx.Client(timeout=5, trust_env=False)
"""One for all: to make one takes longer than to ask."""
W = TypeVar("W")


@dataclass
class Process(ABC, Generic[W]):
    """`huzzah run`; what it is told of the stand-in is the platform's."""

    world: W
    """The stand-in."""
    folder: Path
    database: str = ""
    """SQLite in the folder if none is named."""
    more: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """Other settings, by their full names."""
    passing: Passing | None = field(default=None, kw_only=True)
    """By whose clock it goes, if not by the machine's."""
    port: int = field(default_factory=free_port, kw_only=True)
    process: "subprocess.Popen[bytes] | None" = field(default=None, kw_only=True)

    @abstractmethod
    def of_the_platform(self) -> dict[str, str]:
        """The settings that point it at the stand-in."""

    @abstractmethod
    def announce(self) -> None:
        """Tell the stand-in where the bot is."""

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
        ours = {
            "HUZZAH_DATA_DIR": str(self.folder), "HUZZAH_DATABASE_URL": self.database_url,
            "HUZZAH_PORT": str(self.port), "HUZZAH_PLAYGROUND": "off",
        }  # fmt: skip
        rest = {name: value for name, value in os.environ.items() if not name.startswith("HUZZAH_")}
        clock = self.passing.environment() if self.passing else {}
        return rest | ours | clock | self.of_the_platform() | dict(self.more)

    def start(self, wait: bool = True) -> None:
        """Start it; the stand-in knows where it is."""
        self.announce()
        command = [sys.executable, *(MAIN if self.passing else HUZZAH)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.settings(), stdout=log, stderr=log)
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it is ready."""
        begin = time.monotonic()
        while not self.ready():
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() - begin > PATIENCE:
                raise AssertionError(f"the bot did not start:\n{self.said()[-3000:]}")
            time.sleep(0.05)

    def ready(self) -> bool:
        """Whether it answers."""
        return self.healthy()

    def healthy(self) -> bool:
        """Whether `/healthz` says so."""
        try:
            return ASKING.get(f"{self.url}/healthz").status_code == 200
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


B = TypeVar("B", bound=Process[Any])


@contextmanager
def kept_running(bot: B) -> Iterator[B]:
    """The bot, answering; whatever is left of it is killed in the end."""
    try:
        bot.start()
        yield bot
    finally:
        bot.kill()
