"""Giving: a gift in public, in private, confirmed, refused and taken back, and the form to give one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Icon,
    Person,
    Place,
    Run,
    Say,
    Small,
    Text,
    Words,
    say,
)
from handlers.cards.phrases import PER, amount, day_in_words, in_words, listed
from scoring.book import Value


@dataclass(frozen=True, slots=True)
class Gift:
    """What was given, ready to be shown."""

    giver: Person
    receivers: tuple[Person, ...]
    units: int
    currency: str = "kudos"
    emoji: str = "tada"
    words: str = ""
    """Markup."""
    names: Mapping[str, str] = field(default_factory=dict)
    values: tuple[Value, ...] = ()


def _values(values: tuple[Value, ...]) -> list[Block]:
    runs: list[Run] = []
    for value in values:
        runs += [Text("  " if runs else ""), Icon(value.emoji), Text(f" #{value.id}")]
    return [Small(tuple(runs))] if runs else []


def _quoted(gift: Gift) -> list[Block]:
    return [Words(gift.words, gift.names)] if gift.words else []


def public(gift: Gift) -> Card:
    """Everybody may see and share the joy."""
    units = amount(gift.units, gift.currency, len(gift.receivers))
    runs = say(
        Icon(gift.emoji), " ", gift.giver, " gives ", *listed(gift.receivers), " ", Text(units, bold=True)
    )  # fmt: skip
    summary = f"{gift.giver.name} gives {in_words(gift.receivers)} {units}"
    return Card(summary, (Say(runs), *_quoted(gift), *_values(gift.values)))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiver of a gift by command is told."""

    gift: Gift
    place: Place | None = None
    """Where it was given, if the receiver may know."""
    private: bool = False


def received(receipt: Receipt) -> Card:
    """For the receiver alone."""
    gift = receipt.gift
    units = Text(amount(gift.units, gift.currency), bold=True)
    where: tuple[Run, ...] = (" in ", receipt.place) if receipt.place and not receipt.private else ()  # type: ignore[assignment]
    runs = say(Icon(gift.emoji), " ", gift.giver, " thanks you with ", units, *where, ".")
    hint = "Pass it on when somebody helps you."
    if receipt.private:
        hint = "Only you and the others thanked see this." if len(gift.receivers) > 1 else "Only you see this."
    blocks = (Say(runs), *_quoted(gift), *_values(gift.values), Small(say(hint)))
    return Card(f"{gift.giver.name} thanks you: {amount(gift.units, gift.currency)}", blocks)


@dataclass(frozen=True, slots=True)
class Given:
    """What the giver is told once it is done."""

    gift: Gift
    left: int
    per: str
    key: str
    """Which gift it was, for taking it back."""
    private: bool = False
    told_privately: tuple[Person, ...] = ()
    """Receivers who don't want to be announced."""
    unknown_values: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    """The hashtags of the rule book."""
    undo_hours: int = 24


def confirmed(given: Given) -> Card:
    """Done, what is left, and a way back."""
    gift = given.gift
    many = len(gift.receivers) > 1
    verb = "get" if many else "gets"
    units = Text(amount(gift.units, gift.currency, len(gift.receivers)), bold=True)
    blocks: list[Block] = [
        Say(say(Icon("white_check_mark"), " ", *listed(gift.receivers), f" {verb} ", units, ".")),
        Say(say(f"You have {given.left} left {PER[given.per]}.")),
    ]
    if given.private:
        blocks.append(Small(say("Nobody else sees it.")))
    elif given.told_privately:
        blocks.append(
            Small(say(*listed(given.told_privately), " would rather not be announced, so I said it privately."))
        )
    blocks += unknown_values(given.unknown_values, given.values)
    if given.undo_hours:
        blocks.append(Buttons((take_back(given.key),)))
    return Card(f"Done: {in_words(gift.receivers)} {verb} {units.text}", tuple(blocks))


def unknown_values(unknown: tuple[str, ...], known: tuple[str, ...]) -> list[Block]:
    """A hint where a hashtag is no value of the company."""
    if not unknown or not known:
        return []
    tags = ", ".join(f"#{tag}" for tag in known)
    return [Small(say(f"#{unknown[0][:40]} is none of our values, so it wasn't counted as one. They are {tags}."))]


def take_back(key: str, words: str = "Take it back") -> Button:
    """The button that undoes a gift or shout-out."""
    return Button("undo", words, key, "danger", "Take this back? The points go, and you may give them again.")


@dataclass(frozen=True, slots=True)
class TooLittle:
    """A gift that doesn't fit the allowance."""

    wanted: int
    left: int
    per: str
    renews: int
    today: int


def too_little(short: TooLittle) -> Card:
    """What is left, what was wanted, when it renews, and what to do."""
    now, renews = PER[short.per], day_in_words(short.renews, short.today)
    if short.left:
        point = f"You have {short.left} left {now}, that gift needs {short.wanted}."
        advice = f"Nothing was given. Try a smaller gift, or wait: it renews {renews}."
    else:
        point = f"You have given everything you had {now}. How kind!"
        advice = f"So nothing was given this time. It renews {renews}; a thank-you in words works until then."
    return Card(point, (Say(say(Icon("hourglass_flowing_sand"), " ", Text(point, bold=True))), Say(say(advice))))


def nobody(*, oneself: bool, who: str = "") -> Card:
    """A gift that reaches no one; `who` names those it was meant for."""
    if oneself:
        point = "A pat on your own back is well earned, but it can't give points."
        advice = "Mention a colleague who helped you, and they get theirs."
    else:
        point = who or "Nobody there can receive that."
        advice = "Bots, and people who left or take no part here, collect no points. Mention a colleague."
    return Card(point, (Say(say(Icon("thinking_face"), " ", Text(point, bold=True))), Say(say(advice))))


def not_a_colleague(*, forgotten: bool) -> Card:
    """Somebody who can't take part."""
    if forgotten:
        point = "You asked me to forget you, so I keep nothing about you, not even this."
        advice = "A thank-you in your own words works without me."
    else:
        point = "Only people who work here can give."
        advice = (
            "A thank-you in your own words works all the same. If you do work here, ask an admin: your account is "
            "marked as a guest, a bot or gone."
        )
    return Card(point, (Say(say(Text(point, bold=True))), Say(say(advice))))


def mistaken(problem: str, people: str = "") -> Card:
    """A command that could not be read: what is wrong with it, how it goes, and a form instead."""
    return Card(
        problem,
        (
            Say(say(Icon("bulb"), " ", problem)),
            Bullets(
                (
                    say(Text("/kudos @ana 3 for the release #teamwork", bold=True)),
                    say(Text("/kudos @ana @ben --private thanks for yesterday", bold=True)),
                )
            ),
            Buttons((Button("kudos", "Use a form instead", people, "primary"),)),
        ),
    )


def taken_back(gift: Gift) -> Card:
    """What is left of the public card once its giver thought again."""
    runs = say(gift.giver, " took back a gift to ", *listed(gift.receivers), ".")
    summary = f"{gift.giver.name} took back a gift to {in_words(gift.receivers)}"
    return Card(summary, (Small(runs),))


@dataclass(frozen=True, slots=True)
class Form:
    """How the form to give begins."""

    currency: str
    left: int
    per: str
    values: tuple[Value, ...] = ()
    people: str = ""
    """Ids, joined by commas."""
    words: str = ""
    context: str = ""


def form(start: Form) -> Dialog:
    """Whom, how many, what for."""
    fields = [
        Field("people", "Whom would you like to thank?", "people", start.people),
        Field("amount", "How many each?", "number", "1", hint=f"You have {start.left} left {PER[start.per]}."),
        Field(
            "words",
            "What for?",
            "lines",
            start.words,
            hint="One concrete thing is worth ten adjectives.",
            required=False,
        ),
    ]
    if start.values:
        options = tuple((value.id, f"{value.id}: {value.words}") for value in start.values)
        fields.append(Field("value", "Which of our values does it show?", "choice", "", options, required=False))
    fields.append(Field("private", "Only for their eyes", "toggle", "", required=False))
    return Dialog("kudos", f"Give {start.currency}", tuple(fields), "Give", start.context)


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_TEAMWORK = Value("teamwork", "We get there together", "handshake")
_GIFT = Gift(_ANA, (_BEN, _MEI), 3, words="for the release, and for staying calm", values=(_TEAMWORK,))


def example_public() -> Card:
    """In the channel."""
    return public(_GIFT)


def example_received() -> Card:
    """For the receiver."""
    return received(Receipt(_GIFT, Place("C1", "wins")))


def example_private() -> Card:
    """Private thanks."""
    return received(Receipt(_GIFT, private=True))


def example_confirmed() -> Card:
    """For the giver."""
    return confirmed(Given(_GIFT, 2, "day", "C1 request:1", unknown_values=("temwork",), values=("teamwork", "craft")))


def example_too_little() -> Card:
    """More than is left."""
    return too_little(TooLittle(5, 2, "day", 739_000, 738_999))


def example_nobody() -> Card:
    """To oneself."""
    return nobody(oneself=True)


def example_mistaken() -> Card:
    """Nobody mentioned."""
    return mistaken("Whom would you like to thank? Mention them with @.")


def example_taken_back() -> Card:
    """Taken back."""
    return taken_back(_GIFT)


def example_form() -> Dialog:
    """The form."""
    return form(Form("kudos", 5, "day", (_TEAMWORK,)))
