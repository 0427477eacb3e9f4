"""Numbering: numbers that are never given twice, whatever is deleted or erased meanwhile.

What was sent under a number stands on the platform, and buttons with it are pressed, long after its row is gone.
"""

from typing import TYPE_CHECKING

from storage.tables import NumberRow

if TYPE_CHECKING:
    from storage.transactions import Work

GREETING, IDEA, QUESTION = "greeting", "idea", "question"
"""What is numbered."""


def following(work: "Work", kind: str) -> int:
    """The next number of a kind; it is taken from now on."""
    row = work.session.get(NumberRow, (work.workspace, kind))
    row = row or NumberRow(workspace=work.workspace, kind=kind, newest=0)
    row.newest += 1
    work.session.add(row)
    work.session.flush()
    work.changed = True
    return row.newest
