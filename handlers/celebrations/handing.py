"""Handing over: on somebody's day the card appears, once a year, for everybody or for them alone."""

from datetime import date

from handlers import people
from handlers.answers import Answer, Post, Whisper
from handlers.calendar.firing import Firing
from handlers.calendar.slots import MINUTES
from handlers.cards.blocks import Person
from handlers.cards.celebrations import card as cards
from handlers.celebrations import planning
from handlers.celebrations.dates import day_in, year_of
from scoring.periods import local_day
from scoring.state import Trait
from storage import celebrations
from storage.celebrations import ANNIVERSARY, DROPPED, OPEN, POSTED, PRIVATE, SIGNED
from storage.tables import GreetingRow, SpecialDayRow, WishRow
from storage.transactions import Work

CARD = "celebration:"
"""What the keys of cards begin with."""


def fire(work: Work, firing: Firing) -> list[Answer]:
    """An entry of the calendar about somebody's day is due."""
    row = celebrations.day_of(work, firing.member, firing.topic)
    day = int(firing.details.get("day", 0)) or firing.slot // MINUTES
    if row is None or row.state != celebrations.ON or not day:
        return []
    year = year_of(row.date, row.leap, day)
    if firing.details and day_in(row.date, row.leap, year) != day:
        # They told another day since.
        return []
    if row.celebrated >= year or years(row, year) < 0:
        return []
    row.celebrated = year
    celebrations.keep(work, row)
    found = celebrations.greeting_of(work, row.member, row.kind, year)
    if planning.is_left_alone(work, row.member):
        if found is not None:
            close(work, found, DROPPED)
        return []
    greeting = found or celebrations.open_card(work, row.member, row.kind, year, ())
    return _handed(work, row, greeting) if greeting.state == OPEN else []


def years(row: SpecialDayRow, year: int) -> int:
    """Which anniversary it is; 0 for a birthday, and below zero for one that is none."""
    if row.kind != ANNIVERSARY:
        return 0
    return year - row.year or -1


def _handed(work: Work, row: SpecialDayRow, greeting: GreetingRow) -> list[Answer]:
    room = planning.room_for(work, row.member)
    occasion = occasion_of(work, row, greeting.year)
    card = cards.Greeting(greeting.greeting, occasion, wishes_of(work, greeting.greeting))
    greeting.channel = room
    close(work, greeting, POSTED if room else PRIVATE)
    if room:
        key = key_of(greeting.greeting)
        return [Post(room, cards.public(card), key=key), *(Post(room, each, below=key) for each in cards.more(card))]
    return [Whisper(row.member, each) for each in (cards.private(card), *cards.more(card, alone=True))]


def close(work: Work, greeting: GreetingRow, state: str) -> None:
    """The card is handed over, or never will be: what was written for it doesn't stay here."""
    greeting.state, greeting.at = state, work.now
    celebrations.keep(work, greeting)
    celebrations.say(work, greeting.greeting)


def key_of(greeting: int) -> str:
    """Under which key the card of a celebration stands."""
    return f"{CARD}{greeting}"


def occasion_of(work: Work, row: SpecialDayRow, year: int) -> cards.Occasion:
    """Somebody's day of a year, as cards tell of it."""
    today = local_day(planning.zone_of(work, row.member), work.now)
    day = day_in(row.date, row.leap, year)
    return cards.Occasion(people.person(work, row.member), row.kind, day, today, max(0, years(row, year)))


def occasion_for(work: Work, greeting: GreetingRow) -> cards.Occasion | None:
    """What a card is for; None if the day was taken out since."""
    row = celebrations.day_of(work, greeting.member, greeting.kind)
    if row is None or row.state != celebrations.ON or not date.min.year <= greeting.year <= date.max.year:
        return None
    return occasion_of(work, row, greeting.year)


def wishes_of(work: Work, greeting: int) -> tuple[cards.Wish, ...]:
    """What stands on a card, without those who left or take no part any more."""
    rows = celebrations.wishes(work, greeting, (SIGNED,))
    named = people.persons(work, [row.author for row in rows])
    out = work.book.outside | int(Trait.FORGOTTEN)
    gone = {member for member, known in work.members(list(named)).items() if known.traits & out}
    return tuple(written(row, named[row.author].name) for row in rows if row.author not in gone)


def written(row: WishRow, name: str) -> cards.Wish:
    """A wish as cards show it."""
    return cards.Wish(Person(row.author, name), row.markup, row.picture)
