"""Coffee: who meets whom, whether they did, and what is said to one person alone."""

from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Header,
    Icon,
    Person,
    Runs,
    Say,
    Small,
    Text,
    say,
)
from handlers.cards.phrases import in_words, listed


@dataclass(frozen=True, slots=True)
class Together:
    """A table."""

    others: tuple[Person, ...]
    question: str = ""
    asked_in: str = ""
    """When they are asked whether they met, in words."""


def meet(table: Together) -> Card:
    """For each at a table, alone."""
    point = f"Coffee with {in_words(table.others)}"
    many = "the three of you" if len(table.others) == 2 else "all of you" if len(table.others) > 2 else "the two of you"
    blocks: list[Block] = [
        Header(point, "coffee"),
        Say(say("This time you meet ", *listed(table.others), f". Find half an hour for {many}, here or by video.")),
        Say(say("Whoever reads this first writes to the other: “Coffee this week? I am free on …”")),
    ]
    if table.question:
        blocks.append(Say(say(Icon("speech_balloon"), " To begin with: ", Text(table.question, italic=True))))
    blocks.append(
        Small(say(f"I'll ask {table.asked_in or 'later'} whether you met. To pause or leave: /huzzah coffee"))
    )
    return Card(point, tuple(blocks))


def alone() -> Card:
    """For somebody who couldn't be seated."""
    point = "No coffee for you this time"
    words = "There was nobody left to bring you together with. Next time you come first."
    return Card(point, (Say(say(Icon("coffee"), " ", words)),))


def did_you_meet(others: tuple[Person, ...], value: str) -> Card:
    """The question afterwards."""
    point = f"Did you meet {in_words(others)}?"
    buttons = (
        Button("coffee_met", "Yes", f"{value}.met", "primary"),
        Button("coffee_met", "Not yet", f"{value}.later"),
        Button("coffee_met", "We couldn't", f"{value}.missed"),
    )
    return Card(
        point,
        (
            Say(say(Icon("coffee"), " Did you meet ", *listed(others), "?")),
            Buttons(buttons),
            Small(say("Nobody is told what you answer; admins see how many met, not who.")),
        ),
    )


def thanks(others: tuple[Person, ...], state: str, value: str) -> Card:
    """The answer is noted."""
    words = {
        "met": "How nice! I'll remember that you met.",
        "later": "No hurry. Press Yes once you have.",
        "missed": "It happens. The next round brings another chance.",
    }[state]
    again = () if state == "met" else (Buttons((Button("coffee_met", "Yes, we met", f"{value}.met"),)),)
    return Card(words, (Say(say(Icon("coffee"), " ", *listed(others), ": ", words)), *again))


def avoiding(people: tuple[Person, ...]) -> Card:
    """Whom somebody avoids, for them alone."""
    if not people:
        words = "You avoid nobody. With /huzzah coffee avoid @name you won't be brought together with somebody."
        return told(words)
    return Card(
        "Noted, and sealed",
        (
            Say(say(Icon("lock"), " You won't be brought together with ", *listed(people), ".")),
            Small(say("Nobody else can read this, and nobody is told. /huzzah coffee avoid nobody empties the list.")),
        ),
    )


def how_it_works(problem: str, *, admin: bool = False) -> Card:
    """Typed wrong, or asked for help."""
    rows: list[Runs] = [
        say(Text("/huzzah coffee join", bold=True), ", ", Text("leave", bold=True)),
        say(Text("/huzzah coffee pause until 14 March", bold=True), ", ", Text("pause 2 weeks", bold=True)),
        say(Text("/huzzah coffee at most every 4 weeks", bold=True)),
        say(Text("/huzzah coffee avoid @name", bold=True), ": only you know"),
    ]
    buttons = [Button("huzzah", "Coffee", "coffee"), Button("coffee_settings", "My wishes")]
    if admin:
        typed = "/huzzah coffee every 2 weeks on monday 10:00 in groups of 3 in #general"
        rows.append(say("For admins: ", Text(typed, bold=True)))
        buttons.append(Button("coffee_setup", "Set up rounds", ""))
    return Card(problem, (Say(say(Icon("bulb"), " ", problem)), Bullets(tuple(rows)), Buttons(tuple(buttons))))


def told(point: str, hint: str = "") -> Card:
    """A plain word."""
    return Card(point, (Say(say(Icon("coffee"), " ", point)), *((Small(say(hint)),) if hint else ())))


_BEN, _MEI = Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")


def example_meet() -> Card:
    """A table of three."""
    return meet(Together((_BEN, _MEI), "What did you want to be when you were ten?", "in a week"))


def example_alone() -> Card:
    """Left over."""
    return alone()


def example_did_you_meet() -> Card:
    """A week later."""
    return did_you_meet((_BEN,), "1.4")


def example_thanks() -> Card:
    """Not yet."""
    return thanks((_BEN,), "later", "1.4")


def example_avoiding() -> Card:
    """For oneself alone."""
    return avoiding((_MEI,))


def example_how_it_works() -> Card:
    """Typed wrong."""
    return how_it_works("I can't tell when. Write a day and a time.", admin=True)


def example_told() -> Card:
    """Left."""
    return told("You left. Come back any time: /huzzah coffee join")
