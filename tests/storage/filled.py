"""A workspace with at least one row in every table there is."""

from typing import Any

from sqlalchemy import Integer, func, insert, select
from sqlmodel import SQLModel

from storage.transactions import Work


def fill_every_table(work: Work) -> None:
    """A row where there is none: whatever the columns are called, numbers are 1 and texts are "x"."""
    for table in SQLModel.metadata.sorted_tables:
        if "workspace" not in table.c:
            continue
        ours = select(func.count()).select_from(table).where(table.c.workspace == work.workspace)
        if work.connection.execute(ours).scalar_one():
            continue
        row: dict[str, Any] = {each.name: 1 if isinstance(each.type, Integer) else "x" for each in table.c}
        work.connection.execute(insert(table), {**row, "workspace": work.workspace})
