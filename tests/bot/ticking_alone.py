"""A process of its own whose clock runs fast and that ticks, for company and for being killed.

`python -m … URL SPEED SECONDS`; a line on standard input says when, by the machine's clock, the story began. It ends
after so many seconds, once nothing is due any more.
"""

import asyncio
import sys
import time

from bot.dispatch import Dispatch
from bot.scheduler import Scheduler
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import calendar
from storage.transactions import Database
from tests.bot.test_outbox import Platform
from tests.storage.small_world import BEGIN

PATIENCE = 90
"""Seconds that a busy machine may need after the story's end."""


async def ticking(url: str, speed: float, seconds: float) -> None:
    """Tick from the beginning to the end."""
    database = Database(url, patience=2_000)
    print("ready", flush=True)  # noqa: T201  # the others wait for it
    begin = float(await asyncio.to_thread(sys.stdin.readline))

    def clock() -> Micros:
        return BEGIN + int((time.time() - begin) * speed * SECOND)

    dispatch = Dispatch(database, clock)
    scheduler = Scheduler(dispatch, lambda _: Platform(), every=0.05)
    await dispatch.start()
    scheduler.start()
    await asyncio.sleep(max(0, begin + seconds - time.time()))
    end = time.time() + PATIENCE
    while await asyncio.to_thread(is_anything_due, database, BEGIN + int(seconds * speed * SECOND)):
        assert time.time() < end
        await asyncio.sleep(0.1)
    await scheduler.stop()
    await dispatch.stop()
    database.close()


def is_anything_due(database: Database, at: Micros) -> bool:
    """Whether something of the story is still to be done."""
    with database.look() as connection:
        return bool(calendar.due(connection, at))


if __name__ == "__main__":
    asyncio.run(ticking(sys.argv[1], *map(float, sys.argv[2:4])))
