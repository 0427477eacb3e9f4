"""The outbox: what is waiting to be said, in order, and what became of it."""

from dataclasses import asdict, dataclass

from sqlalchemy import Boolean, func, insert, literal_column
from sqlmodel import col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from scoring.facts import Micros
from scoring.periods import DAY
from storage.tables import OutboxRow
from storage.transactions import Work

WAITING, SENT, FAILED = "waiting", "sent", "failed"

KEPT, KEPT_WITH_KEY = 30 * DAY, 400 * DAY

# Written out, since SQLite only uses a partial index for a condition that it can read.
IS_WAITING = literal_column("state = 'waiting'", Boolean)
HAS_KEY = literal_column("key <> ''", Boolean)


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
        state: dict[str, str | int] = {"id": number, "state": WAITING, "due": work.now, "made": work.now}
        new.append({"workspace": work.workspace, **state, **asdict(letter)})
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
            HAS_KEY,
            IS_WAITING,
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
        .where(OutboxRow.workspace == work.workspace, IS_WAITING)
        .group_by(col(OutboxRow.channel))
    )


def claim(work: Work, lease: Micros, limit: int = 50) -> list[OutboxRow]:
    """Take what is due for oneself until the moment `lease`: nobody else sends it before then.

    Whoever dies meanwhile leaves it waiting; afterwards it is sent again under the same number.
    """
    rows = due(work, limit)
    if rows:
        claim_until(work, [row.id for row in rows], lease)
    return rows


def claim_until(work: Work, numbers: list[int], lease: Micros) -> None:
    """These letters are somebody's to send until that moment; until now, they are anybody's again."""
    taken = (
        update(OutboxRow)
        .where(col(OutboxRow.workspace) == work.workspace, col(OutboxRow.id).in_(numbers))
        .values(due=lease)
    )
    work.session.exec(taken)
    work.session.flush()


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
        .where(OutboxRow.workspace == work.workspace, OutboxRow.key == key, HAS_KEY, OutboxRow.remote != "")
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
        changes |= {"state": WAITING, "due": work.now}
    elif changes.get("state") in (SENT, FAILED):
        changes["said"] = ""
    statement = (
        update(OutboxRow)
        .where(col(OutboxRow.workspace) == work.workspace, col(OutboxRow.id) == number)
        .values(**changes)
    )
    work.session.exec(statement)
    work.session.flush()


def tidy(work: Work) -> None:
    """Forget letters long sent; those with a key a year later, since until then they may be edited."""
    for keyed, age in ((col(OutboxRow.key) == "", KEPT), (col(OutboxRow.key) != "", KEPT_WITH_KEY)):
        old = delete(OutboxRow).where(
            col(OutboxRow.workspace) == work.workspace,
            keyed,
            col(OutboxRow.state) != WAITING,
            col(OutboxRow.made) < work.now - age,
        )
        work.session.exec(old)
    work.session.flush()
