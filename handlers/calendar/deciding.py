"""Deciding: what of an entry is to be done at a moment - a pure function of its plan, its place and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.calendar.exceptions import Exceptions
from handlers.calendar.recurrence import Plan
from handlers.calendar.slots import ON_TIME, Ground, Slot, due_between, is_open, is_over, open_from
from scoring.facts import Micros
from scoring.periods import MINUTE


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done in one place."""

    fire: tuple[Slot, ...] = ()
    passed: Micros = 0
    """Up to here everything is done, said or dropped; 0 if nothing was due."""
    waits: Micros = 0
    """Something that is due waits until this moment, for it is quiet now."""
    oldest: Micros = 0
    """When that which waits was due."""


def decide(plan: Plan, ground: Ground, exceptions: Exceptions, span: tuple[Micros, Micros, Micros]) -> Decision:
    """`span`: up to which moment all is done, when the entry was to be looked at again, and now.

    After an outage the newest of what was missed is caught up, or none. What somebody moved by hand is said in any
    case, however late. Whatever was due before the entry was to be looked at became so by a change - somebody moved,
    an admin set other hours - and was not missed.
    """
    last, planned, at = span
    due = due_between(plan, ground, exceptions, last, at)
    fire = [slot for slot in due if slot.by_hand and not is_over(exceptions, slot)]
    regular = [slot for slot in due if not slot.by_hand]
    if not regular:
        return Decision(tuple(fire))
    newest = regular[-1]
    if not _is_late(plan, max(newest.due, planned), at):
        begins = at if _is_on_time(newest, at) or is_open(plan, ground, at) else open_from(plan, ground, at)
        if begins == at:
            fire.append(newest)
        elif not _is_late(plan, max(newest.due, planned), begins):
            return Decision(tuple(fire), waits=begins, oldest=newest.due)
    return Decision(tuple(fire), newest.due)


def _is_on_time(slot: Slot, at: Micros) -> bool:
    return at - slot.due <= ON_TIME * MINUTE


def _is_late(plan: Plan, due: Micros, at: Micros) -> bool:
    if plan.missed == "drop":
        return at - due > (plan.span_minutes or ON_TIME) * MINUTE
    return bool(plan.span_minutes) and at - due > plan.span_minutes * MINUTE


def done_up_to(last: Micros, decisions: Sequence[Decision]) -> Micros:
    """Up to which moment all is done in every place; not beyond what waits in one of them."""
    waiting = [decision.oldest - 1 for decision in decisions if decision.waits]
    return max(last, min(waiting) if waiting else max((each.passed for each in decisions), default=0))
