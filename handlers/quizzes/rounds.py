"""Rounds: one question of trivia after the other, each a poll that closes by itself, and the standing at the end.

What comes next is an entry of the calendar each time, and says which question it is: so each is asked once, whatever
crashed, and a round that lost time to an outage goes on where it was.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers import people, telling
from handlers.answers import Answer, Post, Whisper
from handlers.calendar import scheduling
from handlers.calendar.firing import Firing, read_details, write_details
from handlers.calendar.recurrence import moment
from handlers.cards.quizzes import card as cards
from handlers.cards.quizzes import notes
from handlers.polls import asking, closing, rights
from handlers.polls import terms as of_poll
from handlers.polls.counting import add_up, best_of, read_tally
from handlers.polls.terms import Terms
from handlers.quizzes import questions, setup
from handlers.quizzes.setup import Setup
from scoring.book import Kind
from scoring.facts import Fact, FactKind, Micros
from scoring.periods import MINUTE, SECOND
from scoring.state import Trait
from storage import places, quizzes, votes
from storage.tables import PollRow, QuizRoundRow
from storage.transactions import Work

NEXT = "quiz_next"
"""The kind of the entries that ask the next question, or end the round."""
FIRST: Micros = MINUTE
"""How long before the first question the round is announced."""
PAUSE: Micros = 20 * SECOND
"""In which one can read what was right."""
LEAST_PLAYERS = 2
"""Nobody wins alone."""


def key_of(quiz: int) -> str:
    """Under which key the card that announces a round can be edited."""
    return f"round:{quiz}"


def begin(work: Work, host: str, channel: str, what: Setup) -> tuple[QuizRoundRow, list[Answer]]:
    """Announce a round; its first question comes in a minute. None may be under way in the channel."""
    row = QuizRoundRow(
        workspace="", quiz=0, state=quizzes.RUNNING, channel=channel, member=host, asked=0,
        details=write_details(setup.write(what)), result="", made=0, ended_at=0,
    )  # fmt: skip
    quizzes.add(work, row)
    _plan(work, row, 1, work.now + FIRST)
    return row, [Post(channel, cards.begins(round_of(work, row)), key=key_of(row.quiz), by=host)]


def round_of(work: Work, row: QuizRoundRow) -> cards.Round:
    """What the cards show of a round."""
    what = setup.read(read_details(row.details))
    return cards.Round(
        row.quiz, questions.named(what.topics), what.questions, what.minutes, people.person(work, row.member),
        row.made + FIRST, own=bool(what.own),
    )  # fmt: skip


def _plan(work: Work, row: QuizRoundRow, number: int, at: Micros) -> None:
    item = scheduling.Item(NEXT, str(row.quiz), row.channel, row.member, {"question": number})
    scheduling.add(work, item, moment(at))


def fire(work: Work, firing: Firing) -> list[Answer]:
    """It is time for the next question, or for the end; nothing if that was so before."""
    row = quizzes.find(work, int(firing.topic))
    number = int(firing.details.get("question", 0))
    if row is None or row.state != quizzes.RUNNING or number != row.asked + 1:
        return []
    if places.shared(work, [row.channel]):
        told = [Whisper(row.member, notes.shared())] if _hears(work, row) else []
        return [*stop(work, row), *told]
    # Usually its own entry has closed it by now.
    answers = _close_open(work, row)
    what = setup.read(read_details(row.details))
    if number > what.questions:
        return [*answers, *_end(work, row, quizzes.OVER)]
    return [*answers, *_ask(work, row, what, number)]


def _close_open(work: Work, row: QuizRoundRow) -> list[Answer]:
    answers: list[Answer] = []
    for poll in quizzes.polls_of(work, row.quiz):
        if poll.state == of_poll.STANDING:
            answers += closing.close(work, poll)
    return answers


def _ask(work: Work, row: QuizRoundRow, what: Setup, number: int) -> list[Answer]:
    own = what.own[number - 1] if what.own else None
    trivia = own or questions.next_in(work, row.channel, what.topics)
    closes = work.now + what.minutes * MINUTE
    wanted = asking.Ask(
        f"{number}/{what.questions} · {trivia.words}", trivia.answers, of_poll.QUIZ,
        Terms(results=of_poll.SEALED, right=trivia.right, explanation=trivia.explanation), row.channel,
        # Who wrote a question knows its answer; of the library's, the host plays along.
        member=row.member if own else "", closes=closes, series=quizzes.series(row.quiz),
    )  # fmt: skip
    row.asked = number
    quizzes.save(work, row)
    _plan(work, row, number + 1, closes + PAUSE)
    return asking.ask(work, wanted)


def stop(work: Work, row: QuizRoundRow) -> list[Answer]:
    """End it early: what was answered is shown, but nobody wins."""
    answers = _close_open(work, row)
    scheduling.end_about(work, NEXT, str(row.quiz))
    return [*answers, *_end(work, row, quizzes.STOPPED)]


def _end(work: Work, row: QuizRoundRow, state: str) -> list[Answer]:
    closed = [poll for poll in quizzes.polls_of(work, row.quiz) if poll.state == of_poll.CLOSED]
    scores = _scores(work, closed)
    played = len({voter for poll in closed for voter, _, _ in votes.everything(work, poll)})
    wins = state == quizzes.OVER and played >= LEAST_PLAYERS
    shown = cards.Outcome(
        round_of(work, row), len(closed), played, tuple(scores), people.persons(work, [each for each, _ in scores]),
        stopped=state == quizzes.STOPPED,
    )  # fmt: skip
    row.state, row.ended_at = state, work.now
    # Who earned what isn't kept: it would be the host's to export.
    row.result = write_details({"played": played})
    what = setup.read(read_details(row.details))
    # Nobody needs the words any more; the polls have theirs.
    row.details = write_details(setup.write(replace(what, many=what.questions, own=())))
    quizzes.save(work, row)
    card = cards.standing(shown) if closed else cards.called_off(shown.round)
    key = f"round-result:{row.quiz}" if closed else key_of(row.quiz)
    told = [Post(row.channel, card, key=key, by=row.member)]
    by_hand = state == quizzes.OVER and what.by_hand and not what.own
    again = [Whisper(row.member, notes.over(shown))] if by_hand and _hears(work, row) else []
    return [*told, *again, *(_won(work, row, best_of(scores)) if wins else [])]


def _hears(work: Work, row: QuizRoundRow) -> bool:
    # Who has left the private channel, or the company, hears no more of what goes on there.
    return not rights.barred(work, row.member) and not places.is_closed(work, row.member, row.channel)


def _scores(work: Work, closed: Sequence[PollRow]) -> Sequence[tuple[str, int]]:
    found = add_up(read_tally(poll.result).scores for poll in closed)
    # Somebody may have asked in between not to be named.
    out = work.book.not_scored | work.book.not_shown | Trait.NO_ANNOUNCE
    known = work.members([member for member, _ in found])
    return [(member, points) for member, points in found if points and not known[member].traits & out]


def _won(work: Work, row: QuizRoundRow, best: Sequence[str]) -> list[Answer]:
    answers: list[Answer] = []
    for member in best:
        fact = Fact(FactKind.DEED, work.now, member, row.channel, key_of(row.quiz), target=Kind.QUIZ_WON.value)
        answers += telling.achievements(work, fact, work.record([fact])[0])
    return answers
