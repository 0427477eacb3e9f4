"""The scheduler: what is due happens by itself, once, whatever fails, whoever else is at it, and quietly otherwise."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import event, text

from bot.dispatch import Dispatch
from bot.scheduler import Scheduler
from bot.sending import Sender
from handlers.calendar import scheduling
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.scheduling import Item
from scoring.facts import Micros
from scoring.periods import DAY, MINUTE, SECOND
from storage import calendar, installations, letters, votes
from storage.tables import CalendarRow
from storage.transactions import Database
from tests.bot.test_outbox import Platform
from tests.conftest import NewDatabase
from tests.storage import test_votes_swept as swept
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

HOME = "home"


@dataclass
class Stage:
    """A dispatch and a scheduler with a clock of their own."""

    database: Database
    now: Micros = BEGIN
    served: Callable[[str], Sender | None] = field(default=lambda _: Platform())

    def put(self, plan: Plan, workspace: str = HOME, words: str = "Stand-up") -> int:
        """Put a notice on the calendar."""
        with self.database.write(workspace, self.now) as work:
            return scheduling.add(work, Item("notice", channel="C1", member="ANA", details={"words": words}), plan)

    def spoil(self, entry: int) -> None:
        """What this entry knows of itself can't be read: carrying it out fails."""
        with self.database.write(HOME, self.now) as work:
            row = work.session.get_one(CalendarRow, (HOME, entry))
            row.details = "{"
            work.session.add(row)

    def run(self, deed: Callable[["Dispatch"], Awaitable[None]], *, wait: bool = True) -> None:
        """Let it run while something is done, and until what is due was seen to."""

        async def play() -> None:
            dispatch = Dispatch(self.database, lambda: self.now)
            scheduler = Scheduler(dispatch, self.served, every=0.02)
            if wait:
                await dispatch.start()
            scheduler.start()
            await deed(dispatch)
            await scheduler.stop()
            await dispatch.stop()

        asyncio.run(play())

    def keys(self, workspace: str = HOME) -> list[str]:
        """What waits to be said."""
        with self.database.read(workspace, self.now) as work:
            mark = "%s" if work.postgres else "?"
            sql = f"SELECT key FROM outbox WHERE workspace = {mark} ORDER BY key"
            return [key for (key,) in work.connection.exec_driver_sql(sql, (workspace,))]

    def next_of(self, entry: int) -> Micros:
        """When an entry is looked at again."""
        with self.database.read(HOME, self.now) as work:
            return work.session.get_one(CalendarRow, (HOME, entry)).next

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something to be so."""
        for _ in range(3_000):
            if await asyncio.to_thread(holds):
                return
            await asyncio.sleep(0.02)
        raise AssertionError("it didn't come to that")


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with opened(database_url) as database:
        yield Stage(database)


def test_what_is_due_happens_by_itself_and_once(stage: Stage) -> None:
    first, second = stage.put(moment(BEGIN - DAY)), stage.put(moment(BEGIN + MINUTE))

    async def deed(_: Dispatch) -> None:
        await stage.until(lambda: len(stage.keys()) == 1)
        stage.now += 2 * MINUTE
        await stage.until(lambda: len(stage.keys()) == 2)
        await asyncio.sleep(0.7)

    stage.run(deed)
    assert stage.keys() == [f"notice:{first}:{BEGIN - DAY}:", f"notice:{second}:{BEGIN + MINUTE}:"]


def test_a_handler_that_fails_is_set_aside_and_holds_up_nobody(stage: Stage) -> None:
    spoilt, sound = stage.put(Plan("day", "UTC", 0)), stage.put(moment(BEGIN + DAY))
    stage.spoil(spoilt)
    due = stage.next_of(spoilt)
    stage.now = BEGIN + DAY + MINUTE

    async def deed(_: Dispatch) -> None:
        await stage.until(lambda: stage.next_of(spoilt) > due)
        await stage.until(lambda: len(stage.keys()) == 1)

    stage.run(deed)
    assert stage.keys() == [f"notice:{sound}:{BEGIN + DAY}:"]
    assert stage.next_of(spoilt) == due + DAY
    with stage.database.read(HOME, stage.now) as work:
        [letter] = letters.dead(work)
        assert '"Tick"' in letter.event
        assert "JSONDecodeError" in letter.error


def test_what_keeps_its_word_is_one_dead_letter_however_often_it_fails(stage: Stage) -> None:
    with stage.database.write(HOME, stage.now) as work:
        entry = scheduling.add(work, Item("poll_close", "no number"), moment(BEGIN))
    waits: list[Micros] = []

    async def deed(_: Dispatch) -> None:
        while len(waits) < 3:
            await stage.until(lambda: stage.next_of(entry) > stage.now)
            waits.append(stage.next_of(entry) - stage.now)
            stage.now = stage.next_of(entry)

    stage.run(deed)
    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    with stage.database.read(HOME, stage.now) as work:
        assert len(letters.dead(work)) == 1


def test_where_nobody_speaks_nothing_happens_and_the_others_are_not_held_up(stage: Stage) -> None:
    stage.served = lambda workspace: None if workspace == "elsewhere" else Platform()
    with stage.database.write("elsewhere", stage.now) as work:
        for _ in range(calendar.MOST_DUE + 1):
            work.session.add(
                CalendarRow(
                    workspace="elsewhere", entry=_ + 1, kind="notice", channel="C1", recurrence=f"at {BEGIN - DAY}",
                    next=BEGIN - DAY,
                )
            )  # fmt: skip
    stage.put(moment(BEGIN))

    async def deed(_: Dispatch) -> None:
        await stage.until(lambda: len(stage.keys()) == 1)

    stage.run(deed)
    assert stage.keys("elsewhere") == []


def test_a_workspace_that_removed_the_app_has_no_calendar(stage: Stage) -> None:
    stage.put(moment(BEGIN))
    with stage.database.write(HOME, stage.now) as work:
        installations.keep(work, "slack", "{}", "", 0)
    with stage.database.look() as connection:
        assert calendar.due(connection, stage.now) == [(HOME, 1)]
    with stage.database.write(HOME, stage.now) as work:
        installations.leave(work)
    with stage.database.look() as connection:
        assert calendar.due(connection, stage.now) == []


def test_what_the_database_cannot_take_now_comes_later(stage: Stage) -> None:
    stage.put(moment(BEGIN))

    async def deed(dispatch: Dispatch) -> None:
        # The writer doesn't run yet: it refuses everything, as it does while the database is away.
        await asyncio.sleep(0.8)
        assert stage.keys() == []
        await dispatch.start()
        await stage.until(lambda: len(stage.keys()) == 1)

    stage.run(deed, wait=False)


def test_when_nothing_is_due_it_only_looks_now_and_then(stage: Stage) -> None:
    stage.put(moment(BEGIN + DAY))
    asked: list[str] = []
    event.listen(stage.database.engine, "before_cursor_execute", lambda *found: asked.append(found[2]))

    def looks() -> int:
        return len([statement for statement in asked if "FROM calendar" in statement])

    began = time.monotonic()

    async def deed(_: Dispatch) -> None:
        await asyncio.sleep(2)
        # On a busy machine two seconds may be few.
        await stage.until(lambda: looks() >= 2)

    stage.run(deed)
    # Though its clockwork runs fifty times as fast here as otherwise.
    assert looks() <= 2 + 2 * (time.monotonic() - began)
    assert [each for each in asked if each.startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_two_of_them_in_step_do_everything_once(database_url: str) -> None:
    with opened(database_url) as one, opened(database_url) as other:
        stages = [Stage(one), Stage(other)]
        entries = [stages[0].put(moment(BEGIN + number * SECOND)) for number in range(60)]

        async def both() -> None:
            dispatches = [Dispatch(stage.database, lambda: BEGIN + DAY) for stage in stages]
            schedulers = [Scheduler(dispatch, stages[0].served, every=0.02) for dispatch in dispatches]
            for dispatch in dispatches:
                await dispatch.start()
            for scheduler in schedulers:
                scheduler.start()
            await stages[0].until(lambda: len(stages[0].keys()) == len(entries))
            await asyncio.sleep(0.6)
            for scheduler in schedulers:
                await scheduler.stop()
            for dispatch in dispatches:
                await dispatch.stop()

        asyncio.run(both())
        assert len(stages[0].keys()) == len(set(stages[0].keys())) == len(entries)


def test_what_somebody_kept_from_being_swept_goes_though_nothing_is_written_any_more(new_sqlite: NewDatabase) -> None:
    database = swept.opened(new_sqlite())
    poll, sealed = swept.asked(database)
    with database.look() as reader:
        reader.execute(text("SELECT count(*) FROM vote")).scalar_one()
        with database.write(swept.WORKSPACE, BEGIN) as work:
            votes.close(work, poll)
    stage = Stage(database)

    async def deed(_: Dispatch) -> None:
        stage.now = BEGIN + MINUTE - 1
        await asyncio.sleep(0.7)
        assert swept.is_on_disk(database, sealed)
        stage.now = BEGIN + MINUTE
        await stage.until(lambda: not swept.is_on_disk(database, sealed))

    stage.run(deed)
    database.close()


def test_as_long_as_somebody_reads_it_is_tried_again_each_minute(new_sqlite: NewDatabase) -> None:
    database = swept.opened(new_sqlite())
    poll, sealed = swept.asked(database)
    stage = Stage(database)

    async def deed(_: Dispatch) -> None:
        with database.look() as reader:
            reader.execute(text("SELECT count(*) FROM vote")).scalar_one()
            with database.write(swept.WORKSPACE, BEGIN) as work:
                votes.close(work, poll)
            stage.now = BEGIN + MINUTE
            await stage.until(lambda: not database.sweeper.is_due(stage.now))
            assert swept.is_on_disk(database, sealed)
        stage.now = BEGIN + 2 * MINUTE
        await stage.until(lambda: not swept.is_on_disk(database, sealed))

    stage.run(deed)
    database.close()
