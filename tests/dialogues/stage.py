"""The stage: what people of an invented company can do, whatever the platform, and the state it leaves."""

import sqlite3
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlmodel import select

from storage import boards
from storage.tables import BadgeRow, ChannelRow, ContestedRow, LedgerRow, MemberRow, TotalRow
from storage.transactions import Database, Work

CAST: Mapping[str, str] = {
    "ana": "Ana Sousa", "jonas": "Jonas Weber", "priya": "Priya Raman", "ben": "Ben Okafor", "mei": "Mei-Lin Chen",
    "mateo": "Mateo Rojas", "leila": "Leila Haddad", "sofia": "Sofia Lindqvist", "kwame": "Kwame Mensah",
    "yuki": "Yuki Tanaka", "aroha": "Aroha Ngata", "emma": "Emma Clarke",
}  # fmt: skip
"""First names, by which dialogues call people. Ana leads, Jonas is the admin, Emma is new."""

ROOMS = ("announcements", "general", "wins", "help", "random", "photos")


class Stage(Protocol):
    """A platform with the company on it. Text names people as `@ben`, groups as `@engineering`."""

    def say(self, who: str, room: str, text: str, thread: str = "", files: Sequence[str] = ()) -> str:
        """Post; the id of the message. `files` are media types."""

    def edit(self, who: str, room: str, message: str, text: str) -> None:
        """Change what one said."""

    def delete(self, who: str, room: str, message: str) -> None:
        """Take it back."""

    def react(self, who: str, room: str, message: str, emoji: str, *, off: bool = False) -> None:
        """React, or take a reaction off."""

    def command(self, who: str, room: str, line: str) -> list[str]:
        """Type a slash command; the words of the private answers."""

    def tell(self, who: str, text: str) -> str:
        """Write to the bot alone; what it answers there."""

    def press(self, who: str, label: str) -> list[str]:
        """Press the button with this label on the newest private answer to somebody; the words that follow."""

    def fill(self, who: str, fields: Mapping[str, str]) -> Mapping[str, str]:
        """Send off the form that opened for somebody; `people` are first names with commas. The errors, if any."""

    def hears(self, who: str) -> str:
        """All that was said to one person privately."""

    def sees(self, room: str) -> str:
        """All that the bot posted in a channel, threads included."""

    def marks(self, room: str, message: str) -> set[str]:
        """The bot's own reactions on a message."""

    def advised(self, command: str) -> str:
        """How the bot's own words name a slash command where there may be none."""


@dataclass(frozen=True, slots=True)
class State:
    """What a dialogue leaves, by names instead of ids.

    Without streaks: Slack tells somebody's zone and not their country, so it may be a holiday on one platform only.
    """

    rows: Counter[tuple[str, str, str, int, int, int, int]] = field(default_factory=Counter)
    """Of the ledger: member, rule, channel, points, coins, given, received."""
    totals: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """Member, channel and measure -> the sum of all time."""
    badges: frozenset[tuple[str, str]] = frozenset()
    ranks: tuple[tuple[int, str, int], ...] = ()
    contested: tuple[tuple[str, str], ...] = ()
    """Who doubts a row, and what was decided."""
    roles: Mapping[str, str] = field(default_factory=dict)


def wait_until_all_is_said(file: Path, patience: float) -> None:
    """Until nothing waits in the outbox of this SQLite database."""
    end = time.monotonic() + patience
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=patience)) as link:
        while link.execute("SELECT 1 FROM outbox WHERE state NOT IN ('sent', 'failed', 'unwanted') LIMIT 1").fetchone():
            assert time.monotonic() < end, "letters are still waiting"
            time.sleep(0.01)


def state_of(database: Database, workspace: str, now: int) -> State:
    """The state of a workspace, read from its database."""
    with database.read(workspace, now) as work:
        return _state(work)


def _state(work: Work) -> State:
    members = {row.member: row for row in work.session.exec(select(MemberRow).where(_here(work, MemberRow)))}
    names = {member: row.name.split()[0].lower() for member, row in members.items() if row.name} | {"": ""}
    rooms = {row.channel: row.name for row in work.session.exec(select(ChannelRow).where(_here(work, ChannelRow)))}
    rooms = {room: name for room, name in rooms.items() if not room.startswith("D")} | {"": ""}
    ledger = work.session.exec(select(LedgerRow).where(_here(work, LedgerRow)))
    totals = work.session.exec(select(TotalRow).where(_here(work, TotalRow), TotalRow.span == "all"))
    badges = work.session.exec(select(BadgeRow).where(_here(work, BadgeRow), BadgeRow.seq != 0))
    contested = work.session.exec(select(ContestedRow).where(_here(work, ContestedRow)))
    top = boards.board(work, boards.Which("all", boards.start(work, "all") or 0), 20)
    return State(
        Counter(
            (
                names[row.member],
                row.rule,
                rooms.get(row.channel, "private"),
                row.points,
                row.coins,
                row.given,
                row.received,
            )
            for row in ledger
        ),
        {
            (names[row.member], rooms.get(row.channel, "private"), row.measure): row.amount
            for row in totals
            if row.amount
        },
        frozenset((names[row.member], row.badge) for row in badges),
        tuple((place.rank, names[place.member], place.amount) for place in top),
        tuple(sorted((names[row.member], row.state) for row in contested)),
        {names[member]: row.roles for member, row in members.items() if row.roles and row.name},
    )


def _here(work: Work, model: type[Any]) -> Any:
    return model.workspace == work.workspace
