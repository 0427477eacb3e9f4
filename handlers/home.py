"""What a person sees beside the chat: the board, their profile, how to earn points, and the bot's own page."""

from handlers import boards, people
from handlers.cards import home as cards
from handlers.cards import profile as profile_cards
from handlers.cards.blocks import Card, Words
from handlers.cards.boards import Asked
from handlers.cards.rules import card as rule_cards
from handlers.cards.rules.pages import summary
from handlers.cards.why import quoted
from handlers.rules import channel_names
from scoring.gifts import allowance_of
from scoring.periods import local_day
from scoring.state import Trait
from scoring.workdays import is_working_day
from storage import places, profiles
from storage.attention import attention
from storage.lately import lately
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


def earn(work: Work, member: str, *, whole: bool = True) -> Card:
    """How do I earn points here? Generated from the rule book; `whole` with the badges."""
    person, book = work.member(member), work.book
    mine = 0 if person.traits & book.not_giving else allowance_of(book, person)
    part = profile_cards.part(person, book)
    return rule_cards.earn(book, channel_names(work, member), mine, whole=whole, part=part)


def whole(work: Work, member: str) -> tuple[Card, ...]:
    """The bot's own page: where they stand, what is new, the board around them, how to earn; and an admin's part."""
    if people.is_forgotten(work, member):
        return (cards.forgotten(),)
    person, book = work.member(member), work.book
    if person.traits & book.outside:
        return (cards.outsider(),)
    found = profiles.profile(work, member)
    today = local_day(person.zone or book.settings.zone, work.now)
    day_off = not is_working_day(person.country, today)
    mine = cards.Mine(found, person.has_role("leader", "admin"), day_off)
    shown = [cards.me(mine, book), _lately(work, member), boards.near(work, member)]
    if not (found.points or found.given or found.received or found.badges):
        shown = [cards.welcome(mine, book)]
    shown.append(cards.earn(book, by_thanks=bool(person.traits & book.not_scored & ~Trait.NO_SCORE)))
    if person.has_role("admin"):
        shown.append(cards.admin(book, attention(work), summary(book), _announcements(work, member)))
    return tuple(shown)


def _announcements(work: Work, member: str) -> str:
    # The book may know a channel by its id, since a private one isn't named there.
    wanted = work.book.settings.announce_channel.lstrip("#")
    return places.labels(work, member, [wanted]).get(wanted, f"#{wanted}") if wanted else ""


def _lately(work: Work, member: str) -> Card:
    rows = lately(work, member)
    said = " ".join(row.explained.said for row in rows)
    names = people.names_in(work, said, member)
    told = [cards.Told(row, Words(quoted(row.explained.said, names)) if row.explained.said else None) for row in rows]
    return cards.lately(told, work.book.currency_name)
