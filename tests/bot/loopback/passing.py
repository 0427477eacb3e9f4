"""Time that passes when a test says so: one clock for the bot's process and for the platform it is pointed at."""

import os
import socket
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import now
from bot.collecting import seldom
from scoring.facts import Micros
from scoring.periods import SECOND
from tests.source_tree import ROOT

VARIABLE = "TESTS_TIME_PASSED"
"""Tells the bot's process in which file it stands how much has passed."""

MORNING: Micros = int(datetime(2026, 11, 18, 10, 20, tzinfo=UTC).timestamp()) * SECOND
"""A Wednesday, and no round hour anywhere: so what happens doesn't depend on when the tests are run."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Now, and as much later as stands in a file; there, so that it is the same in every process."""

    file: Path

    def __call__(self) -> Micros:
        """Microseconds since the epoch, UTC."""
        return now() + self.passed

    @property
    def passed(self) -> Micros:
        """How much later it is than it would be."""
        return int(self.file.read_text()) if self.file.exists() else 0

    def by(self, span: Micros) -> None:
        """So much passes, for everybody at the same moment."""
        draft = self.file.with_suffix(".draft")
        draft.write_text(str(self.passed + span))
        draft.replace(self.file)

    def begin(self) -> None:
        """It is that morning."""
        self.by(MORNING - self())

    def environment(self) -> dict[str, str]:
        """What the bot's process needs to go by it."""
        return {VARIABLE: str(self.file), "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}


OFTEN = 0.05
"""Seconds between ticks: time leaps here, and whoever let it pass waits for what is due then."""

MAIN = ("-c", "from tests.bot.loopback.passing import main; main()")
"""`huzzah run` by this clock, as arguments of Python's."""


def main() -> None:
    """What `huzzah run` does, by a clock of the test's."""
    seldom()
    from bot import log
    from bot.app import Stopped, serve
    from bot.cli.opening import settings

    chosen = settings()
    log.set_up(level=chosen.log_level, as_json=chosen.log_json)
    try:
        time = Passing(Path(os.environ[VARIABLE]))
        serve(chosen, listening=_listen(chosen.host, chosen.port), time=time, every=OFTEN)
    except Stopped as stopped:
        sys.exit(str(stopped))


def _listen(host: str, port: int) -> socket.socket:
    # Only where the protocol is named does asyncio turn off Nagle's algorithm, which costs 40 ms an answer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening
