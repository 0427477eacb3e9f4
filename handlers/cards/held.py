"""Held: what contests and challenges have in common - how whoever holds one is told of it, and how they are listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Field,
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
from scoring.facts import Micros

LONGEST_TYPED = 500
"""Of what was typed, so much goes along to the form."""


One = TypeVar("One")
Past = TypeVar("Past")


@dataclass(frozen=True, slots=True)
class Sort:
    """What sets the two apart."""

    name: str
    """Of its command, its form, and the button that opens that."""
    plural: str
    """Of its list, and the button that turns a page there."""
    icon: str
    offer: str
    """What the button for a new one says."""
    example: str


@dataclass(frozen=True, slots=True)
class Listing(Generic[One, Past]):
    """Those that run and those that ran, as somebody may see them."""

    running: tuple[tuple[One, Place | None, bool], ...] = ()
    """Each with its channel, and whether they may steer it."""
    past: tuple[Past, ...] = ()
    older: int = 0
    """Where the next page begins; 0 if there is none."""
    first: bool = True


def where(place: Place | None) -> Runs:
    """` in #general`; nothing where that isn't to be told."""
    return (Text(" in "), place) if place else ()


def is_on(title: str, word: str, place: Place | None, closes: Micros) -> Say:
    """It has begun."""
    icon = Icon("white_check_mark")
    return Say(say(icon, f" “{title}” is {word}", *where(place), ", until ", When(closes), "."))


def mistaken(sort: Sort, problem: str, typed: str = "") -> Card:
    """A command that could not be read; the form takes over what of it could."""
    blocks = (
        Say(say(Icon("bulb"), " ", problem)),
        Small(say("It goes like this: ", Text(sort.example, bold=True))),
        Buttons((Button(sort.name, "Use a form instead", typed if len(typed) <= LONGEST_TYPED else "", "primary"),)),
    )
    return Card(problem, blocks)


def done(words: str) -> Card:
    """What was asked for is done."""
    return Card(words, (Say(say(Icon("white_check_mark"), " ", words)),))


def told(words: str) -> Card:
    """What was asked for can't be done."""
    return Card(words, (Say(say(words)),))


def until(closes: str, hint: str) -> Field:
    """The field for its end."""
    return Field("closes", "Until when?", "text", closes, hint=hint)


def titled(title: str, place: Place | None, closes: Micros) -> Say:
    """One of those that run, in the list."""
    return Say(say(Text(title, bold=True), *where(place), ", until ", When(closes)))


def listing(sort: Sort, found: Listing[One, Past], running: Sequence[Block], past: Sequence[Block]) -> Card:
    """The card of it: the blocks of those that run, of those that ran, and the way to older ones."""
    title = sort.plural.capitalize()
    blocks: list[Block] = [Header(title, sort.icon), *running]
    if not running and found.first:
        blocks.append(Say(say("None is running right now.")))
    blocks += past
    buttons = [Button(sort.name, sort.offer, "", "primary")] if found.first else []
    if found.older:
        buttons.append(Button(sort.plural, "Older", str(found.older)))
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    return Card(title, tuple(blocks))
