"""Boards: the top, one's neighbours, one's rank, groups by head - index reads, whatever the size of the ledger."""

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, distinct, func, select
from sqlmodel import col

from scoring.periods import local_day, start_of
from storage.tables import GroupMemberRow, GroupRow, HistogramRow, MemberRow, TotalRow

if TYPE_CHECKING:
    from storage.transactions import Work

MEASURES = ("points", "given", "received")
FEWEST = 5
"""Groups with fewer people to show would show the people."""


called = func.coalesce(
    select(col(MemberRow.name))
    .where(col(MemberRow.workspace) == col(TotalRow.workspace), col(MemberRow.member) == col(TotalRow.member))
    .correlate(TotalRow)
    .scalar_subquery(),
    "",
)
lowered = func.lower(called)
"""Ties stand in this order. Looked up row by row: a join tempts the planner to read every member."""


class Which(NamedTuple):
    """Which board: a period by its kind and first day, what is measured, and in which channel ("" is everywhere)."""

    span: str
    start: int
    measure: str = "points"
    channel: str = ""


class Place(NamedTuple):
    """One row of a board."""

    rank: int
    member: str
    name: str
    amount: int


class Rank(NamedTuple):
    """Where somebody stands among so many people."""

    rank: int
    amount: int
    of_people: int


class GroupPlace(NamedTuple):
    """One group: `tenths` are tenths per head."""

    rank: int
    group: str
    name: str
    people: int
    tenths: int


def start(work: "Work", span: str) -> int | None:
    """The first day of the period we are in; None if no season runs."""
    day = local_day(work.book.settings.zone, work.now)
    if span != "season":
        return start_of(span, day)
    running = (season.first for season in work.book.seasons if season.first <= day <= season.last)
    return next(running, None)


def board(work: "Work", which: Which, limit: int = 10) -> list[Place]:
    """The first `limit` places; ranks are dense, ties stand in the order of their names."""
    rows = _ordered(work, which, limit)
    return _ranked(rows, 1)


def _ranked(rows: list[tuple[str, str, int]], first: int) -> list[Place]:
    places, rank = [], first
    for place, (member, name, amount) in enumerate(rows):
        if place and amount != rows[place - 1][2]:
            rank += 1
        places.append(Place(rank, member, name or member, amount))
    return places


def _shown(which: Which, workspace: str, least: int = 1) -> tuple[ColumnElement[bool], ...]:
    # The columns of the index `board`, in its order; of two lower bounds SQLite might search by the worse one.
    return (
        col(TotalRow.workspace) == workspace,
        col(TotalRow.span) == which.span,
        col(TotalRow.start) == which.start,
        col(TotalRow.channel) == which.channel,
        col(TotalRow.measure) == which.measure,
        col(TotalRow.shown) == 1,
        col(TotalRow.amount) >= least,
    )


class _Part(NamedTuple):
    """Which rows of a board, and from where they are counted."""

    condition: ColumnElement[bool] | None = None
    upwards: bool = False
    tied: bool = False
    """All of them have the same amount."""


_WHOLE = _Part()


def _ordered(work: "Work", which: Which, limit: int, part: _Part = _WHOLE) -> list[tuple[str, str, int]]:
    # The index gives the amounts in order; only then are those with one and the same amount sorted by name.
    amount = col(TotalRow.amount)
    besides = [part.condition] if part.condition is not None else []
    conditions = [*_shown(which, work.workspace), *besides]
    if not part.tied:
        nearest = select(amount).where(*conditions).order_by(amount if part.upwards else amount.desc()).limit(limit)
        reached = list(work.connection.execute(nearest).scalars())
        if not reached:
            return []
        if part.upwards:
            conditions.append(amount <= reached[-1])
        else:
            conditions = [*_shown(which, work.workspace, reached[-1]), *besides]
    order: list[Any] = [amount, lowered.desc(), col(TotalRow.member).desc()]
    if not part.upwards:
        order = [amount.desc(), lowered, col(TotalRow.member)]
    query = select(col(TotalRow.member), called, amount).where(*conditions).order_by(*order).limit(limit)
    rows = [(member, str(label), points) for member, label, points in work.connection.execute(query)]
    return rows[::-1] if part.upwards else rows


def around(work: "Work", which: Which, member: str, reach: int = 3) -> list[Place]:
    """A member's place with up to `reach` people on each side; empty if the member isn't on this board."""
    mine = standing(work, which, member)
    if mine is None:
        return []
    amount, (me, before, after) = col(TotalRow.amount), _beside(work, member)
    same = amount == mine.amount
    above = _ordered(work, which, reach, _Part(same & before, upwards=True, tied=True))
    if len(above) < reach:
        above = _ordered(work, which, reach - len(above), _Part(amount > mine.amount, upwards=True)) + above
    below = _ordered(work, which, reach, _Part(same & after, tied=True))
    if len(below) < reach:
        below += _ordered(work, which, reach - len(below), _Part(amount < mine.amount))
    rank = mine.rank - len({row[2] for row in above} - {mine.amount})
    return _ranked([*above, (member, me, mine.amount), *below], rank)


def _beside(work: "Work", member: str) -> tuple[str, ColumnElement[bool], ColumnElement[bool]]:
    # Among those with as much as I have, my name says where I stand: it, and who is before and after me.
    mine = (col(MemberRow.workspace) == work.workspace, col(MemberRow.member) == member)
    row = work.connection.execute(select(col(MemberRow.name), func.lower(col(MemberRow.name))).where(*mine)).first()
    label, name = row or ("", "")
    other, same = col(TotalRow.member), lowered == name
    return label, (lowered < name) | (same & (other < member)), (lowered > name) | (same & (other > member))


def standing(work: "Work", which: Which, member: str) -> Rank | None:
    """A member's dense rank, amount, and how many people are on the board; None if not among them."""
    query = select(col(TotalRow.amount)).where(*_shown(which, work.workspace), col(TotalRow.member) == member)
    amount = work.connection.execute(query).scalar()
    if amount is None:
        return None
    above, people = work.connection.execute(_counts(work, which, amount)).one()
    return Rank(1 + above, amount, people)


def _counts(work: "Work", which: Which, amount: int) -> Select[int, int]:
    if which.channel:
        theirs = col(TotalRow.amount)
        above = func.count(distinct(theirs)).filter(theirs > amount)
        return select(above, func.count()).where(*_shown(which, work.workspace))
    theirs = col(HistogramRow.amount)
    return select(func.count().filter(theirs > amount), func.coalesce(func.sum(col(HistogramRow.people)), 0)).where(
        col(HistogramRow.workspace) == work.workspace,
        col(HistogramRow.measure) == which.measure,
        col(HistogramRow.span) == which.span,
        col(HistogramRow.start) == which.start,
        theirs > 0,
        col(HistogramRow.people) > 0,
    )


def groups(work: "Work", which: Which, limit: int = 10) -> list[GroupPlace]:
    """Groups of five or more people by what they have per head; who doesn't want to be shown isn't counted."""
    people = func.count()
    query = (
        select(col(GroupRow.group_id), col(GroupRow.name), people, func.coalesce(func.sum(col(TotalRow.amount)), 0))
        .join_from(
            GroupRow,
            GroupMemberRow,
            (col(GroupMemberRow.workspace) == col(GroupRow.workspace))
            & (col(GroupMemberRow.group_id) == col(GroupRow.group_id)),
        )
        .join(
            MemberRow,
            (col(MemberRow.workspace) == col(GroupRow.workspace))
            & (col(MemberRow.member) == col(GroupMemberRow.member)),
            isouter=True,
        )
        .join(
            TotalRow,
            (col(TotalRow.workspace) == col(GroupRow.workspace))
            & (col(TotalRow.member) == col(GroupMemberRow.member))
            & (col(TotalRow.span) == which.span)
            & (col(TotalRow.start) == which.start)
            & (col(TotalRow.channel) == which.channel)
            & (col(TotalRow.measure) == which.measure),
            isouter=True,
        )
        .where(
            col(GroupRow.workspace) == work.workspace,
            func.coalesce(col(MemberRow.traits), 0).op("&")(work.book.not_shown) == 0,
        )
        .group_by(col(GroupRow.group_id), col(GroupRow.name))
        .having(people >= FEWEST)
    )
    found = [
        (int(amount) * 10 // heads, name or group, group, heads)
        for group, name, heads, amount in work.connection.execute(query)
    ]
    found = sorted((row for row in found if row[0] > 0), key=lambda row: (-row[0], row[1].lower(), row[2]))
    amounts = sorted({row[0] for row in found}, reverse=True)
    rank = {tenths: place for place, tenths in enumerate(amounts, start=1)}
    return [GroupPlace(rank[tenths], group, name, heads, tenths) for tenths, name, group, heads in found[:limit]]
