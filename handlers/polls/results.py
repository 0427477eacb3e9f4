"""Results: who sees them when, the card in the thread, who voted, and the receipts of an anonymous poll."""

from collections import Counter
from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Download, Note, Post
from handlers.cards.blocks import Button, Card, Person
from handlers.cards.polls import notes
from handlers.cards.polls import result_notes as own
from handlers.cards.polls import results as cards
from handlers.cards.polls.results import Answered
from handlers.cards.polls.words import Poll
from handlers.cards.written import short
from handlers.events import ButtonPressed
from handlers.polls import presenting, rights, series, showing, slices
from handlers.polls import terms as of_poll
from handlers.polls.drafting import number_of
from handlers.polls.terms import read_terms
from storage import outbox, polls, votes
from storage.tables import PollRow
from storage.transactions import Work
from storage.votes import Choice

MOST_RECEIPTS = 40
"""More come as a file."""
SEALED = notes.told(
    "Nobody sees results before the close", "This poll is sealed: nobody sees results before the close."
)
TOGETHER = notes.told(
    "Answers are shown after the close",
    "Anonymous answers are shown together after the close: one by one, their moment would tell whose they are.",
)
NOT_SHOWN = "(not shown by a moderator)"
VOTE_FIRST = notes.told("Vote first", "You see the results once you voted.")


def thread_of(work: Work, row: PollRow) -> str:
    """Where what follows a poll is said: below its card, or where that itself was said in a thread."""
    return row.thread or outbox.remote_of(work, presenting.key_of(row.poll))


def answer_key(poll: int) -> str:
    """Under which key the answer in the thread can be edited."""
    return f"poll-answer:{poll}"


def answered(work: Work, row: PollRow) -> Answered | None:
    """What is owed to a poll, or was answered."""
    promise = polls.promise(work, row.poll)
    if promise is None:
        return None
    names = people.names_in(work, promise.answer) if "<" in promise.answer else {}
    return Answered(people.person(work, promise.member), promise.due, promise.answer, names)


def posted(work: Work, row: PollRow) -> list[Answer]:
    """The result in the thread: said once, edited ever after."""
    card = cards.result(presenting.finished(work, row), answered(work, row), *series.buttons(row))
    return [below(work, row, card, presenting.result_key(row.poll))]


def below(work: Work, row: PollRow, card: Card, key: str, *, less: bool = False) -> Post:
    """A card that follows a poll, in its thread; where the poll is still waiting to be sent, it comes there all the
    same. `less` as in Post."""
    thread = thread_of(work, row)
    return Post(row.channel, card, thread, key, below="" if thread else presenting.key_of(row.poll), less=less)


def posted_again(work: Work, row: PollRow) -> list[Answer]:
    """Something about a closed poll changed: both its cards follow."""
    return [*presenting.post(work, row), *posted(work, row)]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button “Results”."""
    row = polls.find(work, number_of(event.value))
    problem = rights.hidden_from(work, row, event.member, event.channel)
    if row is None or problem:
        return [Note(notes.told(problem or rights.GONE))]
    if row.state == of_poll.CLOSED:
        extra = promise_button(work, row) if rights.may_steer(work, row, event.member) else ()
        return [Note(cards.result(presenting.finished(work, row), answered(work, row), *extra, *series.buttons(row)))]
    try:
        return [_while_open(work, row, event.member)]
    except votes.NoKey:
        return [Note(notes.told("I can't open it", "I can't open this poll: the key that keeps it secret is missing."))]


def _seen(row: PollRow) -> str:
    # Who saw how others answered a quiz could change their answer to what most of them chose.
    return of_poll.SEALED if row.kind == of_poll.QUIZ else read_terms(row.terms).results


def _while_open(work: Work, row: PollRow, member: str) -> Note:
    results = _seen(row)
    if results == of_poll.SEALED:
        return Note(SEALED)
    if results == of_poll.HIDDEN and member not in votes.voted(work, row, [member]):
        return Note(VOTE_FIRST)
    is_open = row.kind == of_poll.OPEN
    if is_open and row.anonymous:
        return Note(TOGETHER)
    options = () if is_open else presenting.numbers_of(polls.options(work, row.poll))
    tally = showing.lately(work, row, options)
    poll = presenting.poll_of(work, row, tally, tally.turnout)
    return Note(own.so_far(replace(poll, slices=slices.so_far(work, row, options))))


def promise_button(work: Work, row: PollRow) -> tuple[Button, ...]:
    """For who may steer it: somebody owes it an answer."""
    if polls.promise(work, row.poll) is not None:
        return ()
    return (Button("poll_promise", "Promise a follow-up", str(row.poll), "primary"),)


def who(work: Work, event: ButtonPressed) -> list[Answer]:
    """Who chose what, where it isn't anonymous and may be seen."""
    row = polls.find(work, number_of(event.value))
    problem = rights.hidden_from(work, row, event.member, event.channel)
    if row is None or problem:
        return [Note(notes.told(problem or rights.GONE))]
    if row.anonymous:
        sealed = "the votes are sealed, and from the close on nobody can tell whose they were."
        done = "nobody can tell any more whose votes these were."
        return [Note(notes.told(f"This poll is anonymous: {done if row.state == of_poll.CLOSED else sealed}"))]
    results = _seen(row)
    if row.state == of_poll.STANDING and results != of_poll.LIVE:
        if results == of_poll.SEALED:
            return [Note(SEALED)]
        if not votes.voted(work, row, [event.member]):
            return [Note(VOTE_FIRST)]
    standing = votes.everything(work, row)
    named = people.persons(work, [voter for voter, _, _ in standing])
    chosen: dict[int, list[Person]] = {}
    for voter, choice, _ in standing:
        # Of a ranking, whom they put first.
        for option in choice.options[: 1 if row.kind == of_poll.RANKING else None]:
            chosen.setdefault(option, []).append(named[voter])
    return [Note(own.who(presenting.poll_of(work, row), chosen))]


def receipts(work: Work, event: ButtonPressed) -> list[Answer]:
    """Every anonymous vote by its receipt; many of them as a file."""
    row = polls.find(work, number_of(event.value))
    problem = rights.hidden_from(work, row, event.member, event.channel)
    if row is None or problem:
        return [Note(notes.told(problem or rights.GONE))]
    if row.state != of_poll.CLOSED or not row.anonymous:
        return [Note(notes.told("Receipts are listed after the close."))]
    poll = presenting.finished(work, row)
    withheld = Withheld(work, row)
    rows = [(receipt, _chosen(poll, choice, withheld)) for receipt, choice in votes.ballots(work, row)]
    if len(rows) <= MOST_RECEIPTS:
        return [Note(own.receipts(poll, rows))]
    lines = [f"{receipt}\t{short(words, poll.names, 1_000)}" for receipt, words in rows]
    return [Download(f"receipts-{row.poll}.txt", "text/plain", "\n".join(lines) + "\n")]


class Withheld:
    """Open answers that a moderator doesn't show, or not yet."""

    def __init__(self, work: Work, row: PollRow, *, none: bool = False) -> None:
        """`none`: for somebody who may see them all."""
        hidden = [] if none or row.kind != of_poll.OPEN else polls.hidden_answers(work, row.poll)
        self._left = Counter(("" if row.anonymous else each.member, each.words) for each in hidden)

    def takes(self, words: str, member: str = "") -> bool:
        """Whether the next answer in these words is one of them; of two alike, as many as were hidden."""
        found = self._left[member, words] > 0
        self._left[member, words] -= found
        return found


def _chosen(poll: Poll, choice: Choice, withheld: Withheld) -> str:
    if choice.words:
        return NOT_SHOWN if withheld.takes(choice.words) else choice.words
    words = {option.number: option.words for option in poll.options}
    return ", ".join(words.get(option, "?") for option in choice.options)
