"""A small company in a real database, and a way to let its people speak, react, command and press buttons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import text

from bot.sealing import sealing
from handlers import applying, intake, table
from handlers.answers import Answer, Note, Open, Post, React, Refresh, Refuse, Whisper
from handlers.calendar import ticking
from handlers.cards.blocks import Button, Card, Dialog
from handlers.events import (
    ButtonPressed,
    ChannelChanged,
    CommandGiven,
    DialogSubmitted,
    Event,
    GroupChanged,
    MemberChanged,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    ReactionRemoved,
    Tick,
)
from scoring.facts import Micros
from scoring.periods import HOUR, MINUTE
from storage import books, calendar, schema
from storage.transactions import Database, Work
from tests.handlers.shown import buttons_of, words_of

WORKSPACE = "acme"
KEY = b"c2VjcmV0IG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMhISE="
"""What is sealed is sealed with this."""
WEDNESDAY: Micros = 1_794_996_000_000_000
"""2026-11-18 10:00 UTC."""

COMPANY: tuple[Event, ...] = (
    MemberChanged(workspace=WORKSPACE, at=0, member="ANA", name="Ana Sousa", zone="Europe/Lisbon"),
    MemberChanged(workspace=WORKSPACE, at=0, member="BEN", name="Ben Okafor", zone="Africa/Lagos"),
    MemberChanged(workspace=WORKSPACE, at=0, member="MEI", name="Mei-Lin Chen", zone="Asia/Taipei"),
    MemberChanged(workspace=WORKSPACE, at=0, member="BEA", name="Ben Adams"),
    MemberChanged(workspace=WORKSPACE, at=0, member="LEA", name="Léa Öz"),
    MemberChanged(workspace=WORKSPACE, at=0, member="JON", name="Jonas Weber", admin=True),
    MemberChanged(workspace=WORKSPACE, at=0, member="BOT", name="Huzzah", bot=True),
    MemberChanged(workspace=WORKSPACE, at=0, member="OUT", name="Olga Out", deactivated=True),
    MemberChanged(workspace=WORKSPACE, at=0, member="EXT", name="Eve Elsewhere", external=True),
    ChannelChanged(workspace=WORKSPACE, at=0, channel="C1", name="general"),
    ChannelChanged(workspace=WORKSPACE, at=0, channel="C2", name="announcements"),
    ChannelChanged(workspace=WORKSPACE, at=0, channel="C9", name="secret", private=True, members=("ANA", "BEN")),
    GroupChanged(workspace=WORKSPACE, at=0, group="G1", name="design-team", members=("ANA", "BEN", "MEI")),
    GroupChanged(workspace=WORKSPACE, at=0, group="G2", name="robots", members=("BOT", "OUT")),
)


@dataclass
class Chat:
    """Everything that happens is applied at once; what was answered is kept."""

    database: Database
    now: Micros = WEDNESDAY
    number: int = 0
    answers: list[Answer] = field(default_factory=list)
    """To the last thing that was done."""

    def settle_in(self, changes: str = "") -> "Chat":
        """Let the company arrive; `changes` are lines of the rule book's settings, `old -> new`."""
        with self.work() as work:
            if changes:
                source = books.source(work, work.book.version)
                for line in changes.splitlines():
                    old, _, new = line.strip().partition(" -> ")
                    assert old in source, old
                    source = source.replace(old, new)
                books.set_book(work, source, "JON", ["for this test"])
            intake.note(work, COMPANY)
        return self.lead("ANA")

    def lead(self, member: str) -> "Chat":
        """An admin makes somebody a leader."""
        self.command("JON", f"/huzzah role <@{member}> leader")
        self.answers = []
        return self

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction at this moment."""
        with self.database.write(WORKSPACE, self.now) as work:
            yield work

    def do(self, *events: Event) -> list[Answer]:
        """Apply events as the dispatcher does, and keep the answers."""
        with self.work() as work:
            self.answers = []
            for event in events:
                if isinstance(event, CommandGiven | ButtonPressed | DialogSubmitted):
                    self.answers += table.answer(work, event)
            talk = [event for event in events if not isinstance(event, CommandGiven | ButtonPressed | DialogSubmitted)]
            self.answers += intake.note(work, talk)
            applying.put(work, self.answers)
        return self.answers

    def _next(self) -> str:
        self.number += 1
        self.now += MINUTE
        return str(self.number)

    def say(self, member: str, words: str, channel: str = "C1", thread: str = "") -> str:
        """Somebody posts a message; its id."""
        message = self._next()
        self.do(
            MessagePosted(
                workspace=WORKSPACE, at=self.now, member=member, channel=channel, message=message, text=words,
                thread=thread,
            )
        )  # fmt: skip
        return message

    def edit(self, member: str, message: str, words: str) -> None:
        """Somebody changes a message of theirs."""
        self._next()
        self.do(
            MessageEdited(
                workspace=WORKSPACE, at=self.now, member=member, channel="C1", message=message, text=words
            )
        )  # fmt: skip

    def delete(self, message: str) -> None:
        """A message goes."""
        self._next()
        self.do(MessageDeleted(workspace=WORKSPACE, at=self.now, channel="C1", message=message))

    def react(self, member: str, message: str, emoji: str, *, off: bool = False) -> None:
        """Somebody reacts, or takes a reaction off."""
        self._next()
        kind = ReactionRemoved if off else ReactionAdded
        self.do(kind(workspace=WORKSPACE, at=self.now, member=member, channel="C1", message=message, emoji=emoji))

    def command(self, member: str, words: str, channel: str = "C1") -> list[Answer]:
        """`/name text`."""
        name, _, rest = words.partition(" ")
        request = self._next()
        return self.do(
            CommandGiven(
                workspace=WORKSPACE, at=self.now, member=member, channel=channel, name=name.removeprefix("/"),
                request=request, text=rest,
            )
        )  # fmt: skip

    def press(self, member: str, button: Button) -> list[Answer]:
        """A button on a card."""
        request = self._next()
        return self.do(
            ButtonPressed(
                workspace=WORKSPACE, at=self.now, member=member, channel="C1", action=button.action,
                request=request, value=button.value,
            )
        )  # fmt: skip

    def press_on(self, member: str, action: str, author: str, thread: str) -> list[Answer]:
        """A message of somebody's, chosen in a thread (or as its beginning)."""
        request = self._next()
        return self.do(
            ButtonPressed(
                workspace=WORKSPACE, at=self.now, member=member, channel="C1", action=action, request=request,
                value=author, message=thread, thread=thread,
            )
        )  # fmt: skip

    def submit(self, member: str, dialog: Dialog, **fields: str) -> list[Answer]:
        """A dialog, filled in."""
        request = self._next()
        return self.do(
            DialogSubmitted(
                workspace=WORKSPACE, at=self.now, member=member, channel="", dialog=dialog.id, request=request,
                fields={each.id: each.value for each in dialog.fields} | fields, context=dialog.context,
            )
        )  # fmt: skip

    def later(self, hours: int) -> None:
        """Time passes."""
        self.now += hours * HOUR

    def tick(self) -> list[Answer]:
        """Whatever is due happens, until nothing is; all that was answered."""
        said: list[Answer] = []
        while entries := [entry for workspace, entry in self.due() if workspace == WORKSPACE]:
            with self.work() as work:
                for entry in entries:
                    answers = ticking.tick(work, Tick(workspace=WORKSPACE, at=self.now, entry=entry))
                    applying.put(work, answers)
                    said += answers
        self.answers = said
        return said

    def due(self) -> list[tuple[str, int]]:
        """(workspace, entry) of what is due."""
        with self.database.read(WORKSPACE, self.now) as work:
            return calendar.due(work.connection, self.now)

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of a table."""
        with self.database.read(WORKSPACE, self.now) as work:
            return [tuple(row) for row in work.connection.execute(text(sql))]

    def totals(self, measure: str = "received") -> dict[str, int]:
        """Member -> total of all time, without zeros."""
        sql = f"SELECT member, amount FROM total WHERE span = 'all' AND channel = '' AND measure = '{measure}'"
        return {str(member): int(str(amount)) for member, amount in self.query(sql) if amount}

    def words_kept(self) -> list[str]:
        """The words of recognitions in the database."""
        return [str(row[0]) for row in self.query("SELECT markup FROM words ORDER BY seq")]

    def notes(self) -> str:
        """What the asker was told, as plain words."""
        return "\n".join(shown(answer.card) for answer in self.answers if isinstance(answer, Note | Refresh))

    def posts(self) -> list[Post]:
        """What was posted."""
        return [answer for answer in self.answers if isinstance(answer, Post)]

    def whispers(self) -> dict[str, str]:
        """Member -> what they were told privately."""
        found: dict[str, str] = {}
        for answer in self.answers:
            if isinstance(answer, Whisper):
                found[answer.member] = found.get(answer.member, "") + shown(answer.card)
        return found

    def reactions(self) -> list[React]:
        """The bot's reactions."""
        return [answer for answer in self.answers if isinstance(answer, React)]

    def dialog(self) -> Dialog:
        """The one that was opened."""
        [opened] = [answer for answer in self.answers if isinstance(answer, Open)]
        return opened.dialog

    def errors(self) -> dict[str, str]:
        """What a dialog was sent back with."""
        return {key: why for answer in self.answers if isinstance(answer, Refuse) for key, why in answer.errors.items()}

    def buttons(self, action: str) -> list[Button]:
        """The buttons of this action on the cards of the last answers."""
        cards = [answer.card for answer in self.answers if isinstance(answer, Note | Refresh | Post | Whisper)]
        return [button for card in cards for button in buttons_of(card) if button.action == action]


def open_chat(url: str, changes: str = "") -> Chat:
    """A company on an empty database."""
    database = Database(url, sealing=sealing(lambda: KEY))
    schema.prepare(database)
    return Chat(database).settle_in(changes)


def shown(card: Card) -> str:
    """A card as plain words, near enough for a test."""
    return words_of(card)
