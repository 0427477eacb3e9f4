"""Several programs on one database, some of them killed: each thing is posted exactly once, at its time."""

import random
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from handlers.calendar import scheduling
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.scheduling import Item
from handlers.calendar.slots import MINUTES, instant, minute_of
from scoring.facts import Micros
from scoring.periods import SECOND
from storage.transactions import Database
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

HOME, ROOT = "home", Path(__file__).parents[2]
SPEED = 3600.0
"""An hour a second."""
ENTRIES = 120


def story(database: Database, seconds: float) -> list[str]:
    """Moments all over the story, and something that comes every day; the keys of what is to be posted by its end."""
    span = int(seconds * SPEED * SECOND)
    moments = [BEGIN + span * number // ENTRIES for number in range(ENTRIES)]
    today = minute_of("UTC", BEGIN) // MINUTES
    with database.write(HOME, BEGIN) as work:
        numbers = [scheduling.add(work, Item("notice", channel=f"C{at % 5}"), moment(at)) for at in moments]
        found = [f"notice:{number}:{at}:" for number, at in zip(numbers, moments, strict=True)]
        for minute in range(0, MINUTES, 240):
            entry = scheduling.add(work, Item("notice", channel="C1"), Plan("day", "UTC", minute))
            slots = [(today + day) * MINUTES + minute for day in range(3)]
            due = [(slot, instant("UTC", slot)) for slot in slots]
            found += [f"notice:{entry}:{slot}:" for slot, at in due if BEGIN < at <= BEGIN + span]
    return sorted(found)


def start(url: str, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bot.ticking_alone", url, str(SPEED), str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ready(process: "subprocess.Popen[str]") -> None:
    """Wait until it can begin."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def begun(process: "subprocess.Popen[str]", begin: float) -> None:
    """Tell it when the story began."""
    assert process.stdin is not None
    process.stdin.write(f"{begin}\n")
    process.stdin.flush()


def posted(database: Database) -> list[tuple[str, Micros]]:
    """The key of each letter, and when it was written."""
    with database.read(HOME, BEGIN) as work:
        return [(key, made) for key, made in work.connection.exec_driver_sql("SELECT key, made FROM outbox")]


def assert_once(url: str, programs: int, seconds: float, kills: int = 0) -> None:
    """Let so many programs tick through the same story; whoever is killed is followed by another."""
    with opened(url) as database, ExitStack() as stack:
        expected, chance = story(database, seconds), random.Random(programs + kills)
        running = [stack.enter_context(start(url, seconds)) for _ in range(programs)]
        # Once all of them are there: a day passes in half a minute, and a busy machine takes long to start programs.
        for process in running:
            ready(process)
        begin = time.time() + 0.5
        for process in running:
            begun(process, begin)
        for _ in range(kills):
            following = stack.enter_context(start(url, seconds))
            ready(following)
            begun(following, begin)
            time.sleep(chance.uniform(0, 0.5))
            victim = running.pop(0)
            victim.kill()
            victim.wait()
            running.append(following)
        for process in running:
            process.communicate(timeout=150)
            assert process.returncode == 0
        found = posted(database)
        assert database_runs(database) == len(found)
    # They may go on for a while after the story's end.
    end = BEGIN + int(seconds * SPEED * SECOND)
    assert sorted(key for key, _ in found if due_of(key) <= end) == expected
    assert [key for key, made in found if made < due_of(key)] == []


def due_of(key: str) -> Micros:
    slot = int(key.split(":")[2])
    return slot if slot > BEGIN // 2 else instant("UTC", slot)


def database_runs(database: Database) -> int:
    with database.read(HOME, BEGIN) as work:
        return int(work.connection.exec_driver_sql("SELECT count(*) FROM run").scalar_one())


def test_two_programs_post_each_thing_once(database_url: str) -> None:
    assert_once(database_url, 2, 2)


def test_four_programs_post_each_thing_once(postgresql_url: str) -> None:
    assert_once(postgresql_url, 4, 2)


@pytest.mark.soak
def test_four_programs_some_of_them_killed_post_each_thing_once(database_url: str) -> None:
    assert_once(database_url, 4, 30, kills=25)
