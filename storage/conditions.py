"""Conditions: what is so with a workspace's platform just now, each under a name, with when it was last said."""

from sqlmodel import col, select

from scoring.facts import Micros
from storage.tables import ConditionRow
from storage.transactions import Work


def put(work: Work, name: str, value: str) -> None:
    """Say how it is with `name` from now on; the newest word counts."""
    mark = "%s" if work.postgres else "?"
    # A condition is nobody's fact: the workspace's stamp stays, so that no other process forgets what it remembers.
    sql = (
        f"INSERT INTO condition (workspace, name, value, at) VALUES ({mark}, {mark}, {mark}, {mark})"
        " ON CONFLICT (workspace, name) DO UPDATE SET value = excluded.value, at = excluded.at"
    )
    work.connection.exec_driver_sql(sql, (work.workspace, name, value, work.now))


def get(work: Work, name: str) -> tuple[str, Micros] | None:
    """What was last said of `name`, and when; None if nothing is."""
    row = work.session.get(ConditionRow, (work.workspace, name))
    return (row.value, row.at) if row else None


def everything(work: Work) -> dict[str, tuple[str, Micros]]:
    """All that is said of this workspace, by name."""
    query = select(ConditionRow).where(ConditionRow.workspace == work.workspace).order_by(col(ConditionRow.name))
    return {row.name: (row.value, row.at) for row in work.session.exec(query)}


def clear(work: Work, name: str) -> None:
    """It is over with `name`."""
    mark = "%s" if work.postgres else "?"
    sql = f"DELETE FROM condition WHERE workspace = {mark} AND name = {mark}"
    work.connection.exec_driver_sql(sql, (work.workspace, name))
