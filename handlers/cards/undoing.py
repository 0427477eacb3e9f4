"""Undoing: what can be taken back, and what was."""

from dataclasses import dataclass

from handlers.cards.blocks import Block, Button, Buttons, Card, Icon, Person, Place, Run, Say, Small, Text, When, say
from handlers.cards.giving import take_back
from handlers.cards.phrases import PER, amount, in_words, listed
from scoring.facts import Micros


@dataclass(frozen=True, slots=True)
class Chosen:
    """One gift in the list."""

    key: str
    receivers: tuple[Person, ...]
    units: int
    at: Micros
    place: Place | None
    shoutout: bool = False


def choice(rows: tuple[Chosen, ...], currency: str) -> Card:
    """The last few, each with its button."""
    blocks: list[Block] = [Say(say(Text("Which one would you like to take back?", bold=True)))]
    for row in rows:
        what = "a shout-out" if row.shoutout else amount(row.units, currency, len(row.receivers))
        where: tuple[Run, ...] = (Text(" in "), row.place) if row.place else ()
        blocks.append(Say(say(f"{what.capitalize()} for ", *listed(row.receivers), *where, ", ", When(row.at))))
        blocks.append(Buttons((take_back(row.key, "Take it back"),)))
    return Card("Which one would you like to take back?", tuple(blocks))


@dataclass(frozen=True, slots=True)
class Done:
    """What was taken back."""

    receivers: tuple[Person, ...]
    left: int
    per: str
    shoutout: bool = False
    by_message: bool = False


def done(taken: Done) -> Card:
    """It is as if it had not been given."""
    what = "shout-out" if taken.shoutout else "gift"
    blocks: list[Block] = [
        Say(say(Icon("leftwards_arrow_with_hook"), f" Taken back: your {what} to ", *listed(taken.receivers), "."))
    ]
    if not taken.shoutout:
        blocks.append(Say(say(f"You have {taken.left} left {PER[taken.per]}.")))
    if taken.by_message:
        blocks.append(Small(say("Your message stays; delete or edit it if you like.")))
    blocks.append(Buttons((Button("undo", "Take back another one"),)))
    return Card(f"Taken back: your {what} to {in_words(taken.receivers)}", tuple(blocks))


def nothing(hours: int) -> Card:
    """There is nothing to take back."""
    point = "There is nothing to take back."
    hint = f"You gave nothing in the last {hours} hours; what is older stays. A reaction is taken back by removing it."
    return Card(point, (Say(say(Text(point, bold=True))), Small(say(hint))))


def gone() -> Card:
    """Taken back already, or somebody else's."""
    point = "There is nothing left to take back here."
    return Card(point, (Say(say(point)),))


def too_late(hours: int) -> Card:
    """The time is over."""
    point = f"That is too long ago: a gift can be taken back for {hours} hours."
    advice = "If it was a real mistake, an admin can settle it: whoever got it may object with /huzzah why."
    return Card(point, (Say(say(Text(point, bold=True))), Small(say(advice))))


_BEN = Person("U2", "Ben Okafor")


def example_choice() -> Card:
    """Two to choose from."""
    rows = (
        Chosen("C1 request:1", (_BEN,), 3, 1_800_000_000_000_000, Place("C1", "wins")),
        Chosen("C2 request:2", (_BEN, Person("U3", "Mei-Lin Chen")), 1, 1_800_000_000_000_000, None, shoutout=True),
    )
    return choice(rows, "kudos")


def example_done() -> Card:
    """Taken back."""
    return done(Done((_BEN,), 5, "day", by_message=True))


def example_nothing() -> Card:
    """Nothing there."""
    return nothing(24)


def example_too_late() -> Card:
    """A week ago."""
    return too_late(24)
