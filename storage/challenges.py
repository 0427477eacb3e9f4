"""Challenges: those that run and ran, and how far each has come - by the ledger and by messages that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from scoring.facts import Micros
from scoring.state import GONE, State
from storage import numbering
from storage.contest_tables import OPEN as IS_OPEN
from storage.tables import ChallengePartRow, ChallengeRow, ChallengeStepRow, LedgerRow

if TYPE_CHECKING:
    from storage.transactions import Work

OPEN, CLOSED, CANCELLED = "open", "closed", "cancelled"
AT_ONCE = 400
"""Messages that one statement looks up."""
Place = tuple[str, str]
"""Channel and message."""


@dataclass(frozen=True, slots=True)
class Step:
    """A message that counts: whose thread it stands in, and who wrote it."""

    thread: str
    member: str


@dataclass(frozen=True, slots=True)
class Running:
    """What has to be known of a challenge for each message that comes."""

    challenge: int
    measure: str
    channel: str
    """Where it counts; nothing is anywhere."""
    made: Micros
    closes: Micros
    pending: bool


def add(work: "Work", row: ChallengeRow) -> int:
    """A new challenge; its number. What came before it doesn't count."""
    row.workspace, row.challenge = work.workspace, numbering.above(work, ChallengeRow.challenge)
    row.made, row.seen_seq = work.now, work.last_seq
    work.session.add(row)
    work.session.flush()
    changed(work)
    return row.challenge


def changed(work: "Work") -> None:
    """Challenges are not what they were: look them up anew."""
    work.changed = True
    work.remembered.challenges = None


def find(work: "Work", challenge: int) -> ChallengeRow | None:
    """One challenge, whatever its state."""
    return work.session.get(ChallengeRow, (work.workspace, challenge)) if 0 < challenge < 1 << 62 else None


def watched(work: "Work") -> tuple[Running, ...]:
    """Those that run; remembered between batches."""
    if work.remembered.challenges is None:
        work.remembered.challenges = tuple(
            Running(
                row.challenge, row.measure, "" if row.wide else row.channel, row.made, row.closes, bool(row.pending)
            )
            for row in running(work)
        )  # fmt: skip
    return work.remembered.challenges


def running(work: "Work") -> Sequence[ChallengeRow]:
    """Those that run, the next to close first."""
    query = select(ChallengeRow).where(ChallengeRow.workspace == work.workspace, IS_OPEN)
    return work.session.exec(query.order_by(col(ChallengeRow.closes), col(ChallengeRow.challenge))).all()


def past(work: "Work", before: int, limit: int) -> Sequence[ChallengeRow]:
    """Those that ended with a number below `before` (0 is all), the newest first."""
    query = select(ChallengeRow).where(ChallengeRow.workspace == work.workspace, ChallengeRow.state == CLOSED)
    if before:
        query = query.where(ChallengeRow.challenge < before)
    return work.session.exec(query.order_by(col(ChallengeRow.challenge).desc()).limit(limit)).all()


def step(work: "Work", challenge: int, found: Mapping[Place, Step | None]) -> bool:
    """These messages count for a challenge, or (None) no longer do; whether any of that is news."""
    known = _known(work, challenge, sorted(found))
    gone = [(work.workspace, challenge, *place) for place in sorted(known) if found[place] is None]
    news = [
        (work.workspace, challenge, *place, step.thread, step.member)
        for place, step in sorted(found.items())
        if step is not None and place not in known
    ]
    mark = "%s" if work.postgres else "?"
    if gone:
        where = " AND ".join(f"{name} = {mark}" for name in ("workspace", "challenge", "channel", "message"))
        work.connection.exec_driver_sql(f"DELETE FROM challenge_step WHERE {where}", gone)
    if news:
        sql = (
            "INSERT INTO challenge_step (workspace, challenge, channel, message, thread, member)"
            f" VALUES ({', '.join([mark] * 6)}) ON CONFLICT (workspace, challenge, channel, message) DO NOTHING"
        )
        work.connection.exec_driver_sql(sql, news)
    work.changed |= bool(gone or news)
    return bool(gone or news)


def _known(work: "Work", challenge: int, places: Sequence[Place]) -> set[Place]:
    work.flush()
    found: set[Place] = set()
    for start in range(0, len(places), AT_ONCE):
        some = places[start : start + AT_ONCE]
        query = select(ChallengeStepRow.channel, ChallengeStepRow.message).where(
            ChallengeStepRow.workspace == work.workspace,
            ChallengeStepRow.challenge == challenge,
            col(ChallengeStepRow.channel).in_(sorted({channel for channel, _ in some})),
            col(ChallengeStepRow.message).in_([message for _, message in some]),
        )
        found.update((channel, message) for channel, message in work.session.exec(query))
    return found & set(places)


def begun_by(work: "Work", challenge: int, places: Sequence[Place]) -> bool:
    """Whether a message that counts stands in the thread of one of these messages."""
    query = select(ChallengeStepRow.message).where(
        ChallengeStepRow.workspace == work.workspace,
        ChallengeStepRow.challenge == challenge,
        col(ChallengeStepRow.channel).in_(sorted({channel for channel, _ in places})),
        col(ChallengeStepRow.thread).in_(sorted({message for _, message in places})),
    )
    return work.session.exec(query.limit(1)).first() is not None


def add_up(work: "Work", row: ChallengeRow, *, received: bool = False) -> None:
    """Take in what the ledger grew by since it was last looked at.

    A correction stands at the time of what it corrects, so what is taken back later goes as well.
    """
    work.flush()
    who = col(LedgerRow.received if received else LedgerRow.given)
    query = (
        select(LedgerRow.member, func.sum(who))
        .where(
            LedgerRow.workspace == work.workspace,
            LedgerRow.seq > row.seen_seq,
            LedgerRow.seq <= work.last_seq,
            who != 0,
            LedgerRow.at >= row.made,
            LedgerRow.at < row.closes,
        )
        .group_by(col(LedgerRow.member))
        .order_by(col(LedgerRow.member))
    )
    if not row.wide:
        query = query.where(LedgerRow.channel == row.channel)
    for member, amount in work.session.exec(query).all():
        part = work.session.get(ChallengePartRow, (work.workspace, row.challenge, member))
        if part is None:
            part = ChallengePartRow(workspace=work.workspace, challenge=row.challenge, member=member, amount=0)
        part.amount += int(amount)
        work.session.add(part)
    row.seen_seq = work.last_seq
    work.session.add(row)
    work.session.flush()
    work.changed = True


def parts(work: "Work", challenge: int) -> list[tuple[str, int]]:
    """(member, units) of whoever contributed by the ledger, the most first."""
    query = select(ChallengePartRow.member, ChallengePartRow.amount).where(
        ChallengePartRow.workspace == work.workspace,
        ChallengePartRow.challenge == challenge,
        ChallengePartRow.amount > 0,
    )
    rows = work.session.exec(query.order_by(col(ChallengePartRow.amount).desc(), col(ChallengePartRow.member))).all()
    return [(member, amount) for member, amount in rows]


def steps(work: "Work", challenge: int) -> list[tuple[str, int]]:
    """(member, messages) of whoever contributed by messages, the most first."""
    work.flush()
    query = (
        select(ChallengeStepRow.member, func.count())
        .where(ChallengeStepRow.workspace == work.workspace, ChallengeStepRow.challenge == challenge)
        .group_by(col(ChallengeStepRow.member))
        .order_by(func.count().desc(), col(ChallengeStepRow.member))
    )
    return [(member, int(amount)) for member, amount in work.session.exec(query).all()]


def answers(work: "Work", challenge: int) -> list[tuple[Place, str, int]]:
    """((channel, thread), member, messages) of the messages that count and whose thread still has its beginning."""
    work.flush()
    query = (
        select(ChallengeStepRow.channel, ChallengeStepRow.thread, ChallengeStepRow.member, func.count())
        .where(ChallengeStepRow.workspace == work.workspace, ChallengeStepRow.challenge == challenge)
        .group_by(col(ChallengeStepRow.channel), col(ChallengeStepRow.thread), col(ChallengeStepRow.member))
    )
    rows = [((channel, thread), member, int(many)) for channel, thread, member, many in work.session.exec(query)]
    roots = sorted({place for place, _, _ in rows})

    def look(state: State) -> set[Place]:
        known = ((place, state.messages.get(place)) for place in roots)
        return {place for place, root in known if root is not None and root.state != GONE}

    there = work.look(look)
    return [row for row in rows if row[0] in there]
