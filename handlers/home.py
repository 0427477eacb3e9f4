"""What a person sees beside the chat: the board, their profile, and how to earn points here."""

from handlers import boards
from handlers.cards import profile as profile_cards
from handlers.cards import rules as rule_cards
from handlers.cards.blocks import Card
from handlers.cards.boards import Asked
from handlers.rules import channel_names
from storage import profiles
from storage.transactions import Work


def board(work: Work, member: str, span: str = "week", measure: str = "points", channel: str = "") -> Card:
    """The board; panels bring their own switches, so that the card has none."""
    return boards.show(work, member, Asked(span, measure, channel), buttons=False)


def profile(work: Work, member: str) -> Card:
    """What a member has, is close to, and may still give."""
    return profile_cards.card(profiles.profile(work, member), work.book)


def earn(work: Work, member: str) -> Card:
    """How do I earn points here? Generated from the rule book."""
    return rule_cards.earn(work.book, channel_names(work, member))
