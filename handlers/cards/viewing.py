"""Viewing: what stands below the public card of a gift for those it is about, each their own."""

from handlers.cards.blocks import Block, Button, Buttons, Card, Icon, Small, say
from handlers.cards.giving import take_back


def for_giver(key: str) -> tuple[Block, ...]:
    """Below the public card, for the giver alone."""
    return (Buttons((take_back(key),)),)


def for_receiver(giver: str, *, praised: bool) -> tuple[Block, ...]:
    """Below it, for whoever was thanked or praised."""
    point = "They praised you" if praised else "This one is yours"
    return (Small(say(Icon("sparkles"), f" {point}.")), Buttons((Button("kudos", "Thank them back", giver),)))


def example_giver() -> Card:
    """Below a card, for whoever gave."""
    return Card("Below the card of your gift", for_giver("C1 request:1"))


def example_receiver() -> Card:
    """Below a card, for whoever was thanked."""
    return Card("Below the card of a gift to you", for_receiver("U1", praised=False))
