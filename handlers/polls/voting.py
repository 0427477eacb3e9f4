"""Voting: one press is one vote, which can be changed until the close; and the point for the first one in a poll."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import telling
from handlers.answers import Answer, Note, Refresh, Whisper
from handlers.cards.blocks import Card
from handlers.cards.polls import notes, voted
from handlers.events import ButtonPressed, DialogSubmitted, Event
from handlers.polls import presenting, rights, slices
from handlers.polls import terms as of_poll
from handlers.polls.drafting import MOST_DIGITS, number_of
from handlers.polls.terms import read_terms
from scoring.book import Kind
from scoring.facts import Fact, FactKind
from scoring.periods import HOUR, local_day, midnight
from storage import polls, quizzes, votes
from storage.tables import PollRow
from storage.transactions import Work
from storage.votes import Choice

NO_KEY = notes.told(
    "I can't take your vote right now",
    "I can't take your vote right now: the key that keeps it secret is missing. Nothing was counted; ask an admin.",
)
UNREADABLE = notes.told("That didn't work", "That vote can't be read. Press a button on the poll itself.")
KNOWS = "You are behind this quiz, so you know the answer: it is for the others to find."
NOON = 12 * HOUR


def option_of(value: str) -> int:
    """The number behind the poll's in the value of a button; 0 for anything else."""
    second = value.partition("|")[2].strip()
    return int(second) if second.isdecimal() and len(second) < MOST_DIGITS else 0


def standing(work: Work, event: Event, member: str, number: int) -> PollRow | Card:
    """The poll somebody votes in, or why they can't."""
    row = polls.find(work, number)
    if problem := rights.hidden_from(work, row, member, _where(event, row)):
        return notes.told(problem)
    if row is not None and row.state == of_poll.CLOSED:
        return voted.closed(presenting.finished(work, row), "so nothing was counted or changed")
    if row is None or row.state != of_poll.STANDING or 0 < row.closes <= event.at:
        return notes.told("This poll has closed, so your vote came too late. Sorry!")
    return notes.told("This quiz is yours", KNOWS) if knows_the_answer(row, member) else row


def knows_the_answer(row: PollRow, member: str) -> bool:
    """Whether somebody is behind a quiz, and so would win it."""
    return row.kind == of_poll.QUIZ and member in (row.member, *read_terms(row.terms).owners)


def _where(event: Event, row: PollRow | None) -> str:
    # A form doesn't say where it was opened, and opens for nobody who may not see the poll.
    if isinstance(event, DialogSubmitted) and row is not None:
        return row.channel
    return event.channel if isinstance(event, ButtonPressed) else ""


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button beside an option; its value is `poll|option`."""
    row = standing(work, event, event.member, number_of(event.value))
    if isinstance(row, Card):
        return [Note(row)]
    option = option_of(event.value)
    if row.kind in (of_poll.RANKING, of_poll.OPEN):
        return [Note(UNREADABLE)]
    shown = presenting.numbers_of(polls.options(work, row.poll))
    if option not in shown:
        return [Note(notes.told("That option is gone", "That option isn't there any more. Choose another one."))]
    if row.kind != of_poll.CHOICES:
        return cast(work, event, row, Choice((option,)))
    return _toggled(work, event, row, option, shown)


def _toggled(work: Work, event: ButtonPressed, row: PollRow, option: int, shown: tuple[int, ...]) -> list[Answer]:
    """Several may be chosen: a press adds one, and a press on it again takes it back."""
    try:
        before = votes.mine(work, row, event.member)
    except votes.NoKey:
        return [Note(NO_KEY)]
    chosen = tuple(each for each in (before.options if before else ()) if each in shown)
    if option in chosen:
        rest = tuple(each for each in chosen if each != option)
        return cast(work, event, row, Choice(rest), "Taken back. What is left: ")
    most = read_terms(row.terms).most
    if most and len(chosen) >= most:
        poll = presenting.poll_of(work, row)
        words = f"You can choose up to {most}, and you chose "
        return [Note(voted.chosen(poll, chosen, said=words), note_key(row))]
    return cast(work, event, row, Choice(tuple(sorted((*chosen, option)))))


def cast(work: Work, event: Event, row: PollRow, choice: Choice, said: str = "") -> list[Answer]:
    """Count a vote, and say so to who cast it; `said` begins the sentence."""
    member: str = getattr(event, "member", "")
    try:
        group = slices.counted_in(work, row, [member]).get(member, 0)
        done = votes.cast(work, row, member, choice, event.at, group)
    except votes.NoKey:
        return [Note(NO_KEY)]
    poll = presenting.poll_of(work, row)
    if choice == Choice():
        answers: list[Answer] = [Note(voted.taken_back(poll), note_key(row))]
    else:
        card = voted.chosen(poll, choice.options, choice.words, done.receipt, said, group)
        answers = [Note(card, note_key(row))]
    if done.first and not counted_before(work, row, [member]):
        answers += _deed(work, event, member)
    return answers + (presenting.touch(work, row) if done.changed else [])


def counted_before(work: Work, row: PollRow, members: Sequence[str]) -> set[str]:
    """Those whose vote in another question of the same round counted: a round is voted in once, however many of its
    questions somebody answers."""
    others = quizzes.polls_of(work, quizzes.number_of(row)) if quizzes.is_of_round(row) else ()
    return {member for each in others if each.poll != row.poll for member in votes.took_part(work, each, members)}


def note_key(row: PollRow) -> str:
    """Under which key somebody is told of their vote: one note for each poll, however often they change it. None where
    it is anonymous: what remembers the key would know who voted."""
    return "" if row.anonymous else f"poll-vote:{row.poll}"


def deed(work: Work, event: Event, member: str) -> Fact:
    """That somebody voted: at noon of their day and without a place, so that no row tells in which poll, or when."""
    zone = work.member(member).zone or work.book.settings.zone
    noon = midnight(zone, local_day(zone, event.at)) + NOON
    return Fact(FactKind.DEED, noon, member, target=Kind.VOTED.value)


def _deed(work: Work, event: Event, member: str) -> list[Answer]:
    fact = deed(work, event, member)
    return whispers(telling.achievements(work, fact, work.record([fact])[0]))


def whispers(answers: Sequence[Answer]) -> list[Answer]:
    """What voting brought somebody, told without a moment: beside that of the poll's card it would say in which."""
    return [replace(answer, untimed=True) if isinstance(answer, Whisper) else answer for answer in answers]


def withdraw(work: Work, event: ButtonPressed) -> list[Answer]:
    """Take a vote back."""
    row = standing(work, event, event.member, number_of(event.value))
    if isinstance(row, Card):
        found = polls.find(work, number_of(event.value))
        # The note on a vote in a poll that has closed gives way to how it came out.
        return [Refresh(row) if found is not None and found.state == of_poll.CLOSED else Note(row)]
    try:
        was = votes.mine(work, row, event.member) is not None
    except votes.NoKey:
        return [Note(NO_KEY)]
    if not was:
        return [Note(notes.told("There is nothing to take back", "You have no vote in this poll."))]
    if row.kind == of_poll.OPEN and not row.anonymous:
        forget_answer(work, row, event.member)
    # In place of the note whose button was pressed.
    return [
        Refresh(answer.card) if isinstance(answer, Note) and answer.card is not NO_KEY else answer
        for answer in cast(work, event, row, Choice())
    ]


def forget_answer(work: Work, row: PollRow, member: str) -> None:
    """What somebody answered isn't shown any more."""
    found = polls.answer_of(work, row.poll, member)
    if found is not None:
        # Whose answer was hidden is still known: their next one is looked over, too.
        polls.remove_option(work, found, keep_author=found.state != polls.SHOWN)
