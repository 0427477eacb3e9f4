"""What one person alone is told about trivia: that it begins or is planned, what to type, and how to go on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Header, Place, Run, Say, Small, Text, When, say
from handlers.cards.quizzes.card import Outcome, Round, about, an_example, an_outcome, length, summary
from handlers.quizzes.typed import EXAMPLES
from scoring.facts import Micros


@dataclass(frozen=True, slots=True)
class Planned:
    """A round on the calendar."""

    topics: str
    many: int
    minutes: int
    when: str
    next: Micros
    place: Place | None = None
    again: bool = False
    own: tuple[str, ...] = ()
    """The host's own questions, each with what is right."""


def told(summary: str, words: str = "", *buttons: Button) -> Card:
    """A short note."""
    blocks: list[Block] = [Say(say(words or summary))]
    return Card(summary, (*blocks, Buttons(buttons)) if buttons else tuple(blocks))


def _form() -> Button:
    return Button("trivia_form", "Fill in the form", "", "primary")


def _calendar() -> Button:
    return Button("huzzah", "Calendar", "calendar")


def _written(own: Sequence[str]) -> tuple[Block, ...]:
    # Only whoever wrote them reads this.
    return (Small(say("Only you see what is right:")), Bullets(tuple(say(Text(each)) for each in own))) if own else ()


def _mixed(topics: str, left: int | None) -> tuple[Block, ...]:
    if left is None:
        return ()
    had = f"This channel has had all of {topics}" if not left else f"Only {left} of {topics} are new in this channel"
    if left == 1:
        had = f"Only one question about {topics} is new in this channel"
    return (Small(say(f"{had}, so I mix in other topics.")),)


def begun(this: Round, place: Place | None, own: Sequence[str] = (), left: int | None = None) -> Card:
    """It is announced; how to stop it. `left` is how many questions about its topics are new, if too few are."""
    where: tuple[Run, ...] = (Text(" in "), place) if place else ()
    lead = say("Your round is announced", *where, ": the first question comes in a minute.")
    what = f"{this.many} questions{about(this.topics)}, each open for {length(this.minutes)}."
    hint = "You wrote the questions, so you can't answer them." if this.own else "You can play along."
    stop = Button("trivia_stop", "Stop it", str(this.number), "danger", "Nobody wins a round that is stopped. Stop it?")
    blocks = (Say(lead), Small(say(f"{what} {hint}")), *_mixed(this.topics, left), *_written(own), Buttons((stop,)))
    return Card("Your round is announced", blocks)


def planned(this: Planned) -> Card:
    """It is on the calendar."""
    point = f"Trivia comes {this.when}."
    where: tuple[Run, ...] = (Text(" in "), this.place) if this.place else ()
    first: tuple[Run, ...] = (Text(" First: "), When(this.next)) if this.again else ()
    what = f"{this.many} questions{about(this.topics)}, each open for {length(this.minutes)}."
    return Card(
        point,
        (
            Say(say(f"Trivia comes {this.when}", *where, ".", *first)),
            Small(say(f"{what} To skip, move or remove it: /huzzah calendar")),
            *_written(this.own),
            Buttons((_calendar(),)),
        ),
    )


def mistaken(problem: str) -> Card:
    """What is wrong, and what works."""
    shown = Bullets(tuple(say(Text(example)) for example in EXAMPLES))
    return Card(problem, (Say(say(problem)), Small(say("For example:")), shown, Buttons((_form(),))))


def help_card(topics: Sequence[str]) -> Card:
    """How to hold a round."""
    rows = Bullets(tuple(say(Text(example)) for example in EXAMPLES))
    words = (
        "A round is 3 to 10 questions, one after the other; the best three are named at the end. In the form you can "
        "write questions of your own. To end a round early: /huzzah trivia stop"
    )
    return Card(
        "How to hold a round of trivia",
        (
            Header("Trivia", "brain"),
            rows,
            Say(say(words)),
            Small(say(f"Topics: {', '.join(topics)}.")),
            Buttons((_form(),)),
        ),
    )


def none_here() -> Card:
    """Nothing to stop, or to repeat."""
    words = "No round is under way here. What is planned stands on the calendar."
    return told("No round is under way here", words, _form(), _calendar())


def stopped(*, shared: bool = False) -> Card:
    """It ended early; where another organisation is, nothing is said of how far it came."""
    shown = "." if shared else ", and everybody can see how far it came."
    return told("The round is stopped", f"The round is stopped{shown}")


def over(out: Outcome) -> Card:
    """For the host: how it was, and another one."""
    people = "Nobody" if not out.played else "1 person" if out.played == 1 else f"{out.played} people"
    button = Button("trivia_again", "Another round", str(out.round.number), "primary")
    return told(summary(out), f"Your round of trivia is over: {people} took part.", button)


def shared() -> Card:
    """Another organisation came into the channel."""
    words = "I stopped your round of trivia: another organisation is in its channel now, and I post nothing there."
    return told("Your round is stopped", words)


def not_held(*, shared: bool) -> Card:
    """A planned round can't be held any more."""
    why = "another organisation is in its channel" if shared else "you left its channel"
    words = f"Your planned round of trivia isn't held any more, since {why}."
    return told("Your planned round isn't held", words, _form())


def passed_over(*, waits: bool = False) -> Card:
    """One was still under way; `waits`: it comes once that is over."""
    if waits:
        words = "Another round is still under way in its channel. Yours, with your own questions, begins after that."
        return told("Your planned round waits", words, _calendar())
    words = "Your planned round of trivia was left out this time: another one was still under way in its channel."
    return told("Your planned round was left out", words, _calendar())


def used_up(topics: str) -> Card:
    """A round that comes again and again has asked everything about its topics."""
    words = f"With this round its channel has had all I know about {topics}; from now on I mix in other topics."
    return told(f"That was all about {topics}", words, _calendar())


_FRIDAY = 1_795_190_400_000_000


def example_begun() -> Card:
    """In #general."""
    return begun(an_example(), Place("C1", "general"))


def example_own() -> Card:
    """With the questions the host wrote."""
    return begun(
        replace(an_example(), topics="", many=2, own=True), None, ("When were we founded? 2017", "Who was first? Ana")
    )


def example_mixed() -> Card:
    """A topic runs out."""
    return begun(an_example(), Place("C1", "general"), left=2)


def example_used_up() -> Card:
    """Geography."""
    return used_up("geography")


def example_planned() -> Card:
    """Every Friday."""
    return planned(Planned("geography", 5, 2, "every Friday at 15:00", _FRIDAY, Place("C1", "general"), again=True))


def example_mistaken() -> Card:
    """No topic of ours."""
    return mistaken("I have no questions about “sports”. Topics are geography, science, words.")


def example_help() -> Card:
    """With its topics."""
    return help_card(("Geography", "Science", "Words"))


def example_none() -> Card:
    """Nothing to stop."""
    return none_here()


def example_stopped() -> Card:
    """By hand."""
    return stopped()


def example_over() -> Card:
    """Nine took part."""
    return over(an_outcome())


def example_shared() -> Card:
    """Another organisation."""
    return shared()


def example_not_held() -> Card:
    """Whoever planned it left."""
    return not_held(shared=False)


def example_passed_over() -> Card:
    """Two at once."""
    return passed_over()
