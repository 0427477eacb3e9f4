"""Firing: what the handler of a kind of entry gets when its time has come, and what an entry knows of itself."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.answers import Answer
from scoring.facts import Micros
from storage.tables import CalendarRow
from storage.transactions import Work


@dataclass(frozen=True, slots=True)
class Firing:
    """An entry that is due."""

    entry: int
    kind: str
    at: Micros
    """Now."""
    slot: int
    """See storage.calendar_tables.RunRow."""
    due: Micros
    """When it was to be; long before `at` if it is caught up after an outage."""
    topic: str = ""
    channel: str = ""
    member: str = ""
    place: str = ""
    """The zone whose people it is for, where each has their own."""
    details: Mapping[str, Any] = field(default_factory=dict)


Fire = Callable[[Work, Firing], list[Answer]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing on the calendar."""

    fire: Fire
    words: str
    """What people call it: `question of the day`."""
    listed: bool = True
    """Whether `/huzzah calendar` lists it; what only keeps a poll's house isn't news."""
    quiet: bool = True
    """Whether it keeps quiet hours; what somebody set a time for doesn't."""
    keeps: bool = False
    """Whether it keeps its word to people: if carrying it out fails, it is tried again until it is done."""
    fleeting: bool = False
    """Whether nothing of it is kept once it is done: cards that are brought up to date every two seconds."""
    lands: str = "in"
    """How its channel belongs to it: `results in`, where only those go there."""
    reaches: Callable[[Work, str, int, Micros], Micros] | None = None
    """When it reaches somebody (member, its slot, when it is due), where everybody hears of it by their own clock."""
    about: Callable[[Work, CalendarRow], str] | None = None
    """What this one is about, as markup, where the words alone don't tell it from others: the question of a poll."""


def read_details(text: str) -> dict[str, Any]:
    """What an entry needs to know of itself; nothing if nothing is kept."""
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def write_details(details: Mapping[str, Any]) -> str:
    """The same as it is kept."""
    return json.dumps(dict(details), separators=(",", ":")) if details else ""
