"""Best answers: the answer of the week that most people reacted to, pointed at rather than quoted."""

from dataclasses import dataclass

from handlers.cards.blocks import Block, Bullets, Card, Header, Link, Person, Run, Say, Small, Text, say
from handlers.cards.phrases import in_words, listed

MOST = 6
"""Shared first places that are pointed at."""


@dataclass(frozen=True, slots=True)
class Best:
    """An answer."""

    person: Person
    channel: str
    message: str
    question: str = ""


def card(best: tuple[Best, ...], reactions: int) -> Card:
    """For all to see, where the question was asked."""
    people = [each.person for each in best]
    several = len(best) > 1
    head = "Best answers of the week" if several else "Best answer of the week"
    named: list[Run] = list(people)
    won = (*listed(named), " share it: " if several else " gave it: ")
    blocks: list[Block] = [
        Header(head, "speech_balloon"),
        Say(say(*won, Text(f"{reactions} colleagues reacted", bold=True), " to each." if several else ".")),
        Bullets(tuple(_row(each) for each in best[:MOST])),
    ]
    if len(best) > MOST:
        blocks.append(Small(say(f"And {len(best) - MOST} more.")))
    blocks.append(Small(say("Counted are people, not emoji; one's own doesn't count.")))
    return Card(f"{head}: {in_words(people)}", tuple(blocks))


def _row(best: Best) -> tuple[Run, ...]:
    about: tuple[Run, ...] = (Text(f"{best.question} ", italic=True),) if best.question else ()
    return (*about, Link(f"Read {best.person.name}'s answer", channel=best.channel, message=best.message))


def example() -> Card:
    """One alone."""
    question = "Which tool would you save first if the building flooded?"
    return card((Best(Person("U2", "Ben Okafor"), "C1", "1700000000.000100", question),), 7)


def example_shared() -> Card:
    """Two are equal."""
    ben = Best(Person("U2", "Ben Okafor"), "C1", "1700000000.000100", "Who made your week easier, and how?")
    mei = Best(Person("U3", "Mei-Lin Chen"), "C1", "1700000000.000200", "Which dish tastes of home to you?")
    return card((ben, mei), 4)
