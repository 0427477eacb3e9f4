"""Names: finding the people somebody means who typed a name instead of choosing it from the list."""

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlmodel import col

from scoring.state import Trait
from storage.tables import MemberRow

if TYPE_CHECKING:
    from storage.transactions import Work

MOST_LISTED = 5_000
MOST = 200
"""Whoever shares the beginning of a name with more people must be chosen from the list."""


def everybody(work: "Work") -> tuple[tuple[str, str], ...]:
    """(member, name) of all colleagues by name, for a list to choose from; the first MOST_LISTED of them."""
    out = work.book.outside | int(Trait.BOT | Trait.DEACTIVATED | Trait.FORGOTTEN)
    query = (
        select(col(MemberRow.member), col(MemberRow.name))
        .where(
            col(MemberRow.workspace) == work.workspace,
            col(MemberRow.name) != "",
            col(MemberRow.traits).bitwise_and(out) == 0,
        )
        .order_by(func.lower(col(MemberRow.name)), col(MemberRow.member))
        .limit(MOST_LISTED)
    )
    return tuple((member, called) for member, called in work.connection.execute(query))


def colleagues_named(work: "Work", beginning: str, *, gone: bool = False) -> list[tuple[str, str]]:
    """(member, name) of the colleagues whose name begins like this, however it is capitalised.

    `gone`: of those who take no part instead, most of whom left.
    """
    out = col(MemberRow.traits).bitwise_and(work.book.outside)
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
            out != 0 if gone else out == 0,
        )
        .order_by(name, col(MemberRow.member))
        .limit(MOST)
    )
    return [(member, called) for member, called in work.connection.execute(query)]
