"""Days from a list: what somebody is told of whom an admin noted a day to celebrate."""

from handlers.cards.blocks import Bullets, Button, Buttons, Card, Icon, Say, Small, Text, say
from handlers.cards.celebrations.days import NAMES


def entered(days: tuple[tuple[str, str], ...]) -> Card:
    """For a member alone: an admin brought their days from a list; `days` are (kind, in words)."""
    rows = tuple(say(f"Your {NAMES[kind]}: ", Text(words, bold=True)) for kind, words in days)
    buttons = tuple(Button("celebrate_off", f"Take out my {NAMES[kind]}", kind) for kind, _ in days)
    point = "An admin noted a day of yours to celebrate"
    return Card(
        point,
        (
            Say(say(Icon("birthday"), f" {point}:")),
            Bullets(rows),
            Buttons((*buttons, Button("celebrate", "Change"))),
            Small(say("Colleagues hear of it on the day. It is your choice.")),
        ),
    )


def example_entered() -> Card:
    """From a list."""
    return entered((("birthday", "14 March"), ("anniversary", "1 May 2019")))
