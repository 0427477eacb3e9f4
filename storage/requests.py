"""Requests: which commands, buttons and dialogs were handled, so that a repeat does nothing."""

from scoring.periods import DAY
from storage.transactions import Work

KEPT_DAYS = 7


def is_first(work: Work, request: str) -> bool:
    """Whether this request comes for the first time; from now on it has come."""
    mark = "%s" if work.postgres else "?"
    day = work.now // DAY
    sql = f"SELECT 1 FROM request WHERE workspace = {mark} AND day IN ({mark}, {mark}) AND request = {mark}"
    found = work.connection.exec_driver_sql(sql, (work.workspace, day, day - 1, request)).first()
    if found:
        return False
    sql = f"INSERT INTO request (workspace, day, request) VALUES ({mark}, {mark}, {mark})"
    work.connection.exec_driver_sql(sql, (work.workspace, day, request))
    work.changed = True
    return True


def forget(work: Work, request: str) -> None:
    """It came to nothing, and may come again under the same id."""
    mark = "%s" if work.postgres else "?"
    sql = f"DELETE FROM request WHERE workspace = {mark} AND request = {mark} AND day >= {mark}"
    work.connection.exec_driver_sql(sql, (work.workspace, request, work.now // DAY - 1))


def tidy(work: Work) -> None:
    """Forget requests of earlier days; platforms repeat within hours."""
    mark = "%s" if work.postgres else "?"
    sql = f"DELETE FROM request WHERE workspace = {mark} AND day < {mark}"
    work.connection.exec_driver_sql(sql, (work.workspace, work.now // DAY - KEPT_DAYS))
