"""What a person sees beside the chat: the board, their profile, and how to earn points here."""

from handlers import boards, people
from handlers.cards import profile as profile_cards
from handlers.cards import rules as rule_cards
from handlers.cards.blocks import Card
from handlers.cards.boards import Asked
from handlers.rules import channel_names
from scoring.gifts import allowance_of
from scoring.periods import local_day
from scoring.workdays import is_working_day
from storage import profiles
from storage.transactions import Work


def board(work: Work, member: str, span: str = "week", measure: str = "points", channel: str = "") -> Card:
    """The board; panels bring their own switches, so that the card has none."""
    return boards.show(work, member, Asked(span, measure, channel), buttons=False)


def profile(work: Work, member: str) -> Card:
    """What a member has, is close to, and may still give."""
    if people.is_forgotten(work, member):
        return profile_cards.forgotten()
    found = profiles.profile(work, member)
    today = local_day(found.member.zone or work.book.settings.zone, work.now)
    return profile_cards.card(found, work.book, day_off=not is_working_day(found.member.country, today))


def earn(work: Work, member: str) -> Card:
    """How do I earn points here? Generated from the rule book."""
    mine = allowance_of(work.book, work.member(member))
    return rule_cards.earn(work.book, channel_names(work, member), mine)
