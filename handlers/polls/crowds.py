"""Crowds: many who vote at once are answered together - as they would be one by one, with a few statements in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from handlers import telling
from handlers.answers import Answer, Note
from handlers.cards.polls import voted
from handlers.cleaning import clean
from handlers.events import ButtonPressed, Request
from handlers.polls import presenting, rights, slices, voting
from handlers.polls import terms as of_poll
from handlers.polls.drafting import number_of
from scoring.state import Trait
from storage import places, polls, privacy, quizzes, votes
from storage.tables import PollRow
from storage.transactions import Work
from storage.votes import Choice, Voting

ACTION = "vote"
FEWEST = 2
PLAIN = frozenset({of_poll.CHOICE, of_poll.YESNO, of_poll.RATING, of_poll.ENPS, of_poll.QUIZ})
"""Kinds where a press says all: it doesn't matter what was chosen before."""


@dataclass(slots=True)
class _Crowd:
    """What is looked up once for all of them."""

    work: Work
    aside: frozenset[str]
    """Members who are told no, or more than usual."""
    polls: dict[int, tuple[PollRow | None, frozenset[int]]] = field(default_factory=dict)
    """Poll -> its row and its options, where any colleague may vote."""

    def look(self, number: int) -> tuple[PollRow | None, frozenset[int]]:
        """A poll in which a press is a vote, and its options."""
        if number not in self.polls:
            self.polls[number] = self._found(number)
        return self.polls[number]

    def _found(self, number: int) -> tuple[PollRow | None, frozenset[int]]:
        row = polls.find(self.work, number)
        if row is None or row.state != of_poll.STANDING or row.kind not in PLAIN or row.series.startswith(rights.PULSE):
            return None, frozenset()
        # Who is in a private channel, or one that nobody told us of, isn't asked for all at once.
        if row.channel not in places.public(self.work, [row.channel]):
            return None, frozenset()
        return row, frozenset(presenting.numbers_of(polls.options(self.work, number)))

    def is_simple(self, event: ButtonPressed) -> bool:
        """Whether it comes down to one vote that counts."""
        row, options = self.look(number_of(event.value))
        if row is None or event.member in self.aside or 0 < row.closes <= event.at:
            return False
        return voting.option_of(event.value) in options and not voting.knows_the_answer(row, event.member)


def is_vote(event: Request) -> bool:
    """Whether it is the press of an option's button."""
    return isinstance(event, ButtonPressed) and event.action == ACTION and bool(event.member)


def pressed(work: Work, events: Sequence[ButtonPressed]) -> list[list[Answer]]:
    """The answers to each of them."""
    cleaned = [clean(event.value) for event in events]
    ours = [
        event if value == event.value else _with(event, value) for event, value in zip(events, cleaned, strict=True)
    ]
    crowd = _Crowd(work, _aside(work, sorted({event.member for event in ours})))
    answers: list[list[Answer]] = []
    for simple, run in groupby(ours, crowd.is_simple):
        together = list(run)
        if simple and len(together) >= FEWEST:
            answers += _together(crowd, together)
        else:
            answers += [voting.pressed(work, event) for event in together]
    return answers


def _with(event: ButtonPressed, value: str) -> ButtonPressed:
    return ButtonPressed(
        workspace=event.workspace, at=event.at, member=event.member, channel=event.channel, request=event.request,
        action=event.action, value=value, message=event.message, thread=event.thread,
    )  # fmt: skip


def _aside(work: Work, members: list[str]) -> frozenset[str]:
    traits = {member: known.traits for member, known in work.members(members).items()}
    # What guests may see depends on where they are.
    barred = {member for member, each in traits.items() if each & (work.book.outside | Trait.FORGOTTEN | Trait.GUEST)}
    return frozenset(barred | privacy.forgotten(work, members))


def _together(crowd: _Crowd, events: Sequence[ButtonPressed]) -> list[list[Answer]]:
    work = crowd.work
    answers: list[list[Answer]] = [[] for _ in events]
    first: list[int] = []
    by_poll: dict[int, list[int]] = {}
    for place, event in enumerate(events):
        by_poll.setdefault(number_of(event.value), []).append(place)
    touched: list[tuple[int, PollRow]] = []
    before = {number: _before(crowd, number, [events[place].member for place in at]) for number, at in by_poll.items()}
    for number, at in by_poll.items():
        row, _ = crowd.look(number)
        if row is None:
            continue
        chosen = [Choice((voting.option_of(events[place].value),)) for place in at]
        group = slices.counted_in(work, row, [events[place].member for place in at])
        votings = [
            Voting(events[place].member, choice, events[place].at, group.get(events[place].member, 0))
            for place, choice in zip(at, chosen, strict=True)
        ]
        try:
            cast = votes.cast_all(work, row, votings)
        except votes.NoKey:
            for place in at:
                answers[place] = [Note(voting.NO_KEY)]
            continue
        poll = presenting.poll_of(work, row)
        for place, choice, done in zip(at, chosen, cast, strict=True):
            among = group.get(events[place].member, 0)
            answers[place] = [
                Note(voted.chosen(poll, choice.options, choice.words, done.receipt, group=among), voting.note_key(row))
            ]
        first += [place for place, done in zip(at, cast, strict=True) if done.first]
        changed = [place for place, done in zip(at, cast, strict=True) if done.changed]
        touched += [(changed[-1], row)] if changed else []
    _pay(work, events, _unpaid(crowd, events, sorted(first), before), answers)
    for place, row in touched:
        answers[place] += presenting.touch(work, row)
    return answers


def _before(crowd: _Crowd, number: int, members: Sequence[str]) -> set[str]:
    row, _ = crowd.look(number)
    return voting.counted_before(crowd.work, row, members) if row else set()


def _unpaid(
    crowd: _Crowd, events: Sequence[ButtonPressed], first: Sequence[int], before: Mapping[int, set[str]]
) -> list[int]:
    # Two questions of a round may be answered in the same moment: the first press counts for both.
    found: dict[tuple[str, str], int] = {}
    for place in first:
        number, member = number_of(events[place].value), events[place].member
        row, _ = crowd.look(number)
        if row is not None and member not in before[number]:
            found.setdefault((row.series if quizzes.is_of_round(row) else str(number), member), place)
    return list(found.values())


def _pay(work: Work, events: Sequence[ButtonPressed], first: Sequence[int], answers: list[list[Answer]]) -> None:
    facts = [voting.deed(work, events[place], events[place].member) for place in first]
    for place, fact, outcome in zip(first, facts, work.record(facts), strict=True):
        answers[place] += voting.whispers(telling.achievements(work, fact, outcome))
