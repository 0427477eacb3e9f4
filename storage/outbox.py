"""The outbox: what is waiting to be said, in order, and what became of it."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select, update

from scoring.facts import Micros
from storage.tables import OutboxRow
from storage.transactions import Work

WAITING, SENT, UNKNOWN, FAILED, DROPPED = "waiting", "sent", "unknown", "failed", "replaced"


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to say."""

    kind: str
    channel: str
    said: str
    key: str = ""


def put(work: Work, letters: list[Letter]) -> None:
    """Queue letters; one with a key takes the place of an earlier one with that key that is still waiting."""
    if not letters:
        return
    newest = work.session.exec(select(func.max(OutboxRow.id)).where(OutboxRow.workspace == work.workspace)).one()
    number = newest or 0
    for letter in letters:
        if letter.key:
            _replace(work, letter.key)
        number += 1
        row = OutboxRow(
            workspace=work.workspace, id=number, kind=letter.kind, channel=letter.channel, key=letter.key,
            said=letter.said, state=WAITING, due=work.now, made=work.now,
        )  # fmt: skip
        work.session.add(row)
        work.session.flush()
    work.changed = True


def _replace(work: Work, key: str) -> None:
    waiting = (
        update(OutboxRow)
        .where(col(OutboxRow.workspace) == work.workspace, col(OutboxRow.key) == key, col(OutboxRow.state) == WAITING)
        .values(state=DROPPED, said="")
    )
    work.session.exec(waiting)


def due(work: Work, limit: int = 50) -> list[OutboxRow]:
    """The oldest waiting letters whose time has come: of each channel only the first, so that order is kept."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.workspace == work.workspace, OutboxRow.state == WAITING)
        .order_by(col(OutboxRow.id))
        .limit(limit * 4)
    )
    first: dict[str, OutboxRow] = {}
    for row in work.session.exec(query):
        first.setdefault(row.channel, row)
    return [row for row in first.values() if row.due <= work.now][:limit]


def next_due(work: Work) -> Micros | None:
    """When the earliest waiting letter may be sent, if there is one."""
    query = select(func.min(OutboxRow.due)).where(OutboxRow.workspace == work.workspace, OutboxRow.state == WAITING)
    return work.session.exec(query).one()


def remote_of(work: Work, key: str) -> str:
    """The platform's id of what was last sent under a key, or nothing."""
    if not key:
        return ""
    query = (
        select(OutboxRow.remote)
        .where(OutboxRow.workspace == work.workspace, OutboxRow.key == key, OutboxRow.state == SENT)
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    )
    return work.session.exec(query).first() or ""


def settle(work: Work, number: int, **changes: str | int) -> None:
    """Write down what became of a letter; the words of what was sent are not kept."""
    if changes.get("state") in (SENT, FAILED):
        changes["said"] = ""
    statement = (
        update(OutboxRow)
        .where(col(OutboxRow.workspace) == work.workspace, col(OutboxRow.id) == number)
        .values(**changes)
    )
    work.session.exec(statement)
    work.session.flush()


def backlog(work: Work) -> dict[str, int]:
    """How many letters are in each state."""
    query = (
        select(OutboxRow.state, func.count())
        .where(OutboxRow.workspace == work.workspace)
        .group_by(col(OutboxRow.state))
    )
    return dict(work.session.exec(query).all())
