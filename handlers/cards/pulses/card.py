"""Pulses: the card with one question after the other, and what admins see of what is set up."""

from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Header,
    Icon,
    Place,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.polls.terms import ENPS
from handlers.pulses.questions import LIBRARY, SCALE, USUAL, Question
from scoring.facts import Micros

ROWS = (range(4), range(4, 8), range(8, 11))
"""Marks of an eNPS, in rows of buttons."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A round, as people are asked."""

    value: str
    """What its buttons bear."""
    questions: tuple[Question, ...]
    closes: Micros = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A pulse in the list."""

    number: int
    when: str
    questions: tuple[str, ...]
    audience: Runs
    place: Place | None = None
    """Where results are posted."""
    closes: Micros = 0
    """Of the round that is open; 0 if none is."""
    has_results: bool = False
    once: bool = False
    """Asked of everybody at one moment, wherever they are."""


def told(words: str, *buttons: Button) -> Card:
    """A short note."""
    blocks: tuple[Block, ...] = (Say(say(words)),)
    return Card(words, (*blocks, Buttons(buttons)) if buttons else blocks)


def first(asked: Asked, *, reminder: bool = False) -> Card:
    """The private card that everybody gets, with the first question."""
    many = f"{len(asked.questions)} short questions" if len(asked.questions) > 1 else "One short question"
    blocks: list[Block] = [Header("How are things?", "heartbeat")]
    if reminder:
        words = "A reminder to everybody, whether they have answered or not. If you have: thank you!"
        blocks.append(Say(say(words)))
    blocks += [Say(say(f"{many}, anonymous. Open until ", When(asked.closes, "date"), ".")), *_question(asked, 0, 0)]
    hint = "Nobody can see what you answer, not even admins; results are shown of five people or more."
    return Card(f"{many}: how are things?", (*blocks, Small(say(hint)), Buttons((_not_for_me(),))))


def _not_for_me() -> Button:
    return Button("pulse_skip", "No more pulses", "", confirm="I won't ask you again until you say so. All right?")


def question(asked: Asked, index: int, chosen: int) -> Card:
    """One of the questions; `chosen` is the option chosen before, 0 for none."""
    return Card(asked.questions[index].words, tuple(_question(asked, index, chosen)))


def _question(asked: Asked, index: int, chosen: int) -> list[Block]:
    each, many = asked.questions[index], len(asked.questions)
    blocks: list[Block] = [Say(say(Text(each.words, bold=True)))]
    if each.kind == ENPS:
        blocks += [Buttons(tuple(_mark(asked, index, mark, mark + 1, chosen) for mark in row)) for row in ROWS]
        ends = "0: not at all likely. 10: very likely."
    else:
        blocks.append(Buttons(tuple(_mark(asked, index, mark, mark, chosen) for mark in range(1, 6))))
        ends = f"1: {SCALE[0]}. 5: {SCALE[-1]}."
    blocks.append(Small(say(f"{ends} Question {index + 1} of {many}." if many > 1 else ends)))
    rest = []
    if index:
        rest.append(Button("pulse_go", "Back", f"{asked.value}|{index - 1}"))
    rest.append(Button("pulse_go", "Skip this question" if not chosen else "Next", f"{asked.value}|{index + 1}"))
    blocks.append(Buttons(tuple(rest)))
    return blocks


def _mark(asked: Asked, index: int, mark: int, option: int, chosen: int) -> Button:
    style = "primary" if option == chosen else "plain"
    return Button(
        "pulse_rate", f"{mark} ✓" if option == chosen else str(mark), f"{asked.value}|{index}|{option}", style
    )


def thanks(asked: Asked) -> Card:
    """After the last question."""
    point = "Thank you!"
    buttons = Buttons((Button("pulse_go", "Look at my answers", f"{asked.value}|0"),))
    words = " Your answers count, and nobody knows they are yours. You can change them until "
    return Card(
        point, (Say(say(Icon("tada"), " ", Text(point, bold=True), words, When(asked.closes, "date"), ".")), buttons)
    )


def skipped() -> Card:
    """They said that it isn't for them."""
    words = "All right, I won't ask you again. Changed your mind? "
    return Card("I won't ask you again", (Say(say(words, Text("/huzzah pulse join", bold=True))),))


def joined() -> Card:
    """They want to be asked again."""
    return told("Good to have you back: I ask you again from now on.")


def for_people(*, skips: bool) -> Card:
    """Somebody who isn't an admin asks what it is, while none is open for them."""
    words = "A pulse is a few short anonymous questions on how work is going. No pulse is open for you now."
    button = Button("pulse_join", "Ask me again") if skips else _not_for_me()
    return Card("No pulse is open for you now", (Say(say(words)), Buttons((button,))))


def too_few(people: int) -> Card:
    """For its owner: a round was left out."""
    words = (
        f"I left out this pulse: it would ask {people or 'no'} people, and of fewer than five I never show anything."
    )
    return told(f"{words} Ask more people: /huzzah pulse")


def no_key() -> Card:
    """For its owner: it can't be kept secret."""
    words = "I can't keep the answers of your pulse secret, since the key of this installation is missing. "
    return told(f"{words}So it waits. Ask whoever runs me to put secret.key back.")


def mistaken(problem: str) -> Card:
    """What is wrong, and how it goes."""
    rows = "/huzzah pulse every 2 weeks on tue 10:00, /huzzah pulse every month on the 1st clarity, belonging, enps"
    button = Button("pulse_form", "Fill in the form", "", "primary")
    rows += ", /huzzah pulse now"
    return Card(problem, (Say(say(problem)), Small(say(f"For example: {rows}")), Buttons((button,))))


def listing(standing: tuple[Standing, ...]) -> Card:
    """For admins."""
    blocks: list[Block] = [Header("Pulses", "heartbeat")]
    for each in standing:
        runs: list[Runs] = [(Text(f"{', '.join(each.questions)}", bold=True),), (Text(f", {each.when}, asks "),)]
        runs += [each.audience, say(", results in ", each.place) if each.place else say(", results for you alone")]
        blocks.append(Say(tuple(run for part in runs for run in part)))
        if each.closes:
            blocks.append(Small(say("Open until ", When(each.closes, "date"), ".")))
        number = str(each.number)
        end = "Nobody is asked any more, and open answers are dropped. End it?"
        buttons = [
            Button("pulse_form", "Change", number),
            Button("pulse_end", "End it", number, "danger", end),
        ]
        if each.has_results:
            buttons.insert(0, Button("pulse_results", "Results", number, "primary"))
        blocks.append(Buttons(tuple(buttons)))
    return Card("Pulses", (*blocks, Buttons((Button("pulse_form", "Another pulse"),))))


def saved(each: Standing, people: int, asleep: int = -1, rests: str = "") -> Card:
    """It is set up, or changed; `asleep` of them get it in their morning, where all others are asked right now.

    `rests` says until when the calendar does, and this pulse with it.
    """
    how = (
        "once, for everybody at the same moment; by night in their morning" if each.once else "at everybody's own time"
    )
    point = f"Your pulse is set: {each.when}, {how}."
    if asleep >= 0:
        point = f"Your pulse is on its way: I ask {people - asleep} people now{_later(asleep)}."
    blocks: list[Block] = [Say(say(Icon("white_check_mark"), " ", Text(point, bold=True)))]
    if rests:
        blocks.append(Say(say(f"The calendar rests {rests}, so nobody is asked before: /huzzah calendar resume")))
    about = ", ".join(question.rstrip(".") for question in each.questions)
    blocks.append(Say(say("It asks ", *each.audience, f" ({people} people now) about {about}.")))
    where = say("Results are posted in ", each.place, ".") if each.place else say("Results come to you alone.")
    blocks.append(Small((*where, Text(" Skip or move a round: /huzzah calendar. Change or end it: /huzzah pulse"))))
    return Card(point, tuple(blocks))


def _later(asleep: int) -> str:
    if not asleep:
        return ""
    return f", and {asleep} in their morning, since it is night where they live"


SOME = tuple(LIBRARY[key] for key in USUAL)
A_ROUND = Asked("1:739938", SOME, 1_795_500_000_000_000)


def example_first() -> Card:
    """What everybody gets."""
    return first(A_ROUND)


def example_reminder() -> Card:
    """And once more."""
    return first(A_ROUND, reminder=True)


def example_question() -> Card:
    """An eNPS that was answered before."""
    return question(Asked("1:739938", (SOME[0], LIBRARY["enps"]), A_ROUND.closes), 1, 9)


def example_thanks() -> Card:
    """After the last one."""
    return thanks(A_ROUND)


def example_listing() -> Card:
    """For admins."""
    one = Standing(
        1, "every 2 weeks on Tuesday at 10:00", ("joy", "workload"), say("everybody"), Place("C1", "general")
    )
    return listing((one, Standing(2, "every month on the 1st at 09:00", ("eNPS",), say("everybody"), None, 1, True)))


def example_saved() -> Card:
    """It is set up."""
    when = "every 2 weeks on Tuesday at 10:00"
    return saved(Standing(1, when, ("joy", "workload", "clarity"), say("everybody")), 42)


def example_now() -> Card:
    """Now, while some sleep."""
    return saved(Standing(1, "now", ("joy", "workload"), say("everybody"), once=True), 42, 9)


def example_mistaken() -> Card:
    """The rhythm can't be read."""
    return mistaken("When shall I ask? Write a rhythm such as every 2 weeks on tue 10:00.")


def example_people() -> Card:
    """For everybody else."""
    return for_people(skips=False)
