"""Slots: the moments of an entry in one place - by its zone, working days and quiet hours; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from handlers.calendar.exceptions import Exceptions
from handlers.calendar.recurrence import LAST_DAY, Plan, days_from, falls_on, moment_of
from scoring.facts import Micros
from scoring.periods import SECOND, zone_of
from scoring.workdays import is_working_day

MINUTES = 1440
ON_TIME = 15
"""Minutes by which something may be late and still be on time, as when the program starts anew."""
LONGEST_LEAVE = 31
"""Days that holidays and weekends last on end at most, and so what a day is put off by."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where an entry is carried out, and what is the custom there."""

    zone: str
    country: str = ""
    """Whose holidays count."""
    quiet_from: int = 0
    quiet_until: int = 0
    """Hours; the same means never quiet."""
    rests_until: int = 0
    """Nothing happens before this local day: the entry rests, or the whole calendar does."""
    place: str = ""
    """What RunRow calls it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of an entry."""

    slot: int
    """See storage.calendar_tables.RunRow."""
    due: Micros
    by_hand: bool = False
    """Somebody chose this very moment."""


def instant(zone: str, minute: int) -> Micros:
    """The moment of a local minute (ordinal of the day * 1440 + minute of it).

    One that the clock leaps over is the first one after the leap; of one that comes twice it is the first.
    """
    day, rest = divmod(min(minute, LAST_DAY * MINUTES), MINUTES)
    local = datetime.combine(date.fromordinal(max(2, day)), datetime.min.time()) + timedelta(minutes=rest)
    earlier = local.replace(tzinfo=zone_of(zone))
    later = earlier.replace(fold=1)
    before, after = earlier.utcoffset(), later.utcoffset()
    if before is None or after is None or before >= after:
        return _micros(earlier)
    return _leap(zone, _micros(later) // SECOND, _micros(earlier) // SECOND)


def _leap(zone: str, low: int, high: int) -> Micros:
    # The second at which the offset changes; it lies between the two ways to read a time that doesn't exist.
    whole, before = zone_of(zone), _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if (EPOCH + timedelta(seconds=middle)).astimezone(whole).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high * SECOND


def _offset(zone: str, second: int) -> timedelta | None:
    return (EPOCH + timedelta(seconds=second)).astimezone(zone_of(zone)).utcoffset()


def _micros(moment: datetime) -> Micros:
    # Not by `timestamp`, a float; and subtracting two aware times of different zones heeds `fold`.
    return (moment - EPOCH) // timedelta(microseconds=1)


def minute_of(zone: str, at: Micros) -> int:
    """The local minute of a moment, counted as slots are."""
    local = (EPOCH + timedelta(microseconds=at)).astimezone(zone_of(zone))
    return local.toordinal() * MINUTES + local.hour * 60 + local.minute


def is_open(plan: Plan, ground: Ground, at: Micros) -> bool:
    """Whether something may begin by itself at that moment."""
    return _open_from(plan, ground, at) == at


def open_from(plan: Plan, ground: Ground, at: Micros) -> Micros:
    """The first moment from `at` on at which something may begin by itself: not in quiet hours, and on a working day
    if the entry keeps those. What happens once waits until the calendar no longer rests."""
    while (later := _open_from(plan, ground, at)) > at:
        at = later
    return at


def _open_from(plan: Plan, ground: Ground, at: Micros) -> Micros:
    day, minute = divmod(minute_of(ground.zone, at), MINUTES)
    recurs = moment_of(plan.recurrence) is None
    if not recurs and day < ground.rests_until:
        return max(at, instant(ground.zone, ground.rests_until * MINUTES))
    if recurs and plan.free_days != "keep" and not is_working_day(ground.country, day):
        return max(at, instant(ground.zone, (day + 1) * MINUTES))
    first, last = ground.quiet_from * 60, ground.quiet_until * 60
    if first < last and first <= minute < last:
        return max(at, instant(ground.zone, day * MINUTES + last))
    if first > last and (minute >= first or minute < last):
        return max(at, instant(ground.zone, (day + (minute >= first)) * MINUTES + last))
    return at


def regular(plan: Plan, ground: Ground, after: Micros) -> Iterator[Slot]:
    """The times of an entry after a moment, in order, as they would be without exceptions."""
    at = moment_of(plan.recurrence)
    if at is not None:
        due = open_from(plan, ground, at)
        if due > after:
            yield Slot(at, due)
        return
    # Quiet hours and holidays may have put off what was to be earlier.
    back = 2 if plan.free_days == "keep" else LONGEST_LEAVE + 2
    begin = minute_of(ground.zone, after) // MINUTES - back
    for day in days_from(plan, begin):
        carried_out = _carried_out(plan, ground.country, day)
        if carried_out:
            due = open_from(plan, ground, instant(ground.zone, carried_out * MINUTES + plan.minute))
            if due > after:
                yield Slot(day * MINUTES + plan.minute, due)


def _carried_out(plan: Plan, country: str, day: int) -> int:
    # On which day that of a day is carried out; 0 if it isn't, also since another's is carried out then.
    if plan.free_days == "keep" or is_working_day(country, day):
        return day
    step = {"before": -1, "after": 1}.get(plan.free_days, 0)
    if not step:
        return 0
    moved = day
    for _ in range(LONGEST_LEAVE):
        moved += step
        if falls_on(plan, moved):
            return 0
        if is_working_day(country, moved):
            return moved
    return 0


def due_between(plan: Plan, ground: Ground, exceptions: Exceptions, after: Micros, upto: Micros) -> list[Slot]:
    """What was to be after one moment and up to another, in order; what somebody said "now" of, however long ago."""
    found = [slot for slot in _by_hand(plan, ground, exceptions, after) if slot.due <= upto]
    for slot in _unmoved(plan, ground, exceptions, after):
        if slot.due > upto:
            break
        found.append(slot)
    return sorted(found, key=lambda slot: (slot.due, slot.slot))


def coming(plan: Plan, ground: Ground, exceptions: Exceptions, after: Micros) -> Iterator[Slot]:
    """What comes after a moment, in order; what was chosen by hand and is still to be done, also if it is overdue."""
    chosen = (slot for slot in _by_hand(plan, ground, exceptions, after) if not is_over(exceptions, slot))
    by_hand = sorted(chosen, key=lambda each: each.due)
    for slot in _unmoved(plan, ground, exceptions, after):
        while by_hand and by_hand[0].due <= slot.due:
            yield by_hand.pop(0)
        yield slot
    yield from by_hand


def is_over(exceptions: Exceptions, slot: Slot) -> bool:
    """Whether what somebody chose by hand has come already, or was given up."""
    return slot.by_hand and exceptions.over.get(slot.slot, 0) >= slot.due


def _by_hand(plan: Plan, ground: Ground, exceptions: Exceptions, after: Micros) -> list[Slot]:
    # What was moved is done with what comes regularly; "now" may be the very moment up to which that is done.
    moved = [(slot, _moved_to(plan, ground, minute)) for slot, minute in exceptions.moved.items()]
    found = [*((slot, due) for slot, due in moved if due > after), *exceptions.sent.items()]
    return [Slot(slot, due, by_hand=True) for slot, due in found]


def _moved_to(plan: Plan, ground: Ground, minute: int) -> Micros:
    # Of what recurs, a time that was moved into a rest is left out (0); what happens once waits for the end of it.
    at = instant(ground.zone, minute)
    if minute // MINUTES >= ground.rests_until:
        return at
    return 0 if moment_of(plan.recurrence) is None else open_from(plan, ground, at)


def _unmoved(plan: Plan, ground: Ground, exceptions: Exceptions, after: Micros) -> Iterator[Slot]:
    others = {*exceptions.skipped, *exceptions.moved, *exceptions.sent}
    if ground.rests_until and moment_of(plan.recurrence) is None:
        after = max(after, instant(ground.zone, ground.rests_until * MINUTES) - 1)
    return (slot for slot in regular(plan, ground, after) if slot.slot not in others)
