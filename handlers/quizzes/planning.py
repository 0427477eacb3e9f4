"""Planning: a round of trivia on the calendar, once or again and again."""

from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Note, Whisper
from handlers.calendar import scheduling
from handlers.calendar.firing import Firing, read_details, write_details
from handlers.calendar.recurrence import Plan, moment, moment_of
from handlers.calendar.typed import in_words
from handlers.cards.quizzes import notes
from handlers.polls import rights
from handlers.quizzes import questions, rounds, setup
from handlers.quizzes.setup import Setup
from scoring.periods import MINUTE
from storage import calendar, places, quizzes
from storage.tables import CalendarRow
from storage.transactions import Work

KIND = calendar.QUIZ_ROUND
"""The kind of its entries in the calendar."""
MOST = 10
"""Rounds that one person may have planned."""
AGAIN = 5 * MINUTE
"""After so long a round that found another one under way is tried again."""
TOO_MANY = f"You have {MOST} rounds on the calendar already. Remove one there first."
OWN_ONCE = "Questions of your own come once, so choose one moment, or topics instead."


def recurs(plan: Plan) -> bool:
    """Whether it is more than one moment."""
    return moment_of(plan.recurrence) is None


def problem_with(work: Work, host: str, plan: Plan, what: Setup) -> str:
    """Why a round can't be planned so."""
    if what.own and recurs(plan):
        return OWN_ONCE
    mine = [row for row in calendar.standing(work, (KIND,)) if row.member == host]
    return TOO_MANY if len(mine) >= MOST else ""


def schedule(work: Work, host: str, channel: str, plan: Plan, what: Setup) -> list[Answer]:
    """Put a round on the calendar."""
    details = setup.write(replace(what, by_hand=not recurs(plan)))
    row = scheduling.added(work, scheduling.Item(KIND, channel, channel, host, details), plan)
    shown = notes.Planned(
        questions.named(what.topics), what.questions, what.minutes, in_words(plan), row.next,
        people.place(work, host, channel), again=recurs(plan), own=questions.in_lines(what.own),
    )  # fmt: skip
    return [Note(notes.planned(shown))]


def fire(work: Work, firing: Firing) -> list[Answer]:
    """Its time has come."""
    host, channel = firing.member, firing.channel
    if rights.barred(work, host):
        # Whoever planned it has left.
        scheduling.end(work, firing.entry)
        forget_own(work, firing.entry)
        return []
    closed = places.is_closed(work, host, channel)
    if closed or places.shared(work, [channel]):
        scheduling.end(work, firing.entry)
        forget_own(work, firing.entry)
        # Who isn't there any more hears nothing else of it.
        return [Whisper(host, notes.not_held(shared=not closed))]
    what = setup.read(firing.details)
    forget_own(work, firing.entry)
    if quizzes.running(work, channel) is not None:
        return _in_the_way(work, firing, what)
    _, answers = rounds.begin(work, host, channel, what)
    left = questions.left(work, channel, what.topics) if what.topics and not what.own else 0
    # Told once: in the round that is the last one about its topics.
    if 0 < left <= what.questions:
        answers.append(Whisper(host, notes.used_up(questions.named(what.topics))))
    return answers


def _in_the_way(work: Work, firing: Firing, what: Setup) -> list[Answer]:
    # What somebody wrote themselves comes once, so it isn't left out: it waits for its turn.
    if not what.own:
        return [Whisper(firing.member, notes.passed_over())]
    details = setup.write(replace(what, waited=True))
    scheduling.add(
        work, scheduling.Item(KIND, firing.channel, firing.channel, firing.member, details), moment(work.now + AGAIN)
    )  # fmt: skip
    return [] if what.waited else [Whisper(firing.member, notes.passed_over(waits=True))]


def forget_own(work: Work, entry: int) -> None:
    """Questions of the host's own come once, so the calendar keeps them no longer than until then."""
    row = calendar.find(work, entry)
    if row is not None and row.kind == KIND:
        what = setup.read(read_details(row.details))
        row.details = write_details(setup.write(replace(what, many=what.questions, own=())))
        work.session.add(row)
        work.changed = True


def about(_work: Work, row: CalendarRow) -> str:
    """What it is about, for the list of the calendar."""
    what = setup.read(read_details(row.details))
    return questions.named(what.topics)
