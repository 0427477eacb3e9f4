"""Aftermath: what is found in the database once people have been talking through all kinds of trouble."""

import time
from collections import Counter
from contextlib import closing

from sqlmodel import select

from storage import outbox
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.storage.accounts import Accounts, faults
from tests.storage.delivering import drift, stored
from tests.storage.small_world import BEGIN

Place = tuple[str, str, str]
"""What a fact is found by: kind, message and emoji."""


def written(url: str, workspace: str) -> Counter[Place]:
    """How often each message, reaction and gift is among the facts."""
    with closing(Database(url)) as database:
        facts = stored(database, workspace)["fact"]
    return Counter((kind, message, emoji) for _, kind, _, _, _, message, _, _, emoji, *_ in facts if message)


def letters(url: str, workspace: str) -> list[OutboxRow]:
    """The outbox."""
    with closing(Database(url)) as database, database.read(workspace, BEGIN) as work:
        rows = list(work.session.exec(select(OutboxRow).where(OutboxRow.workspace == workspace)))
        work.session.expunge_all()
        return rows


def let_a_minute_pass(url: str, workspace: str) -> None:
    """What was put off is due: letters that somebody who died had on their way are anybody's, rather than later."""
    with closing(Database(url)) as database, database.write(workspace, BEGIN) as work:
        for row in work.session.exec(select(OutboxRow).where(OutboxRow.workspace == workspace)):
            row.due = min(row.due, row.made)


def assert_nothing_waits(url: str, workspace: str, patience: float = 240) -> None:
    """All that was to be said is said, within so many seconds; otherwise the error tells what isn't."""
    end = time.monotonic() + patience
    while left := [row for row in letters(url, workspace) if row.state != outbox.SENT]:
        told = [(row.id, row.kind, row.channel, row.state, row.error) for row in left]
        assert time.monotonic() < end, f"letters that weren't sent: {told}"
        time.sleep(0.3)


def assert_it_adds_up(url: str, workspace: str) -> None:
    """Everything stored follows from the facts."""
    with closing(Database(url)) as database:
        assert drift(database, workspace) == []
        with database.read(workspace, BEGIN) as work:
            assert list(faults(Accounts.of(stored(database, workspace)), work.book)) == []
