"""Numbering: numbers that are never given twice, whatever is deleted, erased or restored meanwhile.

What was sent under a number stands on the platform, and buttons with it are pressed, long after its row is gone.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, func, insert, select
from sqlmodel import col

from scoring.periods import MINUTE, SECOND
from storage.tables import NumberRow

if TYPE_CHECKING:
    from scoring.facts import Micros
    from storage.transactions import Work

GREETING, IDEA, QUESTION = "greeting", "idea", "question"
"""What is numbered, whatever happens to its rows."""
CALENDAR: Final = "calendar"
COUNTED: Final[Mapping[str, str]] = {
    CALENDAR: "entry", "challenge": "challenge", "coffee_circle": "circle", "contest": "contest", "poll": "poll",
    "pulse": "pulse", "quiz_round": "quiz",
}  # fmt: skip
"""Tables whose newest row stays, so that the next number follows from it; and the column of their numbers."""
LEAST_GAP = 1_000
"""Numbers that a restore leaves out at least: a pulse or a plan of birthdays makes many in one moment."""
Numbers = Mapping[tuple[str, str], int]
"""(workspace, kind or table): the newest number."""


def following(work: "Work", kind: str) -> int:
    """The next number of a kind; it is taken from now on."""
    row = work.session.get(NumberRow, (work.workspace, kind))
    row = row or NumberRow(workspace=work.workspace, kind=kind, newest=0)
    row.newest += 1
    work.session.add(row)
    work.session.flush()
    work.changed = True
    return row.newest


def above(work: "Work", column: Any) -> int:
    """The next number in a column of COUNTED: above all that stand there, and all that a restore may have lost."""
    query = select(func.max(column)).where(column.class_.workspace == work.workspace)
    lost = work.session.get(NumberRow, (work.workspace, column.class_.__tablename__))
    return max(work.session.execute(query).scalar() or 0, lost.newest if lost else 0) + 1


def given(connection: Connection) -> Numbers:
    """The newest number of everything, as far as this database knows."""
    found = connection.execute(select(col(NumberRow.workspace), col(NumberRow.kind), col(NumberRow.newest)))
    newest = {(workspace, kind): number for workspace, kind, number in found}
    for table, column in COUNTED.items():
        query = f"SELECT workspace, max({column}) FROM {table} GROUP BY workspace"
        for home, number in connection.exec_driver_sql(query):
            newest[home, table] = max(number, newest.get((home, table), 0))
    return newest


def leave_gap(connection: Connection, passed: "Micros", before: Numbers) -> None:
    """After a restore of a backup that was made so long ago: what was numbered since is gone, and still pressed.

    People make fewer than one of a kind a minute, and the calendar fewer than one entry a second, but for moments
    when there are many. `before` is what the database had given that was replaced.
    """
    newest = given(connection)
    homes = {home for (home,) in connection.exec_driver_sql("SELECT workspace FROM workspace")}
    rows = [
        {
            "workspace": home,
            "kind": kind,
            "newest": max(newest.get((home, kind), 0) + _gap(kind, passed), before.get((home, kind), 0)),
        }
        for home in sorted(homes)
        for kind in (GREETING, IDEA, QUESTION, *COUNTED)
    ]
    connection.exec_driver_sql("DELETE FROM number")
    if rows:
        connection.execute(insert(NumberRow), rows)


def _gap(kind: str, passed: "Micros") -> int:
    each = SECOND if kind == CALENDAR else MINUTE
    return LEAST_GAP + max(0, passed // each)
