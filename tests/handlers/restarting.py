"""Programs that are begun anew at each minute, and that die amid what they do; what each tick led to is noted."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event, text

from bot.dispatch import Dispatch
from handlers import applying
from handlers.events import Event, Tick
from scoring.facts import Micros
from storage import calendar
from storage.transactions import Database
from tests.handlers.chat import WORKSPACE
from tests.handlers.whole_calendar import opened

Run = tuple[Micros, str, int, int]
"""(when, kind, entry, slot)."""
Letter = tuple[Micros, str, str, str]
"""(when, kind, where, key)."""


class Killed(BaseException):
    """The program is gone: no handler of errors sees it."""


@contextmanager
def dying(database: Database, statement: int) -> Iterator[None]:
    """It dies at this statement, counted from now, or if there aren't as many, right before it would commit."""
    left = [statement]

    def run(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    def commit(*_: object) -> None:
        raise Killed

    event.listen(database.engine, "before_cursor_execute", run)
    event.listen(database.engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", run)
        event.remove(database.engine, "commit", commit)


@dataclass
class Restarts:
    """A calendar on disk, and the programs that one after the other look after it."""

    url: str
    watching: Database
    """A connection besides: it sees what was committed, and nothing else."""
    deaths: int = 0
    runs: list[Run] = field(default_factory=list)

    def minute(self, at: Micros) -> None:
        """A program begins, and dies amid what is due; another one does it, and is gone, too."""
        # Early, in the middle, and with everything done but the commit, in turn.
        self._dies(at, (1 + self.deaths % 13, 14 + self.deaths * 7 % 60, 0)[self.deaths % 3])
        with closing(opened(self.url)) as database:
            self.works(database, at)

    def is_due(self, at: Micros) -> list[Event]:
        """What a scheduler would hand on."""
        with self.watching.look() as connection:
            due = calendar.due(connection, at)
        return [Tick(workspace=workspace, at=at, entry=entry) for workspace, entry in due]

    def _dies(self, at: Micros, statement: int) -> None:
        before = self._kept()
        with closing(opened(self.url)) as database:
            try:
                with dying(database, statement), database.write(WORKSPACE, at) as work:
                    applying.apply(work, self.is_due(at))
            except Killed:
                self.deaths += 1
            else:
                raise AssertionError("it lived")
        assert self._kept() == before

    def works(self, database: Database, at: Micros) -> None:
        """Do what is due, as a program that is started does, and note it."""
        before, planned = self._ran(), self._planned()
        asyncio.run(self._dispatched(database, at))
        left = self._planned()
        found = {(entry, slot): left[entry][0] for entry, slot in self._ran() - before}
        # What is fleeting leaves neither an entry nor a run.
        found |= {(entry, due): kind for entry, (kind, due) in planned.items() if entry not in left}
        self.runs += [(at, kind, entry, slot) for (entry, slot), kind in sorted(found.items())]

    async def _dispatched(self, database: Database, at: Micros) -> None:
        dispatch = Dispatch(database, lambda: at)
        await dispatch.start()
        while due := self.is_due(at):
            # Each twice, as another program may send it again.
            await asyncio.gather(*(dispatch.submit(tick) for tick in [*due, *due]))
        await dispatch.stop()

    def _planned(self) -> dict[int, tuple[str, Micros]]:
        # Entry -> its kind, and the moment of what happens once.
        found = self._rows("SELECT entry, kind, recurrence FROM calendar")
        words = {int(str(entry)): (str(kind), str(recurrence).split()) for entry, kind, recurrence in found}
        return {entry: (kind, int(said[1]) if said[0] == "at" else 0) for entry, (kind, said) in words.items()}

    def _ran(self) -> set[tuple[int, int]]:
        # In a place, or in all of them at once; some kinds note besides whom they have seen to.
        found = self._rows("SELECT entry, slot FROM run WHERE place = '' OR place LIKE '%/%'")
        return {(int(str(entry)), int(str(slot))) for entry, slot in found}

    def _kept(self) -> list[tuple[object, ...]]:
        counted = "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM outbox), (SELECT count(*) FROM fact)"
        return [*self._rows(counted), *self._rows("SELECT entry, state, next, last FROM calendar ORDER BY entry")]

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        with self.watching.look() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    def letters(self) -> list[Letter]:
        """Everything that is to be said."""
        found = self._rows("SELECT made, kind, channel, key FROM outbox ORDER BY made, kind, channel, key")
        return [(int(str(made)), str(kind), str(channel), str(key)) for made, kind, channel, key in found]
