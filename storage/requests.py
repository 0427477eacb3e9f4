"""Requests: which commands, buttons and dialogs were handled, so that a repeat does nothing."""

from collections.abc import Sequence
from hashlib import sha256

from scoring.periods import DAY
from storage.shelving import Lying, fetch, insert
from storage.tables import RequestRow
from storage.transactions import Work

KEPT_DAYS = 7
REQUESTS = Lying(RequestRow.__table__, 2)  # type: ignore[attr-defined]  # SQLModel adds it to every table class


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


def firsts(work: Work, wanted: Sequence[str]) -> list[bool]:
    """The same for several at once, in their order."""
    day = work.now // DAY
    keys = [(each, request) for each in (day, day - 1) for request in sorted(set(wanted))]
    seen = {request for _, request in fetch(work.connection, work.workspace, REQUESTS, keys)}
    done: list[bool] = []
    for request in wanted:
        done.append(request not in seen)
        seen.add(request)
    fresh = sorted({(day, request) for request, first in zip(wanted, done, strict=True) if first})
    insert(work.connection, work.workspace, REQUESTS.table, fresh)
    work.changed |= bool(fresh)
    return done


def disguised(work: Work, request: str) -> str:
    """The same id always as the same text, from which nobody with a copy of the database can read the id."""
    sealing = work.database.sealing
    return f"vote:{sealing.mark(request) if sealing else sha256(request.encode()).hexdigest()}"


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
