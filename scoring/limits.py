"""Limits: how often a rule pays - what is left, and what is charged or freed."""

from typing import NamedTuple

from scoring.book import Rule
from scoring.facts import Micros
from scoring.periods import MINUTE, week_of
from scoring.state import CounterKey, State


class Spot(NamedTuple):
    """Where limits look; a ledger row says enough to find it again when it is taken back."""

    who: str
    other: str
    day: int
    channel: str
    place: str
    """The thread, or the message that may become one."""
    at: Micros


NOTHING = (0, 0)


def _times(rule: Rule, spot: Spot) -> list[tuple[CounterKey, int]]:
    # The limits that count times, each with where.
    limits, found = rule.limits, []
    if limits.per_day:
        found.append(((spot.day, f"day:{rule.id}", spot.who, ""), limits.per_day))
    if limits.per_week:
        found.append(((week_of(spot.day), f"week:{rule.id}", spot.who, ""), limits.per_week))
    if limits.per_thread:
        found.append(((0, f"thread:{rule.id}", spot.who, f"{spot.channel}/{spot.place}"), limits.per_thread))
    return found


def _pair_key(rule: Rule, spot: Spot) -> CounterKey:
    return (week_of(spot.day), f"pair:{rule.id}", spot.who, spot.other)


def _falling_key(rule: Rule, spot: Spot) -> CounterKey:
    return (week_of(spot.day), f"falling:{rule.id}", spot.who, spot.other)


def _last_key(rule: Rule, spot: Spot) -> CounterKey:
    return (0, f"last:{rule.id}", spot.who, "")


def left(state: State, rule: Rule, spot: Spot, units: int) -> tuple[int, int]:
    """How many of the units a rule still pays for, and at what percentage."""
    limits, percent = rule.limits, 100
    for key, most in _times(rule, spot):
        if state.count(key) >= most:
            return NOTHING
    if limits.cooldown_minutes:
        last = state.count(_last_key(rule, spot))
        if last and abs(spot.at - last) < limits.cooldown_minutes * MINUTE:
            return NOTHING
    if spot.other:
        if limits.per_pair_week:
            units = min(units, limits.per_pair_week - state.count(_pair_key(rule, spot)))
        if limits.falling:
            times = state.count(_falling_key(rule, spot))
            percent = limits.falling[min(times, len(limits.falling) - 1)]
    return units, percent


def charge(state: State, rule: Rule, spot: Spot, units: int) -> None:
    """Count a payment towards the limits; negative units free what a payment was charged with."""
    limits, step = rule.limits, 1 if units > 0 else -1
    for key, _ in _times(rule, spot):
        state.add(key, step)
    if spot.other:
        if limits.per_pair_week:
            state.add(_pair_key(rule, spot), units)
        if limits.falling:
            state.add(_falling_key(rule, spot), step)
    # A cool-down is not given back: it slows down, it doesn't count.
    if limits.cooldown_minutes and step > 0 and spot.at > state.count(_last_key(rule, spot)):
        state.counters.put(_last_key(rule, spot), spot.at)
