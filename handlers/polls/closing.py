"""Closing: once, whatever crashed - its result in the thread and to who asked; and reminders before it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import people, telling
from handlers.answers import Answer, Whisper
from handlers.calendar import scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.recurrence import moment
from handlers.cards.polls import notes
from handlers.cards.polls import results as cards
from handlers.moderating import moderators
from handlers.polls import presenting, results, rights, showing
from handlers.polls import terms as of_poll
from handlers.polls.counting import read_tally
from handlers.polls.terms import read_terms, write_terms
from scoring.book import Kind
from scoring.facts import Fact, FactKind
from scoring.periods import HOUR
from scoring.state import Trait
from storage import known, places, polls, quizzes, votes
from storage.tables import PollRow
from storage.transactions import Work

MOST_WHISPERS = 200
"""In a private channel with more people, one post reminds them all."""
STUCK = (
    "I can't close this poll: the key that keeps its votes secret is missing. I try again every hour; please tell "
    "an admin. No vote is lost."
)


def fire(work: Work, firing: Firing) -> list[Answer]:
    """Its time is over; nothing if somebody closed it already, or moved its end."""
    row = polls.find(work, int(firing.topic))
    if row is None or row.state != of_poll.STANDING or not 0 < row.closes <= firing.at:
        return []
    return close(work, row, tried=bool(firing.details.get("tried")))


def close(work: Work, row: PollRow, *, tried: bool = False, by: str = "") -> list[Answer]:
    """Count for good and tell; without the key of an anonymous one, later. `by` pressed the button for it."""
    rows = polls.options(work, row.poll) if row.kind != of_poll.OPEN else []
    try:
        tally = showing.closed(work, row, presenting.numbers_of(rows))
    except votes.NoKey:
        again = scheduling.Item("poll_close", str(row.poll), row.channel, row.member, {"tried": 1})
        scheduling.add(work, again, moment(work.now + HOUR))
        row.closes = row.closes or work.now
        polls.save(work, row)
        told = notes.told(f"I can't close “{presenting.poll_of(work, row).title}”", STUCK)
        return [] if tried else [Whisper(member, told) for member in heads(work, row)]
    row.state, row.closed_at = of_poll.CLOSED, work.now
    polls.save(work, row)
    for kind in ("poll_close", "poll_remind", "poll_refresh"):
        scheduling.end_about(work, kind, str(row.poll))
    if row.kind == of_poll.OPEN and row.anonymous:
        _open_answers(work, row)
    shown = results.posted_again(work, row)
    # A question of a round is won with the round, which tells its host.
    return shown if quizzes.is_of_round(row) else [*shown, *_to_asker(work, row, by), *_won(work, row, tally.best)]


def _open_answers(work: Work, row: PollRow) -> None:
    # By receipt, which says nothing of who came first.
    state = polls.WAITING if read_terms(row.terms).moderated else polls.SHOWN
    polls.add_options(work, row.poll, [choice.words for _, choice in votes.ballots(work, row)], state)


def heads(work: Work, row: PollRow) -> list[str]:
    """Who looks after a poll: who asked; if they are gone the co-owners, and if they are too, the moderators."""
    if not row.member:
        return []
    for some in ([row.member], read_terms(row.terms).owners, moderators(work)):
        if there := [member for member in some if _hears(work, row, member) and rights.may_moderate(work, row, member)]:
            return there
    return []


def _hears(work: Work, row: PollRow, member: str) -> bool:
    # Who has left a private channel hears no more of what is asked there.
    return not rights.barred(work, member) and not places.is_closed(work, member, row.channel)


def _to_asker(work: Work, row: PollRow, by: str) -> list[Answer]:
    if not row.member or not _hears(work, row, row.member):
        return []
    poll = presenting.finished(work, row)
    card = cards.result(poll, None, *results.promise_button(work, row), *notes.open_again(poll))
    # The note whose button they pressed themselves has become what they can still do.
    return [Whisper(row.member, card, key="" if by == row.member else presenting.asked_key(row.poll))]


def _won(work: Work, row: PollRow, best: Sequence[str]) -> list[Answer]:
    answers: list[Answer] = []
    for member in best:
        fact = _deed(FactKind.DEED, work, row, member)
        answers += telling.achievements(work, fact, work.record([fact])[0])
    return answers


def _deed(kind: FactKind, work: Work, row: PollRow, member: str) -> Fact:
    return Fact(kind, work.now, member, row.channel, presenting.key_of(row.poll), target=Kind.QUIZ_WON.value)


def undo(work: Work, row: PollRow) -> None:
    """It wasn't the end after all: who had won a quiz hasn't."""
    for member in read_tally(row.result).best:
        work.record([_deed(FactKind.UNDEED, work, row, member)])


def remind(work: Work, firing: Firing) -> list[Answer]:
    """Not much time is left. Where votes are secret everybody is told alike, for a list of names would betray them."""
    row = polls.find(work, int(firing.topic))
    if row is None or row.state != of_poll.STANDING:
        return []
    # Once is enough, whatever becomes of its end.
    row.terms = write_terms(replace(read_terms(row.terms), remind=False))
    polls.save(work, row)
    poll = presenting.poll_of(work, row)
    members = [] if row.anonymous else _missing(work, row)
    if members is not None and not row.anonymous:
        return [
            Whisper(member, notes.reminder(poll, people.place(work, member, row.channel)), row.channel)
            for member in members
        ]
    card = notes.reminder(poll, None)
    return [results.below(work, row, card, reminder_key(row.poll))]


def reminder_key(poll: int) -> str:
    """Under which key the reminder in the thread can be edited."""
    return f"poll-remind:{poll}"


def _missing(work: Work, row: PollRow) -> list[str] | None:
    """Who could vote and hasn't; None where nobody knows who is in the channel, or too many are."""
    members = known.in_channels(work, [row.channel])[row.channel]
    out = work.book.outside | int(Trait.BOT | Trait.DEACTIVATED | Trait.FORGOTTEN)
    may = [member for member, each in work.members(sorted(members)).items() if not each.traits & out]
    if not may or len(may) > MOST_WHISPERS:
        return None
    done = votes.voted(work, row, may)
    return [member for member in may if member not in done]
