"""Secrecy: which requests say how somebody votes, so that none of them is ever set aside where it could be read."""

from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted, Event

BEGINNINGS = ("vote", "poll", "pulse")
"""What the names of all buttons and forms begin with by which people answer polls and pulses."""


def is_secret(event: Event) -> bool:
    """Whether a request may hold somebody's vote; whether its poll is anonymous isn't asked."""
    match event:
        case ButtonPressed(action=name) | DialogSubmitted(dialog=name):
            return name.startswith(BEGINNINGS)
        case CommandGiven(name=name, text=text):
            return "vote" in (name.lower(), *text.lower().split()[:2])
    return False
