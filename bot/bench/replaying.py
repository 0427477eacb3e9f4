"""Replaying: a workspace's facts applied again, under their own rule book and another, against only reading them."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.workload import WORKSPACE, Workload
from handlers import intake
from scoring.facts import Fact
from storage import replaying
from storage.recording import pack
from storage.schema import prepare
from storage.shelving import FACT, insert
from storage.transactions import Database, Work
from storage.trying import try_book

MANY = 10
"""Times the events of the other benchmarks."""
MILLION = 1_000_000
BATCH = 10_000
LATER = 2_000_000_000_000_000


def measure(options: Options) -> Iterator[Figure]:
    """Facts a second of a replay, of trying another rule book, and of checking what is stored."""
    many = MILLION if options.large else options.events * MANY
    with tempfile.TemporaryDirectory() as folder:
        bare = _filled(f"{folder}/facts.sqlite", many, _keep)
        yield _rate(bare, f"replay of {many:,} facts", _replay)
        yield _rate(bare, "try another rule book on them (two replays)", _try)
        scored = _filled(f"{folder}/scored.sqlite", options.events, _record)
        yield _rate(scored, f"check that tables follow from {options.events:,} facts", _check, options.rounds)
        for database in (bare, scored):
            database.close()


def _rate(database: Database, what: str, act: Callable[[Work], None], rounds: int = 1) -> Figure:
    with database.read(WORKSPACE, LATER) as work:
        timed = in_turns(rounds, lambda: act(work), lambda: _read(work))
        ours, reading = timed.rates(work.last_seq)
    return Figure(what, ours, "facts/s", reading, "only reading them")


def _filled(file: str, many: int, keep: Callable[[Work, list[Fact]], None]) -> Database:
    database = Database(f"sqlite:///{Path(file)}")
    prepare(database)
    for batch in Workload(many).batches(BATCH):
        with database.write(WORKSPACE, batch[-1].at) as work:
            keep(work, intake.notes(work, batch))
    return database


def _keep(work: Work, facts: list[Fact]) -> None:
    # Only the facts: whoever replays looks at nothing else, and a million of them are there at once.
    rows = [pack(seq, fact) for seq, fact in enumerate(facts, work.last_seq + 1)]
    insert(work.connection, work.workspace, FACT, rows)
    work.last_seq += len(rows)
    work.changed = True


def _record(work: Work, facts: list[Fact]) -> None:
    work.record(facts)


def _read(work: Work) -> None:
    for _ in replaying.facts(work):
        pass


def _replay(work: Work) -> None:
    replaying.replay(work)


def _try(work: Work) -> None:
    try_book(work, replace(work.book, rules=work.book.rules[1:]), "all")


def _check(work: Work) -> None:
    drifts = replaying.check(work)
    if drifts:
        raise RuntimeError(f"the tables don't follow from the facts: {drifts[:3]}")
