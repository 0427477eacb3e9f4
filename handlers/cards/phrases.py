"""Phrases that several cards share: lists of people, amounts, and days as people say them."""

from collections.abc import Sequence
from datetime import date

from handlers.cards.blocks import Person, Run, Runs, Text

MOST_NAMED = 12
"""Longer lists of people end in how many others there are."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
PER = {"day": "today", "week": "this week", "month": "this month"}
"""How the period of an allowance is called while it runs."""


def listed(people: Sequence[Run]) -> Runs:
    """Ana, Ben and Mei."""
    shown: list[Run] = list(people)
    if len(shown) > MOST_NAMED:
        others = len(shown) - MOST_NAMED + 1
        shown = [*shown[: MOST_NAMED - 1], Text(f"{others} others")]
    runs: list[Run] = []
    for place, run in enumerate(shown):
        if place:
            runs.append(Text(" and " if place == len(shown) - 1 else ", "))
        runs.append(run)
    return tuple(runs)


def in_words(people: Sequence[Person]) -> str:
    """The same, as plain words for a summary."""
    return "".join(run.name if isinstance(run, Person) else getattr(run, "text", "") for run in listed(people))


def amount(units: int, currency: str, people: int = 1) -> str:
    """3 kudos, or 3 kudos each."""
    return f"{units} {currency}{' each' if people > 1 else ''}"


def counted(number: int, one: str) -> str:
    """1 point, 3 points."""
    return f"{number} {one}{'' if number == 1 else 's'}"


def day_in_words(day: int, today: int) -> str:
    """tomorrow; on Monday; on 1 December; on 3 February 2027."""
    when = date.fromordinal(day)
    if day - today in (0, 1):
        return ("today", "tomorrow")[day - today]
    if 1 < day - today < 7:
        return f"on {WEEKDAYS[when.weekday()]}"
    return f"on {date_in_words(day, today)}"


def date_in_words(day: int, today: int) -> str:
    """1 December; 3 February 2027, if that is another year."""
    when = date.fromordinal(day)
    year = "" if when.year == date.fromordinal(today).year else f" {when.year}"
    return f"{when.day} {MONTHS[when.month - 1]}{year}"


def short_date(day: int, today: int) -> str:
    """Tue 1 Dec; Wed 3 Feb 2027, if that is another year."""
    when = date.fromordinal(day)
    year = "" if when.year == date.fromordinal(today).year else f" {when.year}"
    return f"{WEEKDAYS[when.weekday()][:3]} {when.day} {MONTHS[when.month - 1][:3]}{year}"
