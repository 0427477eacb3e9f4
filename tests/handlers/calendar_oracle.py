"""An oracle for the calendar: every minute of years is walked through, and each slot found where its clock shows it."""

import json
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from scoring.facts import Micros

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Falls = Callable[[date], bool]
"""Whether something falls on a day, said in another way than the program does."""


def micros(at: datetime) -> Micros:
    """A moment as the program counts it."""
    return int((at - EPOCH) / timedelta(microseconds=1))


def utc(*parts: int) -> datetime:
    """A moment."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def every_day(_: date) -> bool:
    """`day`."""
    return True


def weekly(*names: str) -> Falls:
    """`week mon,thu`."""
    return lambda day: WEEKDAYS[day.weekday()] in names


def every_weeks(weeks: int, name: str, first: date) -> Falls:
    """`2weeks fri`, counted from the week of a day."""
    monday = first - timedelta(days=first.weekday())
    return lambda day: day >= first and WEEKDAYS[day.weekday()] == name and ((day - monday).days // 7) % weeks == 0


def monthly(number: int) -> Falls:
    """`month 31`."""
    return lambda day: day.day == min(number, monthrange(day.year, day.month)[1])


def nth(which: int, name: str) -> Falls:
    """`month 2nd tue`; -1 is the last."""

    def falls(day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        same = [n for n in range(1, length + 1) if WEEKDAYS[day.replace(day=n).weekday()] == name]
        return (same[which:] or same[-1:])[0] == day.day if which < 0 else same[which - 1 : which] == [day.day]

    return falls


def yearly(month: int, number: int) -> Falls:
    """`year 02-29`."""
    return lambda day: day.month == month and day.day == min(number, monthrange(day.year, month)[1])


@dataclass
class Walk:
    """Real minutes, one after the other, and what the clock on the wall shows at each."""

    zone: str
    falls: Falls
    minute: int

    def happens(self, first: datetime, last: datetime) -> Iterator[tuple[date, Micros]]:
        """(local day, moment) of each slot: when the wall first shows its minute, or has gone past it."""
        zone = ZoneInfo(self.zone)
        before = (first - MINUTE).astimezone(zone).replace(tzinfo=None)
        highest = before
        at = first
        while at < last:
            shown = at.astimezone(zone).replace(tzinfo=None)
            if shown > highest:
                # Ordinarily one minute; after a leap of the clock, all the minutes that were leapt over.
                for day in self._between(highest, shown):
                    if self.falls(day):
                        yield day, micros(at)
                highest = shown
            at += MINUTE

    def _between(self, after: datetime, upto: datetime) -> Iterator[date]:
        day = after.date()
        while day <= upto.date():
            slot = datetime.combine(day, datetime.min.time()) + timedelta(minutes=self.minute)
            if after < slot <= upto:
                yield day
            day += timedelta(days=1)


@dataclass
class Wall:
    """A clock on the wall, looked at in every minute of some days; after a leap back it is read as it was before."""

    zone: str
    first: datetime
    last: datetime
    _seen: list[tuple[datetime, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Look at it."""
        zone, at, highest = ZoneInfo(self.zone), self.first, datetime.fromordinal(1)
        while at < self.last:
            highest = max(highest, at.astimezone(zone).replace(tzinfo=None))
            self._seen.append((highest, at))
            at += MINUTE

    def moment(self, day: date, minute: int) -> Micros:
        """When it first shows that minute of a day, or has gone past it; 0 if not while it was looked at."""
        wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        place = bisect_left(self._seen, wanted, key=itemgetter(0))
        return micros(self._seen[place][1]) if 0 < place < len(self._seen) else 0


@dataclass(frozen=True)
class Planned:
    """An entry as it stands in the table, read without the program."""

    entry: int
    kind: str
    zone: str
    recurrence: str
    minute: int
    first_day: int
    last_day: int
    span_minutes: int
    missed: str
    free_days: str
    state: str
    made: Micros
    moved: str

    def happens(self, wall: Wall, since: Micros) -> Iterator[tuple[int, Micros]]:
        """(slot, moment) of each time after it was put in; where nobody has holidays, only weekends are free."""
        word, _, rest = self.recurrence.partition(" ")
        if word == "at":
            if rest not in self._kept("moved"):
                yield int(rest), max(int(rest), self._rests_until(wall))
            return
        falls, day = _falls(word, rest), wall.first.date() - timedelta(days=5)
        while day <= wall.last.date() + timedelta(days=1):
            within = self.first_day <= day.toordinal() and (not self.last_day or day.toordinal() <= self.last_day)
            moved = self._moved(day, falls) if within and falls(day) else None
            due = self._on_a_working_day(wall, wall.moment(moved, self.minute)) if moved else 0
            slot = day.toordinal() * 1440 + self.minute
            if due > max(since, self.made) and due >= self._rests_until(wall) and str(slot) not in self._kept("moved"):
                yield slot, due
            day += timedelta(days=1)

    def by_hand(self, wall: Wall) -> Iterator[tuple[int, Micros]]:
        """(slot, moment) of what somebody moved; into a rest, what comes once waits for its end, and others don't."""
        for slot, to in self._kept("moved").items():
            due, rests = wall.moment(date.fromordinal(to // 1440), to % 1440), self._rests_until(wall)
            if due >= rests or self.recurrence.startswith("at "):
                yield int(slot), max(due, rests)

    def _rests_until(self, wall: Wall) -> Micros:
        until = json.loads(self.moved or "{}").get("until", 0)
        return wall.moment(date.fromordinal(until), 0) if until else 0

    def _kept(self, what: str) -> dict[str, int]:
        found: dict[str, int] = json.loads(self.moved or "{}").get(what, {})
        return found

    def caught_up(self, wall: Wall, since: Micros, there: list[Micros]) -> list[tuple[Micros, int]]:
        """(when, slot) if somebody looks at these moments only: the newest of what was missed, if not too late; what
        somebody moved in any case."""
        newest: dict[Micros, tuple[int, Micros]] = {}
        for slot, due in self.happens(wall, since):
            place = bisect_left(there, max(due, self.made))
            if place < len(there):
                newest[there[place]] = (slot, due)
        minutes = self.span_minutes or (15 if self.missed == "drop" else 10**9)
        found = [(at, 1, slot) for at, (slot, due) in newest.items() if at - due <= minutes * 60_000_000]
        for slot, due in self.by_hand(wall):
            place = bisect_left(there, due)
            found += [(at, 0, slot) for at in there[place : place + 1]]
        return [(at, slot) for at, _, slot in sorted(found)]

    def _on_a_working_day(self, wall: Wall, due: Micros) -> Micros:
        # A day that was left out may have put it off to a weekend.
        day = (EPOCH + timedelta(microseconds=due)).astimezone(ZoneInfo(wall.zone)).date()
        while due and self.free_days != "keep" and day.weekday() >= 5:
            day += timedelta(days=1)
            due = wall.moment(day, 0)
        return due

    def _moved(self, day: date, falls: Falls) -> date | None:
        if self.free_days == "keep" or day.weekday() < 5:
            return day
        step = {"before": -1, "after": 1}.get(self.free_days)
        while step:
            day += timedelta(days=step)
            if falls(day):
                return None
            if day.weekday() < 5:
                return day
        return None


def _falls(word: str, rest: str) -> Falls:
    match word:
        case "day":
            return every_day
        case "week":
            return weekly(*rest.split(","))
        case "dates":
            return lambda day: day.isoformat() in rest.split(",")
        case "year":
            return yearly(*map(int, rest.split("-")))
    raise AssertionError(word)
