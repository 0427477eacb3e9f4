"""Shortcuts on a message: what is said where its author can't be thanked or praised."""

from handlers.cards.blocks import Button, Buttons, Card, Icon, Say, Text, say


def own_message() -> Card:
    """“Say thanks” on a message of one's own."""
    point = "That message is yours."
    advice = "Choose one of a colleague who helped you, and they get their thanks."
    return Card(point, (Say(say(Icon("mirror"), " ", Text(point, bold=True))), Say(say(advice))))


def of_a_bot() -> Card:
    """“Say thanks” on a message of a bot."""
    point = "A bot wrote that, and bots collect no thanks."
    advice = "Is there a colleague behind it? Thank them instead:"
    button = Button("kudos", "Say thanks", "", "primary")
    return Card(
        point, (Say(say(Icon("robot_face"), " ", Text(point, bold=True))), Say(say(advice)), Buttons((button,)))
    )


def example_own_message() -> Card:
    """One's own message was chosen."""
    return own_message()


def example_of_a_bot() -> Card:
    """A bot's message was chosen."""
    return of_a_bot()
