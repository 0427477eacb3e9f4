"""The form for a round of trivia."""

from handlers.cards.blocks import Dialog, Field, say
from handlers.cards.quizzes.card import length
from handlers.quizzes.questions import TOPICS
from handlers.quizzes.setup import LEAST, MOST, USUAL, USUAL_MINUTES

MINUTES = (1, 2, 3, 5, 10, 15, 30, 60, 240, 1440)


def play(channel: str, context: str) -> Dialog:
    """Everything about it; `context` is where it was asked for."""
    fields = (
        Field("topics", "About what?", "choices", "", tuple(TOPICS.items()), required=False,
              hint="Nothing chosen is a bit of everything."),
        Field("many", "How many questions?", "choice", str(USUAL),
              tuple((str(many), str(many)) for many in range(LEAST, MOST + 1))),
        Field("minutes", "How long is each open?", "choice", str(USUAL_MINUTES),
              tuple((str(minutes), length(minutes)) for minutes in MINUTES)),
        Field("channel", "Where", "channel", channel),
        Field("when", "When", "text", "", required=False,
              hint="Empty is now; or tomorrow 15:00, every friday 15:00, by your own clock."),
        Field("own", "Or questions of your own", "lines", "", required=False,
              hint="A question, its answers on the lines below, * before the right one, and ! before an explanation. "
              "An empty line between questions."),
    )  # fmt: skip
    intro = say("One question after the other, and the best three are named at the end.")
    return Dialog("trivia", "Trivia", fields, "Begin", context, intro)


def example() -> Dialog:
    """In #general."""
    return play("C1", "C1")
