"""Dying: a program that is killed again and again, each time among what was put in front of it."""

import random
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.transactions import Database
from tests.bot.aftermath import let_a_minute_pass
from tests.bot.traffic import WORKSPACE, free_port, server

FEW, OFTEN = 5, 50
LONGEST = 1.3
"""Seconds: so long it lives at most after it has begun with what is due."""
PATIENCE = 12


def killed(url: str, folder: Path, times: int, put: Callable[[random.Random], None]) -> int:
    """Put something in and kill the program among it, so often; then the port at which another one may start."""
    port, chance, amidst = free_port(), random.Random(times), 0
    with server(folder, url, port):
        pass
    for _ in range(times):
        # Some of it is overdue when the program starts, some becomes due while it runs, and it dies among that.
        put(chance)
        with closing(Database(url)) as database, server(folder, url, port, answering=False) as process:
            _wait_for_a_run(database)
            # Whatever is due together is done within a few tenths of a second.
            time.sleep(LONGEST * chance.random() ** 5)
            process.kill()
            process.wait()
            amidst += _count(database, "outbox WHERE state <> 'sent'") > 0
        let_a_minute_pass(url, WORKSPACE)
    # Or else nothing is shown: often enough it has to leave letters behind, some of which were said.
    assert amidst >= times // 10
    return port


def _wait_for_a_run(database: Database) -> None:
    begun = _count(database, "run")
    _wait_until(lambda: _count(database, "run") > begun, PATIENCE, 0.005)


def _count(database: Database, rows: str) -> int:
    with database.look() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {rows}").scalar_one())


def wait_for(done: Callable[[], bool], patience: float = 60) -> None:
    """Until it is so, or so many seconds are over; whoever asks looks once more at what is there."""
    _wait_until(done, patience, 0.3)
    # What is there twice may come a little later.
    time.sleep(1.5)


def _wait_until(done: Callable[[], bool], patience: float, every: float) -> None:
    end = time.monotonic() + patience
    while not done() and time.monotonic() < end:
        time.sleep(every)
