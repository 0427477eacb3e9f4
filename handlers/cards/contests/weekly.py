"""The most reacted post of the week: its card, and what an admin who switches it on or off is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards.blocks import Card, Header, Icon, Link, Person, Place, Run, Say, Small, Text, say
from handlers.cards.phrases import in_words, listed


@dataclass(frozen=True, slots=True)
class Loved:
    """A message that many reacted to."""

    person: Person
    message: str
    people: int


def told(posts: Sequence[Loved], channel: str) -> Card:
    """For everybody in the channel."""
    named = tuple({post.person.id: post.person for post in posts}.values())
    point = f"Most reacted post of the week: {in_words(named)}"
    links = [Link(f"what {post.person.name} wrote", channel=channel, message=post.message) for post in posts]
    each = " each" if len(posts) > 1 else ""
    blocks = (
        Header(point, "sparkles"),
        Say(say(f"{posts[0].people:,} people{each} reacted to ", *listed(links), ". Have a look!")),
        Small(say("Reactions of different people count, and not one's own.")),
    )
    return Card(point, blocks)


def switched_on(place: Place | None, words: str) -> Card:
    """It will come by itself."""
    where = (Text(" in "), place) if place else ()
    return Card(
        "The post of the week is on",
        (
            Say(
                say(Icon("white_check_mark"), " I'll tell of the most reacted post of the week", *where, f", {words}.")
            ),
            Small(
                say(
                    "At least three people must have reacted; whoever would rather not be announced isn't. "
                    "/huzzah calendar shows it. It counts from now on."
                )
            ),
        ),
    )


def switched_off(place: Place | None, *, was_on: bool) -> Card:
    """It won't come any more."""
    where: tuple[Run, ...] = (Text(" in "), place) if place else ()
    words = "is off now" if was_on else "wasn't on"
    return Card(f"The post of the week {words}", (Say(say(f"The post of the week {words}", *where, ".")),))


def for_admins() -> Card:
    """Somebody else tried."""
    words = "Admins decide whether a channel has a post of the week. Ask one of them."
    return Card(words, (Say(say(words)),))


def in_a_channel() -> Card:
    """Asked for elsewhere."""
    words = "Say that in the channel whose posts it is about: /huzzah contest week on"
    return Card(words, (Say(say(words)),))


def shared() -> Card:
    """Others would read it as well."""
    words = "Another organisation is in this channel, so I post nothing about colleagues here."
    return Card(words, (Say(say(words)),))


def how() -> Card:
    """Neither on nor off."""
    point = "On or off? "
    example = "/huzzah contest week on every friday 15:00"
    return Card(point.strip(), (Say(say(point, "Like this: ", Text(example, bold=True))),))


def mistaken(problem: str) -> Card:
    """The time could not be read."""
    return Card(problem, (Say(say(Icon("bulb"), " ", problem)),))


_BEN, _MEI = Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")


def example_told() -> Card:
    """Two are as loved."""
    return told((Loved(_BEN, "m1", 12), Loved(_MEI, "m2", 12)), "C1")


def example_switched_on() -> Card:
    """Switched on."""
    return switched_on(Place("C1", "general"), "every Friday at 15:00")


def example_switched_off() -> Card:
    """Switched off."""
    return switched_off(Place("C1", "general"), was_on=True)


def example_for_admins() -> Card:
    """Somebody else."""
    return for_admins()


def example_in_a_channel() -> Card:
    """Not in a channel."""
    return in_a_channel()


def example_shared() -> Card:
    """Shared with others."""
    return shared()


def example_how() -> Card:
    """How it goes."""
    return how()


def example_mistaken() -> Card:
    """No time."""
    return mistaken("I can't read that as a time. Try every friday 15:00.")
