"""Challenges: the card with the progress, half of the goal and all of it, and the thanks at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Card,
    Fields,
    Header,
    Person,
    Progress,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.cards.phrases import listed
from scoring.facts import Micros

WORDS = {
    "thanks": ("thanks", "Thank colleagues: each thanks counts."),
    "people": ("people who thanked somebody", "Thank a colleague: everybody who does counts once."),
    "newcomers": ("people who answered a newcomer", "Answer somebody who is new: everybody who does counts once."),
    "answers": ("questions answered", "Answer a colleague's question in its thread: each question counts once."),
    "photos": ("photos and gifs", "Share photos or gifs: each message with one counts."),
    "prompts": ("answers to my questions", "Answer my question of the day, a contest or a poll in its thread."),
}
"""Measure -> what is counted, and how to contribute."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge, ready to be shown."""

    number: int
    title: str
    measure: str
    goal: int
    amount: int
    host: Person | None
    """None where another organisation would read it."""
    closes: Micros
    helpers: int = 0
    """How many people contributed."""
    wide: bool = True
    """Whether what happens anywhere counts."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who contributed a lot, and may be named."""

    person: Person
    amount: int


def progress(challenge: Challenge) -> list[Block]:
    """How far it has come."""
    words = WORDS[challenge.measure][0]
    return [Progress(f"{words[0].upper()}{words[1:]}", challenge.amount, challenge.goal)]


def people(number: int) -> str:
    """12 people."""
    return f"{number:,} {'person' if number == 1 else 'people'}"


def running(challenge: Challenge) -> Card:
    """While it runs."""
    where = (
        "Whatever happens in a channel I am in counts." if challenge.wide else "What happens in this channel counts."
    )
    called: Runs = (Text(" Called by "), challenge.host, Text(".")) if challenge.host else ()
    blocks: list[Block] = [
        Header(f"Challenge: {challenge.title}", "mountain"),
        Say(say(f"Can we do it together? {WORDS[challenge.measure][1]}")),
        *progress(challenge),
        Fields((("Until", (When(challenge.closes),)), ("Taking part", say(people(challenge.helpers))))),
        Small(say(f"{where} What is taken back is taken out.", *called)),
    ]
    return Card(f"Challenge: {challenge.title} - {challenge.amount:,} of {challenge.goal:,}", tuple(blocks))


def half_way(challenge: Challenge) -> Card:
    """Half of the goal."""
    point = f"Half-way there: {challenge.title}"
    blocks = (
        Header(point, "hiking_boot"),
        Say(say(f"Thanks to {people(challenge.helpers)}. On to the other half!")),
        *progress(challenge),
    )
    return Card(point, blocks)


def reached(challenge: Challenge) -> Card:
    """All of it."""
    point = f"We did it: {challenge.title}"
    blocks = (
        Header(point, "tada"),
        Say(say(_together(challenge.helpers))),
        *progress(challenge),
        Small(say("It goes on until ", When(challenge.closes), ": let's see how far we come.")),
    )
    return Card(point, blocks)


def _together(helpers: int) -> str:
    if helpers == 1:
        return "One of us got us to the goal alone. Thank you!"
    return f"{people(helpers)} got us to the goal together. Thank you, all of you!"


def over(challenge: Challenge) -> Card:
    """What its card says afterwards."""
    how = "Reached" if challenge.amount >= challenge.goal else "Over"
    blocks: list[Block] = [
        Header(f"Challenge: {challenge.title}", "mountain"),
        Say(say(f"{how}, with {people(challenge.helpers)} taking part.")),
        *progress(challenge),
    ]
    return Card(f"Challenge: {challenge.title} is over", tuple(blocks))


def ended(challenge: Challenge, named: Sequence[Helper] = ()) -> Card:
    """How it went, and thanks to everybody."""
    done = challenge.amount >= challenge.goal
    point = f"{'Reached' if done else 'It was close'}: {challenge.title}"
    if not done and challenge.amount * 2 < challenge.goal:
        point = f"Over: {challenge.title}"
    if not challenge.helpers:
        words = "Nobody came round to it this time. Another goal may do it: /huzzah challenge"
    else:
        all_of_you = ", every one of you counted" if challenge.helpers > 1 else ""
        words = f"{people(challenge.helpers)} contributed. Thank you{all_of_you}."
    blocks: list[Block] = [Header(point, "checkered_flag"), Say(say(words)), *progress(challenge)]
    if named:
        blocks.append(Small(say("A lot of it came from ", *listed([_helper(each) for each in named]), ".")))
    return Card(point, tuple(blocks))


def _helper(helper: Helper) -> Person:
    return helper.person


def called_off(challenge: Challenge) -> Card:
    """What is left of its card."""
    words = f"The challenge “{challenge.title}” was called off. Thanks to everybody who contributed."
    return Card(f"{challenge.title} was called off", (Small(say(words)),))


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_CLOSES = 1_760_000_000_000_000


def an_example(amount: int = 312, helpers: int = 41) -> Challenge:
    """Thanks of a month."""
    return Challenge(3, "500 thanks this month", "thanks", 500, amount, _ANA, _CLOSES, helpers)


def example_running() -> Card:
    """On the way."""
    return running(an_example())


def example_half_way() -> Card:
    """Half of it."""
    return half_way(an_example(251))


def example_reached() -> Card:
    """All of it."""
    return reached(an_example(500))


def example_over() -> Card:
    """Afterwards."""
    return over(an_example(517))


def example_ended() -> Card:
    """Thanks to everybody."""
    return ended(an_example(517), (Helper(_BEN, 40), Helper(_MEI, 38)))


def example_missed() -> Card:
    """Not quite."""
    return ended(an_example(430))


def example_called_off() -> Card:
    """Called off."""
    return called_off(an_example())
