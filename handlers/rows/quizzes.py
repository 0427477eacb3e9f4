"""Trivia: its words, buttons and dialogs in the table of handlers."""

from handlers.quizzes import asking
from handlers.rows.row import Rows

NAMES = ("trivia", "quiz", "quizzes", "pubquiz", "pub-quiz", "round")
"""What a round is called, where somebody wants to end it."""

ROWS = Rows(
    subcommands={"trivia": asking.command},
    meant={"pub": asking.pub, **dict.fromkeys(("quiz", "quizzes", "pubquiz", "pub-quiz"), asking.command)},
    buttons={
        "trivia_again": asking.again,
        "trivia_form": asking.form,
        "trivia_stop": asking.stop,
    },
    opening=frozenset({"trivia_form"}),
    opening_words=frozenset({"trivia", "quiz"}),
    dialogs={"trivia": asking.submitted},
)
