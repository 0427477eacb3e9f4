"""Seats of a round of coffee: taken all at once, and told or asked by the zones their people live in, in portions."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, Update, and_, func, insert, or_, select, true, update
from sqlmodel import col

from storage.coffee import ON
from storage.groups import CHUNK
from storage.tables import CoffeeRow, CoffeeSeatRow, MemberRow

if TYPE_CHECKING:
    from storage.transactions import Work

_zone, _country = func.coalesce(MemberRow.zone, ""), func.coalesce(MemberRow.country, "")
_WHO = (col(MemberRow.workspace) == col(CoffeeSeatRow.workspace)) & (col(MemberRow.member) == col(CoffeeSeatRow.member))

AT_A_TABLE: ColumnElement[bool] = col(CoffeeSeatRow.party) > 0
"""Whoever isn't left over."""


class Part(NamedTuple):
    """Somebody who joined a circle; see CoffeeRow."""

    member: str
    weeks: int
    snoozed: int
    waited: int
    last_day: int


class Round(NamedTuple):
    """A round of a circle."""

    circle: int
    turn: int


class Home(NamedTuple):
    """Where people of a round live, and the first of them."""

    zone: str
    country: str
    member: str


def parts(work: "Work", circle: int) -> dict[str, Part]:
    """Everybody who joined a circle."""
    query = select(
        col(CoffeeRow.member), col(CoffeeRow.weeks), col(CoffeeRow.snoozed), col(CoffeeRow.waited),
        col(CoffeeRow.last_day),
    ).where(
        col(CoffeeRow.workspace) == work.workspace, col(CoffeeRow.circle) == circle, col(CoffeeRow.state) == ON
    )  # fmt: skip
    work.flush()
    return {row[0]: Part(*row) for row in work.connection.execute(query.order_by(col(CoffeeRow.member)))}


def take(work: "Work", these: Round, tables: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Everybody has a place, at the table of this number; 0 is none."""
    rows = [
        {"workspace": work.workspace, "circle": these.circle, "round": these.turn, "member": member, "party": party}
        for party, group in tables
        for member in group
    ]
    if rows:
        work.session.execute(insert(CoffeeSeatRow), rows)
    work.changed = True


def took_part(work: "Work", circle: int, day: int, members: Sequence[str]) -> None:
    """Their last round was on this day; 0: they were left over, and have waited."""
    values = {"waited": 0, "last_day": day} if day else {"waited": 1}
    ours = (col(CoffeeRow.workspace) == work.workspace) & (col(CoffeeRow.circle) == circle)
    for start in range(0, len(members), CHUNK):
        some = ours & col(CoffeeRow.member).in_(members[start : start + CHUNK])
        _change(work, update(CoffeeRow).where(some).values(**values))


def homes(work: "Work", these: Round, state: str) -> list[Home]:
    """Where those live whose seats are in a state."""
    query = select(_zone, _country, func.min(CoffeeSeatRow.member)).outerjoin_from(CoffeeSeatRow, MemberRow, _WHO)
    work.flush()
    rows = work.connection.execute(query.where(_of(work, these, state)).group_by(_zone, _country))
    return sorted(Home(*row) for row in rows)


def living_in(zone: str, home: str) -> ColumnElement[bool]:
    """Those of a zone ("": everybody); who has none lives at `home`."""
    if not zone:
        return true()
    return _zone.in_((zone, "") if zone == home else (zone,))


def living_at(homes: Sequence[Home]) -> ColumnElement[bool]:
    """Those who live at one of these."""
    return or_(*(and_(_zone == home.zone, _country == home.country) for home in homes))


def waiting(
    work: "Work", these: Round, state: str, whose: ColumnElement[bool], most: int
) -> list[tuple[int, str]]:  # fmt: skip
    """(table, member) of those whose seats are in a state, no more than so many, by tables."""
    order = (col(CoffeeSeatRow.party), col(CoffeeSeatRow.member))
    query = select(*order).outerjoin_from(CoffeeSeatRow, MemberRow, _WHO).where(_of(work, these, state), whose)
    work.flush()
    return [(party, member) for party, member in work.connection.execute(query.order_by(*order).limit(most))]


def are_left(work: "Work", these: Round, state: str, *, at_a_table: bool) -> bool:
    """Whether there is any seat in a state."""
    query = select(col(CoffeeSeatRow.member)).where(_of(work, these, state))
    query = query.where(AT_A_TABLE) if at_a_table else query
    work.flush()
    return work.connection.execute(query.limit(1)).first() is not None


def at_tables(work: "Work", these: Round, first: int, last: int) -> dict[int, list[str]]:
    """Table -> who sits there, of some tables."""
    order = (col(CoffeeSeatRow.party), col(CoffeeSeatRow.member))
    query = select(*order).where(_of(work, these), col(CoffeeSeatRow.party).between(max(first, 1), last))
    found: dict[int, list[str]] = {}
    work.flush()
    for party, member in work.connection.execute(query.order_by(*order)):
        found.setdefault(party, []).append(member)
    return found


def mark(work: "Work", these: Round, members: Sequence[str], state: str) -> None:
    """Their seats come into another state."""
    for start in range(0, len(members), CHUNK):
        some = _of(work, these) & col(CoffeeSeatRow.member).in_(members[start : start + CHUNK])
        _change(work, update(CoffeeSeatRow).where(some).values(state=state))


def _change(work: "Work", statement: Update) -> None:
    work.session.flush()
    work.session.execute(statement, execution_options={"synchronize_session": False})
    work.session.expire_all()
    work.changed = True


def _of(work: "Work", these: Round, state: str = "") -> ColumnElement[bool]:
    ours = and_(
        col(CoffeeSeatRow.workspace) == work.workspace,
        col(CoffeeSeatRow.circle) == these.circle,
        col(CoffeeSeatRow.round) == these.turn,
    )
    return ours & (col(CoffeeSeatRow.state) == state) if state else ours
