"""Presenting: a poll's rows as what its cards show, and its card brought up to date - not for every single vote."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Post
from handlers.calendar import scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.recurrence import moment
from handlers.cards.blocks import Card, Person
from handlers.cards.polls import card as cards
from handlers.cards.polls.words import Option, Poll
from handlers.polls import showing, slices, slicing
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally, read_tally
from scoring.facts import Micros
from storage import polls, quizzes, votes
from storage.tables import PollOptionRow, PollRow
from storage.transactions import Work

PAUSE: Micros = 2_000_000
"""A card is brought up to date once in this time at most."""
_PLANNED = 1
"""The last bit of `shown_at`: the card isn't that new yet, but will be, by an entry of the calendar."""
MOST_SHOWN = 30
"""So many of the newest open answers are looked at for a card."""


def key_of(poll: int) -> str:
    """Under which key the card can be edited."""
    return f"poll:{poll}"


def result_key(poll: int) -> str:
    """Under which key the result in the thread can be edited."""
    return f"poll-result:{poll}"


def asked_key(poll: int) -> str:
    """Under which key its asker is told what they can do with it: that gives way to how it came out."""
    return f"poll-asked:{poll}"


def numbers_of(rows: Sequence[PollOptionRow]) -> tuple[int, ...]:
    """The options that count."""
    return tuple(row.option for row in rows if row.state == polls.SHOWN)


def poll_of(work: Work, row: PollRow, tally: Tally | None = None, turnout: int = 0) -> Poll:
    """What every card needs of a poll, with as much of its tally as may be shown."""
    is_open = row.kind == of_poll.OPEN
    terms = of_poll.read_terms(row.terms)
    if row.kind == of_poll.QUIZ:
        # Whatever it was asked with before that held for every quiz.
        terms = replace(terms, results=of_poll.SEALED)
    rows = polls.newest_answers(work, row.poll, MOST_SHOWN) if is_open else polls.options(work, row.poll)
    added = people.persons(work, [each.member for each in rows] + [row.member])
    options = tuple(Option(each.option, each.words, added.get(each.member), each.state) for each in rows)
    said = " ".join((row.question, *(each.words for each in rows)))
    return Poll(
        row.poll, row.question, row.kind, () if is_open else options, terms,
        added.get(row.member), bool(row.anonymous), row.closes, row.closed_at, row.state, tally, turnout,
        people.names_in(work, said) if "<" in said else {},
        tuple((each.by, each.words) for each in options if each.state == polls.SHOWN) if is_open else (),
        _voters(work, tally), slices.names(work, terms.by) if terms.by else (), of_round=quizzes.is_of_round(row),
        follows=quizzes.follows(work, row),
    )  # fmt: skip


def _voters(work: Work, tally: Tally | None) -> Mapping[str, Person]:
    return people.persons(work, [member for member, _ in tally.scores[:20]]) if tally else {}


def now(work: Work, row: PollRow) -> Poll:
    """An open poll as everybody may see it; its tally is counted anew. Raises votes.NoKey."""
    is_live = of_poll.read_terms(row.terms).results == of_poll.LIVE
    if not is_live and not row.anonymous:
        # Its card says how many voted, and nothing else is counted for it.
        return replace(poll_of(work, row, None, votes.voters(work, row)), answers=())
    tally = showing.shown(work, row, numbers_of(polls.options(work, row.poll)) if row.kind != of_poll.OPEN else ())
    seen = tally if is_live else None
    poll = poll_of(work, row, seen, tally.turnout)
    return poll if seen is not None else replace(poll, answers=())


def finished(work: Work, row: PollRow) -> Poll:
    """A closed poll with what it closed with."""
    tally = read_tally(row.result)
    return replace(poll_of(work, row, tally, tally.turnout), slices=slicing.read(row.result))


def card_of(work: Work, row: PollRow) -> Card:
    """The card in the channel, whatever the state. Raises votes.NoKey."""
    if row.state == of_poll.DELETED:
        return cards.taken_away()
    if row.state == of_poll.CLOSED:
        return cards.over(finished(work, row))
    return cards.public(now(work, row))


def post(work: Work, row: PollRow) -> list[Answer]:
    """The card as it is now: posted, or edited where it stands."""
    try:
        card = card_of(work, row)
    except votes.NoKey:
        # What stands there stays, until the key is back.
        return []
    row.shown_at = work.now & ~_PLANNED
    polls.save(work, row)
    return [Post(row.channel, card, row.thread, key_of(row.poll), row.member)]


def touch(work: Work, row: PollRow) -> list[Answer]:
    """Something changed: the card follows now, or together with what else happens in the next two seconds."""
    if row.shown_at & _PLANNED and row.shown_at > work.now:
        return []
    if work.now - row.shown_at >= PAUSE:
        return post(work, row)
    due = (row.shown_at & ~_PLANNED) + PAUSE
    row.shown_at = due | _PLANNED
    polls.save(work, row)
    scheduling.add(work, scheduling.Item("poll_refresh", str(row.poll), row.channel), moment(due))
    return []


def refresh(work: Work, firing: Firing) -> list[Answer]:
    """The two seconds are over."""
    row = polls.find(work, int(firing.topic))
    return post(work, row) if row is not None and row.state == of_poll.STANDING else []
