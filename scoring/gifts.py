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

GIFT_KINDS = frozenset({Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED})


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


def allowance_key(book: Book, giver: str, day: int) -> CounterKey:
    """Where the units given in the period of a giver's own day are counted."""
    return (start_of(book.allowance.per, day), "allowance", giver, "")


def left_to_give(state: State, book: Book, giver: str, day: int) -> int:
    """What a member may still give in the period of that day; never below zero."""
    used = state.count(allowance_key(book, giver, day))
    return max(0, allowance_of(book, state.member(giver)) - used)


def give(turn: Turn, giver: str, shares: Iterable[tuple[str, int]], where: Where) -> tuple[Given, ...]:
    """Give each receiver their units - all of it or, if the allowance doesn't reach, nothing."""
    state, book = turn.state, turn.book
    wanted = receivers(state, giver, shares)
    if not wanted:
        turn.tell("nobody", giver)
        return ()
    day = turn.day_of(state.member(giver), where.at)
    total, left = sum(wanted.values()), left_to_give(state, book, giver, day)
    if total > left:
        renews = end_of(book.allowance.per, start_of(book.allowance.per, day))
        turn.tell("allowance", giver, detail=(total, left, renews))
        return ()
    state.add(allowance_key(book, giver, day), total)
    for receiver, units in wanted.items():
        _hand_over(turn, giver, (receiver, units), where)
    names = tuple(part for share in wanted.items() for part in share)
    turn.tell("gift", giver, detail=names)
    return tuple(Given(receiver, units, turn.seq, _values(turn)) for receiver, units in wanted.items())


def receivers(state: State, giver: str, shares: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Who gets what: everybody once, without the giver, bots, leavers, outsiders and those not scored."""
    wanted: dict[str, int] = {}
    for person, units in shares:
        if person and person != giver and units > 0 and state.member(person).scored:
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
    for row in turn.standing(given.seq):
        here = (row.channel, row.message) == (where.channel, where.message)
        if here and {row.member, row.other} == {giver, given.receiver} and is_gift(turn, row):
            take_back(turn, row)
            restore(turn, row)
    tell_tallies(turn, giver, given._replace(units=-given.units), where)


def restore(turn: Turn, row: Row) -> None:
    """The units of a giver's row that was taken back may be given again, in the period they came out of."""
    if row.given:
        turn.state.add(allowance_key(turn.book, row.member, row.day), -row.given)


def is_gift(turn: Turn, row: Row) -> bool:
    """Whether a row is about a gift: it bears units, or its rule is of that kind."""
    rule = turn.book.rules_by_id.get(row.rule)
    return bool(row.given or row.received) or (rule is not None and rule.kind in GIFT_KINDS)


def change(
    turn: Turn, giver: str, standing: tuple[Given, ...], shares: Iterable[tuple[str, int]], where: Where
) -> tuple[Given, ...]:
    """After an edit: take back what is gone, give what is new; a smaller share is given anew on its old day."""
    wanted = receivers(turn.state, giver, shares)
    has: dict[str, int] = {}
    for given in standing:
        has[given.receiver] = has.get(given.receiver, 0) + given.units
    kept, smaller, more = [], [], []
    for given in standing:
        if wanted.get(given.receiver, 0) >= has[given.receiver]:
            kept.append(given)
        else:
            take_back_gift(turn, giver, given, where)
    for receiver, units in wanted.items():
        before = has.get(receiver, 0)
        if before > units:
            smaller.append((receiver, units))
        elif units > before:
            more.append((receiver, units - before))
    if smaller:
        kept.extend(give(turn, giver, smaller, where))
    if more:
        kept.extend(give(turn, giver, more, where._replace(at=turn.fact.at)))
    return tuple(kept)
