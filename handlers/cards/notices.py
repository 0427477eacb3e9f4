"""Notices and reminders: put on the calendar, said in the channel or to oneself, and not for everybody."""

from collections.abc import Mapping

from handlers.cards.blocks import Block, Button, Buttons, Card, Icon, Person, Place, Run, Say, Small, Text, Words, say

TAKEN_OFF = " now, so I took your notice off the calendar:"
ELSEWHERE = "/huzzah calendar add every monday 9:00 in #team Stand-up begins"
"""In a channel that nobody takes for the one that the notice was in."""


def not_for_you(problem: str) -> Card:
    """For who takes no part."""
    return Card(problem, (Say(say(Icon("bulb"), " ", problem)),))


def added(rhythm: str, place: Place | None, entry_number: int, *, alone: bool = False) -> Card:
    """A notice stands on the calendar."""
    where: tuple[Run, ...] = (Text(" in "), place) if place else (Text(", to you alone" if alone else " in a channel"),)
    button = Button("calendar_entry", "Change it", str(entry_number))
    line = say(Icon("calendar"), " I'll say it ", Text(rhythm, bold=True), *where, ".")
    return Card("It is on the calendar", (Say(line), Buttons((button,))))


def notice(who: Person, words: str, names: Mapping[str, str]) -> Card:
    """In the channel."""
    blocks: tuple[Block, ...] = (Words(words, names), Small(say("Put on the calendar by ", who)))
    return Card(f"{who.name} put a notice here", blocks)


def ended(place: Place | None, words: str, names: Mapping[str, str]) -> Card:
    """To whoever put it there, once people of another organisation are in the channel."""
    where: tuple[Run, ...] = (place,) if place else (Text("its channel"),)
    line = say(Icon("bulb"), " People of another organisation are in ", *where, TAKEN_OFF)
    advice = say("Put it up in another channel: ", Text(ELSEWHERE, bold=True))
    blocks = (Say(line), Words(words, names), Small(advice))
    return Card("Your notice is off the calendar", blocks)


def reminder(words: str, names: Mapping[str, str]) -> Card:
    """To oneself."""
    point = "You wanted to be reminded:"
    return Card(point, (Say(say(Icon("alarm_clock"), f" {point}")), Words(words, names)))


_ANA, _GENERAL = Person("U1", "Ana Sousa"), Place("C1", "general")


def example_not_for_you() -> Card:
    """Somebody who was forgotten."""
    return not_for_you("You asked to be forgotten, so I write nothing down for you.")


def example_added_alone() -> Card:
    """A reminder for oneself."""
    return added("every Monday at 09:00", None, 3, alone=True)


def example_added() -> Card:
    """Put on the calendar."""
    return added("every Monday at 09:00", _GENERAL, 3)


def example_notice() -> Card:
    """In the channel."""
    return notice(_ANA, "Stand-up begins :coffee:", {})


def example_ended() -> Card:
    """Others came into the channel."""
    return ended(_GENERAL, "Please hand in your time sheets", {})


def example_reminder() -> Card:
    """To oneself."""
    return reminder("Call Mei", {})
