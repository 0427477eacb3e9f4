"""Ticking: an entry whose time has come is carried out, once for each of its slots, and looks for its next."""

from dataclasses import replace

from handlers.answers import Answer
from handlers.calendar import exceptions
from handlers.calendar.deciding import Decision, decide, done_up_to
from handlers.calendar.firing import Firing, Kind, read_details
from handlers.calendar.looking import grounds_of, is_once, kind_of, plan_of, schedule
from handlers.calendar.slots import Ground, Slot
from handlers.events import Tick
from scoring.facts import Micros
from scoring.periods import HOUR, MINUTE
from storage import calendar, letters
from storage.tables import CalendarRow
from storage.transactions import Work

NOT_OURS = 5 * MINUTE
"""After which an entry is looked at again whose kind this version of the program doesn't know; another may."""
LONGEST_WAIT = HOUR
"""Between two tries of what keeps its word; the first comes after a minute, and each wait is twice the one before."""
DOUBLINGS = 6
"""After which that is reached."""


def tick(work: Work, event: Tick) -> list[Answer]:
    """What an entry that is due leads to; nothing if it isn't (any more)."""
    event = _as_of_now(work, event)
    row = _due(work, event)
    if row is None:
        return []
    kind = kind_of(row)
    if kind is None:
        row.next = event.at + NOT_OURS
        work.session.add(row)
        work.changed = True
        return []
    if exceptions.read(row.moved).failed:
        # If this fails again, nothing of it is kept; if not, its dead letter is history.
        letters.settle_ticks(work, row.entry, row.made)
    looks = _look(work, row, event.at)
    planned, answers = row.next, list[Answer]()
    for decision, ground in looks:
        for slot in decision.fire:
            answers += _carry_out(work, row, kind, (event.at, slot, ground.place))
            if row.state != calendar.ON or row.next != planned:
                # Its handler ended it, or planned it anew.
                return answers
    _go_on(work, row, event.at, [decision for decision, _ in looks])
    if kind.fleeting and row.state == calendar.DONE:
        calendar.drop(work, row)
    return answers


def _due(work: Work, event: Tick) -> CalendarRow | None:
    row = calendar.find(work, event.entry)
    if row is None or row.state != calendar.ON or not row.next or row.next > event.at:
        return None
    return row


def _as_of_now(work: Work, event: Tick) -> Tick:
    # A dead letter that is replayed: what failed is tried now, however long it would wait for its next try.
    row = calendar.find(work, event.entry) if work.now - event.at >= MINUTE else None
    if row is None or row.state != calendar.ON or not row.next or not exceptions.read(row.moved).failed:
        return event
    row.next = min(row.next, work.now)
    return replace(event, at=work.now)


def _look(work: Work, row: CalendarRow, at: Micros) -> list[tuple[Decision, Ground]]:
    plan, kept, span = plan_of(row), exceptions.read(row.moved), (row.last, row.next, at)
    return [(decide(plan, ground, kept, span), ground) for ground in grounds_of(work, row)]


def _carry_out(work: Work, row: CalendarRow, kind: Kind, this: tuple[Micros, Slot, str]) -> list[Answer]:
    at, slot, place = this
    if not calendar.run(work, row.entry, slot.slot, place):
        return []
    if not is_once(row):
        calendar.forget_runs(work, row.entry, slot.slot - exceptions.KEPT)
        row.moved = exceptions.write(exceptions.read(row.moved).since(slot.slot))
    firing = Firing(
        row.entry, row.kind, at, slot.slot, slot.due, row.topic, row.channel, row.member, place,
        read_details(row.details),
    )  # fmt: skip
    return kind.fire(work, firing)


def _go_on(work: Work, row: CalendarRow, at: Micros, decisions: list[Decision]) -> None:
    by_hand = [slot for decision in decisions for slot in decision.fire if slot.by_hand]
    over = {slot.slot: slot.due for slot in sorted(by_hand, key=lambda each: each.due)}
    row.moved = exceptions.write(replace(exceptions.read(row.moved).done(over), failed=0))
    row.last = done_up_to(row.last, decisions)
    waits = [decision.waits for decision in decisions if decision.waits]
    schedule(work, row, max(row.last, at))
    if waits:
        row.state, row.next = calendar.ON, min(*waits, row.next or waits[0])


def give_up(work: Work, event: Tick) -> None:
    """Its handler failed: it isn't tried for ever, and what comes after it isn't held up; but what keeps its word is
    tried again, after waits that grow."""
    row = _due(work, event)
    kind = kind_of(row) if row is not None else None
    if row is not None and kind is not None and kind.keeps:
        kept = exceptions.read(row.moved)
        row.moved = exceptions.write(replace(kept, failed=kept.failed + 1))
        row.next = event.at + min(MINUTE << min(kept.failed, DOUBLINGS), LONGEST_WAIT)
        work.session.add(row)
        work.changed = True
    elif row is not None:
        _go_on(work, row, event.at, [decision for decision, _ in _look(work, row, event.at)])


def has_failed(work: Work, event: Tick) -> bool:
    """Whether it failed before and is tried again: there is a dead letter of it already."""
    row = _due(work, event)
    return row is not None and exceptions.read(row.moved).failed > 0
