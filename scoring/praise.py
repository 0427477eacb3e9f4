"""Praise by command: /kudos, shout-outs, taking them back, and rows an admin settles."""

from scoring.awarding import Occurrence, award, take_back
from scoring.book import Kind
from scoring.counting import active, count, each
from scoring.facts import Fact
from scoring.gifts import Where, give, receivers, restore, take_back_gift
from scoring.periods import HOUR, ahead, day_ahead, week_of
from scoring.state import AHEAD, ALIVE, CARD, COUNTED, PRAISE, UNDONE, Given, Message, MessageKey
from scoring.turn import DROPPED, Outcome, Turn


def gave(turn: Turn) -> Outcome:
    """A gift by command; the request's id takes the place of a message."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    if state.messages.get(key) or state.member(fact.actor).traits & turn.book.outside:
        return DROPPED
    where = Where(*key, fact.thread, fact.at, fact.marks)
    gift = give(turn, fact.actor, fact.gift, where)
    _remember(turn, key, gift, 0)
    return turn.outcome()


def _remember(turn: Turn, key: MessageKey, gift: tuple[Given, ...], marks: int) -> None:
    fact = turn.fact
    day = _day_of(turn, fact)
    marks |= ahead(day, fact.at) << AHEAD
    if gift and not turn.state.member(fact.actor).traits & turn.book.not_scored:
        marks |= COUNTED
        active(turn, fact.actor, day, 1)
    message = Message(
        fact.actor, fact.at, fact.thread, fact.marks | marks, fact.length, turn.seq, fact.stamp, ALIVE, gift
    )
    turn.state.messages.put(key, message)


def _day_of(turn: Turn, fact: Fact) -> int:
    return turn.day_of(turn.state.member(fact.actor), fact.at)


def shouted(turn: Turn) -> Outcome:
    """A leader praises in public; anyone else, and a leader past the week's limit, is told."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    leader = state.member(fact.actor)
    if state.messages.get(key) or leader.traits & turn.book.outside:
        return DROPPED
    people = list(receivers(state, turn.book, fact.actor, ((person, 1) for person, _ in fact.gift)))
    week = (week_of(_day_of(turn, fact)), "shoutouts", fact.actor, "")
    problem = _problem(turn, people, state.count(week))
    if problem:
        turn.tell(problem, fact.actor, detail=(turn.book.settings.shoutouts_per_week,))
        _remember(turn, key, (), 0)
        return turn.outcome()
    state.add(week, 1)
    base = Occurrence(
        Kind.SHOUTOUT_GIVEN, fact.actor, "", fact.at, *key, fact.thread, fact.marks, fact.length
    )  # fmt: skip
    award(turn, base)
    for person in people:
        award(turn, base._replace(kind=Kind.SHOUTOUT_RECEIVED, self_=person, other=fact.actor))
        _tallies(turn, person, 1)
    turn.tell("shoutout", fact.actor, detail=tuple(people))
    _remember(turn, key, tuple(Given(person, 0, turn.seq) for person in people), PRAISE)
    return turn.outcome()


def _problem(turn: Turn, people: list[str], called: int) -> str:
    leader = turn.state.member(turn.fact.actor)
    if leader.traits & turn.book.not_giving:
        return "guest"
    if not leader.has_role("leader", "admin"):
        return "not_leader"
    if not people:
        return "nobody"
    return "shoutouts_used" if called >= turn.book.settings.shoutouts_per_week else ""


def _tallies(turn: Turn, person: str, step: int, leader: str = "") -> None:
    each(turn, "shoutouts_given", leader or turn.fact.actor, person, step)
    count(turn, "shoutouts_received", person, step)


def undone(turn: Turn) -> Outcome:
    """The giver takes a gift or shout-out back, while that is still allowed."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    message = state.messages.get(key)
    if message is None or message.author != fact.actor or not message.gift or fact.stamp < message.stamp:
        return DROPPED
    if fact.at - message.at > turn.book.settings.undo_hours * HOUR:
        turn.tell("undo_late", fact.actor, detail=(turn.book.settings.undo_hours,))
        return Outcome(False, (), tuple(turn.notices))
    if message.marks & PRAISE:
        _take_back_praise(turn, key, message)
    else:
        where = Where(*key, message.thread, message.at, message.marks)
        for given in message.gift:
            take_back_gift(turn, message.author, given, where)
    if not _is_command(message, fact):
        turn.tell("ungiven", fact.actor)
    elif message.marks & COUNTED:
        active(turn, fact.actor, day_ahead(message.marks >> AHEAD, message.at), -1)
    turn.tell("undone", fact.actor, detail=tuple(given.receiver for given in message.gift))
    state.messages.put(key, message._replace(gift=(), marks=message.marks | UNDONE))
    return turn.outcome()


def _is_command(message: Message, fact: Fact) -> bool:
    # A message that gave is still a message once its gift is taken back; a command is nothing without it.
    return bool(message.marks & PRAISE) or fact.message.startswith(REQUEST)


REQUEST = "request:"
"""Commands stand in for messages under their request's id, with this in front."""


def _take_back_praise(turn: Turn, key: MessageKey, message: Message) -> None:
    for row in turn.standing(message.seq):
        if (row.channel, row.message) == key:
            take_back(turn, row)
    week = week_of(day_ahead(message.marks >> AHEAD, message.at))
    turn.state.add((week, "shoutouts", message.author, ""), -1)
    for given in message.gift:
        _tallies(turn, given.receiver, -1, message.author)


def carded(turn: Turn) -> Outcome:
    """The bot's own card about a gift is there now; whoever reacts to it reacts to the gift."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    if state.messages.get(key) or not state.messages.get((fact.channel, fact.target)):
        return DROPPED
    state.messages.put(key, Message("", fact.at, fact.target, CARD, 0, turn.seq, fact.at, ALIVE))
    return turn.outcome()


def settled(turn: Turn) -> Outcome:
    """An admin takes a row somebody objects to back; `target` is its place in the ledger, `seq.n`."""
    seq, _, n = turn.fact.target.partition(".")
    if not (seq.isdecimal() and n.isdecimal()):
        return DROPPED
    for row in turn.standing(int(seq)):
        if row.n == int(n):
            take_back(turn, row)
            restore(turn, row)
            turn.tell("settled", row.member, turn.fact.actor, (row.rule, row.points))
            return turn.outcome()
    return DROPPED
