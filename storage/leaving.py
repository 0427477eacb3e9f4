"""Leaving: the app was removed from a workspace - nothing more is said there, later everything about it is deleted."""

from sqlalchemy import delete, update
from sqlmodel import SQLModel, col

from scoring.facts import Micros
from storage import installations, sweeping
from storage.outbox import FAILED, UNKNOWN, WAITING
from storage.tables import InstallationRow, OutboxRow
from storage.transactions import Database, Work

GONE = "Huzzah was removed from this workspace"


def leave(work: Work) -> bool:
    """Its tokens go, and what waits to be said there is given up; False if it was gone already."""
    # A letter on its way is settled by whoever sends it.
    ours, free = col(OutboxRow.workspace) == work.workspace, col(OutboxRow.claimed) == 0
    given_up = update(OutboxRow).where(ours, free, col(OutboxRow.state).in_((WAITING, UNKNOWN)))
    work.session.exec(given_up.values(state=FAILED, error=GONE, said=""))
    return installations.leave(work)


def delete_workspace(database: Database, workspace: str) -> int:
    """Every row of a workspace, in every table; how many there were. An SQLite file is written anew afterwards."""
    return _delete(database, workspace, None)


def delete_departed(database: Database, workspace: str, before: Micros) -> int:
    """The same if the app was removed there by that moment; nothing if it was installed again meanwhile."""
    return _delete(database, workspace, before)


def _delete(database: Database, workspace: str, before: Micros | None) -> int:
    number = 0
    with database.beside() as connection:
        if connection.dialect.name == "postgresql":
            # The same lock as every writer of this workspace takes.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", (workspace,))
        if before is not None:
            # First of all, so that nobody can come back unseen: whoever reinstalls waits for this row.
            ours = col(InstallationRow.workspace) == workspace
            gone = delete(InstallationRow).where(ours, col(InstallationRow.gone_at).between(1, before))
            number = connection.execute(gone).rowcount
            if not number:
                return 0
        for table in reversed(SQLModel.metadata.sorted_tables):
            if "workspace" in table.c:
                number += connection.execute(delete(table).where(table.c.workspace == workspace)).rowcount
        sweeping.mark(connection)
    database.forget(workspace)
    sweeping.sweep(database.engine)
    return number
