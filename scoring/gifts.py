"""Gifts: recognition out of the giver's allowance, given, changed and taken back."""

from collections.abc import Iterable
from typing import NamedTuple

from scoring.awarding import Occurrence, recognise, take_back
from scoring.book import Book, Kind
from scoring.counting import both, count, each
from scoring.facts import Micros
from scoring.periods import DAY, end_of, start_of
from scoring.state import CounterKey, Given, Member, Row, State
from scoring.turn import Turn

PERIODS = ("day", "week", "month")
"""What an allowance may be per."""


class Where(NamedTuple):
    """The message (or request) a gift hangs on."""

    channel: str
    message: str
    thread: str
    at: Micros
    marks: int = 0


def allowance_of(book: Book, member: Member) -> int:
    """How many units this member may give per period: the highest of what their roles allow."""
    amounts = [amount for role, amount in book.allowance.roles if member.has_role(role)]
    return max([book.allowance.amount, *amounts])


def allowance_key(per: str, giver: str, day: int) -> CounterKey:
    """Where the units given in the day, week or month of a giver's own day are counted."""
    return (start_of(per, day), f"allowance:{per}", giver, "")


def _charge(state: State, giver: str, day: int, units: int) -> None:
    # In all three periods, so that a rule book that changes from one to another finds what was given before.
    for per in PERIODS:
        state.add(allowance_key(per, giver, day), units)


def left_to_give(state: State, book: Book, giver: str, day: int) -> int:
    """What a member may still give in the period of that day; never below zero."""
    used = state.count(allowance_key(book.allowance.per, giver, day))
    return max(0, allowance_of(book, state.member(giver)) - used)


def give(turn: Turn, giver: str, shares: Iterable[tuple[str, int]], where: Where) -> tuple[Given, ...]:
    """Give each receiver their units - all of it or, if the allowance doesn't reach, nothing."""
    if turn.state.member(giver).traits & turn.book.not_giving:
        turn.tell("guest", giver)
        return ()
    wanted = receivers(turn.state, turn.book, giver, shares)
    if not wanted:
        turn.tell("nobody", giver)
        return ()
    return _give(turn, giver, wanted, where)


def _give(turn: Turn, giver: str, wanted: dict[str, int], where: Where, freed: int = 0) -> tuple[Given, ...]:
    # What this very turn freed on that day may be given again, even if the allowance became smaller since.
    state, book = turn.state, turn.book
    day = turn.day_of(state.member(giver), where.at)
    total, left = sum(wanted.values()), left_to_give(state, book, giver, day)
    if total > max(left, freed):
        renews = end_of(book.allowance.per, start_of(book.allowance.per, day))
        turn.tell("allowance", giver, detail=(total, left, renews))
        return ()
    _charge(state, giver, day, total)
    for receiver, units in wanted.items():
        _hand_over(turn, giver, (receiver, units), where)
    names = tuple(part for share in wanted.items() for part in share)
    turn.tell("gift", giver, detail=names)
    return tuple(Given(receiver, units, turn.seq, _values(turn)) for receiver, units in wanted.items())


def receivers(state: State, book: Book, giver: str, shares: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Who gets what: everybody once, without the giver, bots, leavers, outsiders and those not scored."""
    wanted: dict[str, int] = {}
    for person, units in shares:
        if person and person != giver and units > 0 and not state.member(person).traits & book.not_thanked:
            wanted[person] = max(units, wanted.get(person, 0))
    return wanted


def _hand_over(turn: Turn, giver: str, share: tuple[str, int], where: Where) -> None:
    receiver, units = share
    base = Occurrence(
        Kind.GIFT_RECEIVED, receiver, giver, where.at, where.channel, where.message, where.thread,
        marks=where.marks, units=units,
    )  # fmt: skip
    recognise(turn, base, received=units)
    recognise(turn, base._replace(kind=Kind.GIFT_GIVEN, self_=giver, other=receiver), given=units)
    tell_tallies(turn, giver, Given(receiver, units, turn.seq, _values(turn)), where)


def _values(turn: Turn) -> tuple[str, ...]:
    return tuple(value for value in turn.fact.values if value in turn.book.value_ids)


def tell_tallies(turn: Turn, giver: str, given: Given, where: Where) -> None:
    """Count a share in the tallies of both sides; `units` below zero takes it out again."""
    receiver, units, _, values = given
    step, state = (1 if units > 0 else -1), turn.state
    count(turn, "given", giver, units)
    count(turn, "received", receiver, units)
    new = both(turn, ("thanked", "thanked_by"), giver, receiver, step)
    if new and state.count((0, "each:thanked", receiver, giver)):
        count(turn, "mutual", giver, new)
        count(turn, "mutual", receiver, new)
    each(turn, "channels_thanked", giver, where.channel, step)
    each(turn, "countries_thanked", giver, state.member(receiver).country, step)
    if is_newcomer(turn.book, state.member(receiver), where.at):
        each(turn, "newcomers_thanked", giver, receiver, step)
    for value in values:
        each(turn, "values_named", giver, value, step)


def is_newcomer(book: Book, member: Member, at: Micros) -> bool:
    """Whether someone joined lately; a day of grace for clocks and for introductions before the join is told."""
    return bool(member.joined) and -DAY <= at - member.joined < book.settings.newcomer_days * DAY


def take_back_gift(turn: Turn, giver: str, given: Given, where: Where) -> None:
    """Correct the rows of one share; its units may be given again if their period still runs."""
    for row in gift_rows(turn, given.seq):
        here = (row.channel, row.message) == (where.channel, where.message)
        if here and {row.member, row.other} == {giver, given.receiver}:
            take_back(turn, row)
            restore(turn, row)
    tell_tallies(turn, giver, given._replace(units=-given.units), where)


def restore(turn: Turn, row: Row) -> None:
    """The units of a giver's row that was taken back may be given again, in the period they came out of."""
    if row.given:
        _charge(turn.state, row.member, row.day, -row.given)


def gift_rows(turn: Turn, seq: int) -> list[Row]:
    """The standing rows of what a fact gave: those from the first that bears units on, as `recognise` wrote them."""
    rows = turn.rows if seq == turn.seq else turn.state.rows.get(seq) or ()
    first = next((row.n for row in rows if (row.given or row.received) and not row.corrects_seq), len(rows))
    return [row for row in turn.standing(seq) if row.n >= first and not row.rule.startswith("badge:")]


def change(
    turn: Turn, giver: str, standing: tuple[Given, ...], shares: Iterable[tuple[str, int]], where: Where
) -> tuple[Given, ...]:
    """After an edit: take back what is gone, the latest first, and give what is new; what has its share keeps it."""
    shares = tuple(shares)
    has: dict[str, int] = {}
    for given in standing:
        has[given.receiver] = has.get(given.receiver, 0) + given.units
    named = {person: units for person, units in shares if person in has}
    wanted = receivers(turn.state, turn.book, giver, shares)
    kept: list[Given] = []
    for given in reversed(standing):
        # Somebody who left since, or doesn't want to be scored any more, isn't gone from the message.
        excess = has[given.receiver] - max(wanted.get(given.receiver, 0), named.get(given.receiver, 0))
        less = min(max(excess, 0), given.units)
        has[given.receiver] -= less
        kept[:0] = _lessen(turn, giver, given, less, where) if less else (given,)
    if turn.state.member(giver).traits & turn.book.not_giving:
        return tuple(kept)
    more = {who: units - has.get(who, 0) for who, units in wanted.items() if units > has.get(who, 0)}
    return (*kept, *(_give(turn, giver, more, where._replace(at=turn.fact.at)) if more else ()))


def _lessen(turn: Turn, giver: str, given: Given, less: int, where: Where) -> tuple[Given, ...]:
    # A share that became smaller is taken back and given anew on its old day.
    at, day = where.at, 0
    for row in gift_rows(turn, given.seq):
        if row.given and row.other == given.receiver:
            at, day = row.at, row.day
    take_back_gift(turn, giver, given, where)
    if less == given.units:
        return ()
    freed = given.units if turn.day_of(turn.state.member(giver), at) == day else 0
    return _give(turn, giver, {given.receiver: given.units - less}, where._replace(at=at), freed)
