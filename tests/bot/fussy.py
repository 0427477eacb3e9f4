"""A dispatch that fusses: its database is away or hangs as long as a test likes."""

import asyncio

from bot.dispatch import Dispatch, Unavailable
from handlers.answers import Reply
from handlers.events import Event
from storage.transactions import Database
from tests.storage.small_world import BEGIN


class Fussy(Dispatch):
    """What was asked of it is in `asked`."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, lambda: BEGIN)
        self.away = False
        self.awake = asyncio.Event()
        self.awake.set()
        self.asked: list[Event] = []

    async def submit(self, event: Event) -> list[Reply]:
        """Take an event, late or not at all."""
        self.asked.append(event)
        await self.awake.wait()
        if self.away:
            raise Unavailable("the database is away")
        return await super().submit(event)

    def kinds(self, workspace: str) -> list[str]:
        """Kinds of the facts that are written in a workspace."""
        with self.database.read(workspace, BEGIN) as work:
            rows = work.connection.exec_driver_sql(
                f"SELECT kind FROM fact WHERE workspace = '{workspace}' ORDER BY seq"
            )
            return [row[0] for row in rows]
