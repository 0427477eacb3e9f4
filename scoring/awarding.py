"""Awarding: which rules an occurrence matches, what their limits leave of it, and how a row is taken back."""

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from scoring.book import Earns, Kind, Only, Rule
from scoring.facts import Mark, Micros
from scoring.limits import Spot, charge, left
from scoring.state import BOT, Row, State
from scoring.turn import Turn, corrected_key

PAID_PER_UNIT = frozenset({Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED})
THANKS = PAID_PER_UNIT | {Kind.SHOUTOUT_GIVEN, Kind.SHOUTOUT_RECEIVED}
"""What guests and people of other organisations earn by, if the rule book lets them."""

LENGTHS = (0, 1, 10, 40, 140, 500)
"""The least number of characters of each length class (scoring.reading)."""


class Occurrence(NamedTuple):
    """One thing a rule can be about: `self_` is whom the kind is about, `other` the other side of it."""

    kind: Kind
    self_: str
    other: str
    at: Micros
    channel: str
    message: str
    thread: str
    marks: int = 0
    length: int = 0
    emoji: str = ""
    units: int = 1
    people: int = 0


def award(turn: Turn, occurrence: Occurrence, besides: frozenset[str] = frozenset()) -> None:
    """Write a row for each rule (`besides` those) that matches and has something left to pay."""
    for rule in turn.book.rules_by_kind[occurrence.kind]:
        if rule.id not in besides:
            pay(turn, rule, occurrence)


def pay(turn: Turn, rule: Rule, occurrence: Occurrence) -> bool:
    """Write the row of one rule, if it matches and has something left to pay."""
    row = _earned(turn, rule, occurrence)
    if row is not None:
        turn.write(row)
    return row is not None


def recognise(turn: Turn, occurrence: Occurrence, *, given: int = 0, received: int = 0) -> None:
    """Award, and record the units of a gift in exactly one row, even where no rule pays for it (any more)."""
    rows = [row for rule in turn.book.rules_by_kind[occurrence.kind] if (row := _earned(turn, rule, occurrence))]
    # A rule may pay the other side; the units belong to the one the kind is about.
    place = next((place for place, row in enumerate(rows) if row.member == occurrence.self_), -1)
    if place < 0:
        rows.append(_plain(turn, occurrence))
    # First comes the row with the units: whatever follows it in the same fact is about a gift, too.
    rows.insert(0, rows.pop(place)._replace(given=given, received=received))
    for row in rows:
        turn.write(row._replace(n=len(turn.rows)))


def _plain(turn: Turn, occurrence: Occurrence) -> Row:
    # A row worth nothing, so that the gift is on record.
    who, other = occurrence.self_, occurrence.other
    day = turn.day_of(turn.state.member(who), occurrence.at)
    return Row(
        turn.seq, len(turn.rows), occurrence.at, day, who, other, occurrence.channel, occurrence.message,
        occurrence.thread, occurrence.kind.value, turn.book.version, 0, 0, 0, 0, 0,
    )  # fmt: skip


def _earned(turn: Turn, rule: Rule, occurrence: Occurrence) -> Row | None:
    # The row a rule would pay now, its limits already charged.
    itself, state = rule.earns is Earns.SELF, turn.state
    earner, other = (occurrence.self_, occurrence.other) if itself else (occurrence.other, occurrence.self_)
    if not earner or earner == other or state.member(other).traits & BOT:
        return None
    member = state.member(earner)
    barred = turn.book.not_thanked if rule.kind in THANKS else turn.book.not_scored
    if member.traits & barred or (rule.only.roles and not member.has_role(*rule.only.roles)):
        return None
    day = turn.day_of(member, occurrence.at)
    if not passes(state, rule.only, occurrence, day):
        return None
    spot = Spot(earner, other, day, occurrence.channel, occurrence.thread or occurrence.message, occurrence.at)
    units, percent = left(state, rule, spot, occurrence.units)
    points = rule.points * (units if rule.kind in PAID_PER_UNIT else 1) * percent // 100
    if points <= 0 or units <= 0:
        return None
    charge(state, rule, spot, units)
    return Row(
        turn.seq, len(turn.rows), occurrence.at, day, earner, other, occurrence.channel, occurrence.message,
        occurrence.thread, rule.id, turn.book.version, points, points if rule.coins else 0, 0, 0, units,
    )  # fmt: skip


def passes(state: State, only: Only, occurrence: Occurrence, day: int) -> bool:
    """Whether an occurrence gets through a rule's filters (but for the roles of the earner)."""
    if only.emoji and occurrence.emoji not in only.emoji:
        return False
    if only.min_length and LENGTHS[min(occurrence.length, 5)] < only.min_length:
        return False
    if only.weekdays and (day - 1) % 7 not in only.weekdays:
        return False
    if only.people > occurrence.people:
        return False
    if only.where and (only.where == "thread") != (occurrence.thread not in ("", occurrence.message)):
        return False
    if only.has and not occurrence.marks & _marks_of(only.has):
        return False
    if only.channels or only.not_channels:
        channel = state.channels.get(occurrence.channel)
        names = (occurrence.channel, channel.name if channel else "")
        if only.channels and not _any_match(names, only.channels):
            return False
        return not _any_match(names, only.not_channels)
    return True


@lru_cache(maxsize=64)
def _marks_of(has: frozenset[str]) -> int:
    return sum(Mark[name.upper()] for name in has)


def _any_match(names: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    return any(name and fnmatchcase(name, pattern.lstrip("#")) for name in names for pattern in patterns)


def take_back(turn: Turn, row: Row) -> None:
    """Write the row that corrects another, on the same day, and free what its limits were charged with."""
    state = turn.state
    if row.corrects_seq or state.count(corrected_key(row)):
        return
    state.counters.put(corrected_key(row), 1)
    rule = turn.book.rules_by_id.get(row.rule)
    if rule is not None and row.units:
        charge(
            state,
            rule,
            Spot(row.member, row.other, row.day, row.channel, row.thread or row.message, row.at),
            -row.units,
        )
    turn.write(
        row._replace(
            seq=turn.seq, n=len(turn.rows), points=-row.points, coins=-row.coins, given=-row.given,
            received=-row.received, corrects_seq=row.seq, corrects_n=row.n,
        )
    )  # fmt: skip
