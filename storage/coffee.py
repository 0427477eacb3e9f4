"""Coffee: circles and who is in them, rounds and who sat with whom, and sealed lists of whom somebody avoids."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from storage import numbering
from storage.groups import CHUNK
from storage.sealing import WrongKey
from storage.tables import (
    CalendarRow,
    CoffeeAvoidRow,
    CoffeeCircleRow,
    CoffeeRoundRow,
    CoffeeRow,
    CoffeeSeatRow,
    CounterRow,
)

if TYPE_CHECKING:
    from storage.transactions import Work

ON, OFF = "on", "off"
NEW, TOLD, ASKED, MET, LATER, MISSED = "new", "told", "asked", "met", "later", "missed"
PADDED = 512
"""Characters that a list of avoided people is filled up to before it is sealed: its length says nothing."""
QUIET_CHANNEL = 60
"""Channels with more people of a round say nothing about who knows whom."""

Row = CoffeeCircleRow | CoffeeRow | CoffeeRoundRow | CoffeeSeatRow


def keep(work: "Work", row: Row) -> None:
    """Write a row that is new or was changed."""
    work.session.add(row)
    work.session.flush()
    work.changed = True


def circles(work: "Work") -> Sequence[CoffeeCircleRow]:
    """The circles that there are, the one for everybody first."""
    query = select(CoffeeCircleRow).where(
        col(CoffeeCircleRow.workspace) == work.workspace, col(CoffeeCircleRow.state) == ON
    )
    return (
        work.session.execute(query.order_by(col(CoffeeCircleRow.channel), col(CoffeeCircleRow.circle))).scalars().all()
    )


def circle(work: "Work", number: int) -> CoffeeCircleRow | None:
    """One of them, whatever its state."""
    return work.session.get(CoffeeCircleRow, (work.workspace, number))


def found_circle(work: "Work", channel: str, member: str) -> CoffeeCircleRow:
    """A new circle."""
    number = numbering.above(work, CoffeeCircleRow.circle)
    row = CoffeeCircleRow(workspace=work.workspace, circle=number, channel=channel, member=member, made=work.now)
    keep(work, row)
    return row


def joined(work: "Work", number: int, member: str) -> CoffeeRow | None:
    """What is kept of somebody in a circle, also if they left it."""
    return work.session.get(CoffeeRow, (work.workspace, number, member))


def count(work: "Work", number: int) -> int:
    """How many are in a circle."""
    query = select(func.count()).where(
        col(CoffeeRow.workspace) == work.workspace, col(CoffeeRow.circle) == number, col(CoffeeRow.state) == ON
    )
    work.flush()
    return work.connection.execute(query.select_from(CoffeeRow)).scalar_one()


def round_of(work: "Work", number: int, turn: int) -> CoffeeRoundRow | None:
    """A round of a circle."""
    return work.session.get(CoffeeRoundRow, (work.workspace, number, turn))


def seat(work: "Work", number: int, turn: int, member: str) -> CoffeeSeatRow | None:
    """Somebody's place in a round."""
    return work.session.get(CoffeeSeatRow, (work.workspace, number, turn, member))


def seats(work: "Work", number: int, turn: int) -> Sequence[CoffeeSeatRow]:
    """All places of a round."""
    query = select(CoffeeSeatRow).where(
        col(CoffeeSeatRow.workspace) == work.workspace, col(CoffeeSeatRow.circle) == number,
        col(CoffeeSeatRow.round) == turn,
    )  # fmt: skip
    return work.session.execute(query.order_by(col(CoffeeSeatRow.party), col(CoffeeSeatRow.member))).scalars().all()


def tables(work: "Work", number: int, since: int) -> list[tuple[int, int, str]]:
    """(round, party, member) of everybody who sat at a table of this circle, from a round on."""
    query = (
        select(col(CoffeeSeatRow.round), col(CoffeeSeatRow.party), col(CoffeeSeatRow.member))
        .where(
            col(CoffeeSeatRow.workspace) == work.workspace, col(CoffeeSeatRow.circle) == number,
            col(CoffeeSeatRow.round) >= since, col(CoffeeSeatRow.party) > 0,
        )
        .order_by(col(CoffeeSeatRow.round), col(CoffeeSeatRow.party), col(CoffeeSeatRow.member))
    )  # fmt: skip
    work.flush()
    return [(turn, party, member) for turn, party, member in work.connection.execute(query)]


def outcomes(work: "Work", number: int, turn: int) -> dict[str, int]:
    """State -> how many at the tables of a round; no names."""
    query = (
        select(col(CoffeeSeatRow.state), func.count())
        .where(
            col(CoffeeSeatRow.workspace) == work.workspace, col(CoffeeSeatRow.circle) == number,
            col(CoffeeSeatRow.round) == turn, col(CoffeeSeatRow.party) > 0,
        )
        .group_by(col(CoffeeSeatRow.state))
    )  # fmt: skip
    work.flush()
    return {str(state): int(many) for state, many in work.connection.execute(query)}


def ties(work: "Work", people: Sequence[str]) -> dict[tuple[str, str], int]:
    """Pairs who have had to do with each other already -> how much; pairs who haven't are left out."""
    here, found = set(people), dict[tuple[str, str], int]()
    places: dict[str, list[str]] = {}
    weights = {"each:talked_with": 2, "each:thanked": 3, "each:channels": 1}
    for begin_at in range(0, len(people), CHUNK):
        query = select(
            col(CounterRow.name), col(CounterRow.subject), col(CounterRow.other), col(CounterRow.amount)
        ).where(
            col(CounterRow.workspace) == work.workspace,
            col(CounterRow.period) == 0,
            col(CounterRow.name).in_(sorted(weights)),
            col(CounterRow.subject).in_(people[begin_at : begin_at + CHUNK]),
            col(CounterRow.amount) > 0,
        )
        for name, subject, other, amount in work.connection.execute(query):
            if name == "each:channels":
                places.setdefault(other, []).append(subject)
            elif other in here and other != subject:
                both = (subject, other) if subject < other else (other, subject)
                found[both] = found.get(both, 0) + weights[name] * min(amount, 20)
    for _, those in sorted(places.items()):
        if len(those) <= QUIET_CHANNEL:
            _together(found, sorted(those))
    return found


def _together(found: dict[tuple[str, str], int], those: list[str]) -> None:
    for place, one in enumerate(those):
        for other in those[place + 1 :]:
            found[one, other] = found.get((one, other), 0) + 1


def away(work: "Work", people: Sequence[str], days: Mapping[str, int]) -> set[str]:
    """Those of the people who are away on their day (an ordinal)."""
    return work.look(lambda state: {one for one in people if state.count((days[one], "absent", one, "")) > 0})


def avoided(work: "Work", member: str) -> list[str]:
    """Whom somebody would rather not be brought together with. Raises WrongKey."""
    row = work.session.get(CoffeeAvoidRow, (work.workspace, member))
    return _opened(work, row.sealed) if row else []


def avoid(work: "Work", member: str, others: Iterable[str]) -> None:
    """Keep that list, sealed; an empty one looks like any other."""
    row = work.session.get(CoffeeAvoidRow, (work.workspace, member))
    row = row or CoffeeAvoidRow(workspace=work.workspace, member=member)
    row.sealed = _closed(work, sorted({*others} - {member}))
    work.session.add(row)
    work.session.flush()
    work.changed = True


def all_avoided(work: "Work", people: Iterable[str]) -> tuple[dict[str, list[str]], set[str]]:
    """Of everybody whom they avoid, and those whose list no key here opens: they are better left in peace."""
    wanted, found, closed = set(people), dict[str, list[str]](), set[str]()
    work.flush()
    query = select(col(CoffeeAvoidRow.member), col(CoffeeAvoidRow.sealed)).where(
        col(CoffeeAvoidRow.workspace) == work.workspace
    )
    for member, sealed in work.connection.execute(query.order_by(col(CoffeeAvoidRow.member))):
        if member in wanted:
            try:
                found[member] = _opened(work, sealed)
            except WrongKey:
                closed.add(member)
    return found, closed


def erase(work: "Work", member: str) -> None:
    """Somebody is forgotten: they leave every circle and every list, their own list goes."""
    for model, column in ((CoffeeRow, CoffeeRow.member), (CoffeeAvoidRow, CoffeeAvoidRow.member)):
        work.connection.execute(delete(model).where(col(model.workspace) == work.workspace, col(column) == member))
    lists = select(col(CoffeeAvoidRow.member), col(CoffeeAvoidRow.sealed))
    for other, sealed in work.connection.execute(lists.where(col(CoffeeAvoidRow.workspace) == work.workspace)).all():
        try:
            theirs = _opened(work, sealed)
        except WrongKey:
            continue
        if member in theirs:
            ours = (col(CoffeeAvoidRow.workspace) == work.workspace) & (col(CoffeeAvoidRow.member) == other)
            left = _closed(work, [each for each in theirs if each != member])
            work.connection.execute(update(CoffeeAvoidRow).where(ours).values(sealed=left))


def end(work: "Work", number: int) -> None:
    """A circle ends; whoever was in it isn't any more, what was stays known."""
    work.flush()
    mine = (col(CoffeeRow.workspace) == work.workspace) & (col(CoffeeRow.circle) == number)
    work.session.execute(update(CoffeeRow).where(mine).values(state=OFF))
    work.changed = True


def next_of(work: "Work", entry: int) -> int:
    """When the calendar looks at a circle again; 0 is never."""
    query = select(col(CalendarRow.next)).where(
        col(CalendarRow.workspace) == work.workspace, col(CalendarRow.entry) == entry, col(CalendarRow.state) == ON
    )
    work.flush()
    return work.connection.execute(query).scalar() or 0


def _closed(work: "Work", people: Sequence[str]) -> str:
    text = json.dumps(list(people), ensure_ascii=False)
    text = text.ljust(-(-len(text) // PADDED) * PADDED)
    return work.database.sealing.seal(text) if work.database.sealing else text


def _opened(work: "Work", sealed: str) -> list[str]:
    text = sealed
    if not sealed.startswith("["):
        if work.database.sealing is None:
            raise WrongKey("there is no key here")
        text = work.database.sealing.unseal(sealed)
    return [str(each) for each in json.loads(text)]
