"""The calendar's rows: added, changed, found when due, and each run of them written down once."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, or_, update
from sqlmodel import col, select

from scoring.facts import Micros
from scoring.periods import DAY
from scoring.state import Trait
from storage import numbering
from storage.calendar_tables import OVER as IS_OVER
from storage.tables import CalendarRow, MemberRow, RunRow

if TYPE_CHECKING:
    from storage.transactions import Work

ON, PAUSED, DONE, GONE = "on", "paused", "done", "gone"
"""States of an entry; one that is done or gone never posts again."""
MOST_DUE = 500
"""Entries that one look finds at most; the others are found by the next."""
REST = "rest"
"""The kind of the one row that says until when the whole calendar rests."""
NOTICE = "notice"
"""The kind of what people put on the calendar in words of their own."""
QUIZ_ROUND = "quiz_round"
"""The kind of a planned round of trivia, with its host's own questions if they wrote any."""
KEPT = 60 * DAY
"""How long an entry that is over is kept."""
_NOT_HERE = int(Trait.BOT | Trait.EXTERNAL | Trait.DEACTIVATED | Trait.FORGOTTEN)


def add(work: "Work", row: CalendarRow) -> int:
    """Put an entry in; its number. `workspace`, `entry` and `made` are filled in here."""
    row.workspace, row.entry, row.made = work.workspace, numbering.above(work, CalendarRow.entry), work.now
    work.session.add(row)
    work.session.flush()
    work.changed = True
    return row.entry


def find(work: "Work", entry: int) -> CalendarRow | None:
    """One entry, whatever its state."""
    return work.session.get(CalendarRow, (work.workspace, entry))


def about(work: "Work", kind: str, topic: str) -> Sequence[CalendarRow]:
    """The entries of a kind about something, that are neither done nor gone."""
    query = select(CalendarRow).where(
        CalendarRow.workspace == work.workspace,
        CalendarRow.kind == kind,
        CalendarRow.topic == topic,
        col(CalendarRow.state).in_((ON, PAUSED)),
    )
    return work.session.exec(query.order_by(col(CalendarRow.entry))).all()


def standing(work: "Work", kinds: Sequence[str] = ()) -> Sequence[CalendarRow]:
    """Every entry that is neither done nor gone, of some kinds or of all."""
    query = select(CalendarRow).where(CalendarRow.workspace == work.workspace, col(CalendarRow.state).in_((ON, PAUSED)))
    if kinds:
        query = query.where(col(CalendarRow.kind).in_(kinds))
    return work.session.exec(query.order_by(col(CalendarRow.next), col(CalendarRow.entry))).all()


def to_list(work: "Work", kinds: Collection[str], member: str) -> Sequence[CalendarRow]:
    """The entries of some kinds that are on, without what is for the ears of another member alone; the next first."""
    theirs = or_(col(CalendarRow.zone) != "@", col(CalendarRow.channel) != "", col(CalendarRow.member) == member)
    query = select(CalendarRow).where(
        CalendarRow.workspace == work.workspace, CalendarRow.state == ON, col(CalendarRow.kind).in_(kinds), theirs
    )
    return work.session.exec(query.order_by(col(CalendarRow.next), col(CalendarRow.entry))).all()


def due(connection: Connection, now: Micros, without: Sequence[str] = ()) -> list[tuple[str, int]]:
    """(workspace, entry) of what may be due, in all workspaces but some and those that removed us; an index read.

    The longest overdue come first.
    """
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    others = f"AND workspace NOT IN ({', '.join([mark] * len(without))}) " if without else ""
    # The condition stands here literally as in the index, or SQLite would not use it.
    sql = (
        f"SELECT workspace, entry FROM calendar WHERE state = 'on' AND next > 0 AND next <= {mark} {others}"
        "AND workspace NOT IN (SELECT workspace FROM installation WHERE gone_at > 0) "
        f"ORDER BY next, workspace, entry LIMIT {MOST_DUE}"
    )
    return [(workspace, entry) for workspace, entry in connection.exec_driver_sql(sql, (now, *without))]


def run(work: "Work", entry: int, slot: int, place: str = "") -> bool:
    """Write down that an entry is carried out for a slot; False if it was before."""
    if work.session.get(RunRow, (work.workspace, entry, slot, place)) is not None:
        return False
    work.session.add(RunRow(workspace=work.workspace, entry=entry, slot=slot, place=place, at=work.now))
    work.session.flush()
    work.changed = True
    return True


def ran_at(work: "Work", entry: int, slot: int, place: str = "") -> Micros:
    """When an entry was carried out for a slot; 0 if it wasn't."""
    found = work.session.get(RunRow, (work.workspace, entry, slot, place))
    return found.at if found is not None else 0


def first_time(work: "Work", entry: int, slot: int, members: Collection[str]) -> list[str]:
    """Write down that an entry was carried out for these people, each for themselves; those for whom it wasn't before.

    Who moves to another zone on the very day is in two of them, or in none when its time comes.
    """
    found = sorted(set(members) - whom(work, entry, slot))
    if found:
        rows = [
            {"workspace": work.workspace, "entry": entry, "slot": slot, "place": member, "at": work.now}
            for member in found
        ]
        work.session.execute(insert(RunRow), rows)
        work.changed = True
    return found


def whom(work: "Work", entry: int, slot: int) -> set[str]:
    """For whom an entry was carried out, where each person is once; its zones, if any, are among them."""
    query = select(RunRow.place).where(
        RunRow.workspace == work.workspace, RunRow.entry == entry, RunRow.slot == slot
    )  # fmt: skip
    return set(work.session.exec(query))


def forget_whom(work: "Work", about: Mapping[str, str], slot: int) -> None:
    """For whom these entries (kind -> topic) were carried out is kept no longer; that they were, is."""
    these = or_(*((col(CalendarRow.kind) == kind) & (col(CalendarRow.topic) == topic) for kind, topic in about.items()))
    entries = select(col(CalendarRow.entry)).where(col(CalendarRow.workspace) == work.workspace, these)
    people = select(col(MemberRow.member)).where(col(MemberRow.workspace) == work.workspace)
    forget = delete(RunRow).where(
        col(RunRow.workspace) == work.workspace, col(RunRow.entry).in_(entries), col(RunRow.slot) == slot,
        col(RunRow.place).in_(people),
    )  # fmt: skip
    work.session.flush()
    work.session.execute(forget)
    work.changed = True


def forget_runs(work: "Work", entry: int, before: int) -> None:
    """Runs of slots before this one are so long ago that nothing can repeat them."""
    old = delete(RunRow).where(
        col(RunRow.workspace) == work.workspace, col(RunRow.entry) == entry, col(RunRow.slot) < before
    )
    work.session.execute(old)


def zones(work: "Work", home: str) -> list[tuple[str, str]]:
    """The zones that people live in, each with the country most of its people are in ("" if nobody says)."""
    query = (
        select(col(MemberRow.zone), col(MemberRow.country), func.count())
        .where(col(MemberRow.workspace) == work.workspace, col(MemberRow.traits).op("&")(_NOT_HERE) == 0)
        .group_by(col(MemberRow.zone), col(MemberRow.country))
    )
    people: dict[str, dict[str, int]] = {}
    for zone, country, many in work.session.execute(query):
        counts = people.setdefault(zone or home, {})
        if country:
            counts[country] = counts.get(country, 0) + many
    found = {
        zone: min(counts, key=lambda country: (-counts[country], country), default="")
        for zone, counts in people.items()
    }
    return sorted((found or {home: ""}).items())


def look_again(work: "Work", members: Collection[str] | None = None) -> None:
    """Hours, zones or holidays changed, for these members or for everybody: entries look for their next time now."""
    theirs = (col(CalendarRow.zone) == "@") & col(CalendarRow.member).in_(sorted(members or ()))
    whom = [] if members is None else [or_(col(CalendarRow.zone) == "*", theirs)]
    these = [
        col(CalendarRow.workspace) == work.workspace, col(CalendarRow.state) == ON, col(CalendarRow.next) > work.now
    ]  # fmt: skip
    entries = list(work.session.execute(select(col(CalendarRow.entry)).where(*these, *whom)).scalars())
    for first in range(0, len(entries), 500):
        these = [col(CalendarRow.workspace) == work.workspace, col(CalendarRow.entry).in_(entries[first : first + 500])]
        work.session.execute(update(CalendarRow).where(*these).values(next=work.now))
    work.changed |= bool(entries)


def look_at_all(work: "Work", kinds: Collection[str], *, from_now_on: bool = False) -> None:
    """The whole calendar rests or goes on: entries of these kinds look for their next time, in portions, as ticks do
    at whatever is due; `from_now_on`: without what recurred until now."""
    work.flush()
    these = [
        col(CalendarRow.workspace) == work.workspace, col(CalendarRow.state) == ON, col(CalendarRow.kind).in_(kinds)
    ]  # fmt: skip
    waits = or_(col(CalendarRow.next) == 0, col(CalendarRow.next) > work.now)
    recurs = col(CalendarRow.recurrence).not_like("at %") & (col(CalendarRow.last) < work.now)
    look = update(CalendarRow).where(*these, waits).values(next=work.now)
    passed = update(CalendarRow).where(*these, recurs).values(last=work.now)
    for change in (look, passed) if from_now_on else (look,):
        work.session.execute(change, execution_options={"synchronize_session": False})
    work.session.expire_all()
    work.changed = True


def resting(work: "Work") -> int:
    """The local day until which the whole calendar rests; 0 is not at all."""
    if work.remembered.calendar_rests is None:
        found = about(work, REST, "")
        work.remembered.calendar_rests = found[0].last_day if found else 0
    return work.remembered.calendar_rests


def rest(work: "Work", until: int) -> None:
    """The whole calendar rests until a local day; with 0 it goes on."""
    found = about(work, REST, "")
    if found:
        found[0].last_day = until
        work.session.add(found[0])
    else:
        add(work, CalendarRow(workspace="", entry=0, kind=REST, last_day=until, state=PAUSED))
    work.remembered.calendar_rests = until
    work.changed = True


def erase(work: "Work", member: str) -> None:
    """What goes by a member's own clock ends, and so do their notices and rounds of trivia; numbers stay taken."""
    work.flush()
    theirs = (col(CalendarRow.workspace) == work.workspace) & (col(CalendarRow.member) == member)
    own = (col(CalendarRow.zone) == "@") | col(CalendarRow.kind).in_((NOTICE, QUIZ_ROUND))
    work.connection.execute(update(CalendarRow).where(theirs, own).values(state=GONE, next=0, details=""))


def drop(work: "Work", row: CalendarRow) -> None:
    """Keep nothing of an entry: neither it nor its runs. Its number may be given again, so nobody may know it."""
    forget = delete(RunRow).where(col(RunRow.workspace) == work.workspace, col(RunRow.entry) == row.entry)
    work.session.flush()
    work.session.execute(forget)
    work.session.delete(row)
    work.session.flush()
    work.changed = True


def tidy(work: "Work") -> None:
    """Drop entries that are long over, with their runs; the newest stays, so that no number is given twice."""
    newest = select(func.max(CalendarRow.entry)).where(CalendarRow.workspace == work.workspace).scalar_subquery()
    over = select(col(CalendarRow.entry)).where(
        col(CalendarRow.workspace) == work.workspace,
        IS_OVER,
        col(CalendarRow.made) < work.now - KEPT,
        col(CalendarRow.last) < work.now - KEPT,
        col(CalendarRow.entry) != newest,
    )
    entries = list(work.session.execute(over).scalars())
    for first in range(0, len(entries), 500):
        some = entries[first : first + 500]
        for table in (RunRow, CalendarRow):
            work.session.execute(
                delete(table).where(col(table.workspace) == work.workspace, col(table.entry).in_(some))
            )
    work.changed |= bool(entries)
