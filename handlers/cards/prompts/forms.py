"""Forms of prompts: to propose a question, to add or edit some, and to set up the question of the day."""

from handlers.cards.blocks import Dialog, Field, say
from handlers.prompts.questions import CATEGORIES, MOODS, OURS, Question

PROPOSE, ADD, EDIT, PLAN = "question_propose", "question_add", "question_edit", "question_plan"
ANY = "any"

_CATEGORY = tuple((name, title) for name, title in CATEGORIES.items())
_MOOD = tuple((mood, mood.capitalize()) for mood in MOODS)
_EFFORT = (("quick", "Quick: a few words do"), ("longer", "Longer: a small story"))

RHYTHMS = (
    ("every weekday", "Every weekday"),
    ("every day", "Every day"),
    ("every monday", "Every Monday"),
    ("every tuesday", "Every Tuesday"),
    ("every wednesday", "Every Wednesday"),
    ("every thursday", "Every Thursday"),
    ("every friday", "Every Friday"),
    ("every monday, wednesday and friday", "Monday, Wednesday and Friday"),
    ("every 2 weeks on monday", "Every other Monday"),
)
"""How often, as it would be typed."""


def _tags(question: Question | None) -> tuple[Field, ...]:
    category, mood, effort = (
        (question.category, question.mood, question.effort) if question else (OURS, "curious", "quick")
    )
    return (
        Field("category", "What is it about?", "choice", category, _CATEGORY),
        Field("mood", "Its mood", "choice", mood, _MOOD),
        Field("effort", "How long does an answer take?", "choice", effort, _EFFORT),
    )


def propose(text: str = "") -> Dialog:
    """For everybody."""
    hint = "Short, and for anybody to answer: What made you smile today?"
    return Dialog(
        PROPOSE,
        "Propose a question",
        (
            Field("words", "Your question", "text", text, hint=hint),
            _tags(None)[0],
            Field(
                "named", "Name me on its card", "toggle", "", hint="Otherwise only moderators learn that it is yours.",
                required=False,
            ),
        ),
        submit="Propose",
        intro=say("A moderator looks at it before anybody else sees it."),
    )  # fmt: skip


def add(text: str = "") -> Dialog:
    """For those who look after the questions; several at once."""
    return Dialog(
        ADD,
        "Add questions",
        (Field("words", "Questions, one on each line", "lines", text), *_tags(None)),
        submit="Add",
    )


def edit(question: Question, *, proposed: bool) -> Dialog:
    """A question of the workspace's own."""
    return Dialog(
        EDIT,
        "Edit a question",
        (Field("words", "The question", "text", question.text), *_tags(question)),
        submit="Save and approve" if proposed else "Save",
        context=question.id,
    )


def plan(channel: str, about: tuple[str, ...] = (), mood: str = "") -> Dialog:
    """The question of the day of a channel."""
    return Dialog(
        PLAN,
        "Question of the day",
        (
            Field("rhythm", "When?", "choice", RHYTHMS[0][0], RHYTHMS),
            Field("time", "At what time?", "text", "9:30", hint="By your own clock, such as 9:30"),
            Field(
                "about", "About what?", "choices", ",".join(about), _CATEGORY, hint="Nothing chosen is everything.",
                required=False,
            ),
            Field("mood", "In which mood?", "choice", mood or ANY, ((ANY, "Any"), *_MOOD)),
        ),
        submit="Begin",
        context=f"{channel}|",
        intro=say("It is asked in this channel; answers stand in the thread."),
    )  # fmt: skip


def example_propose() -> Dialog:
    """Empty."""
    return propose()


def example_add() -> Dialog:
    """Empty."""
    return add()


def example_edit() -> Dialog:
    """What Ben proposed."""
    text = "Which sound of your working day would you miss?"
    return edit(Question("own-3", OURS, "curious", "quick", "ear", text), proposed=True)


def example_plan() -> Dialog:
    """For #general."""
    return plan("C1", ("photos", "gratitude"))
