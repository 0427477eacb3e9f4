"""Quizzes as they are kept: rounds of several questions, and which of the library's were asked where."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from storage import numbering, prompts
from storage.quiz_tables import RUNNING as IS_RUNNING
from storage.tables import AskedRow, PollRow, QuizRoundRow
from storage.transactions import Work

RUNNING, OVER, STOPPED = "running", "over", "stopped"
"""States of a round."""
SERIES = "round:"
"""What the series of its polls begins with; behind it stands the number of the round."""
MOST_POLLS = 100


def add(work: Work, row: QuizRoundRow) -> int:
    """Keep a new round; its number. `workspace`, `quiz` and `made` are filled in here."""
    row.workspace, row.quiz, row.made = work.workspace, numbering.above(work, QuizRoundRow.quiz), work.now
    save(work, row)
    return row.quiz


def save(work: Work, row: QuizRoundRow) -> None:
    """Keep what was changed of a round."""
    work.session.add(row)
    work.session.flush()
    work.changed = True


def find(work: Work, quiz: int) -> QuizRoundRow | None:
    """One round, whatever its state."""
    return work.session.get(QuizRoundRow, (work.workspace, quiz))


def running(work: Work, channel: str) -> QuizRoundRow | None:
    """The round that goes on in a channel; an index read."""
    # The condition stands here literally as in the index, or SQLite would not use it.
    query = select(QuizRoundRow).where(
        QuizRoundRow.workspace == work.workspace, QuizRoundRow.channel == channel, IS_RUNNING
    )
    return work.session.exec(query).first()


def series(quiz: int) -> str:
    """The series of the polls of a round."""
    return f"{SERIES}{quiz}"


def is_of_round(row: PollRow) -> bool:
    """Whether a poll is a question of a round: then only the round is won, and only the round tells its host."""
    return row.series.startswith(SERIES)


def follows(work: Work, row: PollRow) -> bool:
    """Whether a poll is a question of a round, and not its first; an index read."""
    if not is_of_round(row):
        return False
    first = select(func.min(PollRow.poll)).where(PollRow.workspace == work.workspace, PollRow.series == row.series)
    return work.session.exec(first).one() != row.poll


def number_of(row: PollRow) -> int:
    """The number of the round that a poll is a question of."""
    return int(row.series.removeprefix(SERIES))


def polls_of(work: Work, quiz: int) -> Sequence[PollRow]:
    """The polls of a round, those that were taken away too, in the order in which they were asked."""
    query = select(PollRow).where(PollRow.workspace == work.workspace, PollRow.series == series(quiz))
    return work.session.exec(query.order_by(col(PollRow.poll)).limit(MOST_POLLS)).all()


def asked(work: Work, channel: str, question: str, number: int) -> None:
    """Write down that a question of the library is asked in a channel, the how manieth time."""
    row = AskedRow(
        workspace=work.workspace, channel=channel, round=number, prompt=question, at=work.now, message="",
        # Nobody looks for the best answer to it.
        recalled=1,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    work.changed = True


usage = prompts.usage
"""Question -> when it was last asked in a channel; those of the day stand there as well, under ids of their own."""
