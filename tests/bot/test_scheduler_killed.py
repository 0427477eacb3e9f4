"""Killed: `kill -9` of the whole program around things that are due posts each of them once."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bot import clock
from handlers.calendar import scheduling
from handlers.calendar.recurrence import moment
from handlers.calendar.scheduling import Item
from scoring.periods import MINUTE, SECOND
from storage.transactions import Database
from tests.bot.aftermath import assert_nothing_waits
from tests.bot.dying import FEW, OFTEN, killed, wait_for
from tests.bot.traffic import WORKSPACE, server
from tests.conftest import NewDatabase

GENERAL = "C_GENERAL"


def seen(folder: Path) -> Counter[str]:
    """How often each notice stands in the channel."""
    with closing(sqlite3.connect(folder / "playground.sqlite")) as store:
        rows = [html for (html,) in store.execute("SELECT html FROM messages WHERE gone = 0") if html]
    return Counter(word for html in rows for word in [_words(html)] if word)


def _words(html: str) -> str:
    found = html.partition("number ")[2].partition(".")[0]
    return f"number {found}." if found else ""


def assert_posted_once(url: str, folder: Path, times: int) -> None:
    expected: list[str] = []
    port = killed(url, folder, times, lambda chance: expected.extend(put_more(url, len(expected), chance)))
    with server(folder, url, port):
        assert_nothing_waits(url, WORKSPACE, patience=100)
        wait_for(lambda: len(seen(folder)) >= len(expected))
    assert seen(folder) == Counter(expected)


def put_more(url: str, number: int, chance: random.Random) -> list[str]:
    """A few notices around now, numbered from there on."""
    now = clock.now()
    moments = [now + chance.randrange(-MINUTE, 5 * SECOND) for _ in range(8)]
    words = [f"number {number + index}." for index in range(len(moments))]
    with closing(Database(url)) as database, database.write(WORKSPACE, now) as work:
        for said, at in zip(words, moments, strict=True):
            scheduling.add(work, Item("notice", channel=GENERAL, member="U_ANA", details={"words": said}), moment(at))
    return words


def test_a_program_that_is_killed_around_what_is_due_posts_it_once(database_url: str, tmp_path: Path) -> None:
    assert_posted_once(database_url, tmp_path, FEW)


@pytest.mark.soak
def test_a_program_that_is_killed_fifty_times_posts_everything_once(new_database: NewDatabase, tmp_path: Path) -> None:
    assert_posted_once(new_database(), tmp_path, OFTEN)
