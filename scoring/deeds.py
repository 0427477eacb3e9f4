"""Deeds: what is done around the calendar and is no message (a vote, a contest won), and the bot's own questions."""

from types import MappingProxyType

from scoring.awarding import Occurrence, award, take_back
from scoring.book import Kind
from scoring.counting import count, each
from scoring.state import ALIVE, PROMPTED, CounterKey, Message
from scoring.turn import DROPPED, Outcome, Turn

TALLY = MappingProxyType(
    {
        Kind.BEST_ANSWER: "best_answers",
        Kind.VOTED: "votes",
        Kind.QUIZ_WON: "quizzes_won",
        Kind.CONTEST_WON: "contests_won",
        Kind.MET: "met",
    }
)
"""Kind of rule -> the tally that a deed moves; those of MET count different people."""

NOT_SCORED = -1
"""Stands for the place of a deed that counted for nothing, so that a repeat of it is known as well."""


def done(turn: Turn) -> Outcome:
    """Somebody did something: `actor`, of the kind `target`, with the people of `people` on the other side.

    Where `message` says of what (a contest, a coffee), it counts once for each of them; a vote says nothing.
    """
    fact, state = turn.fact, turn.state
    traits, key = state.member(fact.actor).traits, _key(turn)
    if traits & turn.book.outside:
        return DROPPED
    unscored = bool(traits & turn.book.not_scored)
    if fact.message:
        if state.count(key):
            return DROPPED
        state.counters.put(key, NOT_SCORED if unscored else turn.seq)
    if unscored:
        return turn.outcome()
    kind = Kind(fact.target)
    base = Occurrence(kind, fact.actor, "", fact.at, fact.channel, fact.message, fact.thread, fact.marks)
    for other in fact.people or ("",):
        award(turn, base._replace(other=other))
        _tally(turn, kind, other, 1)
    turn.tell("deed", fact.actor, detail=(kind.value,))
    return turn.outcome()


def undone(turn: Turn) -> Outcome:
    """It was not so after all: what it earned is taken back."""
    fact, state = turn.fact, turn.state
    seq = state.count(_key(turn))
    if not seq:
        return DROPPED
    state.counters.put(_key(turn), 0)
    if seq == NOT_SCORED:
        return turn.outcome()
    for row in turn.standing(seq):
        if not row.rule.startswith("badge:"):
            take_back(turn, row)
    for other in fact.people or ("",):
        _tally(turn, Kind(fact.target), other, -1)
    return turn.outcome()


def _key(turn: Turn) -> CounterKey:
    fact = turn.fact
    return (0, f"deed:{fact.target}", fact.actor, fact.message)


def _tally(turn: Turn, kind: Kind, other: str, step: int) -> None:
    if other:
        each(turn, TALLY[kind], turn.fact.actor, other if other != turn.fact.actor else "", step)
    else:
        count(turn, TALLY[kind], turn.fact.actor, step)


def prompted(turn: Turn) -> Outcome:
    """A question of the bot's own is there now; whoever answers in its thread answers it."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    if state.messages.get(key):
        return DROPPED
    state.messages.put(key, Message("", fact.at, "", PROMPTED, 0, turn.seq, fact.at, ALIVE))
    return turn.outcome()
