"""The stage: what people of an invented company can do, whatever the platform, and the state it leaves."""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlmodel import select

from handlers.polls.counting import Tally, read_tally
from scoring.markup import plain
from scoring.periods import HOUR, SECOND
from storage import boards, polls, quizzes, votes
from storage.tables import (
    BadgeRow,
    ChannelRow,
    LedgerRow,
    MemberRow,
    ObjectionRow,
    PollRow,
    PromiseRow,
    TotalRow,
)
from storage.transactions import Database, Work
from tests.bot.loopback.passing import Passing

CAST: Mapping[str, str] = {
    "ana": "Ana Sousa", "jonas": "Jonas Weber", "priya": "Priya Raman", "ben": "Ben Okafor", "mei": "Mei-Lin Chen",
    "mateo": "Mateo Rojas", "leila": "Leila Haddad", "sofia": "Sofia Lindqvist", "kwame": "Kwame Mensah",
    "yuki": "Yuki Tanaka", "aroha": "Aroha Ngata", "emma": "Emma Clarke",
}  # fmt: skip
"""First names, by which dialogues call people. Ana leads, Jonas is the admin, Emma is new."""

DUE = "FROM calendar WHERE state = 'on' AND next > 0"
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

    def press_on(self, who: str, room: str, label: str) -> list[str]:
        """Press a button on the newest public card in a room that has it; the words that follow, as of `press`.

        A button among many that are called the same is named by what stands beside it: `Pizza` of a poll.
        """

    def fill(self, who: str, fields: Mapping[str, str]) -> Mapping[str, str]:
        """Send off the form that opened for somebody; `people` are first names with commas. The errors, if any."""

    def hears(self, who: str) -> str:
        """All that was said to one person privately."""

    def sees(self, room: str) -> str:
        """All that the bot posted in a channel, threads included."""

    def card(self, room: str, words: str) -> str:
        """The id of the bot's newest card in a channel that says this, for whoever answers in its thread."""

    def marks(self, room: str, message: str) -> set[str]:
        """The bot's own reactions on a message."""

    def later(self, hours: float) -> None:
        """Time passes for everybody, and whatever becomes due meanwhile happens, each thing at its own moment."""

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
    objections: tuple[tuple[str, str], ...] = ()
    """Who doubts a row, and what was decided."""
    roles: Mapping[str, str] = field(default_factory=dict)
    polls: tuple[tuple[str, str, str, int], ...] = ()
    """Question, state, what it came to, and how many voted."""
    promises: tuple[tuple[str, str, str], ...] = ()
    """Who owes an answer, whether it is still owed, and the answer."""


def wait_until_all_is_said(file: Path, patience: float) -> None:
    """Until nothing waits in the outbox of this SQLite database."""
    _wait(file, "SELECT 1 FROM outbox WHERE state NOT IN ('sent', 'failed', 'unwanted') LIMIT 1", patience)


def wait_until_all_is_drawn(file: Path, patience: float) -> None:
    """Until every card shows what it has to show, which may take it a few seconds."""
    _wait(file, "SELECT 1 FROM calendar WHERE kind = 'poll_refresh' AND state = 'on' AND next > 0 LIMIT 1", patience)
    wait_until_all_is_said(file, patience)


def rooms_known(file: Path, patience: float) -> set[str]:
    """The names of all channels that the bot has learnt."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=patience)) as link:
        return {name for (name,) in link.execute("SELECT name FROM channel")}


def _wait(file: Path, waiting: str, patience: float, *given: object) -> None:
    end = time.monotonic() + patience
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=patience)) as link:
        while link.execute(waiting, given).fetchone():
            assert time.monotonic() < end, f"this is still so: {waiting}"
            time.sleep(0.01)


def let_pass(passing: Passing, file: Path, hours: float, patience: float) -> None:
    """Let time pass, from one thing that is due to the next: each happens at its own moment, not late."""
    end = passing() + round(hours * HOUR)
    while (due := _next_due(file, patience)) and due <= end:
        passing.by(max(0, due + SECOND - passing()))
        _wait(file, f"SELECT 1 {DUE} AND next <= ? LIMIT 1", patience, due)
        wait_until_all_is_said(file, patience)
    passing.by(max(0, end - passing()))


def _next_due(file: Path, patience: float) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=patience)) as link:
        return int(link.execute(f"SELECT coalesce(min(next), 0) {DUE}").fetchone()[0])


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
    objections = work.session.exec(select(ObjectionRow).where(_here(work, ObjectionRow)))
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
        tuple(sorted((names[row.member], row.state) for row in objections)),
        {names[member]: row.roles for member, row in members.items() if row.roles and row.name},
        tuple(_poll(work, row, names) for row in work.session.exec(_in_order(work, PollRow))),
        tuple((names[row.member], row.state, row.answer) for row in work.session.exec(_in_order(work, PromiseRow))),
    )


def _in_order(work: Work, model: type[Any]) -> Any:
    return select(model).where(_here(work, model)).order_by(model.poll)


def _poll(work: Work, row: PollRow, names: Mapping[str, str]) -> tuple[str, str, str, int]:
    if quizzes.is_of_round(row) and not row.member:
        # Which question of the library comes next follows from the ids of workspace and channel.
        return row.question.partition(" · ")[0], row.state, row.kind, votes.voters(work, row)
    # Who is mentioned has another id everywhere.
    options = [(each.option, plain(each.words, names), each.state) for each in polls.options(work, row.poll)]
    if row.state == "closed":
        tally = read_tally(row.result)
    else:
        tally = Tally(turnout=len(votes.everything(work, row)) if row.state == "open" and not row.anonymous else 0)
    amounts = dict(tally.counts)
    said = [f"{words} {amounts.get(option, 0)}" for option, words, state in options if state == "shown"]
    said += [f"{names.get(member, '?')} {points}" for member, points in tally.scores]
    said += [] if row.state == "closed" or row.anonymous else sorted(map(str, _named(work, row, names)))
    return row.question, row.state, f"{row.kind} {', '.join(said)} {tally.hidden}".strip(), tally.turnout


def _named(work: Work, row: PollRow, names: Mapping[str, str]) -> Iterator[tuple[str, votes.Choice]]:
    return ((names.get(member, "?"), choice) for member, choice, _ in votes.everything(work, row))


def _here(work: Work, model: type[Any]) -> Any:
    return model.workspace == work.workspace
