"""Ideas: what may be asked in a channel, until a moderator approves or drops it, or it is cold."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, update
from sqlmodel import col, select

from scoring.facts import Micros
from storage import numbering
from storage.pulse_tables import WAITING as IS_WAITING
from storage.tables import IdeaRow
from storage.transactions import Work

WAITING, APPROVED, DROPPED, EXPIRED = "waiting", "approved", "dropped", "expired"


def add(work: Work, row: IdeaRow) -> int:
    """Keep an idea; its number. `workspace`, `idea` and `made` are filled in here."""
    row.workspace, row.idea, row.made = work.workspace, numbering.following(work, numbering.IDEA), work.now
    save(work, row)
    return row.idea


def save(work: Work, row: IdeaRow) -> None:
    """Keep what was changed of it."""
    work.session.add(row)
    work.session.flush()
    work.changed = True


def find(work: Work, idea: int) -> IdeaRow | None:
    """One idea, whatever became of it."""
    return work.session.get(IdeaRow, (work.workspace, idea))


def waiting(work: Work) -> Sequence[IdeaRow]:
    """What a moderator may still decide, the oldest first."""
    query = select(IdeaRow).where(_waiting(work), col(IdeaRow.closes) > work.now)
    return work.session.exec(query.order_by(col(IdeaRow.idea))).all()


def made_since(work: Work, at: Micros) -> Sequence[IdeaRow]:
    """What was proposed from a moment on."""
    query = select(IdeaRow).where(IdeaRow.workspace == work.workspace, col(IdeaRow.made) >= at)
    return work.session.exec(query.order_by(col(IdeaRow.made), col(IdeaRow.idea))).all()


def settle(work: Work, row: IdeaRow, state: str, member: str) -> None:
    """A moderator decided."""
    row.state, row.settled_at, row.settled_by = state, work.now, member
    save(work, row)


def expire(work: Work) -> None:
    """What nobody decided in time is cold."""
    work.flush()
    cold = _waiting(work) & (col(IdeaRow.closes) <= work.now)
    work.connection.execute(update(IdeaRow).where(cold).values(state=EXPIRED))
    work.session.expire_all()
    work.changed = True


def drop_of(work: Work, channel: str) -> None:
    """Nothing that waits for a channel is asked there any more."""
    work.flush()
    here = _waiting(work) & (col(IdeaRow.channel) == channel)
    work.connection.execute(update(IdeaRow).where(here).values(state=DROPPED))
    work.session.expire_all()
    work.changed = True


def _waiting(work: Work) -> ColumnElement[bool]:
    return and_(col(IdeaRow.workspace) == work.workspace, IS_WAITING)
