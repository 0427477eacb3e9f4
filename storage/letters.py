"""Dead letters: events that could not be applied, kept without their words until somebody replays them."""

import json

from sqlalchemy import delete, func
from sqlmodel import col, select, update

from scoring.facts import Micros
from storage.sealing import WrongKey
from storage.tables import DeadLetterRow
from storage.transactions import Work

DEAD, REPLAYED = "dead", "replayed"


def sealed(work: Work, kind: str, member: str, event: str) -> str:
    """An event (its JSON) that cannot do without its words, readable with the key alone; without one they are lost."""
    sealing = work.database.sealing
    return json.dumps({"_": kind, "member": member, "sealed": sealing.seal(event) if sealing else ""})


def opened(work: Work, event: str) -> str:
    """The event's JSON as it was before it was sealed. Raises WrongKey, or ValueError if it is none."""
    said = json.loads(event)
    if not isinstance(said, dict) or "sealed" not in said:
        return event
    if not said["sealed"] or work.database.sealing is None:
        raise WrongKey("its words were not kept, since there was no key")
    return work.database.sealing.unseal(said["sealed"])


def forget_sealed(work: Work) -> None:
    """Whom the sealed ones name nobody can tell, so all of them go when somebody is erased."""
    statement = delete(DeadLetterRow).where(
        col(DeadLetterRow.workspace) == work.workspace, col(DeadLetterRow.event).contains('"sealed":')
    )
    work.connection.execute(statement)


def bury(work: Work, event: str, error: str) -> int:
    """Keep an event (its JSON) that could not be applied, and why; its number."""
    newest = work.session.exec(
        select(func.max(DeadLetterRow.id)).where(DeadLetterRow.workspace == work.workspace)
    ).one()
    number = (newest or 0) + 1
    work.session.add(
        DeadLetterRow(
            workspace=work.workspace, id=number, at=work.now, event=event, error=error, state=DEAD, replayed_at=0
        )
    )
    work.session.flush()
    return number


def dead(work: Work, *, replayed: bool = False) -> list[DeadLetterRow]:
    """Those that still wait, the oldest first; with `replayed` also those that were applied since."""
    query = select(DeadLetterRow).where(DeadLetterRow.workspace == work.workspace).order_by(col(DeadLetterRow.id))
    if not replayed:
        query = query.where(DeadLetterRow.state == DEAD)
    return list(work.session.exec(query))


def find(work: Work, number: int) -> DeadLetterRow | None:
    """One of them, whatever its state."""
    return work.session.get(DeadLetterRow, (work.workspace, number))


def settle(work: Work, number: int) -> None:
    """It was applied after all; what it said is no longer needed."""
    statement = (
        update(DeadLetterRow)
        .where(col(DeadLetterRow.workspace) == work.workspace, col(DeadLetterRow.id) == number)
        .values(state=REPLAYED, replayed_at=work.now, event="")
    )
    work.session.exec(statement)


def settle_ticks(work: Work, entry: int, since: Micros) -> None:
    """What failed of an entry of the calendar succeeded by itself; `since` when there is an entry of that number."""
    for row in dead(work):
        event = json.loads(row.event) if row.event and row.at >= since else None
        if isinstance(event, dict) and event.get("_") == "Tick" and event.get("entry") == entry:
            settle(work, row.id)


def note_error(work: Work, number: int, error: str) -> None:
    """It failed again, perhaps for another reason."""
    statement = (
        update(DeadLetterRow)
        .where(col(DeadLetterRow.workspace) == work.workspace, col(DeadLetterRow.id) == number)
        .values(error=error)
    )
    work.session.exec(statement)
