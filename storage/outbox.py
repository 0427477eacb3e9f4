"""The outbox: what is waiting to be said, in order, and what became of it."""

from dataclasses import dataclass

from sqlalchemy import func, insert
from sqlmodel import col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from scoring.facts import Micros
from storage.tables import OutboxRow
from storage.transactions import Work

WAITING, SENT, FAILED = "waiting", "sent", "failed"


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
    number: int = newest or 0
    new: list[dict[str, str | int]] = []
    for letter in letters:
        if letter.key:
            # An earlier one with this key may be among these very letters.
            _insert(work, new)
            new = []
            if _replace(work, letter):
                continue
        number += 1
        row: dict[str, str | int] = {
            "id": number,
            "kind": letter.kind,
            "channel": letter.channel,
            "key": letter.key,
            "said": letter.said,
        }
        new.append({**row, "workspace": work.workspace, "state": WAITING, "due": work.now, "made": work.now})
    _insert(work, new)
    work.changed = True


def _insert(work: Work, rows: list[dict[str, str | int]]) -> None:
    if rows:
        work.connection.execute(insert(OutboxRow), rows)


def _replace(work: Work, letter: Letter) -> bool:
    # In its place and under its number: it may be on its way at this very moment, and must wait if it was told to.
    waiting = (
        update(OutboxRow)
        .where(
            col(OutboxRow.workspace) == work.workspace,
            col(OutboxRow.key) == letter.key,
            col(OutboxRow.state) == WAITING,
        )
        .values(said=letter.said, channel=letter.channel)
    )
    return work.session.exec(waiting).rowcount > 0


def due(work: Work, limit: int = 50) -> list[OutboxRow]:
    """The oldest waiting letters whose time has come: of each channel only the first, so that order is kept."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.workspace == work.workspace, col(OutboxRow.id).in_(_first(work)), OutboxRow.due <= work.now)
        .order_by(col(OutboxRow.id))
        .limit(limit)
    )
    return list(work.session.exec(query))


def _first(work: Work) -> SelectOfScalar[int]:
    # Of each channel the oldest that waits: the others wait for it.
    return (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.workspace == work.workspace, OutboxRow.state == WAITING)
        .group_by(col(OutboxRow.channel))
    )


def next_due(work: Work) -> Micros | None:
    """When the earliest waiting letter may be sent, if there is one."""
    query = select(func.min(OutboxRow.due)).where(
        OutboxRow.workspace == work.workspace, col(OutboxRow.id).in_(_first(work))
    )
    return work.session.exec(query).one()


def remote_of(work: Work, key: str) -> str:
    """The platform's id of what was last sent under a key, or nothing."""
    if not key:
        return ""
    query = (
        select(OutboxRow.remote)
        .where(OutboxRow.workspace == work.workspace, OutboxRow.key == key, OutboxRow.remote != "")
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    )
    return work.session.exec(query).first() or ""


def settle(work: Work, number: int, said: str, **changes: str | int) -> None:
    """Write down what became of a letter; the words of what was sent are not kept.

    `said` is what was sent: if something newer took its place meanwhile, that still waits, now as an edit.
    """
    row = work.session.get(OutboxRow, (work.workspace, number))
    newer = row is not None and row.said != said
    if changes.get("state") in (SENT, FAILED) and newer:
        changes["state"] = WAITING
    elif changes.get("state") in (SENT, FAILED):
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
