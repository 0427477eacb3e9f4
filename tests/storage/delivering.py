"""Delivering: a story brought into a database, in batches cut wherever one likes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scoring.facts import Fact
from scoring.turn import Outcome
from storage import replaying, schema
from storage.books import set_book
from storage.transactions import Database, Work
from tests.storage.accounts import Dump, dump
from tests.storage.small_world import BEGIN, BOOKS, NewBook, Step


@contextmanager
def opened(url: str, *, cache: int = 60_000) -> Iterator[Database]:
    """A database that is ready, and let go of afterwards."""
    database = Database(url, cache=cache)
    try:
        schema.prepare(database)
        yield database
    finally:
        database.close()


def deliver(work: Work, steps: Sequence[Step]) -> list[Outcome]:
    """Bring a batch: runs of facts at once, rule books in between."""
    outcomes: list[Outcome] = []
    run: list[Fact] = []
    for step in steps:
        if isinstance(step, NewBook):
            outcomes += work.record(run)
            run = []
            set_book(work, BOOKS[step.number], "eve", ["another book"])
        else:
            run.append(step)
    return outcomes + work.record(run)


def begin(database: Database, workspace: str) -> None:
    """A workspace with the first of BOOKS."""
    with database.write(workspace, BEGIN) as work:
        set_book(work, BOOKS[0], "eve", ["the first"])


def stored(database: Database, workspace: str) -> Dump:
    """Everything that is stored of a workspace."""
    with database.read(workspace, BEGIN) as work:
        return dump(work)


def drift(database: Database, workspace: str) -> list[replaying.Drift]:
    """What doesn't follow from the facts."""
    with database.read(workspace, BEGIN) as work:
        return replaying.check(work)
