"""Celebrations: days that people told, cards that are signed for them, and who knows whom well enough to sign."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Update, and_, delete, exists, func, insert, literal_column, select, update
from sqlmodel import col

from scoring.facts import Micros
from storage import by_member, numbering
from storage.groups import CHUNK
from storage.tables import (
    CalendarRow,
    CelebratingRow,
    CounterRow,
    GreetingRow,
    LedgerRow,
    MemberRow,
    SpecialDayRow,
    WishRow,
)

if TYPE_CHECKING:
    from storage.transactions import Work

ENTRY = "celebration"
"""The kind of the calendar's entries about somebody's day."""
BIRTHDAY, ANNIVERSARY = "birthday", "anniversary"
ON, ASKED, OFF = "on", "asked", "off"
CALENDAR_ON, GONE = "on", "gone"
"""States of its entries."""
OPEN, POSTED, PRIVATE, DROPPED = "open", "posted", "private", "dropped"
CHOSEN, INVITED, SIGNED, SAID = "chosen", "asked", "signed", "said"

NEWEST_ROWS = 300
"""So many rows of the ledger tell whom somebody has had to do with lately."""
MOST_KNOWN = 300

IS_WAITING: ColumnElement[bool] = literal_column("state = 'on' AND next > 0")
"""Written out as in the index, or SQLite would not use it."""


def customs(work: "Work") -> CelebratingRow:
    """How this workspace celebrates; with what we begin with if nobody chose."""
    found = work.session.get(CelebratingRow, work.workspace)
    return found or CelebratingRow(
        workspace=work.workspace, channel="", free_days="after", ahead=4, anniversaries=1, profile=0
    )


def keep(work: "Work", row: CelebratingRow | SpecialDayRow | GreetingRow | WishRow) -> None:
    """Write a row that is new or was changed."""
    work.session.add(row)
    work.session.flush()
    work.changed = True


def day_of(work: "Work", member: str, kind: str) -> SpecialDayRow | None:
    """What is kept of somebody's day, whatever its state."""
    return work.session.get(SpecialDayRow, (work.workspace, member, kind))


def every(work: "Work", kind: str = "") -> Sequence[SpecialDayRow]:
    """All days that are to be celebrated, for planning them anew."""
    query = select(SpecialDayRow).where(col(SpecialDayRow.workspace) == work.workspace, col(SpecialDayRow.state) == ON)
    if kind:
        query = query.where(col(SpecialDayRow.kind) == kind)
    return work.session.execute(query.order_by(col(SpecialDayRow.member), col(SpecialDayRow.kind))).scalars().all()


def counts(work: "Work") -> dict[str, int]:
    """Kind -> how many days are kept, for admins: no names."""
    query = (
        select(col(SpecialDayRow.kind), func.count())
        .where(col(SpecialDayRow.workspace) == work.workspace, col(SpecialDayRow.state) == ON)
        .group_by(col(SpecialDayRow.kind))
    )
    work.flush()
    return {str(kind): int(number) for kind, number in work.connection.execute(query)}


def silent(work: "Work", out: int, zone: str, own: str, most: int = 0) -> list[str]:
    """Colleagues of a time zone ("": of all) who never said anything about their birthday and weren't asked.

    `out`: the traits of those who aren't asked; `own`: the workspace's zone, in which those without one live; `most`:
    no more than so many.
    """
    said = exists().where(
        and_(
            col(SpecialDayRow.workspace) == work.workspace,
            col(SpecialDayRow.member) == col(MemberRow.member),
            col(SpecialDayRow.kind) == BIRTHDAY,
        )
    )
    query = select(col(MemberRow.member)).where(
        col(MemberRow.workspace) == work.workspace,
        col(MemberRow.name) != "",
        col(MemberRow.traits).bitwise_and(out) == 0,
        ~said,
    )
    if zone:
        query = query.where(col(MemberRow.zone).in_((zone, "") if zone == own else (zone,)))
    work.flush()
    return list(work.connection.execute(query.order_by(col(MemberRow.member)).limit(most or None)).scalars())


def ask(work: "Work", members: Sequence[str]) -> None:
    """They are asked for their birthday now, and never again."""
    rows = [
        {"workspace": work.workspace, "member": member, "kind": BIRTHDAY, "state": ASKED, "made": work.now}
        for member in members
    ]
    if rows:
        work.session.flush()
        work.session.execute(insert(SpecialDayRow), rows)
        work.changed = True


def with_day(work: "Work", members: Sequence[str], kind: str) -> set[str]:
    """Those of whose day something is kept, whatever its state."""
    found: set[str] = set()
    work.flush()
    for start in range(0, len(members), CHUNK):
        query = select(col(SpecialDayRow.member)).where(
            col(SpecialDayRow.workspace) == work.workspace,
            col(SpecialDayRow.member).in_(members[start : start + CHUNK]),
            col(SpecialDayRow.kind) == kind,
        )
        found.update(work.connection.execute(query).scalars())
    return found


def soon(work: "Work", until: Micros) -> list[int]:
    """The entries of the calendar about days that may be celebrated up to a moment; an index read."""
    query = (
        select(col(CalendarRow.entry))
        .where(
            IS_WAITING,
            col(CalendarRow.next) <= until,
            col(CalendarRow.workspace) == work.workspace,
            col(CalendarRow.kind) == ENTRY,
        )
        .order_by(col(CalendarRow.next), col(CalendarRow.entry))
    )
    work.flush()
    return list(work.connection.execute(query).scalars())


def greeting(work: "Work", number: int) -> GreetingRow | None:
    """A card to sign, by its number."""
    return work.session.get(GreetingRow, (work.workspace, number))


def greeting_of(work: "Work", member: str, kind: str, year: int) -> GreetingRow | None:
    """The card for somebody's day of a year."""
    query = select(GreetingRow).where(
        col(GreetingRow.workspace) == work.workspace,
        col(GreetingRow.member) == member,
        col(GreetingRow.kind) == kind,
        col(GreetingRow.year) == year,
    )
    return work.session.execute(query).scalars().first()


def open_of(work: "Work", member: str, kind: str) -> GreetingRow | None:
    """The card for somebody's day that waits to be handed over."""
    query = select(GreetingRow).where(
        col(GreetingRow.workspace) == work.workspace,
        col(GreetingRow.member) == member,
        col(GreetingRow.kind) == kind,
        col(GreetingRow.state) == OPEN,
    )
    return work.session.execute(query.order_by(col(GreetingRow.greeting))).scalars().first()


def replan(work: "Work", free_days: str, *, anniversaries: bool) -> None:
    """Every day follows other customs; the calendar looks when that is in portions, as it does at whatever is due."""
    work.flush()
    ours = [col(CalendarRow.workspace) == work.workspace, col(CalendarRow.kind) == ENTRY]
    waiting = [*ours, col(CalendarRow.state) == CALENDAR_ON, col(CalendarRow.next) > 0]
    look = update(CalendarRow).where(*waiting).values(free_days=free_days, next=work.now)
    theirs = update(CalendarRow).where(*ours, col(CalendarRow.topic) == ANNIVERSARY, col(CalendarRow.state) != GONE)
    changes = _with_anniversaries(work, ours) if anniversaries else [theirs.values(state=GONE, next=0)]
    for change in (*changes, look.where(col(CalendarRow.recurrence).not_like("at %"))):
        work.session.execute(change, execution_options={"synchronize_session": False})
    work.session.expire_all()
    work.changed = True


def _with_anniversaries(work: "Work", ours: Sequence[ColumnElement[bool]]) -> list[Update]:
    # Those that ended when anniversaries were switched off; one whose entry was tidied away is planned from the start.
    days = [
        col(SpecialDayRow.workspace) == work.workspace, col(SpecialDayRow.kind) == ANNIVERSARY,
        col(SpecialDayRow.state) == ON,
    ]  # fmt: skip
    planned = select(col(SpecialDayRow.entry)).where(*days, col(SpecialDayRow.entry) > 0)
    ended = update(CalendarRow).where(*ours, col(CalendarRow.state) == GONE, col(CalendarRow.entry).in_(planned))
    kept = select(col(CalendarRow.entry)).where(*ours)
    lost = update(SpecialDayRow).where(*days, col(SpecialDayRow.entry).not_in(kept))
    return [ended.values(state=CALENDAR_ON, last=work.now, next=work.now), lost.values(entry=0)]


def unplanned(work: "Work") -> Sequence[SpecialDayRow]:
    """Days that are to be celebrated and stand in no calendar."""
    query = select(SpecialDayRow).where(
        col(SpecialDayRow.workspace) == work.workspace, col(SpecialDayRow.state) == ON, col(SpecialDayRow.entry) == 0
    )
    return work.session.execute(query.order_by(col(SpecialDayRow.member), col(SpecialDayRow.kind))).scalars().all()


def open_card(work: "Work", member: str, kind: str, year: int, signers: Sequence[str]) -> GreetingRow:
    """A card to sign, and who is to be asked."""
    number = numbering.following(work, numbering.GREETING)
    row = GreetingRow(
        workspace=work.workspace, greeting=number, member=member, kind=kind, year=year, state=OPEN, channel="", at=0
    )
    work.session.add(row)
    for author in signers:
        work.session.add(wish_of(work, number, author))
    work.session.flush()
    work.changed = True
    return row


def wish_of(work: "Work", number: int, author: str) -> WishRow:
    """A wish that isn't written yet."""
    return WishRow(
        workspace=work.workspace, greeting=number, author=author, state=CHOSEN, markup="", picture="", at=work.now
    )


def wish(work: "Work", number: int, author: str) -> WishRow | None:
    """What somebody wrote on a card, or that they may."""
    return work.session.get(WishRow, (work.workspace, number, author))


def wishes(work: "Work", number: int, states: Collection[str]) -> Sequence[WishRow]:
    """The wishes of a card that are in one of these states, the oldest first."""
    query = select(WishRow).where(
        col(WishRow.workspace) == work.workspace, col(WishRow.greeting) == number, col(WishRow.state).in_(states)
    )
    return work.session.execute(query.order_by(col(WishRow.at), col(WishRow.author))).scalars().all()


def say(work: "Work", number: int) -> None:
    """The card was handed over: who signed stays known (nobody signs twice), the words don't."""
    work.flush()
    ours = (col(WishRow.workspace) == work.workspace) & (col(WishRow.greeting) == number)
    work.session.execute(delete(WishRow).where(ours, col(WishRow.state).in_((CHOSEN, INVITED))))
    work.session.execute(update(WishRow).where(ours).values(state=SAID, markup="", picture=""))
    work.changed = True


def discard(work: "Work", member: str, kind: str) -> None:
    """The cards for somebody's day go, with all that was written on them."""
    mine = (col(GreetingRow.workspace) == work.workspace) & (col(GreetingRow.member) == member)
    if kind:
        mine &= col(GreetingRow.kind) == kind
    work.flush()
    numbers = select(col(GreetingRow.greeting)).where(mine)
    work.session.execute(
        delete(WishRow).where(col(WishRow.workspace) == work.workspace, col(WishRow.greeting).in_(numbers)),
        execution_options={"synchronize_session": False},
    )
    work.session.execute(delete(GreetingRow).where(mine), execution_options={"synchronize_session": False})
    work.session.expire_all()
    work.changed = True


def acquainted(work: "Work", member: str) -> list[str]:
    """Whom somebody has had to do with, those of lately and often first; index reads only."""
    newest = by_member.newest_first(work.workspace, member, col(LedgerRow.other)).limit(NEWEST_ROWS)
    often = Counter(other for other in work.connection.execute(newest).scalars() if other)
    counted = (
        select(col(CounterRow.other))
        .where(
            col(CounterRow.workspace) == work.workspace,
            col(CounterRow.period) == 0,
            col(CounterRow.name).in_(("each:thanked", "each:talked_with")),
            col(CounterRow.subject) == member,
            col(CounterRow.amount) > 0,
        )
        .order_by(col(CounterRow.name), col(CounterRow.other))
        .limit(MOST_KNOWN)
    )
    often.update(other for other in work.connection.execute(counted).scalars() if other)
    del often[member]
    return sorted(often, key=lambda other: (-often[other], other))


def erase(work: "Work", member: str) -> None:
    """Somebody is forgotten: their days, the cards for them, and what they wrote on those of others."""
    discard(work, member, "")
    for model, column in ((WishRow, WishRow.author), (SpecialDayRow, SpecialDayRow.member)):
        work.connection.execute(delete(model).where(col(model.workspace) == work.workspace, col(column) == member))
    theirs = (col(CalendarRow.workspace) == work.workspace) & (col(CalendarRow.member) == member)
    work.connection.execute(
        update(CalendarRow).where(theirs, col(CalendarRow.kind) == ENTRY).values(state="gone", next=0)
    )
