"""Rounds: those who are there are brought together, and say later whether they met."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from handlers import people, telling
from handlers.answers import Answer, Note
from handlers.calendar.firing import Firing
from handlers.calendar.looking import is_awake
from handlers.calendar.slots import MINUTES, instant
from handlers.cards.coffee import card as cards
from handlers.celebrations.entering import barred
from handlers.celebrations.planning import zone_of
from handlers.coffee import reaching
from handlers.coffee.matching import Company, Pair, Seated, match, pair, pairs_of
from handlers.events import ButtonPressed
from handlers.prompts import questions
from scoring.book import Kind
from scoring.facts import Fact, FactKind, Micros
from scoring.periods import local_day
from scoring.state import Trait
from storage import coffee, coffee_seats, places
from storage.coffee import LATER, MET, MISSED
from storage.coffee_seats import Part, Round
from storage.tables import CoffeeCircleRow, CoffeeRoundRow
from storage.transactions import Work

ANSWERS = (MET, LATER, MISSED)
ICEBREAKERS = "icebreakers"
REMEMBERED = 26
"""So many rounds back it counts who met whom; half a year at least."""


def fire(work: Work, firing: Firing) -> list[Answer]:
    """A round is due: match, keep who sits where, tell those whose day it is already."""
    circle = coffee.circle(work, int(firing.topic)) if firing.topic.isdecimal() else None
    if circle is None or circle.state != coffee.ON:
        return []
    parts = coffee_seats.parts(work, circle.circle)
    known, home = work.members(list(parts)), work.book.settings.zone
    zones = {member: known[member].zone or home for member in parts}
    there = _there(work, circle, parts, zones)
    if not there:
        return []
    circle.newest += 1
    coffee.keep(work, circle)
    seated = match(company(work, circle, there, parts))
    _seat(work, circle, zones, seated)
    reaching.plan(work, circle, firing.slot % MINUTES)
    return reaching.tell_awake(work, circle, circle.newest, firing.slot % MINUTES)


def _there(work: Work, circle: CoffeeCircleRow, parts: Mapping[str, Part], zones: Mapping[str, str]) -> list[str]:
    out = int(work.book.outside | Trait.NO_PAIR | Trait.FORGOTTEN)
    known = work.members(list(parts))
    today = {zone: local_day(zone, work.now) for zone in set(zones.values())}
    days = {member: today[zone] for member, zone in zones.items()}
    away = coffee.away(work, list(parts), days)
    is_open = not circle.channel or bool(places.public(work, [circle.channel]))
    return [
        member
        for member, part in parts.items()
        if not known[member].traits & out
        and member not in away
        and part.snoozed <= days[member]
        and _is_time(part, days[member])
        and (is_open or not places.is_closed(work, member, circle.channel))
    ]


def _is_time(part: Part, day: int) -> bool:
    # Holidays move a round by some days, which is not to cost anybody their turn.
    return not part.weeks or not part.last_day or day - part.last_day >= part.weeks * 7 - 4


def company(work: Work, circle: CoffeeCircleRow, there: list[str], parts: Mapping[str, Part]) -> Company:
    """What matching is to know of those who are there."""
    lists, closed = coffee.all_avoided(work, there)
    avoid = frozenset(pair(one, other) for one, others in lists.items() for other in others)
    invited = [member for member in there if member not in closed]
    waited = frozenset(member for member in invited if parts[member].waited)
    met = met_before(coffee.tables(work, circle.circle, circle.newest - REMEMBERED), circle.newest)
    seed = f"{work.workspace}|{circle.circle}|{circle.newest}"
    return Company(invited, circle.size, met, coffee.ties(work, invited), avoid, waited, seed)


def met_before(tables: Iterable[tuple[int, int, str]], now: int) -> dict[Pair, int]:
    """Two who sat at a table -> how many rounds ago, of (round, party, member) in the order of rounds."""
    groups: dict[tuple[int, int], list[str]] = {}
    for turn, party, member in tables:
        groups.setdefault((turn, party), []).append(member)
    found: dict[Pair, int] = {}
    for (turn, _), group in groups.items():
        for both in pairs_of([group]):
            found[both] = now - turn
    return found


def _seat(work: Work, circle: CoffeeCircleRow, zones: Mapping[str, str], seated: Seated) -> None:
    question = _icebreaker(work, f"{work.workspace}|{circle.circle}|{circle.newest}")
    work.session.add(
        CoffeeRoundRow(
            workspace=work.workspace, circle=circle.circle, round=circle.newest, at=work.now, question=question
        )
    )
    tables = [*enumerate(seated.groups, start=1), (0, seated.alone)]
    coffee_seats.take(work, Round(circle.circle, circle.newest), tables)
    days: dict[int, list[str]] = {}
    today = {zone: local_day(zone, work.now) for zone in set(zones.values())}
    for party, group in tables:
        for member in group:
            days.setdefault(today[zones[member]] if party else 0, []).append(member)
    for day, members in days.items():
        coffee_seats.took_part(work, circle.circle, day, members)


def _icebreaker(work: Work, seed: str) -> str:
    found = [each for each in questions.shown(work) if each.category == ICEBREAKERS]
    if not found:
        return ""
    return min(found, key=lambda each: blake2b(f"{seed}|{each.id}".encode(), digest_size=8).digest()).text


def reaches(work: Work, member: str, slot: int, due: Micros) -> Micros:
    """When somebody is told whom they meet: at the minute of the round where they live, or once they are awake."""
    zone, minute = zone_of(work, member), slot % MINUTES
    today = local_day(zone, due)
    found = (max(due, instant(zone, (today + more) * MINUTES + minute)) for more in range(reaching.DAYS))
    return next((at for at in found if is_awake(work, member, minute, at)), due)


def answered(work: Work, event: ButtonPressed) -> list[Answer]:
    """Yes, not yet, or we couldn't; whoever says yes has met the others."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    topic, _, state = event.value.rpartition(".")
    circle, turn = reaching.of(work, topic)
    seat = coffee.seat(work, circle.circle, turn, event.member) if circle else None
    if circle is None or seat is None or not seat.party or state not in ANSWERS:
        return [Note(cards.told("That was another round; there is nothing to answer any more."))]
    others = [
        each.member
        for each in coffee.seats(work, circle.circle, turn)
        if each.party == seat.party and each.member != event.member
    ]
    before, seat.state = seat.state, state
    coffee.keep(work, seat)
    named = tuple(people.persons(work, others).values())
    return [Note(cards.thanks(named, state, topic)), *_deed(work, event, (before, state), (topic, seat.party, others))]


def _deed(work: Work, event: ButtonPressed, states: tuple[str, str], table: tuple[str, int, list[str]]) -> list[Answer]:
    before, after = states
    topic, party, others = table
    if (before == MET) == (after == MET):
        return []
    kind = FactKind.DEED if after == MET else FactKind.UNDEED
    fact = Fact(
        kind, event.at, event.member, message=f"coffee:{topic}:{party}", target=Kind.MET.value, people=tuple(others)
    )
    outcome = work.record([fact])[0]
    return telling.achievements(work, fact, outcome)
