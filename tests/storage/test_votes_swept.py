"""Swept: what a closed anonymous poll leaves in files, also where somebody reads just then, and on PostgreSQL."""

import gc
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import text

from bot.sealing import sealing
from scoring.state import State
from storage import schema, votes
from storage.sealing import Box
from storage.sweeping import sweep
from storage.tables import PollRow
from storage.transactions import Database, Work
from storage.votes import Choice
from tests.conftest import NewDatabase
from tests.handlers.chat import KEY

WORKSPACE = "acme"
MINUTE = 60_000_000


def opened(url: str) -> Database:
    """With tables and a key."""
    database = Database(url, sealing=sealing(lambda: KEY))
    schema.prepare(database)
    return database


def asked(database: Database, many: int = 6, number: int = 1) -> tuple[PollRow, str]:
    """An anonymous poll in which some have voted; and its sealed key."""
    with database.write(WORKSPACE, 1) as work:
        poll = PollRow(
            workspace=WORKSPACE, poll=number, kind="choice", state="open", question="?", anonymous=1, channel="C1"
        )
        work.session.add(poll)
        work.session.flush()
        votes.open_up(work, poll)
        for place in range(many):
            votes.cast(work, poll, f"U{place}", Choice((1,)))
        sql = f"SELECT sealed FROM poll_key WHERE poll = {number}"
        return poll, str(work.connection.exec_driver_sql(sql).scalar_one())


@pytest.fixture
def file(new_sqlite: NewDatabase) -> Iterator[Database]:
    """An SQLite file."""
    database = opened(new_sqlite())
    yield database
    database.close()


def is_on_disk(database: Database, secret: str) -> bool:
    """In the file, or in the log beside it."""
    path = Path(str(database.url.database))
    return any(each.exists() and secret.encode() in each.read_bytes() for each in (path, Path(f"{path}-wal")))


def test_the_key_is_gone_from_file_and_log_as_soon_as_the_close_is_written(file: Database) -> None:
    poll, sealed = asked(file)
    assert is_on_disk(file, sealed)
    with file.write(WORKSPACE, 2) as work:
        votes.close(work, poll)
    assert not is_on_disk(file, sealed)


def test_while_somebody_reads_the_log_is_kept_and_a_minute_later_it_goes(file: Database) -> None:
    poll, sealed = asked(file)
    with file.look() as reader:
        reader.execute(text("SELECT count(*) FROM vote")).scalar_one()
        with file.write(WORKSPACE, 2) as work:
            votes.close(work, poll)
        assert is_on_disk(file, sealed)
    with file.write(WORKSPACE, 3):
        pass
    assert is_on_disk(file, sealed)
    with file.write(WORKSPACE, 2 + MINUTE):
        pass
    assert not is_on_disk(file, sealed)


def test_what_was_kept_at_the_end_goes_at_the_next_start(file: Database) -> None:
    poll, sealed = asked(file)
    with file.look() as reader:
        reader.execute(text("SELECT count(*) FROM vote")).scalar_one()
        with file.write(WORKSPACE, 2) as work:
            votes.close(work, poll)
    again = Database(file.url.render_as_string(hide_password=False))
    with again.write(WORKSPACE, 3):
        pass
    assert sweep(again.engine)
    assert not is_on_disk(file, sealed)
    again.close()


def test_a_poll_that_is_deleted_leaves_no_key_either(file: Database) -> None:
    poll, sealed = asked(file)
    with file.write(WORKSPACE, 2) as work:
        votes.drop(work, poll)
    assert not is_on_disk(file, sealed)


def test_of_many_keys_in_one_page_only_the_closed_one_goes(file: Database) -> None:
    asked_polls = [asked(file, number=number) for number in range(1, 60)]
    for poll, _ in asked_polls[::2]:
        with file.write(WORKSPACE, 2) as work:
            votes.close(work, poll)
    there = [is_on_disk(file, sealed) for _, sealed in asked_polls]
    assert there == [place % 2 == 1 for place in range(len(asked_polls))]


def test_postgresql_writes_its_table_of_keys_anew(new_postgresql: NewDatabase) -> None:
    database = opened(new_postgresql())
    poll, _ = asked(database)

    def place() -> tuple[object, ...]:
        with database.look() as link:
            sql = "SELECT pg_relation_filenode('poll_key'), pg_relation_size('poll_key')"
            return tuple(link.exec_driver_sql(sql).one())

    before = place()
    with database.write(WORKSPACE, 2) as work:
        votes.close(work, poll)
    after = place()
    assert after[0] != before[0]
    assert after[1] == 0
    assert eventually_vacuumed(database)
    database.close()


def eventually_vacuumed(database: Database) -> bool:
    """Whether PostgreSQL cleared away marks and envelopes; it writes that down a little later."""
    for _ in range(100):
        with database.look() as link:
            sql = "SELECT vacuum_count FROM pg_stat_user_tables WHERE relid = 'vote'::regclass"
            if link.exec_driver_sql(sql).scalar_one():
                return True
        sleep(0.1)
    return False


def size_of_keys(database: Database) -> int:
    """How many bytes of PostgreSQL's file the table of keys takes, with what was deleted in it."""
    with database.look() as link:
        return int(link.exec_driver_sql("SELECT pg_relation_size('poll_key')").scalar_one())


def test_whatever_else_goes_on_in_postgresql_no_key_outlives_its_poll(new_postgresql: NewDatabase) -> None:
    database = opened(new_postgresql())
    poll, _ = asked(database)
    other, _ = asked(database, number=2)
    with database.look() as reader:
        # It could still want to see what is deleted after it began.
        reader.execute(text("SELECT count(*) FROM vote")).scalar_one()
        for each in (poll, other):
            with database.write(WORKSPACE, 2) as work:
                assert votes.close(work, each).voters == 6
        assert size_of_keys(database) == 0
    database.close()


def killed_after_the_close(url: str) -> None:
    """A process that dies between the close and the sweep."""
    database = opened(url)
    poll, _ = asked(database)
    # What dies there doesn't come to the end of the block that sweeps.
    with database.engine.connect() as connection:
        work = Work(connection, WORKSPACE, 2, State(complete=False), True, database)
        votes.close(work, poll)
        connection.commit()
    database.close()


def test_what_postgresql_kept_when_a_process_died_goes_at_the_next_start(new_postgresql: NewDatabase) -> None:
    url = new_postgresql()
    killed_after_the_close(url)
    again = Database(url)
    assert size_of_keys(again) > 0
    schema.prepare(again)
    assert size_of_keys(again) == 0
    again.close()


def test_if_somebody_reads_at_the_start_the_next_write_sweeps(new_postgresql: NewDatabase) -> None:
    url = new_postgresql()
    killed_after_the_close(url)
    again = Database(url)
    with again.look() as reader:
        reader.execute(text("SELECT count(*) FROM poll_key")).scalar_one()
        schema.prepare(again)
    assert size_of_keys(again) > 0
    with again.write(WORKSPACE, 3):
        pass
    assert size_of_keys(again) == 0
    again.close()


def test_a_start_leaves_the_keys_of_open_polls_where_they_are(new_postgresql: NewDatabase) -> None:
    url = new_postgresql()
    killed_after_the_close(url)
    database = opened(url)
    poll, _ = asked(database, number=2)
    again = opened(url)
    with again.write(WORKSPACE, 3) as work:
        assert votes.voters(work, poll) == 6
    again.close()
    database.close()


def _boxes() -> list[Box]:
    return [found for found in gc.get_objects() if type(found) is Box]


def test_no_process_remembers_the_key_of_a_poll_that_another_closed(new_postgresql: NewDatabase) -> None:
    # What another test's traceback still holds is none of ours.
    before = _boxes()
    url = new_postgresql()
    one, other = opened(url), opened(url)
    poll, _ = asked(one)
    with other.write(WORKSPACE, 2) as work:
        votes.cast(work, poll, "U7", Choice((2,)))
        boxes = work.boxes
    assert list(boxes) == [1]
    with one.write(WORKSPACE, 3) as work:
        votes.close(work, poll)
    del work, boxes
    gc.collect()
    assert not [found for found in _boxes() if not any(found is each for each in before)]
    one.close()
    other.close()
