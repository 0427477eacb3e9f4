"""Answering: one press is one answer, which can be changed until the round closes; and "not for me"."""

from dataclasses import dataclass

from handlers import telling
from handlers.answers import Answer, Note, Refresh
from handlers.cards.blocks import Card
from handlers.cards.pulses import card as cards
from handlers.events import ButtonPressed
from handlers.polls import rights, voting
from handlers.polls.terms import ENPS, STANDING
from handlers.pulses import questions
from handlers.pulses.questions import GROUP
from handlers.pulses.rounds import asked, is_in_channel
from handlers.pulses.rounds_of import polls_of
from scoring.book import Kind
from scoring.facts import Fact, FactKind
from scoring.periods import HOUR, local_day, midnight
from storage import groups, polls, pulses, votes
from storage.tables import PollRow, PulseRoundRow, PulseRow
from storage.transactions import Work

LONGEST_NUMBER = 9
NOON = 12 * HOUR
OVER = "This pulse has closed, or isn't for you. Nothing was counted."
UNREADABLE = "That answer can't be read. Press a button on the newest card, or write /huzzah pulse."
NO_KEY = "I can't take your answer right now, since the key that keeps it secret is missing. Nothing was counted."


@dataclass(frozen=True, slots=True)
class At:
    """Where somebody stands in a round."""

    row: PulseRow
    found: PulseRoundRow
    shown: cards.Asked
    index: int
    option: int = 0

    def poll(self, work: Work, index: int) -> PollRow | None:
        """The poll behind a question, while it is open."""
        number = polls_of(self.found)[self.shown.questions[index].key]
        poll = polls.find(work, number)
        return poll if poll is not None and poll.state == STANDING else None


def rate(work: Work, event: ButtonPressed) -> list[Answer]:
    """A mark; the next question follows."""
    at = _where(work, event)
    if isinstance(at, str):
        return [Note(cards.told(at))]
    many = 11 if at.index < len(at.shown.questions) and at.shown.questions[at.index].kind == ENPS else 5
    poll = at.poll(work, at.index) if at.index < len(at.shown.questions) and 0 < at.option <= many else None
    if poll is None:
        return [Note(cards.told(UNREADABLE))]
    try:
        done = votes.cast(work, poll, event.member, votes.Choice((at.option,)))
        is_first = done.first and not _answered(work, at, event.member)
    except votes.NoKey:
        return [Note(cards.told(NO_KEY))]
    paid = _deed(work, event) if is_first else []
    return [Refresh(_card(work, at, at.index + 1, event.member)), *paid]


def go(work: Work, event: ButtonPressed) -> list[Answer]:
    """To another question without an answer."""
    at = _where(work, event)
    if isinstance(at, str):
        return [Note(cards.told(at))]
    try:
        return [Refresh(_card(work, at, at.index, event.member))]
    except votes.NoKey:
        return [Note(cards.told(NO_KEY))]


def _where(work: Work, event: ButtonPressed) -> At | str:
    # `pulse:day|index|option`, or why it is none.
    parts = event.value.replace(":", "|").split("|")
    if not 3 <= len(parts) <= 4 or not all(part.isdecimal() and len(part) <= LONGEST_NUMBER for part in parts):
        return UNREADABLE
    numbers = [int(part) for part in parts]
    row = pulses.find(work, numbers[0])
    found = pulses.round_of(work, numbers[0], numbers[1])
    if row is None or found is None or found.state != pulses.OPEN or found.closes <= event.at:
        return OVER
    if not is_asked(work, row, event.member):
        return OVER
    return At(row, found, asked(row, found, questions.read(row.details)), numbers[2], numbers[3] if parts[3:] else 0)


def is_asked(work: Work, row: PulseRow, member: str) -> bool:
    """Whether this member is among those that a pulse asks; who said "not for me" may answer all the same."""
    if rights.barred(work, member):
        return False
    audience = questions.read(row.details).audience
    if audience.startswith(GROUP):
        group = audience.removeprefix(GROUP)
        return member in groups.members_of(work, [group])[group]
    return not audience or is_in_channel(work, audience, member)


def _card(work: Work, at: At, index: int, member: str) -> Card:
    if index >= len(at.shown.questions):
        return cards.thanks(at.shown)
    poll = at.poll(work, index)
    mine = votes.mine(work, poll, member) if poll is not None else None
    return cards.question(at.shown, index, mine.options[0] if mine and mine.options else 0)


def _answered(work: Work, at: At, member: str) -> bool:
    # Whether they answered another question of the round before.
    others = (at.poll(work, index) for index in range(len(at.shown.questions)) if index != at.index)
    return any(member in votes.voted(work, poll, [member]) for poll in others if poll is not None)


def _deed(work: Work, event: ButtonPressed) -> list[Answer]:
    # Once for a round, at noon and without a place, as for every poll: no row tells what was answered, or when.
    zone = work.member(event.member).zone or work.book.settings.zone
    noon = midnight(zone, local_day(zone, event.at)) + NOON
    fact = Fact(FactKind.DEED, noon, event.member, target=Kind.VOTED.value)
    return voting.whispers(telling.achievements(work, fact, work.record([fact])[0]))


def skip(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button "Not for me"."""
    if problem := rights.barred(work, event.member):
        return [Note(cards.told(problem))]
    pulses.skip(work, event.member, on=True)
    return [Refresh(cards.skipped())]


def join(work: Work, event: ButtonPressed) -> list[Answer]:
    """And back."""
    pulses.skip(work, event.member, on=False)
    return [Refresh(cards.joined())]
