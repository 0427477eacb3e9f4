"""A question that names its options, `Coffee or tea?`: whether it is to be asked with these."""

from collections.abc import Mapping, Sequence

from handlers.cards.blocks import Button, Buttons, Card, Say, say
from handlers.cards.polls.notes import LONGEST_VALUE
from handlers.cards.written import short


def offered(options: Sequence[str], names: Mapping[str, str], asked: str, typed: str) -> Card:
    """Two buttons: to ask what would be typed with them, or to fill in the form with what was typed."""
    said = [f"“{short(option, names)}”" for option in options]
    point = f"Shall people choose between {', '.join(said[:-1])} and {said[-1]}?"
    # A value is never cut: half of it would be another question.
    yes = (Button("huzzah", "Ask it like that", f"poll {asked}", "primary"),) if len(asked) < LONGEST_VALUE else ()
    form = Button("poll_form", "Fill in the form", typed if len(typed) <= LONGEST_VALUE else "")
    return Card(point, (Say(say(point)), Buttons((*yes, form))))


def example() -> Card:
    """Coffee or tea."""
    return offered(("coffee", "tea"), {}, '"Coffee or tea?" "coffee" "tea"', "Coffee or tea?")
