"""Reaching: each of a round is told whom they meet in their own morning, and asked later - many in portions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement

from handlers import people
from handlers.answers import Answer, Whisper
from handlers.calendar import scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.looking import is_awake
from handlers.calendar.recurrence import Plan, moment, on_days
from handlers.calendar.scheduling import Item
from handlers.cards.blocks import Person
from handlers.cards.coffee import card as cards
from scoring.periods import SECOND, local_day
from storage import coffee, coffee_seats
from storage.coffee import ASKED, NEW, TOLD
from storage.coffee_seats import Round
from storage.tables import CoffeeCircleRow
from storage.transactions import Work

TELL, ASK = "coffee_tell", "coffee_ask"
TEN = 10 * 60
DAYS = 3
"""On which people are told, or asked: each on the first that doesn't pass them by."""
MOST = 1_000
"""So many people hear of it in one transaction; the next of them a second later."""


@dataclass(frozen=True, slots=True)
class _Portion:
    """Those whose turn it is."""

    circle: CoffeeCircleRow
    turn: int
    whose: ColumnElement[bool]
    zone: str = ""
    again: Mapping[str, Any] = field(default_factory=dict)
    """What the entry for the next ones needs to know of itself."""

    @property
    def these(self) -> Round:
        """The round."""
        return Round(self.circle.circle, self.turn)

    @property
    def topic(self) -> str:
        """What its entries bear."""
        return f"{self.circle.circle}.{self.turn}"


def plan(work: Work, circle: CoffeeCircleRow, minute: int) -> None:
    """The newest round is told of, and asked about, by each one's own clock.

    In some places that minute is over today, in others it isn't there yet.
    """
    today = local_day(work.book.settings.zone, work.now)
    topic = f"{circle.circle}.{circle.newest}"
    told = Plan(on_days(today, DAYS), "*", minute, span_minutes=24 * 60, free_days="after")
    scheduling.add(work, Item(TELL, topic), told)
    later = on_days(today + min(7, circle.weeks * 7 - 2), DAYS)
    scheduling.add(work, Item(ASK, topic), Plan(later, "*", TEN, span_minutes=3 * 24 * 60, free_days="before"))


def of(work: Work, topic: str) -> tuple[CoffeeCircleRow | None, int]:
    """The circle and the number of the round that a topic names."""
    first, _, second = topic.partition(".")
    if not (topic.isascii() and first.isdecimal() and second.isdecimal() and len(topic) <= 18):
        return None, 0
    return coffee.circle(work, int(first)), int(second)


def tell(work: Work, firing: Firing) -> list[Answer]:
    """Those of one zone who weren't told yet."""
    circle, turn = of(work, firing.topic)
    if circle is None:
        return []
    if "minute" in firing.details:
        return tell_awake(work, circle, turn, int(firing.details["minute"]))
    return _tell(work, _of_zone(work, firing, circle, turn))


def _of_zone(work: Work, firing: Firing, circle: CoffeeCircleRow, turn: int) -> _Portion:
    zone = str(firing.details.get("zone", firing.place))
    whose = coffee_seats.living_in(zone, work.book.settings.zone)
    return _Portion(circle, turn, whose, zone, {"zone": zone})


def tell_awake(work: Work, circle: CoffeeCircleRow, turn: int, minute: int) -> list[Answer]:
    """Those whose day it is already, past that minute of it."""
    homes = coffee_seats.homes(work, Round(circle.circle, turn), NEW)
    awake = [home for home in homes if is_awake(work, home.member, minute)]
    if not awake:
        return []
    return _tell(work, _Portion(circle, turn, coffee_seats.living_at(awake), again={"minute": minute}))


def _tell(work: Work, portion: _Portion) -> list[Answer]:
    circle, answers = portion.circle, list[Answer]()
    row = coffee.round_of(work, circle.circle, portion.turn)
    asked = "in a week" if circle.weeks > 1 else "in a few days"
    for member, others in _next(work, TELL, portion, (NEW, TOLD)):
        if others is None:
            answers.append(Whisper(member, cards.alone()))
        else:
            answers.append(Whisper(member, cards.meet(cards.Together(others, row.question if row else "", asked))))
    return answers


def ask(work: Work, firing: Firing) -> list[Answer]:
    """Did they meet? Those of one zone are asked, each for themselves."""
    circle, turn = of(work, firing.topic)
    if circle is None:
        return []
    portion = _of_zone(work, firing, circle, turn)
    portion = replace(portion, whose=portion.whose & coffee_seats.AT_A_TABLE)
    found = _next(work, ASK, portion, (TOLD, ASKED))
    known, out = work.members([member for member, _ in found]), work.book.outside
    return [
        Whisper(member, cards.did_you_meet(others or (), portion.topic))
        for member, others in found
        if not known[member].traits & out
    ]


def _next(
    work: Work, kind: str, portion: _Portion, states: tuple[str, str]
) -> list[tuple[str, tuple[Person, ...] | None]]:
    """Whose turn it is now, each with the others at their table (None: they have none); the next come in a second."""
    before, after = states
    waiting = coffee_seats.waiting(work, portion.these, before, portion.whose, MOST + 1)
    found = waiting[:MOST]
    coffee_seats.mark(work, portion.these, [member for _, member in found], after)
    if len(waiting) > MOST:
        following = replace(moment(work.now + SECOND), zone=portion.zone)
        scheduling.add(work, Item(kind, portion.topic, details=portion.again), following)
    elif not coffee_seats.are_left(work, portion.these, before, at_a_table=kind == ASK):
        scheduling.end_about(work, kind, portion.topic)
    return _with_others(work, portion.these, found)


def _with_others(
    work: Work, these: Round, found: Sequence[tuple[int, str]]
) -> list[tuple[str, tuple[Person, ...] | None]]:  # fmt: skip
    tables = coffee_seats.at_tables(work, these, found[0][0], found[-1][0]) if found else {}
    named = people.persons(work, [member for group in tables.values() for member in group])
    return [
        (member, tuple(named[each] for each in tables[party] if each != member) if party else None)
        for party, member in found
    ]
