"""Dispatch: many wait for one commit, one bad event is set aside, and what the database can't take comes again."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from psycopg.conninfo import make_conninfo
from sqlalchemy import event as listening
from sqlalchemy.engine import make_url

from bot.dispatch import Dispatch, Unavailable
from bot.sealing import sealing
from handlers import applying
from handlers.answers import Reply
from handlers.codec import decode
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted, Event, MemberChanged, MessagePosted, StepRun
from storage import letters
from storage.tables import DeadLetterRow
from storage.transactions import Database
from tests.storage.delivering import drift, opened, stored
from tests.storage.small_world import BEGIN

HOME = "home"
WORDS = "confidential pumpernickel"
NO_TIME = 10**24
"""A moment no calendar knows: an event with it cannot be applied."""


def said(number: int, text: str = WORDS, at: int = BEGIN, workspace: str = HOME) -> MessagePosted:
    return MessagePosted(
        workspace=workspace, at=at + number * 1_000_000, member=f"U{number % 3}", channel="C", message=f"m{number}",
        text=text,
    )  # fmt: skip


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        yield database


@asynccontextmanager
async def running(database: Database) -> AsyncIterator[Dispatch]:
    dispatch = Dispatch(database, lambda: BEGIN)
    await dispatch.start()
    yield dispatch
    await dispatch.stop()


def submit(database: Database, events: Sequence[Event]) -> list[list[Reply] | BaseException]:
    """What each of these events is answered, all of them submitted at once."""

    async def all_at_once() -> list[list[Reply] | BaseException]:
        async with running(database) as dispatch:
            return await asyncio.gather(*map(dispatch.submit, events), return_exceptions=True)

    return asyncio.run(all_at_once())


def messages(database: Database, workspace: str = HOME) -> list[str]:
    return sorted(row[5] for row in stored(database, workspace)["fact"] if row[1] == "message")


def dead(database: Database) -> list[DeadLetterRow]:
    with database.read(HOME, BEGIN) as work:
        rows = letters.dead(work)
        work.session.expunge_all()
        return rows


def test_everybody_is_answered_after_the_commit(database: Database) -> None:
    events = [said(number) for number in range(30)]
    assert submit(database, events) == [[]] * 30
    assert len(messages(database)) == 30


def test_workspaces_do_not_meet(database: Database) -> None:
    submit(database, [said(1), said(2, workspace="other"), said(3)])
    assert (messages(database), messages(database, "other")) == (["m1", "m3"], ["m2"])


def test_one_bad_event_is_set_aside_and_its_neighbours_count(database: Database) -> None:
    events = [said(1), said(2), said(3, at=NO_TIME), said(4)]
    assert submit(database, events) == [[]] * 4
    assert messages(database) == ["m1", "m2", "m4"]
    assert len(dead(database)) == 1
    assert drift(database, HOME) == []


def test_who_asked_for_something_that_broke_is_told_so(database: Database) -> None:
    asked = CommandGiven(
        workspace=HOME, at=NO_TIME, member="U1", channel="C", name="kudos", request="r", text="<@U2> 1 for it"
    )
    [answer] = submit(database, [asked])
    assert isinstance(answer, list)
    assert len(answer) == 1


def test_a_dead_letter_bears_no_words(database: Database) -> None:
    submit(database, [said(1, at=NO_TIME)])
    [letter] = dead(database)
    assert WORDS not in letter.event + letter.error
    assert "pumpernickel" not in letter.event + letter.error


@pytest.mark.parametrize("keyed", [True, False])
def test_the_words_of_a_request_are_kept_sealed_or_not_at_all(database: Database, keyed: bool) -> None:
    key = Fernet.generate_key()
    database.sealing = sealing(lambda: key) if keyed else None
    asked: list[Event] = [
        CommandGiven(workspace=HOME, at=BEGIN, member="U1", channel="C", name="kudos", request="r1", text=WORDS),
        DialogSubmitted(
            workspace=HOME, at=BEGIN, member="U1", channel="C", dialog="kudos", request="r2", fields={"words": WORDS}
        ),
        ButtonPressed(workspace=HOME, at=BEGIN, member="U1", channel="C", action="undo", request="r3", value=WORDS),
    ]
    with database.alter() as connection:
        connection.exec_driver_sql("ALTER TABLE request RENAME TO elsewhere")
    submit(database, asked)
    with database.read(HOME, BEGIN) as work:
        found = letters.dead(work)
        assert len(found) == len(asked)
        assert "pumpernickel" not in "".join(letter.event + letter.error for letter in found)
        if keyed:
            assert [decode(letters.opened(work, letter.event)) for letter in found] == asked


def test_no_words_are_in_the_file_after_a_failure(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        submit(database, [said(1), said(2, at=NO_TIME), said(3)])
    file = Path(str(make_url(sqlite_url).database))
    found = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert b"m1" in found
    assert b"pumpernickel" not in found


def test_a_dead_letter_that_is_replayed_counts_once(database: Database) -> None:
    with database.alter() as connection:
        connection.exec_driver_sql("ALTER TABLE total RENAME TO elsewhere")
    submit(database, [said(1, "<@U2> :tada: well done")])
    with database.alter() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO total")
    assert messages(database) == []
    [letter] = dead(database)
    for _ in range(2):
        with database.write(HOME, BEGIN) as work:
            applying.apply(work, [decode(letter.event)])
            letters.settle(work, letter.id)
    submit(database, [said(1, "<@U2> :tada: well done")])
    assert messages(database) == ["m1"]
    assert dead(database) == []
    assert sum(row[14] for row in stored(database, HOME)["ledger"]) == 1
    assert drift(database, HOME) == []


STRANGE = ["\x00", "\ud800", "\U0010ffff", "a\x00b" * 40, "'; DROP TABLE fact; --"]


@pytest.mark.parametrize("name", STRANGE)
def test_strange_characters_are_counted_set_aside_or_refused_but_never_stop_the_writer(
    database: Database, name: str
) -> None:
    strange = MessagePosted(workspace=HOME, at=BEGIN, member=name, channel=name, message=name, text=name)
    button = ButtonPressed(workspace=HOME, at=BEGIN, member=name, channel=name, action=name, request=f"r{name}")
    assert len(submit(database, [strange, button, said(1)])) == 3
    assert "m1" in messages(database)


def test_a_request_that_comes_twice_is_answered_once(database: Database) -> None:
    ask = CommandGiven(
        workspace=HOME, at=BEGIN, member="U1", channel="C", name="kudos", request="r1", text="<@U2> 1 thank you"
    )
    submit(database, [MemberChanged(workspace=HOME, at=BEGIN, member=who, name=who) for who in ("U1", "U2")])
    first, again = submit(database, [ask, ask])
    assert again == []
    assert first != [] or sum(row[1] == "gift" for row in stored(database, HOME)["fact"]) == 1
    assert sum(row[1] == "gift" for row in stored(database, HOME)["fact"]) == 1


def test_what_is_still_queued_at_the_end_is_written_or_refused(database: Database) -> None:
    async def stopped_meanwhile() -> list[list[Reply] | BaseException]:
        dispatch = Dispatch(database, lambda: BEGIN)
        await dispatch.start()
        waiting = [asyncio.create_task(dispatch.submit(said(number))) for number in range(50)]
        await asyncio.sleep(0)
        stopping = asyncio.create_task(dispatch.stop())
        late = [asyncio.create_task(dispatch.submit(said(number))) for number in range(50, 60)]
        await stopping
        return await asyncio.gather(*waiting, *late, return_exceptions=True)

    answers = asyncio.run(stopped_meanwhile())
    written = messages(database)
    for number, answer in enumerate(answers):
        assert (f"m{number}" in written) == (answer == [])
        assert answer == [] or isinstance(answer, Unavailable)


def impatient(database: Database) -> None:
    """Wait a tenth of a second for a lock, not fifteen."""

    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA busy_timeout = 100")

    listening.listen(database.engine, "connect", connected)


def test_a_locked_database_is_unavailable_to_all_who_wait(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        submit(database, [said(0)])
        database.close()
        impatient(database)
        with closing(sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answers = submit(database, [said(1), said(2)])
            assert [type(answer) for answer in answers] == [Unavailable, Unavailable]
            other.execute("ROLLBACK")
        assert submit(database, [said(1), said(2)]) == [[], []]
        assert messages(database) == ["m0", "m1", "m2"]
        assert dead(database) == []


def test_a_full_disk_is_unavailable_and_loses_nothing(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        submit(database, [said(0)])
        database.close()
        room = {"pages": 0}

        def connected(connection: sqlite3.Connection, _: object) -> None:
            [pages] = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {room['pages'] or pages}")

        listening.listen(database.engine, "connect", connected)
        events = [said(number) for number in range(1, 900)]
        answers = submit(database, events)
        assert {type(answer) for answer in answers} == {Unavailable}
        assert messages(database) == ["m0"]
        room["pages"] = 1_000_000
        database.close()
        assert submit(database, events) == [[]] * len(events)
        assert len(messages(database)) == 900
        assert dead(database) == []
        assert drift(database, HOME) == []


def test_a_connection_that_postgresql_kills_is_unavailable_and_comes_back(postgresql_url: str) -> None:
    address = make_url(postgresql_url)
    link = make_conninfo(address.set(drivername="postgresql").render_as_string(hide_password=False))
    with opened(postgresql_url) as database, psycopg.connect(link, autocommit=True) as other:
        submit(database, [said(0)])
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 7))", (HOME,))

        async def killed_while_waiting() -> list[list[Reply] | BaseException]:
            async with running(database) as dispatch:
                waiting = asyncio.gather(dispatch.submit(said(1)), dispatch.submit(said(2)), return_exceptions=True)
                ended = 0
                while not ended:
                    await asyncio.sleep(0.05)
                    ended = other.execute(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND wait_event = 'advisory'"
                    ).fetchone()[0]  # type: ignore[index]  # a count is always answered
                return list(await waiting)

        assert {type(answer) for answer in asyncio.run(killed_while_waiting())} <= {Unavailable, list}
        other.execute("SELECT pg_advisory_unlock_all()")
        assert submit(database, [said(1), said(2)]) == [[], []]
        assert messages(database) == ["m0", "m1", "m2"]
        assert dead(database) == []


def test_a_workflow_hears_of_a_step_that_could_not_be_applied_and_it_does_not_happen_later(database: Database) -> None:
    step = StepRun(
        workspace=HOME, at=NO_TIME, member="U1", channel="C", request="step:Fx1", step="give_recognition",
        execution="Fx1", inputs={"receivers": "U2", "words": WORDS},
    )  # fmt: skip
    submit(database, [MemberChanged(workspace=HOME, at=BEGIN, member=who, name=who) for who in ("U1", "U2")])
    submit(database, [step])
    submit(database, [replace(step, at=BEGIN)])
    with database.read(HOME, BEGIN) as work:
        assert len(letters.dead(work)) == 1
        [finish] = [decode(row[0]) for row in work.connection.exec_driver_sql("SELECT said FROM outbox")]
    assert (finish.execution, bool(finish.error)) == ("Fx1", True)
    assert WORDS not in finish.error
