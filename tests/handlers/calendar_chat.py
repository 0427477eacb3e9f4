"""What the tests of the calendar share: a company with a channel, entries in it, and what was said when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import event

from handlers.answers import Post, Whisper
from handlers.calendar import scheduling, ticking
from handlers.calendar.recurrence import Plan
from handlers.calendar.scheduling import Item
from handlers.events import Tick
from scoring.facts import Micros
from storage import calendar
from storage.tables import CalendarRow
from storage.transactions import Work
from tests.handlers.calendar_oracle import micros
from tests.handlers.chat import WORKSPACE, Chat


def put(chat: Chat, plan: Plan, kind: str = "notice", channel: str = "C1", member: str = "JON") -> int:
    """Put something on the calendar."""
    with chat.work() as work:
        item = Item(kind, channel=channel, member=member, details={"words": "Stand-up"})
        return scheduling.add(work, item, plan)


@contextmanager
def entry_of(chat: Chat, entry: int) -> Iterator[tuple[Work, CalendarRow]]:
    """An entry, to look at or to change."""
    with chat.work() as work:
        row = calendar.find(work, entry)
        assert row is not None
        yield work, row


def said_at(chat: Chat, at: datetime | Micros) -> list[str]:
    """Time comes to this moment; the keys of what is posted then, and whom something is whispered to."""
    chat.now = at if isinstance(at, int) else micros(at)
    return [
        answer.key if isinstance(answer, Post) else answer.member
        for answer in chat.tick()
        if isinstance(answer, Post | Whisper)
    ]


def ticked(chat: Chat, entry: int, at: Micros) -> list[str]:
    """One tick of one entry, due or not."""
    with chat.database.write(WORKSPACE, at) as work:
        answers = ticking.tick(work, Tick(workspace=WORKSPACE, at=at, entry=entry))
    return [answer.key for answer in answers if isinstance(answer, Post)]


def runs(chat: Chat) -> list[tuple[object, ...]]:
    """Every run: entry, slot and place."""
    return chat.query("SELECT entry, slot, place FROM run ORDER BY entry, slot, place")


def next_of(chat: Chat, entry: int) -> Micros:
    """When it is to be looked at again."""
    with entry_of(chat, entry) as (_, row):
        return row.next


def statements(chat: Chat, command: str) -> list[str]:
    """What an admin's command asks of the database."""
    found: list[str] = []

    def heard(_link: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(chat.database.engine, "before_cursor_execute", heard)
    chat.command("JON", command)
    event.remove(chat.database.engine, "before_cursor_execute", heard)
    return found
