"""Awarding: which rules an occurrence matches, what their limits leave of it, and how a row is taken back."""

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from scoring.book import Earns, Kind, Limits, Only, Rule
from scoring.facts import Mark, Micros
from scoring.periods import MINUTE, week_of
from scoring.state import CounterKey, Row, State
from scoring.turn import Turn, corrected_key

ONCE_PER_MESSAGE = frozenset({Kind.REACTION_GIVEN, Kind.REACTION_RECEIVED})
"""Ten emoji of one person on one message are one interaction, not ten."""

PAID_PER_UNIT = frozenset({Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED})

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


def award(turn: Turn, occurrence: Occurrence) -> list[Row]:
    """Write a row for each rule that matches and has something left to pay; the rows written."""
    return [row for rule in turn.book.rules_by_kind[occurrence.kind] if (row := pay(turn, rule, occurrence))]


def pay(turn: Turn, rule: Rule, occurrence: Occurrence) -> Row | None:
    """Write the row of one rule, if it matches and has something left to pay."""
    row = _pay(turn, rule, occurrence)
    if row is not None:
        turn.write(row)
    return row


def recognise(turn: Turn, occurrence: Occurrence, *, given: int = 0, received: int = 0) -> None:
    """Award, and record the units of a gift in exactly one row, even where no rule pays for it (any more)."""
    rows = [row for rule in turn.book.rules_by_kind[occurrence.kind] if (row := _pay(turn, rule, occurrence))]
    if not rows:
        member = turn.state.member(occurrence.self_)
        rows = [_row(turn, occurrence, occurrence.kind.value, occurrence.self_, turn.day_of(member, occurrence.at))]
    # A rule may pay the other side; the units belong to the one the kind is about.
    for place, row in enumerate(rows):
        if row.member == occurrence.self_:
            rows[place] = row._replace(given=given, received=received)
            break
    else:
        member = turn.state.member(occurrence.self_)
        plain = _row(turn, occurrence, occurrence.kind.value, occurrence.self_, turn.day_of(member, occurrence.at))
        rows.insert(0, plain._replace(given=given, received=received))
    for row in rows:
        turn.write(row._replace(n=len(turn.rows)))


def _row(turn: Turn, occurrence: Occurrence, rule: str, member: str, day: int) -> Row:
    other = occurrence.other if member == occurrence.self_ else occurrence.self_
    return Row(
        turn.seq, len(turn.rows), occurrence.at, day, member, other, occurrence.channel, occurrence.message,
        occurrence.thread, rule, turn.book.version, 0, 0, 0, 0, 0,
    )  # fmt: skip


def _pay(turn: Turn, rule: Rule, occurrence: Occurrence) -> Row | None:
    itself = rule.earns is Earns.SELF
    earner, other = (occurrence.self_, occurrence.other) if itself else (occurrence.other, occurrence.self_)
    member = turn.state.member(earner)
    if not earner or earner == other or not member.scored:
        return None
    day = turn.day_of(member, occurrence.at)
    if not passes(turn.state, rule.only, occurrence, day):
        return None
    if rule.only.roles and not member.has_role(*rule.only.roles):
        return None
    draft = _row(turn, occurrence, rule.id, earner, day)
    units, percent = _left(turn.state, rule, draft, occurrence.units)
    points = rule.points * (units if rule.kind in PAID_PER_UNIT else 1) * percent // 100
    if points <= 0 or units <= 0:
        return None
    row = draft._replace(points=points, coins=points if rule.coins else 0, units=units)
    _charge(turn.state, rule, row, 1)
    return row


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


class Keys(NamedTuple):
    """The counters a rule's limits read for one row; None where the rule has no such limit."""

    day: CounterKey | None
    week: CounterKey | None
    pair: CounterKey | None
    thread: CounterKey | None
    falling: CounterKey | None
    cooldown: CounterKey | None
    once: CounterKey | None


def limit_keys(rule: Rule, row: Row) -> Keys:
    """Where the limits of a rule are counted; a row says enough to find them again when it is taken back."""
    limits: Limits = rule.limits
    week = week_of(row.day)
    who, pair = row.member, row.other
    thread = f"{row.channel}/{row.thread or row.message}"
    once = rule.kind in ONCE_PER_MESSAGE
    return Keys(
        (row.day, f"day:{rule.id}", who, "") if limits.per_day else None,
        (week, f"week:{rule.id}", who, "") if limits.per_week else None,
        (week, f"pair:{rule.id}", who, pair) if limits.per_pair_week and pair else None,
        (0, f"thread:{rule.id}", who, thread) if limits.per_thread else None,
        (week, f"falling:{rule.id}", who, pair) if limits.falling and pair else None,
        (0, f"last:{rule.id}", who, "") if limits.cooldown_minutes else None,
        (0, f"once:{rule.id}", f"{row.channel}/{row.message}", f"{who}/{pair}") if once else None,
    )


def _left(state: State, rule: Rule, row: Row, units: int) -> tuple[int, int]:
    # How many units the limits leave, and at what percentage.
    limits, keys, percent = rule.limits, limit_keys(rule, row), 100
    if keys.once and state.count(keys.once):
        return 0, 0
    if keys.day and state.count(keys.day) >= limits.per_day:
        return 0, 0
    if keys.week and state.count(keys.week) >= limits.per_week:
        return 0, 0
    if keys.thread and state.count(keys.thread) >= limits.per_thread:
        return 0, 0
    if keys.cooldown:
        last = state.count(keys.cooldown)
        if last and abs(row.at - last) < limits.cooldown_minutes * MINUTE:
            return 0, 0
    if keys.pair:
        units = min(units, limits.per_pair_week - state.count(keys.pair))
    if keys.falling:
        percent = limits.falling[min(state.count(keys.falling), len(limits.falling) - 1)]
    return units, percent


def _charge(state: State, rule: Rule, row: Row, sign: int) -> None:
    keys = limit_keys(rule, row)
    for key in (keys.day, keys.week, keys.thread, keys.falling, keys.once):
        if key:
            state.add(key, sign)
    if keys.pair:
        state.add(keys.pair, sign * row.units)
    # A cool-down is not given back: it slows down, it doesn't count.
    if keys.cooldown and sign > 0 and row.at > state.count(keys.cooldown):
        state.counters.put(keys.cooldown, row.at)


def take_back(turn: Turn, row: Row) -> None:
    """Write the row that corrects another, on the same day, and free what its limits were charged with."""
    state = turn.state
    if row.corrects_seq or state.count(corrected_key(row)):
        return
    state.counters.put(corrected_key(row), 1)
    rule = turn.book.rules_by_id.get(row.rule)
    if rule is not None:
        _charge(state, rule, row, -1)
    turn.write(
        row._replace(
            seq=turn.seq, n=len(turn.rows), points=-row.points, coins=-row.coins, given=-row.given,
            received=-row.received, corrects_seq=row.seq, corrects_n=row.n,
        )
    )  # fmt: skip
