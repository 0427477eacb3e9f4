"""The forms of polls: to ask, to choose several, to put in order, to answer, to add an option, to change one."""

from dataclasses import dataclass

from handlers.cards.blocks import Dialog, Field, say
from handlers.cards.polls.words import KINDS, Option, Poll, counted
from handlers.cards.written import short
from handlers.polls import terms as of_poll
from scoring.markup import plain

LONGEST_LABEL = 70
NOTHING = ("0", "–")
"""Among choices of which one, once chosen, can't be taken back; a choice without a value can't be sent everywhere."""
ENDINGS = "?!.…:？！。"
RESULTS = (
    (of_poll.LIVE, "Everybody, at once"),
    (of_poll.HIDDEN, "Each once they voted"),
    (of_poll.SEALED, "Nobody before the close"),
)
SWITCHES = (
    ("anonymous", "Anonymous: nobody finds out who chose what"),
    ("add", "People may add options"),
    ("remind", "Remind before the close"),
    ("moderated", "Look over open answers first"),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form to ask begins with."""

    poll: Poll
    channel: str = ""
    close: str = ""
    context: str = ""
    switches: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    """(id, name) of those that can be compared."""


def ask(asking: Asking) -> Dialog:
    """To ask."""
    poll, wanted = asking.poll, asking.poll.terms
    options = "" if poll.kind in of_poll.FIXED else "\n".join(plain(each.words, poll.names) for each in poll.options)
    most = str(wanted.most) if poll.kind == of_poll.CHOICES and wanted.most else ""
    right = ", ".join(map(str, wanted.right))
    fields = (
        # What hardly anybody can do without comes first; the rest may be left as it is.
        Field("question", "Question", "lines", plain(poll.question, poll.names)),
        Field("options", "Options, one per line", "lines", options, required=False,
              hint="Up to 20; none for yes or no, ratings and open answers."),
        Field("kind", "Kind", "choice", poll.kind, tuple(KINDS.items())),
        Field("switches", "Also", "choices", ",".join(asking.switches), SWITCHES, required=False),
        Field("close", "Open until", "text", asking.close, required=False,
              hint="2h, 3d, tomorrow 10:00, Fri 17:00, never. Empty is 48 hours."),
        Field("channel", "Where", "channel", asking.channel),
        Field("again", "Ask it later, or again and again", "text", wanted.again, required=False,
              hint="tomorrow 10:00, every friday 10:00, every 2 weeks on mon 9:00. Empty is now, and once."),
        Field("results", "Who sees results", "choice", wanted.results, RESULTS),
        *_groups(asking),
        Field("most", "Only for several choices: how many at most", "text", most, required=False),
        Field("right", "Only for a quiz: which option is right", "text", right, required=False,
              hint="Its number, or put a * behind the option."),
        Field("explanation", "Only for a quiz: why, shown after the close", "lines",
              plain(wanted.explanation, poll.names), required=False),
    )  # fmt: skip
    return Dialog("poll_ask", "Ask everybody", fields, "Preview", asking.context)


def _groups(asking: Asking) -> tuple[Field, ...]:
    if not asking.groups:
        return ()
    hint = "Each group's result beside the others, once five of it voted. Anonymous ones then stay closed till the end."
    chosen = ",".join(asking.poll.terms.by)
    return (Field("by", "Compare groups", "choices", chosen, asking.groups, required=False, hint=hint),)


def _labels(poll: Poll) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(option.number), short(option.words, poll.names, LONGEST_LABEL) or "…")
        for option in poll.options
        if option.state == "shown"
    )


def choose(poll: Poll, chosen: tuple[int, ...]) -> Dialog:
    """Several at once."""
    field = Field("options", counted(poll), "choices", ",".join(map(str, chosen)), _labels(poll), required=False)
    return Dialog("poll_choices", "Your vote", (field,), "Vote", str(poll.number), say(poll.title))


def order(poll: Poll, chosen: tuple[int, ...]) -> Dialog:
    """The best first."""
    labels = _labels(poll)
    first = Field("place1", "First", "choice", str(chosen[0]) if chosen else "", labels)
    others = tuple(
        Field(f"place{place}", f"Place {place}", "choice",
              str(chosen[place - 1]) if place <= len(chosen) else NOTHING[0], (NOTHING, *labels), required=False)
        for place in range(2, len(labels) + 1)
    )  # fmt: skip
    hint = f"Begin with the one you like best; leave the rest at “{NOTHING[1]}” if you don't mind."
    end = " " if poll.title.endswith(tuple(ENDINGS)) else ". "
    return Dialog("poll_order", "Your order", (first, *others), "Vote", str(poll.number), say(poll.title, end, hint))


def answer(poll: Poll, said: str) -> Dialog:
    """In one's own words."""
    hint = f"Up to {of_poll.LONGEST_ANSWER} characters."
    if poll.anonymous:
        hint += " Nobody can see that it was you, unless your words tell."
    field = Field("answer", "Your answer", "lines", said, hint=hint)
    return Dialog("poll_answer", "Your answer", (field,), "Answer", str(poll.number), say(poll.title))


def add(poll: Poll) -> Dialog:
    """One more option."""
    hint = "It doesn't say who added it." if poll.anonymous else "It says that you added it."
    field = Field("option", "Option", hint=hint)
    return Dialog("poll_add", "Add an option", (field,), "Add", str(poll.number), say(poll.title))


def edit(poll: Poll, close: str, state: str, *, voted: bool) -> Dialog:
    """Change one that stands; what is asked stays as it is once somebody voted, and a quiz is never open to peeking."""
    asked = (
        Field("question", "Question", "lines", plain(poll.question, poll.names)),
        Field("options", "Options, one per line", "lines",
              "\n".join(plain(option.words, poll.names) for option in poll.options), required=False),
    )  # fmt: skip
    has_own = poll.kind in of_poll.FIXED or poll.kind == of_poll.OPEN
    results = Field("results", "Who sees results", "choice", poll.terms.results, RESULTS)
    fields = (
        *(() if voted else asked[:1] if has_own else asked),
        Field("close", "Open until", "text", close, hint="2h, 3d, tomorrow 10:00, Fri 17:00, never."),
        *(() if poll.kind == of_poll.QUIZ or (poll.anonymous and poll.terms.by) else (results,)),
    )
    why = "People have voted, so question and options stay as they are. " if voted else ""
    return Dialog("poll_edit", "Change the poll", fields, "Save", f"{poll.number}|{state}", say(why, poll.title))


def owners(poll: Poll) -> Dialog:
    """Who else may steer it."""
    hint = "They may close, change and delete it, and see its results."
    field = Field("owners", "Co-owners", "people", ",".join(poll.terms.owners), hint=hint, required=False)
    return Dialog("poll_owners", "Co-owners", (field,), "Save", str(poll.number), say(poll.title))


def promise(poll: Poll, member: str) -> Dialog:
    """You said, we did: who owes an answer, by when."""
    fields = (
        Field("owner", "Who answers", "person", member),
        Field("due", "By which day", "text", "", hint="Fri, in 2 weeks, 24 Dec."),
    )
    intro = "They are told now, and reminded until they have answered; the answer is posted below the poll."
    return Dialog("poll_promise", "Promise a follow-up", fields, "Promise", str(poll.number), say(intro))


def kept(poll: Poll, said: str = "") -> Dialog:
    """You said, we did: the answer."""
    field = Field("answer", "What was done", "lines", said, hint="Everybody in the channel will read it.")
    return Dialog("poll_kept", "You said, we did", (field,), "Post the answer", str(poll.number), say(poll.title))


_POLL = Poll(7, "Lunch on Friday?", of_poll.CHOICES, (Option(1, "Pizza"), Option(2, "Sushi"), Option(3, "🌮 Tacos")))


def example_ask() -> Dialog:
    """To ask."""
    return ask(Asking(_POLL, "C1", "48h", groups=(("S1", "engineering"), ("S2", "sales"))))


def example_choose() -> Dialog:
    """Several."""
    return choose(_POLL, (1, 3))


def example_order() -> Dialog:
    """An order."""
    return order(_POLL, (2,))


def example_answer() -> Dialog:
    """Own words."""
    return answer(Poll(8, "What would make next week better?", of_poll.OPEN, anonymous=True), "")


def example_add() -> Dialog:
    """One more."""
    return add(_POLL)


def example_edit() -> Dialog:
    """A change."""
    return edit(_POLL, "Fri 17:00", "0af3", voted=False)


def example_owners() -> Dialog:
    """Co-owners."""
    return owners(_POLL)


def example_promise() -> Dialog:
    """An answer is promised."""
    return promise(_POLL, "U1")


def example_kept() -> Dialog:
    """The answer."""
    return kept(_POLL)
