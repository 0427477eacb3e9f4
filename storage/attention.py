"""Attention: how much waits for an admin of a workspace."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from storage.health import LATELY
from storage.letters import DEAD
from storage.objections import OPEN
from storage.outbox import FAILED
from storage.tables import DeadLetterRow, ObjectionRow, OutboxRow

if TYPE_CHECKING:
    from storage.transactions import Work


@dataclass(frozen=True, slots=True)
class Attention:
    """What is open."""

    objections: int
    """Rows somebody doubts."""
    unsent: int
    """Cards of the last seven days that could not be delivered."""
    dead: int
    """Events that could not be applied."""


def attention(work: "Work") -> Attention:
    """Count it."""
    here = work.workspace
    objections = select(func.count()).where(col(ObjectionRow.workspace) == here, col(ObjectionRow.state) == OPEN)
    unsent = select(func.count()).where(
        col(OutboxRow.workspace) == here, col(OutboxRow.state) == FAILED, col(OutboxRow.made) >= work.now - LATELY
    )
    dead = select(func.count()).where(col(DeadLetterRow.workspace) == here, col(DeadLetterRow.state) == DEAD)
    counts = [int(work.connection.execute(query).scalar_one()) for query in (objections, unsent, dead)]
    return Attention(*counts)
