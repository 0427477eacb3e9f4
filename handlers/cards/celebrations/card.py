"""Celebrations: the card for everybody, or for one person alone, with the wishes of those who signed it."""

from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Header,
    Icon,
    Person,
    Picture,
    Rule,
    Run,
    Say,
    Small,
    Words,
    say,
)
from handlers.cards.phrases import WEEKDAYS
from scoring.markup import Kind, pieces

MOST_SHOWN = 14
"""Wishes that one card holds, the others follow it: with whoever is celebrated, as many as Slack and Teams tell of a
card that names them."""
MOST_PICTURES = 4
ROOM = 9_000
"""What the wishes of one card may weigh (weight): of a longer message Slack or Teams wouldn't show the end."""
MARK, FRAME = 40, 250
"""What a mark in a wish takes besides its characters, and what is around a wish."""

BIRTHDAY_LINES = (
    "A whole year wiser. May the cake be generous.",
    "Today the good news is about one of us.",
    "Here is to a year with more good days than meetings.",
    "One of the best reasons to have cake on a working day.",
)
YEARS = {
    1: ("A whole year", "seedling", "The first year is the steepest. Well done!"),
    2: ("Two years", "star", "Twice around the sun together."),
    3: ("Three years", "star2", "By now, others ask you how things work here."),
    5: ("Five years", "trophy", "Half a decade: you have seen things come and go, and made many of them better."),
    10: ("Ten years", "gem", "A decade! There is hardly anything here that you had no hand in."),
    15: ("Fifteen years", "gem", "You are part of what this place is."),
    20: ("Twenty years", "crown", "Two decades. Thank you for every one of those years."),
    25: ("Twenty-five years", "crown", "A quarter of a century! Thank you."),
}
"""Anniversaries with words of their own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wrote, as markup."""

    author: Person
    markup: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Somebody's day."""

    person: Person
    kind: str
    day: int
    """Ordinal of the day itself."""
    today: int
    """And of the one on which it is celebrated."""
    years: int = 0
    """Of an anniversary."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """A card: its number, what it is for, who signed."""

    number: int
    occasion: Occasion
    wishes: tuple[Wish, ...] = ()


def marks(markup: str) -> int:
    """Emoji, links, styled words and lines: what a message keeps apart from the words around it."""
    return sum(1 for _ in pieces(markup)) + sum(markup.count(mark) for mark in "*_~") + 2 * markup.count("\n")


def weight(wish: Wish) -> int:
    """How much of a message a wish takes, at most."""
    links = sum(len(piece) for kind, piece in pieces(wish.markup) if kind is Kind.LINK)
    words = len(wish.markup.encode("utf-16-le")) // 2
    return FRAME + MARK * marks(wish.markup) + words + links + len(wish.picture)


def leaves(wishes: tuple[Wish, ...]) -> list[tuple[Wish, ...]]:
    """What stands on the card, and what on those that follow it: nothing that somebody wrote is left out."""
    found: list[tuple[Wish, ...]] = [()]
    for wish in wishes:
        whole = (*found[-1], wish)
        pictures, weighs = sum(bool(each.picture) for each in whole), sum(map(weight, whole))
        if len(whole) > 1 and (len(whole) > MOST_SHOWN or pictures > MOST_PICTURES or weighs > ROOM):
            found.append((wish,))
        else:
            found[-1] = whole
    return found


def title(occasion: Occasion) -> str:
    """The point."""
    if occasion.kind == "birthday":
        return f"Happy birthday, {occasion.person.name}!"
    words, _, _ = _years(occasion.years)
    return f"{words} with us: {occasion.person.name}!"


def _years(years: int) -> tuple[str, str, str]:
    line = "Thank you for another year."
    return YEARS.get(years, (f"{years} years", "tada", line))


def _line(occasion: Occasion) -> str:
    if occasion.kind == "birthday":
        return BIRTHDAY_LINES[(occasion.day + len(occasion.person.id)) % len(BIRTHDAY_LINES)]
    return _years(occasion.years)[2]


def icon(occasion: Occasion) -> str:
    """What stands before it."""
    return "birthday" if occasion.kind == "birthday" else _years(occasion.years)[1]


def _when(occasion: Occasion) -> tuple[Run, ...]:
    # Only where it isn't today: weekends are celebrated before or after.
    if occasion.day == occasion.today:
        return ()
    what = "The birthday" if occasion.kind == "birthday" else "The anniversary"
    tense = "is" if occasion.day > occasion.today else "was"
    return say(f"{what} {tense} on {WEEKDAYS[(occasion.day - 1) % 7]}. ")


def public(greeting: Greeting) -> Card:
    """For everybody: the day, the wishes, and a way to add one."""
    occasion = greeting.occasion
    blocks: list[Block] = [
        Header(title(occasion), icon(occasion)),
        Say((*_when(occasion), *say(occasion.person, ": ", _line(occasion)))),
        *_first(greeting, "in the thread"),
        Buttons((Button("celebration_sign", "Add a wish", str(greeting.number), "primary"),)),
    ]
    return Card(title(occasion), tuple(blocks))


def private(greeting: Greeting) -> Card:
    """For the person alone, who would rather not be announced (or where there is no channel)."""
    occasion = greeting.occasion
    blocks: list[Block] = [
        Header(title(occasion), icon(occasion)),
        Say((*_when(occasion), *say(_line(occasion)))),
        *_first(greeting, "in what follows"),
        Small(say("Only you see this.")),
    ]
    return Card(title(occasion), tuple(blocks))


def more(greeting: Greeting, *, alone: bool = False) -> list[Card]:
    """The wishes that the card had no room for, to stand behind it."""
    person = greeting.occasion.person
    lead = say("More wishes for you:") if alone else say("More wishes for ", person, ":")
    return [
        Card(f"More wishes for {person.name}", (Say(say(Icon(icon(greeting.occasion)), " ", *lead)), *_signed(leaf)))
        for leaf in leaves(greeting.wishes)[1:]
    ]


def _first(greeting: Greeting, where: str) -> list[Block]:
    first, *others = leaves(greeting.wishes)
    left = sum(map(len, others))
    words = f"{left} more {'wish is' if left == 1 else 'wishes are'} {where}."
    return [*_signed(first), *([Small(say(words))] if left else [])]


def _signed(wishes: tuple[Wish, ...]) -> list[Block]:
    blocks: list[Block] = [Rule()] if wishes else []
    for wish in wishes:
        blocks.append(Say(say(Icon("love_letter"), " ", wish.author)))
        if wish.markup:
            blocks.append(Words(wish.markup))
        if wish.picture:
            blocks.append(Picture(wish.picture, f"A picture from {wish.author.name}"))
    return blocks


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_SATURDAY, _MONDAY = 739_690, 739_692
_WISHES = (
    Wish(_ANA, "Many happy returns! The *next* cake is on me :cake:"),
    Wish(_MEI, "", "https://example.org/party.gif"),
)


def example_public() -> Card:
    """In the announcement channel, a weekend later."""
    return public(Greeting(7, Occasion(_BEN, "birthday", _SATURDAY, _MONDAY), _WISHES))


def example_anniversary() -> Card:
    """Five years."""
    return public(Greeting(8, Occasion(_BEN, "anniversary", _MONDAY, _MONDAY, 5), _WISHES[:1]))


def example_private() -> Card:
    """For somebody who wants no announcement."""
    return private(Greeting(9, Occasion(_BEN, "birthday", _MONDAY, _MONDAY), _WISHES[:1]))


def example_many() -> Card:
    """More wishes than one card holds."""
    return public(_many())


def example_more() -> Card:
    """What it had no room for."""
    [card] = more(_many())
    return card


def _many() -> Greeting:
    wishes = tuple(Wish(Person(f"U{number}", f"Colleague {number}"), "All the best!") for number in range(10, 26))
    return Greeting(7, Occasion(_BEN, "birthday", _MONDAY, _MONDAY), wishes)
