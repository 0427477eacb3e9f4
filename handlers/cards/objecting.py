"""Objecting: the form to object to a row, what admins see of it, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import why
from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Header,
    Person,
    Say,
    Small,
    Text,
    When,
    Words,
    say,
)
from scoring.facts import Micros
from scoring.markup import escape
from storage.why import Explained

DIALOG = "object"
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody doubts, as an admin reads it."""

    place: str
    """`seq.n`."""
    at: Micros
    person: Person
    reason: str
    explained: Explained


def dialog(place: str, explained: Explained) -> Dialog:
    """The form."""
    return Dialog(
        DIALOG,
        "Object to these points",
        (
            Field(
                "reason", "What is wrong with it?", "lines", hint="An admin reads this and decides; you will be told."
            ),
        ),
        submit="Send",
        context=place,
        intro=say(Text(why.amount(explained.row), bold=True), f"  {why.words(explained)}, ", *why.around(explained)),
    )


def _objection(objection: Objection) -> list[Block]:
    explained = objection.explained
    return [
        Say(
            say(
                objection.person, " objects to ", Text(why.amount(explained.row), bold=True),
                f"  {why.words(explained, own=False)}",
            )
        ),
        Small(why.around(explained)),
        Words(escape(objection.reason)),
        Small(say("Raised ", When(objection.at))),
        Buttons(
            (
                Button("objection_settle", "Keep the points", f"keep|{objection.place}"),
                Button(
                    "objection_settle",
                    "Take them back",
                    f"take|{objection.place}",
                    "danger",
                    confirm="The points go, and the member is told. Take them back?",
                ),
            )
        ),
    ]  # fmt: skip


def to_admin(objection: Objection) -> Card:
    """An admin is told of a new one."""
    headline = f"{objection.person.name} objects to some points"
    return Card(headline, (Header("Objections", "scales"), *_objection(objection)))


def listing(objections: Sequence[Objection], done: str = "") -> Card:
    """All that wait."""
    blocks: list[Block] = [Header("Objections", "scales")]
    if done:
        blocks.append(Say(say(done)))
    for objection in objections:
        blocks += _objection(objection)
    if not objections:
        blocks.append(Small(say("Nothing is waiting for an admin.")))
    return Card("Objections", tuple(blocks))


def thanks(admins: int) -> Card:
    """It was passed on."""
    words = "Thank you. An admin will look at it, and you will be told what comes of it."
    if not admins:
        words = "Noted. There is no admin here yet; as soon as there is one, /huzzah objections shows it to them."
    return Card("Passed on", (Say(say(words)),))


def too_late() -> Card:
    """The row was taken back or objected to already, or isn't one's own."""
    words = "That one can't be objected to: it is taken back already, or an admin looked at it. /huzzah why says more."
    return Card("That one can't be objected to", (Say(say(words)),))


def settled_already() -> Card:
    """Another admin was faster."""
    return Card("Settled already", (Say(say("Another admin was faster: that one is settled already.")),))


def decided(explained: Explained, admin: Person, *, keep: bool) -> Card:
    """What the member is told."""
    head = "Your points stay as they are" if keep else "Your points were taken back"
    words = f"  {why.words(explained)}, "
    return Card(
        head,
        (
            Say(say(admin, " looked at what you objected to. ", Text(f"{head}:", bold=True))),
            Say(say(Text(why.amount(explained.row), bold=True), words, *why.around(explained))),
        ),
    )


def told(headline: str, words: str) -> Card:
    """A short word: not allowed, or not one's own."""
    return Card(headline, (Say(say(words)),))


def _example_objection() -> Objection:
    return Objection(
        "7.0",
        1_760_000_500_000_000,
        Person("U1", "Ana Sousa"),
        "I only tested the bot here.",
        why.rows_for_examples()[0],
    )


def example() -> Card:
    """The list of an admin."""
    return listing([_example_objection()])


def example_to_admin() -> Card:
    """A new one."""
    return to_admin(_example_objection())


def example_decided() -> Card:
    """The answer."""
    return decided(why.rows_for_examples()[0], Person("U9", "Jonas Weber"), keep=True)


def example_dialog() -> Dialog:
    """The form."""
    return dialog("7.0", why.rows_for_examples()[0])
