"""Looking: where an entry is carried out and what is the custom there, and so when it is to be looked at again."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile

from handlers.calendar.exceptions import Exceptions, read
from handlers.calendar.firing import Kind
from handlers.calendar.recurrence import LAST_DAY, Plan, moment_of
from handlers.calendar.slots import MINUTES, Ground, Slot, coming, minute_of
from scoring.facts import Micros
from scoring.workdays import is_working_day
from storage import calendar
from storage.tables import CalendarRow
from storage.transactions import Work

OWN, MEMBERS = "*", "@"
"""Zones of entries: each person's own, and that of one member."""


def kind_of(row: CalendarRow) -> Kind | None:
    """What kind of thing it is; None if this version of the program doesn't know it."""
    from handlers.calendar.kinds import KINDS  # Its handlers put entries into the calendar themselves.

    return KINDS.get(row.kind)


def listed_kinds() -> list[str]:
    """The kinds that `/huzzah calendar` lists, and that rest with it."""
    from handlers.calendar.kinds import KINDS  # As above.

    return sorted(name for name, kind in KINDS.items() if kind.listed)


def plan_of(row: CalendarRow) -> Plan:
    """When an entry happens."""
    return Plan(
        row.recurrence, row.zone, row.minute, row.first_day, row.last_day, row.span_minutes, row.missed, row.free_days
    )


def is_once(row: CalendarRow) -> bool:
    """Whether it happens at one moment only."""
    return moment_of(row.recurrence) is not None


def zone_of_entry(work: Work, row: CalendarRow) -> str:
    """The zone whose clock an entry goes by; for what goes by everybody's own, the workspace's."""
    if row.zone == MEMBERS:
        return work.member(row.member).zone or work.book.settings.zone
    return work.book.settings.zone if row.zone in ("", OWN) else row.zone


def grounds_of(work: Work, row: CalendarRow) -> list[Ground]:
    """Where it is carried out, as things are now; several only where everybody has their own."""
    kind, settings = kind_of(row), work.book.settings
    # One moment for the whole world is night for some: they get it in their morning.
    is_quiet = (kind is not None and kind.quiet) or (row.zone == OWN and is_once(row))
    quiet = (settings.quiet_from, settings.quiet_until) if is_quiet else (0, 0)
    rests = max(read(row.moved).until, calendar.resting(work) if kind is not None and kind.listed else 0)
    if row.zone == OWN:
        countries = calendar.zones(work, settings.zone)
        return [Ground(zone, country or settings.country, *quiet, rests, zone) for zone, country in countries]
    country = work.member(row.member).country if row.zone == MEMBERS else ""
    return [Ground(zone_of_entry(work, row), country or settings.country, *quiet, rests)]


def is_awake(work: Work, member: str, minute: int = 0, at: Micros = 0) -> bool:
    """Whether it is a working day where somebody lives, outside of quiet hours and past that minute of their day."""
    settings, known = work.book.settings, work.member(member)
    day, local = divmod(minute_of(known.zone or settings.zone, at or work.now), MINUTES)
    if not is_working_day(known.country or settings.country, day):
        return False
    first, last = settings.quiet_from * 60, settings.quiet_until * 60
    quiet = first <= local < last if first < last else first > last and (local >= first or local < last)
    return local >= minute and not quiet


def following(work: Work, row: CalendarRow, after: Micros) -> Micros:
    """The next moment after `after` at which something of this entry is due; 0 is never."""
    plan, exceptions = plan_of(row), read(row.moved)
    found = [_first(plan, ground, exceptions, after) for ground in grounds_of(work, row)]
    return min((due for due in found if due), default=0)


def after_this(work: Work, row: CalendarRow) -> Micros:
    """When the next one comes, while this one does, perhaps sent by hand; 0 is never."""
    plan, exceptions = plan_of(row), read(row.moved)
    slots = (slot for ground in grounds_of(work, row) for slot in _still_to_come(plan, ground, exceptions, work.now))
    return min((slot.due for slot in slots), default=0)


def _still_to_come(plan: Plan, ground: Ground, exceptions: Exceptions, now: Micros) -> Iterator[Slot]:
    if ground.rests_until < LAST_DAY:
        yield from islice((slot for slot in coming(plan, ground, exceptions, now) if slot.due > now), 1)


def _first(plan: Plan, ground: Ground, exceptions: Exceptions, after: Micros) -> Micros:
    if ground.rests_until >= LAST_DAY:
        return 0
    return next((slot.due for slot in coming(plan, ground, exceptions, after)), 0)


def schedule(work: Work, row: CalendarRow, after: Micros) -> None:
    """Write down when it is to be looked at next; what never comes any more is done."""
    row.next = following(work, row, after)
    if not row.next and row.state == calendar.ON and not rests_for_ever(work, row):
        row.state = calendar.DONE
    work.session.add(row)
    work.changed = True


def rests_for_ever(work: Work, row: CalendarRow) -> bool:
    """Whether it waits until somebody goes on with it."""
    return any(ground.rests_until >= LAST_DAY for ground in grounds_of(work, row))


def ahead(work: Work, row: CalendarRow, until: Micros, *, awake: bool = False) -> list[Slot]:
    """What of an entry comes until a moment, by the clock of its first place; `awake`: or would, if it didn't rest."""
    grounds = grounds_of(work, row)
    if not grounds:
        return []
    home = work.book.settings.zone
    ground = next((each for each in grounds if each.zone == home), grounds[0])
    if awake:
        ground = replace(ground, rests_until=0)
    if ground.rests_until >= LAST_DAY:
        return []
    kept = read(row.moved)
    slots = coming(plan_of(row), ground, kept, max(row.last, _begin(row, work.now)))
    # What somebody said "now" of is on its way: nothing can be done about it any more.
    return list(takewhile(lambda slot: slot.due <= until, (slot for slot in slots if slot.slot not in kept.sent)))


def _begin(row: CalendarRow, now: Micros) -> Micros:
    # What happens once and is overdue comes at once.
    return 0 if is_once(row) else min(now, row.next or now) - 1
