"""The audit: who changed what and when, beyond the rule book."""

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from storage.tables import AuditRow

if TYPE_CHECKING:
    from storage.transactions import Work


def write(work: "Work", member: str, action: str, detail: str) -> None:
    """Append what somebody did."""
    newest = work.session.exec(select(func.max(AuditRow.id)).where(AuditRow.workspace == work.workspace)).one()
    row = AuditRow(
        workspace=work.workspace, id=(newest or 0) + 1, at=work.now, member=member, action=action, detail=detail
    )
    work.session.add(row)
    work.session.flush()
    work.changed = True


def newest(work: "Work", limit: int = 50) -> list[AuditRow]:
    """What was done last, newest first."""
    query = select(AuditRow).where(AuditRow.workspace == work.workspace).order_by(col(AuditRow.id).desc()).limit(limit)
    return list(work.session.exec(query))
