"""Shout-outs: the card in the announcement channel, what leaders and others are told, and the form to call one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Header,
    Icon,
    Person,
    Picture,
    Place,
    Run,
    Say,
    Small,
    Text,
    Words,
    say,
)
from handlers.cards.giving import take_back, unknown_values
from handlers.cards.phrases import day_in_words, in_words, listed
from scoring.book import Value


@dataclass(frozen=True, slots=True)
class Shoutout:
    """Public praise, ready to be shown."""

    leader: Person
    receivers: tuple[Person, ...]
    words: str = ""
    """Markup."""
    names: Mapping[str, str] = field(default_factory=dict)
    values: tuple[Value, ...] = ()
    picture: str = ""


def public(shoutout: Shoutout) -> Card:
    """For everybody to see."""
    blocks: list[Block] = [
        Header(f"Shout-out to {in_words(shoutout.receivers)}", "mega"),
        Say(say(shoutout.leader, " praises ", *listed(shoutout.receivers), ":")),
    ]
    if shoutout.words:
        blocks.append(Words(shoutout.words, shoutout.names))
    if shoutout.picture:
        blocks.append(Picture(shoutout.picture, f"A picture for {in_words(shoutout.receivers)}"))
    if shoutout.values:
        blocks.append(Small(_values(shoutout.values)))
    return Card(f"{shoutout.leader.name} praises {in_words(shoutout.receivers)}", tuple(blocks))


def _values(values: tuple[Value, ...]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for value in values:
        runs += [Text("  " if runs else ""), Icon(value.emoji), Text(f" #{value.id}: {value.words}")]
    return tuple(runs)


def praised(shoutout: Shoutout, place: Place | None) -> Card:
    """For each of those praised, alone."""
    where: tuple[Run, ...] = (Text(" in "), place) if place else ()
    blocks: list[Block] = [Say(say(Icon("mega"), " ", shoutout.leader, " praised you", *where, "!"))]
    if shoutout.words:
        blocks.append(Words(shoutout.words, shoutout.names))
    return Card(f"{shoutout.leader.name} praised you", tuple(blocks))


@dataclass(frozen=True, slots=True)
class Called:
    """What the leader is told once it is done."""

    receivers: tuple[Person, ...]
    place: Place | None
    key: str
    told_privately: tuple[Person, ...] = ()
    unknown_values: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    posted: bool = True
    """False if there is no card for all to see."""
    missing: str = ""
    """The channel it should stand in, if there is none of that name."""


def confirmed(called: Called) -> Card:
    """Done, where it stands, and a way back."""
    if not called.posted:
        return _told(called)
    where: tuple[Run, ...] = (Text(" in "), called.place) if called.place else ()
    blocks: list[Block] = [Say(say(Icon("white_check_mark"), " Your shout-out is out", *where, "."))]
    if called.missing:
        hint = f"I know no channel #{called.missing}, so it stands where you called it. "
        blocks.append(Small(say(hint + "Add that channel, or have an admin choose another one: /huzzah settings")))
    if called.told_privately:
        blocks.append(
            Small(say(*listed(called.told_privately), " would rather not be announced, so I said it privately."))
        )
    blocks += unknown_values(called.unknown_values, called.values)
    blocks.append(Buttons((take_back(called.key),)))
    return Card("Your shout-out is out", tuple(blocks))


def _told(called: Called) -> Card:
    # Nobody but those praised has seen it.
    blocks: list[Block] = [Say(say(Icon("white_check_mark"), " You praised ", *listed(called.receivers), "."))]
    if called.told_privately:
        hint = " would rather not be announced, so I posted no card: I said it privately."
        blocks.append(Small(say(*listed(called.told_privately), hint)))
    else:
        blocks.append(Small(say("I found no channel to post it in, so I said it privately.")))
    blocks += unknown_values(called.unknown_values, called.values)
    blocks.append(Buttons((take_back(called.key),)))
    return Card(f"You praised {in_words(called.receivers)}", tuple(blocks))


def not_leader(people: str) -> Card:
    """What somebody who isn't a leader can do instead."""
    point = "Shout-outs are for leaders to call, but your thanks count just as much."
    advice = "Give kudos: your colleague gets points and coins, and everybody in the channel sees it."
    button = Button("kudos", "Give kudos", people, "primary")
    return Card(point, (Say(say(Icon("mega"), " ", Text(point, bold=True))), Say(say(advice)), Buttons((button,))))


def used_up(limit: int, renews: int, today: int) -> Card:
    """The week's shout-outs are called."""
    point = (
        f"You have called all {limit} shout-outs of this week."
        if limit != 1
        else "You have called this week's shout-out."
    )
    advice = f"New ones come {day_in_words(renews, today)}. Until then, kudos are a fine thing to give."
    return Card(point, (Say(say(Icon("mega"), " ", Text(point, bold=True))), Say(say(advice))))


def mistaken(problem: str, people: str = "") -> Card:
    """A command that could not be read."""
    example = "/shoutout @ana @design-team for the calmest release ever #teamwork"
    return Card(
        problem,
        (
            Say(say(Icon("bulb"), " ", problem)),
            Small(say("It goes like this: ", Text(example, bold=True))),
            Buttons((Button("shoutout", "Use a form instead", people, "primary"),)),
        ),
    )


def taken_back(leader: Person) -> Card:
    """What is left of the public card."""
    return Card(f"{leader.name} took back a shout-out", (Small(say(leader, " took back a shout-out.")),))


def form(values: tuple[Value, ...], people: str, context: str) -> Dialog:
    """Whom, what for, and a picture if there is one."""
    fields = [
        Field("people", "Whom do you praise?", "people", people),
        Field("words", "What for?", "lines", hint="Say what they did and what it changed."),
    ]
    if values:
        options = tuple((value.id, f"{value.id}: {value.words}") for value in values)
        fields.append(Field("value", "Which of our values does it show?", "choice", "", options, required=False))
    fields.append(
        Field("picture", "A gif or picture", "text", hint="Its address, beginning with https://", required=False)
    )
    return Dialog("shoutout", "Call a shout-out", tuple(fields), "Call it", context)


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_CRAFT = Value("craft", "We do good work and are proud of it", "hammer_and_wrench")
_PLACE = Place("C1", "announcements")


def example_public() -> Card:
    """In the announcement channel."""
    words = "the calmest release we ever had :rocket:"
    return public(Shoutout(_ANA, (_BEN, _MEI), words, values=(_CRAFT,), picture="https://example.org/party.gif"))


def example_praised() -> Card:
    """For those praised."""
    return praised(Shoutout(_ANA, (_BEN,), "the calmest release we ever had"), _PLACE)


def example_confirmed() -> Card:
    """For the leader."""
    return confirmed(Called((_BEN,), _PLACE, "C1 request:1", told_privately=(_MEI,)))


def example_told() -> Card:
    """For the leader, if nobody praised wants to be announced."""
    return confirmed(Called((_MEI,), None, "C1 request:1", told_privately=(_MEI,), posted=False))


def example_no_channel() -> Card:
    """For the leader, if there is no channel for announcements."""
    return confirmed(Called((_BEN,), Place("C2", "wins"), "C1 request:1", missing="announcements"))


def example_not_leader() -> Card:
    """For everybody else."""
    return not_leader("U2")


def example_used_up() -> Card:
    """Enough for this week."""
    return used_up(5, 739_005, 739_000)


def example_mistaken() -> Card:
    """Nobody mentioned."""
    return mistaken("Whom do you praise? Mention them with @.")


def example_taken_back() -> Card:
    """Taken back."""
    return taken_back(_ANA)


def example_form() -> Dialog:
    """The form."""
    return form((_CRAFT,), "", "")
