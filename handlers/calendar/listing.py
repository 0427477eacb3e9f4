"""Listing: `/huzzah calendar` shows what comes in the next two weeks, and an entry to those who may change it."""

from collections.abc import Mapping
from dataclasses import replace
from operator import itemgetter

from handlers import people
from handlers.answers import Answer, Note, Refresh
from handlers.calendar import exceptions
from handlers.calendar.looking import (
    MEMBERS,
    OWN,
    ahead,
    is_once,
    kind_of,
    listed_kinds,
    plan_of,
    zone_of_entry,
)
from handlers.calendar.recurrence import LAST_DAY
from handlers.calendar.slots import MINUTES, Slot, instant, minute_of
from handlers.calendar.typed import in_words
from handlers.cards import calendar as cards
from handlers.cards.blocks import Card, Place
from handlers.cards.phrases import WEEKDAYS, date_in_words
from handlers.events import ButtonPressed, CommandGiven
from scoring.facts import Micros
from scoring.markup import plain
from scoring.periods import DAY, local_day
from storage import calendar, places
from storage.tables import CalendarRow
from storage.transactions import Work

SHOWN = 14 * DAY
LONGEST_ABOUT = 80
SKIPPED = "Skipped: not this time."
SENT = "On its way: it won't come a second time at its hour."
GOES_ON = "It goes on."


def is_admin(work: Work, member: str) -> bool:
    """Whether this member looks after the calendar."""
    return work.member(member).has_role("admin")


def may_change(work: Work, member: str, row: CalendarRow) -> bool:
    """Admins, and whoever set it up; what is for one person's ears alone is theirs alone."""
    personal = row.zone == MEMBERS and not row.channel
    return row.member == member or (is_admin(work, member) and not personal)


def may_see(work: Work, member: str, row: CalendarRow) -> bool:
    """Whether this member may know of an entry at all."""
    kind = kind_of(row)
    personal = row.zone == MEMBERS and not row.channel
    if kind is None or not kind.listed or (personal and row.member != member):
        return False
    return not places.is_closed(work, member, row.channel) or may_change(work, member, row)


def zone_of(work: Work, member: str) -> str:
    """The clock by which somebody types."""
    return work.member(member).zone or work.book.settings.zone


def show(work: Work, event: CommandGiven) -> list[Answer]:
    """What is posted in the next two weeks."""
    return [Note(listing(work, event.member))]


def turn(work: Work, event: ButtonPressed) -> list[Answer]:
    """The next page of it."""
    begin = int(event.value) if event.value.isdecimal() and len(event.value) < 6 else 0
    return [Refresh(listing(work, event.member, begin))]


def listing(work: Work, member: str, begin: int = 0) -> Card:
    """The card of it, from the one with this index on."""
    found, paused = list[tuple[Micros, int, CalendarRow]](), list[CalendarRow]()
    rests = resting_in_words(work)
    rows = calendar.to_list(work, listed_kinds(), member)
    closed = places.closed(work, member, {row.channel for row in rows})
    for row in rows:
        if row.channel in closed and not may_change(work, member, row):
            continue
        at = _stands_at(work, member, row)
        if at:
            found.append((at, row.entry, row))
        elif rest_in_words(work, row) or (rests and ahead(work, row, work.now + SHOWN, awake=True)):
            paused.append(row)
    found.sort(key=itemgetter(0, 1))
    begin = begin if begin < len(found) else 0
    page = [row for _, _, row in found[begin : begin + cards.MOST_SHOWN]]
    still = paused[: cards.MOST_SHOWN]
    names = places.names_for(work, member, {row.channel for row in (*page, *still)})
    shown = [_listed(work, member, row, names) for row in page]
    at_rest = [cards.Paused(coming(work, member, row, None, names), rest_in_words(work, row)) for row in still]
    return cards.listing(
        sorted((each for each in shown if each is not None), key=lambda each: each.at), rests, (begin, len(found)),
        admin=is_admin(work, member), paused=(at_rest, len(paused)),
    )  # fmt: skip


def _stands_at(work: Work, member: str, row: CalendarRow) -> Micros:
    # When an entry comes within the two weeks; 0 if it doesn't. Of most that is written down, and costs nothing.
    kind, until = kind_of(row), work.now + SHOWN
    if row.next > work.now and row.zone != OWN and (kind is None or kind.reaches is None):
        return row.next if row.next <= until else 0
    slots = ahead(work, row, until)
    return _reaches(work, member, row, slots[0]) if slots else 0


def _reaches(work: Work, member: str, row: CalendarRow, slot: Slot) -> Micros:
    kind = kind_of(row)
    if kind is not None and kind.reaches is not None:
        return kind.reaches(work, member, slot.slot, slot.due)
    return _moment_of(work, member, row, slot)


def _listed(work: Work, member: str, row: CalendarRow, names: Mapping[str, str]) -> cards.Coming | None:
    # What recurs stands there once, or a stand-up would push out all else; its hour bears the name of its clock
    # where that isn't the reader's, or the line would contradict itself.
    here, there = zone_of(work, member), zone_of_entry(work, row)
    slot = next(iter(ahead(work, row, work.now + SHOWN)), None)
    if slot is None:
        return None
    shown = replace(coming(work, member, row, slot, names), at=_reaches(work, member, row, slot))
    if is_once(row):
        return shown
    same = shown.own or minute_of(here, shown.at) == minute_of(there, slot.due)
    return replace(shown, rhythm=in_words(plan_of(row), "" if same else clock_of(there)))


def clock_of(zone: str) -> str:
    """Whose clock an hour is by, to stand behind it: ` in Berlin`."""
    area, _, city = zone.rpartition("/")
    return f" in {city.replace('_', ' ')}" if area and area != "Etc" else f" {city}"


def _moment_of(work: Work, member: str, row: CalendarRow, slot: Slot) -> Micros:
    # By everybody's own clock it is at the same hour where the reader lives.
    if row.zone != OWN or is_once(row):
        return slot.due
    return instant(zone_of(work, member), minute_of(zone_of_entry(work, row), slot.due))


def coming(
    work: Work, member: str, row: CalendarRow, slot: Slot | None, names: Mapping[str, str] | None = None
) -> cards.Coming:
    """One time of an entry as somebody may see it; `names` of channels that were looked up together."""
    kind, known = kind_of(row), names if names is not None else places.names_for(work, member, [row.channel])
    place = Place(row.channel, known[row.channel]) if row.channel in known else None
    about = kind.about(work, row) if kind is not None and kind.about is not None else ""
    shown = "" if row.channel and place is None else _plain(work, about, member)
    at = _moment_of(work, member, row, slot) if slot is not None else 0
    return cards.Coming(
        f"{row.entry} {slot.slot} {slot.due}" if slot is not None else str(row.entry), at,
        kind.words if kind is not None else row.kind, shown, place, bool(row.channel and place is None),
        row.zone == OWN and not is_once(row), kind.lands if kind is not None else "in", may_change(work, member, row),
    )  # fmt: skip


def _plain(work: Work, markup: str, viewer: str) -> str:
    flat = " ".join(plain(markup[: LONGEST_ABOUT * 20], people.names_in(work, markup, viewer)).split())
    return flat if len(flat) <= LONGEST_ABOUT else flat[: LONGEST_ABOUT - 1].rstrip() + "…"


def place_of(work: Work, member: str, row: CalendarRow) -> Place | None:
    """Where it is said, as this member may see it named."""
    return people.place(work, member, row.channel) if row.channel else None


def local_words(zone: str, at: Micros, now: Micros) -> str:
    """Tuesday 24 November, 09:00; with the year, where it isn't this one."""
    day, minute = divmod(minute_of(zone, at), MINUTES)
    hours, minutes = divmod(minute, 60)
    return f"{WEEKDAYS[(day - 1) % 7]} {date_in_words(day, local_day(zone, now))}, {hours:02}:{minutes:02}"


def until_words(day: int, today: int) -> str:
    """How long something rests; nothing if it doesn't."""
    if day <= today:
        return ""
    if day >= LAST_DAY:
        return "until somebody goes on with it"
    return f"until {WEEKDAYS[(day - 1) % 7]} {date_in_words(day, today)}"


def resting_in_words(work: Work) -> str:
    """Until when the whole calendar rests; nothing if it doesn't."""
    return until_words(calendar.resting(work), local_day(work.book.settings.zone, work.now))


def rest_in_words(work: Work, row: CalendarRow) -> str:
    """Until when one entry rests; nothing if it doesn't."""
    return until_words(exceptions.read(row.moved).until, local_day(zone_of_entry(work, row), work.now))


def entry_card(work: Work, member: str, row: CalendarRow, status: str = "", slot: int = 0) -> Card:
    """An entry as whoever may change it sees it, with the time that was chosen or its next."""
    slots = ahead(work, row, work.now + SHOWN * 30) if row.state == calendar.ON else []
    chosen = next((each for each in slots if each.slot == slot), slots[0] if slots else None)
    after = next((each for each in slots if chosen is not None and each.due > chosen.due), None)
    rests = rest_in_words(work, row)
    known = cards.Entry(
        coming(work, member, row, chosen),
        in_words(plan_of(row)),
        zone_of_entry(work, row),
        rests,
        status,
        not is_once(row),
        f"{row.entry} {after.slot}" if after is not None and not rests else "",
    )
    return cards.entry(known)


def chosen(work: Work, member: str, value: str) -> tuple[CalendarRow | None, int]:
    """The entry and slot that a button, dialog or command is about, if whoever acts may change it.

    Without a slot it is the next one; 0 if there is none, or not that one.
    """
    number, _, rest = value.partition(" ")
    slot = rest.partition(" ")[0]
    row = calendar.find(work, number_in(number))
    if row is None or row.state != calendar.ON or not may_see(work, member, row) or not may_change(work, member, row):
        return None, 0
    known = [each.slot for each in ahead(work, row, work.now + SHOWN * 30)]
    if not slot:
        return row, next(iter(known), 0)
    return row, number_in(slot) if number_in(slot) in known else 0


def number_in(text: str) -> int:
    """What a part of a button's value says; 0 if that is no number."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
