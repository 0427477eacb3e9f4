"""Results: what a round of a pulse came to beside the one before, and each question over time."""

from datetime import date

from handlers.answers import Answer, Note, Post, Whisper
from handlers.cards.blocks import Card
from handlers.cards.pulses import results as cards
from handlers.cards.pulses.card import told as note
from handlers.events import ButtonPressed
from handlers.polls.counting import Tally, read_tally
from handlers.polls.terms import CLOSED
from handlers.pulses import questions
from handlers.pulses.rounds_of import day_of, polls_of, series_of
from storage import places, polls, prompts, pulses
from storage.tables import PollRow, PulseRoundRow, PulseRow
from storage.transactions import Work

MOST_POINTS = 12
"""Rounds that a trend goes back."""
LONGEST_NUMBER = 12


def told(work: Work, row: PulseRow, found: PulseRoundRow) -> list[Answer]:
    """To the channel; without one to whoever set it up, and to the admins once that one left."""
    card = cards.results(outcome(work, row, found))
    if row.channel:
        return [Post(row.channel, card, key=f"pulse:{row.pulse}:{found.day}", by=row.member)]
    return to_owners(work, row, card)


def to_owners(work: Work, row: PulseRow, card: Card) -> list[Answer]:
    """A word for whoever set it up, as long as they are here, else for the admins."""
    gone = not row.member or work.member(row.member).traits & work.book.outside
    return [Whisper(who, card) for who in (prompts.with_role(work, "admin") if gone else [row.member])]


def outcome(work: Work, row: PulseRow, found: PulseRoundRow) -> cards.Outcome:
    """A closed round, question by question, and all of them over time."""
    setup = questions.read(row.details)
    lines = []
    for key, number in polls_of(found).items():
        before = [poll for poll in _series(work, row.pulse, key) if poll.poll < number]
        poll = polls.find(work, number)
        tally = read_tally(poll.result) if poll is not None else Tally()
        earlier = next((each for each in map(_tally, before) if not each.hidden), None)
        lines.append(cards.Line(questions.question(setup, key), tally, earlier))
    return cards.Outcome(str(row.pulse), day_of(found), tuple(lines), _together(work, row))


def _series(work: Work, pulse: int, key: str) -> list[PollRow]:
    # Closed ones, the newest first.
    return [poll for poll in polls.of_series(work, series_of(pulse, key), MOST_POINTS) if poll.state == CLOSED]


def _tally(poll: PollRow) -> Tally:
    return read_tally(poll.result)


def _together(work: Work, row: PulseRow) -> tuple[tuple[str, int], ...]:
    # The mean of all marks from 1 to 5, out of a hundred, round by round.
    points = []
    for found in reversed(pulses.rounds(work, row.pulse, pulses.CLOSED, MOST_POINTS)):
        asked = [polls.find(work, number) for number in polls_of(found).values()]
        means = [tally.mean for tally in (_tally(poll) for poll in asked if poll is not None) if _is_mark(tally)]
        shown = [mean for mean in means if mean is not None]
        if shown:
            points.append((_label(day_of(found)), cards.out_of_hundred(sum(shown) / len(shown))))
    return tuple(points)


def _is_mark(tally: Tally) -> bool:
    return tally.mean is not None and tally.enps is None and not tally.hidden


def _label(day: int) -> str:
    return f"{date.fromordinal(day):%d %b}".lstrip("0")


def trend(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button of a question: its value is `pulse|key`."""
    number, _, key = event.value.partition("|")
    row = pulses.find(work, int(number)) if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    if row is None or not may_see(work, row, event.member):
        return [Note(note("That pulse isn't there any more, or its results aren't for you to see."))]
    rounds = {
        each: day_of(found)
        for found in pulses.rounds(work, row.pulse, pulses.CLOSED, MOST_POINTS)
        for each in polls_of(found).values()
    }
    points = []
    for poll in reversed(_series(work, row.pulse, key)):
        tally = _tally(poll)
        if not tally.hidden and poll.poll in rounds:
            points.append((_label(rounds[poll.poll]), tally))
    asked = questions.question(questions.read(row.details), key)
    return [Note(cards.trend(asked, tuple(points)))]


def may_see(work: Work, row: PulseRow, member: str) -> bool:
    """Whether results are for this member: in their channel for everybody there, else for admins."""
    if work.member(member).has_role("admin") or member == row.member:
        return True
    return bool(row.channel) and not places.is_closed(work, member, row.channel)
