"""Celebration wishes: the invitation to sign a card, the form, what signers are told, and what comes late."""

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Icon,
    Person,
    Picture,
    Place,
    Run,
    Say,
    Small,
    When,
    Words,
    say,
)
from handlers.cards.celebrations.card import Occasion, Wish, icon
from handlers.cards.phrases import short_date
from scoring.facts import Micros

DIALOG = "celebration_wish"


def late(wish: Wish, occasion: Occasion, *, alone: bool = False) -> Card:
    """A wish that came after the card: in its thread, or for the person alone."""
    whom: tuple[Run, ...] = say(" for you") if alone else say(" for ", occasion.person)
    blocks: list[Block] = [Say(say(Icon("love_letter"), " A wish from ", wish.author, *whom, ":"))]
    if wish.markup:
        blocks.append(Words(wish.markup))
    if wish.picture:
        blocks.append(Picture(wish.picture, f"A picture from {wish.author.name}"))
    return Card(f"A wish from {wish.author.name}", tuple(blocks))


def invitation(number: int, occasion: Occasion, until: Micros) -> Card:
    """For a colleague alone, some days before."""
    day = short_date(occasion.day, occasion.today)
    blocks: tuple[Block, ...] = (
        Say(say(Icon(icon(occasion)), " ", occasion.person, f"{_what(occasion)} on {day}. Will you sign the card?")),
        Buttons((Button("celebration_sign", "Sign the card", str(number), "primary"),)),
        Small(say("It is handed over ", When(until), ". It is a surprise, so please don't give it away.")),
    )
    return Card(f"Will you sign a card for {occasion.person.name}?", blocks)


def _what(occasion: Occasion) -> str:
    if occasion.kind == "birthday":
        return " has a birthday"
    return f" will have been here for {occasion.years} {'year' if occasion.years == 1 else 'years'}"


def form(number: int, occasion: Occasion, wish: Wish | None, *, announced: bool) -> Dialog:
    """A wish, and perhaps a gif."""
    words = wish.markup if wish else ""
    where = "Everybody will see it." if announced else "Only they will see it."
    return Dialog(
        DIALOG,
        "Sign the card",
        (
            Field("words", f"Your wish for {occasion.person.name}"[:75], "lines", words, required=False),
            Field(
                "picture", "A gif or picture", "text", wish.picture if wish else "",
                hint="Its address, beginning with https://", required=False,
            ),
        ),
        "Sign",
        str(number),
        say(where, " Empty both, and your name is not on the card." if wish and (words or wish.picture) else ""),
    )  # fmt: skip


def signed(number: int, occasion: Occasion, wish: Wish, until: Micros) -> Card:
    """For the signer: it is on the card, and how to change it."""
    blocks: list[Block] = [
        Say(say(Icon("white_check_mark"), " You signed the card for ", occasion.person, ".")),
    ]
    if wish.markup:
        blocks.append(Words(wish.markup))
    until_then = say("It is handed over ", When(until), ". ") if until else ()
    blocks += [
        Buttons(
            (
                Button("celebration_sign", "Change it", str(number)),
                Button("celebration_unsign", "Take it back", str(number)),
            )
        ),
        Small(say(*until_then, "Until then you can change your wish or take it back.")),
    ]
    return Card(f"You signed the card for {occasion.person.name}", tuple(blocks))


def unsigned(number: int, occasion: Occasion) -> Card:
    """Taken back."""
    return Card(
        "Your wish is off the card",
        (
            Say(say("Your wish is off the card for ", occasion.person, ".")),
            Buttons((Button("celebration_sign", "Sign after all", str(number)),)),
        ),
    )


def sent(occasion: Occasion, place: Place | None) -> Card:
    """A late wish is on its way."""
    where: tuple[Run, ...] = say(" in the thread of the card in ", place) if place else ()
    return Card(
        "Your wish is on its way",
        (Say(say(Icon("love_letter"), " Your wish for ", occasion.person, " is on its way", *where, ".")),),
    )


def told(point: str, hint: str = "") -> Card:
    """A plain word about a card that can't be signed (any more)."""
    blocks: tuple[Block, ...] = (Say(say(point)),)
    return Card(point, (*blocks, Small(say(hint))) if hint else blocks)


def there_already(*, late: bool, alone: bool) -> Card:
    """The button is open to all who see the card, so whoever signed hears where their wish is, and where more fits."""
    if alone:
        point = "Your wish is with them already." if late else "You signed this card: your wish came with it."
        return told(point, "It takes one wish from each. To say more, write to them yourself.")
    point = "You signed this card: your wish came with it."
    if late:
        point = "Your wish is in the thread of this card already."
    return told(point, "It takes one wish from each. To say more, write into the thread yourself.")


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_SATURDAY, _MONDAY = 739_690, 739_692
_AT = 1_794_996_000_000_000


def example_late() -> Card:
    """The day after."""
    return late(Wish(_MEI, "Late, but from the heart!"), Occasion(_BEN, "birthday", _MONDAY, _MONDAY))


def example_invitation() -> Card:
    """Some days before."""
    return invitation(7, Occasion(_BEN, "birthday", _SATURDAY, _MONDAY), _AT)


def example_form() -> Dialog:
    """Signing."""
    return form(7, Occasion(_BEN, "birthday", _SATURDAY, _MONDAY), None, announced=True)


def example_signed() -> Card:
    """Done."""
    return signed(7, Occasion(_BEN, "birthday", _SATURDAY, _MONDAY), Wish(_ANA, "Many happy returns!"), _AT)


def example_unsigned() -> Card:
    """Taken back."""
    return unsigned(7, Occasion(_BEN, "birthday", _SATURDAY, _MONDAY))


def example_sent() -> Card:
    """Late."""
    return sent(Occasion(_BEN, "birthday", _SATURDAY, _MONDAY), Place("C1", "announcements"))


def example_told() -> Card:
    """One's own day."""
    return told("This one is for you: lean back and enjoy it.")


def example_there_already() -> Card:
    """Pressed once more."""
    return there_already(late=False, alone=False)
