"""Contests: those that run and ran, their entries, and who voted for which - by the reactions the state knows."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col, select

from scoring.facts import Micros
from scoring.periods import DAY
from scoring.state import ALIVE, State
from storage import calendar, numbering, outbox
from storage.contest_hours import Hours, read_gaps
from storage.contest_tables import OPEN as IS_OPEN
from storage.tables import CalendarRow, ContestEntryRow, ContestRow, WeekPostRow

if TYPE_CHECKING:
    from storage.transactions import Work

OPEN, CLOSED, CANCELLED = "open", "closed", "cancelled"
LATELY = 30 * DAY
"""So long after a contest closed, an entry that is deleted is taken off its card."""
PAGE = 8
AT_ONCE = 400
"""Messages that one statement looks up."""
POST_OF_THE_WEEK = "post_of_the_week"
"""The kind of entry in the calendar that tells of it; a channel in which there is one is watched."""


@dataclass(frozen=True, slots=True)
class Running:
    """What has to be known of a contest for each message that comes."""

    contest: int
    kind: str
    channel: str
    threaded: bool
    open: bool
    made: Micros
    closes: Micros
    card: str = ""
    """The platform's id of its card; nothing until that is known."""
    gaps: str = ""

    def takes(self, at: Micros) -> bool:
        """Whether what was posted at a moment may be an entry."""
        return self.made <= at and Hours(self.closes, read_gaps(self.gaps)).hold(at)


def reopen(work: "Work", row: ContestRow) -> None:
    """It takes entries and votes again; what came since it closed doesn't count."""
    row.gaps = json.dumps([*read_gaps(row.gaps), (row.closes, work.now)], separators=(",", ":"))
    row.state, row.closed_at = OPEN, 0


@dataclass(frozen=True, slots=True)
class Votes:
    """An entry as it stands: the distinct people who voted for it."""

    message: str
    member: str
    at: Micros
    votes: int
    picture: str = ""


def card_key(contest: int) -> str:
    """The key of the card in whose thread one enters; a deed's `message` as well."""
    return f"contest:{contest}"


def add(work: "Work", row: ContestRow) -> int:
    """A new contest; its number. `workspace`, `contest` and `made` are filled in here."""
    row.workspace, row.contest, row.made = work.workspace, numbering.above(work, ContestRow.contest), work.now
    work.session.add(row)
    work.session.flush()
    changed(work)
    return row.contest


def changed(work: "Work") -> None:
    """Contests are not what they were: look them up anew."""
    work.changed = True
    work.remembered.contests = None


def find(work: "Work", contest: int) -> ContestRow | None:
    """One contest, whatever its state."""
    return work.session.get(ContestRow, (work.workspace, contest)) if 0 < contest < 1 << 62 else None


def watched(work: "Work") -> tuple[Running, ...]:
    """Those that run, and those that closed lately; remembered between batches."""
    if work.remembered.contests is None:
        lately = select(ContestRow).where(
            ContestRow.workspace == work.workspace,
            ContestRow.state == CLOSED,
            col(ContestRow.closed_at) > work.now - LATELY,
        )
        rows = [*running(work), *work.session.exec(lately)]
        work.remembered.contests = tuple(
            Running(
                row.contest, row.kind, row.channel, bool(row.threaded), row.state == OPEN, row.made, row.closes,
                outbox.remote_of(work, card_key(row.contest)) if row.state == OPEN else "", row.gaps,
            )
            for row in sorted(rows, key=attrgetter("contest"))
        )  # fmt: skip
    return work.remembered.contests


def running(work: "Work") -> Sequence[ContestRow]:
    """Those that run, the next to close first."""
    query = select(ContestRow).where(ContestRow.workspace == work.workspace, IS_OPEN)
    return work.session.exec(query.order_by(col(ContestRow.closes), col(ContestRow.contest))).all()


def past(work: "Work", before: int, limit: int) -> Sequence[ContestRow]:
    """Those that closed with a number below `before` (0 is all), the newest first."""
    query = select(ContestRow).where(ContestRow.workspace == work.workspace, ContestRow.state == CLOSED)
    if before:
        query = query.where(ContestRow.contest < before)
    return work.session.exec(query.order_by(col(ContestRow.contest).desc()).limit(limit)).all()


def entry(work: "Work", contest: int, message: str) -> ContestEntryRow | None:
    """What is kept of a message as an entry."""
    return work.session.get(ContestEntryRow, (work.workspace, contest, message))


def among(work: "Work", contest: int, messages: Sequence[str]) -> dict[str, ContestEntryRow]:
    """What is kept of these messages as entries: one statement for them all."""
    found: dict[str, ContestEntryRow] = {}
    for start in range(0, len(messages), AT_ONCE):
        query = select(ContestEntryRow).where(
            ContestEntryRow.workspace == work.workspace,
            ContestEntryRow.contest == contest,
            col(ContestEntryRow.message).in_(messages[start : start + AT_ONCE]),
        )
        found.update((row.message, row) for row in work.session.exec(query))
    return found


def enter(work: "Work", row: ContestEntryRow) -> None:
    """Keep an entry."""
    row.workspace = work.workspace
    work.session.add(row)
    work.changed = True


def entries(work: "Work", contest: ContestRow) -> list[Votes]:
    """The entries that stand, in the order in which they came, with their votes.

    A vote is anybody's reaction but the author's, put on while it ran, whatever the emoji and however many.
    """
    work.flush()
    query = select(ContestEntryRow).where(
        ContestEntryRow.workspace == work.workspace,
        ContestEntryRow.contest == contest.contest,
        ContestEntryRow.fits == 1,
    )
    rows = work.session.exec(query.order_by(col(ContestEntryRow.at), col(ContestEntryRow.message))).all()
    outside, channel, hours = work.book.outside, contest.channel, _hours(contest)

    def look(state: State) -> list[Votes]:
        standing = [row for row in rows if _stands(state, channel, row, outside)]
        return [
            Votes(
                row.message, row.member, row.at,
                len(voters(state, (channel, row.message), row.member, outside, hours)), row.picture,
            )
            for row in standing
        ]  # fmt: skip

    return work.look(look)


def taking_part(work: "Work", contest: ContestRow, standing: Sequence[Votes]) -> set[str]:
    """Everybody who entered something or voted."""
    outside, hours = work.book.outside, _hours(contest)

    def look(state: State) -> set[str]:
        found = {each.member for each in standing}
        for each in standing:
            found |= voters(state, (contest.channel, each.message), each.member, outside, hours)
        return found

    return work.look(look)


def _hours(contest: ContestRow) -> Hours:
    return Hours(contest.closes, read_gaps(contest.gaps))


def _stands(state: State, channel: str, row: ContestEntryRow, outside: int) -> bool:
    message = state.messages.get((channel, row.message))
    return message is not None and message.state == ALIVE and not state.member(row.member).traits & outside


def voters(state: State, message: tuple[str, str], author: str, outside: int, hours: Hours) -> set[str]:
    """The people other than its author who reacted to a message while it counted, of those who take part."""
    found = set()
    for who, names in state.on_message(message).items():
        if who == author or state.member(who).traits & outside:
            continue
        reactions = [state.reactions.get((*message, who, emoji)) for emoji in names]
        if any(reaction is not None and hours.hold(reaction.at) for reaction in reactions):
            found.add(who)
    return found


def forget_pictures(work: "Work", contest: int, without: Collection[str]) -> None:
    """Where the pictures lie of entries that nobody is going to be shown (all but those of `without`)."""
    query = select(ContestEntryRow).where(
        ContestEntryRow.workspace == work.workspace,
        ContestEntryRow.contest == contest,
        ContestEntryRow.picture != "",
    )
    for row in work.session.exec(query).all():
        if row.message not in without:
            row.picture = ""
            work.session.add(row)
    work.session.flush()


def week_channels(work: "Work") -> frozenset[str]:
    """Channels in which the most reacted post of the week is told of; remembered between batches."""
    if work.remembered.week_channels is None:
        rows = calendar.standing(work, (POST_OF_THE_WEEK,))
        work.remembered.week_channels = frozenset(row.channel for row in rows)
    return work.remembered.week_channels


def note_posts(work: "Work", posts: Mapping[tuple[str, str], Micros]) -> None:
    """Messages that somebody reacted to."""
    if not posts:
        return
    mark = "%s" if work.postgres else "?"
    sql = (
        f"INSERT INTO week_post (workspace, channel, message, at) VALUES ({mark}, {mark}, {mark}, {mark})"
        " ON CONFLICT (workspace, channel, message) DO NOTHING"
    )
    work.flush()
    work.connection.exec_driver_sql(sql, [(work.workspace, *each, at) for each, at in sorted(posts.items())])
    work.changed = True


def week_entry(work: "Work", channel: str) -> CalendarRow | None:
    """The newest entry of the calendar for the post of the week of a channel, whatever its state."""
    query = select(CalendarRow).where(
        CalendarRow.workspace == work.workspace,
        CalendarRow.kind == POST_OF_THE_WEEK,
        CalendarRow.topic == channel,
    )
    return work.session.exec(query.order_by(col(CalendarRow.entry).desc()).limit(1)).first()


def loved(work: "Work", channel: str, since: Micros, until: Micros) -> list[Votes]:
    """Messages of a channel written between two moments, with how many others reacted; what is older is forgotten."""
    work.flush()
    query = select(WeekPostRow).where(WeekPostRow.workspace == work.workspace, WeekPostRow.channel == channel)
    rows = work.session.exec(query.order_by(col(WeekPostRow.at), col(WeekPostRow.message))).all()
    asked = [(row.message, row.at) for row in rows if since <= row.at < until]
    old = delete(WeekPostRow).where(
        col(WeekPostRow.workspace) == work.workspace,
        col(WeekPostRow.channel) == channel,
        col(WeekPostRow.at) < until,
    )
    work.session.exec(old)
    outside = work.book.outside

    def look(state: State) -> list[Votes]:
        found = []
        for name, at in asked:
            message = state.messages.get((channel, name))
            if message is None or message.state != ALIVE or not message.author:
                continue
            if state.member(message.author).traits & outside:
                continue
            people = voters(state, (channel, name), message.author, outside, Hours(until))
            found.append(Votes(name, message.author, at, len(people)))
        return found

    work.changed = True
    return work.look(look)
