"""Names: finding the people somebody means who typed a name instead of choosing it from the list."""

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlmodel import col

from storage.tables import MemberRow

if TYPE_CHECKING:
    from storage.transactions import Work

MOST = 200
"""Whoever shares the beginning of a name with more people must be chosen from the list."""


def colleagues_named(work: "Work", beginning: str) -> list[tuple[str, str]]:
    """(member, name) of the colleagues whose name begins like this, however it is capitalised."""
    name = col(MemberRow.name)
    query = (
        select(col(MemberRow.member), name)
        .where(
            col(MemberRow.workspace) == work.workspace,
            # Some databases know capitals of ASCII letters only; the rest is tried as people write names.
            or_(
                name.istartswith(beginning, autoescape=True),
                name.startswith(beginning, autoescape=True),
                name.startswith(beginning.capitalize(), autoescape=True),
            ),
            col(MemberRow.traits).bitwise_and(work.book.outside) == 0,
        )
        .order_by(name, col(MemberRow.member))
        .limit(MOST)
    )
    return [(member, called) for member, called in work.connection.execute(query)]
