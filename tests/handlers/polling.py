"""A poll in the chat: asked, voted in, closed - and all that lies on the disk then."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers import applying, intake
from handlers.answers import Answer
from handlers.events import ButtonPressed, MemberChanged
from handlers.polls import asking, closing, voting
from handlers.polls.asking import Ask
from storage import polls, votes
from storage.tables import PollRow
from storage.transactions import Work
from storage.votes import Choice
from tests.handlers.chat import WORKSPACE, Chat

OPTIONS = ("Pizza", "Sushi", "Soup")


APART = 3_000_000
"""Microseconds: long enough that the card follows each vote."""


@dataclass
class Polling:
    """One poll."""

    chat: Chat
    number: int = 0

    def ask(self, kind: str = "choice", options: Sequence[str] = OPTIONS, *, anonymous: bool = True) -> "Polling":
        """Ana asks in #general."""
        with self.chat.work() as work:
            wanted = Ask(
                "Lunch?", tuple(options), kind, channel="C1", member="ANA", anonymous=anonymous,
                closes=work.now + 10**11,
            )  # fmt: skip
            applying.put(work, asking.ask(work, wanted))
            self.number = polls.newest(work)
        return self

    def row(self, work: Work) -> PollRow:
        """As it is kept."""
        found = polls.find(work, self.number)
        assert found is not None
        return found

    def press(self, member: str, option: int) -> list[Answer]:
        """Somebody presses the button beside an option."""
        self.chat.number += 1
        self.chat.now += APART
        event = ButtonPressed(
            workspace=WORKSPACE, at=self.chat.now, member=member, channel="C1", action="vote",
            request=f"ask:{self.chat.number}", value=f"{self.number}|{option}",
        )  # fmt: skip
        with self.chat.work() as work:
            answers = voting.pressed(work, event)
            applying.put(work, answers)
        return answers

    def say(self, member: str, words: str) -> None:
        """Somebody answers in their own words."""
        self.chat.now += 1_000_000
        event = ButtonPressed(
            workspace=WORKSPACE, at=self.chat.now, member=member, channel="C1", action="vote", request="", value=""
        )
        with self.chat.work() as work:
            applying.put(work, voting.cast(work, event, self.row(work), Choice((), words)))

    def receipt(self, member: str) -> str:
        """What a voter is told."""
        with self.chat.work() as work:
            return votes.receipt_of(work, self.row(work), member)

    def close(self) -> None:
        """Its time is over."""
        self.chat.now += 1_000_000
        with self.chat.work() as work:
            applying.put(work, closing.close(work, self.row(work)))

    def ballots(self) -> dict[str, Choice]:
        """The closing list."""
        with self.chat.work() as work:
            return dict(votes.ballots(work, self.row(work)))


def a_crowd(chat: Chat, many: int) -> list[str]:
    """So many colleagues more."""
    ids = [f"COLLEAGUE{number:03}" for number in range(many)]
    with chat.work() as work:
        intake.note(work, [MemberChanged(workspace=WORKSPACE, at=0, member=each, name=f"Name {each}") for each in ids])
    return ids


def on_disk(chat: Chat) -> bytes:
    """Every byte of the database: the file, and the log beside it."""
    path = Path(str(chat.database.url.database))
    files = [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-journal")]
    return b"\0".join(file.read_bytes() for file in files if file.exists())
