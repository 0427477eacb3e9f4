"""Planning: somebody's day in the calendar, planned anew whenever it or the customs here change."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.calendar import exceptions, looking, scheduling
from handlers.calendar.exceptions import Exceptions
from handlers.calendar.recurrence import LAST_DAY, Plan, moment
from handlers.calendar.scheduling import Item
from handlers.calendar.slots import LONGEST_LEAVE, MINUTES, Slot, coming, instant, minute_of, open_from
from handlers.celebrations.dates import day_in, year_of
from handlers.shoutouts import channel_for
from scoring.facts import Micros
from scoring.periods import local_day
from scoring.state import Trait
from storage import calendar, celebrations, places
from storage.celebrations import ANNIVERSARY, ENTRY, ON
from storage.tables import SpecialDayRow
from storage.transactions import Work

SIGN, ASK = "celebration_sign", "celebration_ask"
"""Kinds of entries: colleagues are asked to sign; everybody is asked for their birthday."""

NINE, TEN = 9 * 60, 10 * 60
LATE = 7 * 24 * 60
"""Minutes by which a celebration may be late after an outage; a card that comes later is embarrassing."""
LEAP_DAY, MARCH = "02-29", "03-01"
YEARS = 40
"""So many years ahead a 29 February that is celebrated on 1 March is planned."""


@dataclass(frozen=True, slots=True)
class Told:
    """A day as somebody told it."""

    kind: str
    date: str
    year: int = 0
    origin: str = "member"


def keep(work: Work, member: str, told: Told) -> SpecialDayRow:
    """Keep somebody's day, and put it into the calendar."""
    row = celebrations.day_of(work, member, told.kind)
    if row is None:
        row = SpecialDayRow(
            workspace=work.workspace, member=member, kind=told.kind, leap="02-28", celebrated=0, entry=0, made=work.now
        )
    row.date, row.year, row.origin, row.state = told.date, told.year, told.origin, ON
    schedule(work, row)
    _move_card(work, row)
    return row


def _move_card(work: Work, row: SpecialDayRow) -> None:
    # What colleagues wrote already is handed over on the day as it is told now, be it in another year.
    card = celebrations.open_of(work, row.member, row.kind)
    entry = calendar.find(work, row.entry) if row.entry else None
    if card is None or entry is None or not entry.next:
        return
    zone = zone_of(work, row.member)
    today = local_day(zone, work.now)
    day = coming_day(row, today) if late(work, row) else local_day(zone, entry.next)
    year = year_of(row.date, row.leap, day)
    year = max(year, row.celebrated + 1, row.year + 1)
    if not celebrations.greeting_of(work, row.member, row.kind, year):
        card.year = year
        celebrations.keep(work, card)


def refuse(work: Work, member: str, kind: str) -> SpecialDayRow:
    """They want none: nothing of it stays but that."""
    row = celebrations.day_of(work, member, kind)
    if row is None:
        row = SpecialDayRow(workspace=work.workspace, member=member, kind=kind, celebrated=0, entry=0, made=work.now)
    if row.entry:
        scheduling.end(work, row.entry)
    celebrations.discard(work, member, kind)
    row.date, row.year, row.state, row.origin, row.entry = "", 0, celebrations.OFF, "member", 0
    celebrations.keep(work, row)
    return row


def schedule(work: Work, row: SpecialDayRow) -> None:
    """Its entry in the calendar says what the row says."""
    customs = celebrations.customs(work)
    if row.entry:
        scheduling.end(work, row.entry)
        row.entry = 0
    if row.state == ON and (customs.anniversaries or row.kind != ANNIVERSARY):
        today = local_day(zone_of(work, row.member), work.now)
        item = Item(ENTRY, row.kind, member=row.member)
        row.entry = scheduling.add(work, item, plan(row, customs.free_days, today))
        _catch_up(work, row, today)
        _ask_for_signatures(work)
    celebrations.keep(work, row)


def plan(row: SpecialDayRow, free_days: str, today: int) -> Plan:
    """Every year at nine in the morning, where its member lives."""
    recurrence = f"year {row.date}"
    if row.date == LEAP_DAY and row.leap == MARCH:
        recurrence = f"dates {','.join(_in_march(row, today))}"
    return Plan(recurrence, "@", NINE, span_minutes=LATE, free_days=free_days)


def _in_march(row: SpecialDayRow, today: int) -> list[str]:
    first = date.fromordinal(today).year
    days = (day_in(row.date, row.leap, year) for year in range(first, min(first + YEARS, date.max.year)))
    return [date.fromordinal(day).isoformat() for day in days]


def coming_day(row: SpecialDayRow, today: int) -> int:
    """The day itself, as it comes next: today at the earliest."""
    year = date.fromordinal(today).year
    day = day_in(row.date, row.leap, year)
    return day if day >= today else day_in(row.date, row.leap, year + 1)


def late(work: Work, row: SpecialDayRow) -> Micros:
    """When somebody is celebrated who told us after their card would have been out; 0 for all others.

    That is in the afternoon of the day itself, or on a Saturday whose cards stood there on Friday.
    """
    entry = calendar.find(work, row.entry) if row.entry else None
    today = local_day(zone_of(work, row.member), work.now)
    day = coming_day(row, today)
    year = year_of(row.date, row.leap, day)
    if entry is None or day - today > LONGEST_LEAVE or row.celebrated >= year or (row.year and row.year >= year):
        return 0
    [ground] = looking.grounds_of(work, entry)
    own = looking.plan_of(entry)
    following = next(coming(own, ground, Exceptions(), work.now), None)
    if ground.rests_until > today or (following is not None and following.slot // MINUTES == day):
        return 0
    at = open_from(own, ground, work.now)
    morning = instant(ground.zone, minute_of(ground.zone, at) // MINUTES * MINUTES + NINE)
    return open_from(own, ground, max(at, morning))


def next_card(work: Work, row: SpecialDayRow) -> Slot | None:
    """The day and moment of the next card, with all that rests or was moved; None if there is none."""
    entry = calendar.find(work, row.entry) if row.entry else None
    if entry is None:
        return None
    [ground] = looking.grounds_of(work, entry)
    if ground.rests_until >= LAST_DAY:
        return None
    return next(coming(looking.plan_of(entry), ground, exceptions.read(entry.moved), entry.last), None)


def nine_on(work: Work, member: str, day: int) -> Micros:
    """Nine in the morning of a day where somebody lives."""
    return instant(zone_of(work, member), day * MINUTES + NINE)


def _catch_up(work: Work, row: SpecialDayRow, today: int) -> None:
    # The calendar begins with what is to come.
    if at := late(work, row):
        item = Item(ENTRY, row.kind, member=row.member, details={"day": coming_day(row, today)})
        scheduling.add(work, item, replace(moment(at, span_minutes=LATE), zone="@"))


def _ask_for_signatures(work: Work) -> None:
    if not calendar.about(work, SIGN, ""):
        scheduling.add(work, Item(SIGN), Plan("day", "*", TEN, missed="drop", span_minutes=6 * 60, free_days="skip"))


def again(work: Work) -> None:
    """The customs here changed: the calendar looks at every day anew, and has those alone that are celebrated."""
    customs = celebrations.customs(work)
    celebrations.replan(work, customs.free_days, anniversaries=bool(customs.anniversaries))
    for row in celebrations.unplanned(work):
        if customs.anniversaries or row.kind != ANNIVERSARY:
            schedule(work, row)


def zone_of(work: Work, member: str) -> str:
    """By whose clock somebody lives."""
    return work.member(member).zone or work.book.settings.zone


def is_left_alone(work: Work, member: str) -> bool:
    """Whether nothing of this member is celebrated: they asked for it, or take no part at all."""
    return bool(work.member(member).traits & (work.book.outside | int(Trait.NO_CELEBRATE)))


def room_for(work: Work, member: str) -> str:
    """Where everybody hears of it; nothing where only the member does."""
    if work.member(member).traits & Trait.NO_ANNOUNCE:
        return ""
    chosen = celebrations.customs(work).channel
    channel = (places.find(work, member, chosen) or "") if chosen else channel_for(work, member)
    return "" if not channel or places.shared(work, [channel]) else channel
