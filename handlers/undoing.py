"""Undoing: the giver takes back a gift or a shout-out while that is still allowed."""

from handlers import people, telling
from handlers.answers import Answer, Note, Post, Refresh
from handlers.cards import giving as giving_cards
from handlers.cards import shoutouts as shoutout_cards
from handlers.cards import undoing as cards
from handlers.cards.blocks import Card
from handlers.events import ButtonPressed, CommandGiven
from handlers.giving import announced, key_of, left_of
from handlers.shoutouts import key_of as shoutout_key_of
from scoring.facts import Fact, FactKind, Mark
from scoring.periods import HOUR
from scoring.praise import REQUEST
from scoring.state import PRAISE, Message, MessageKey
from storage import gifts, words
from storage.transactions import Work

MOST_LISTED = 5


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah undo` takes back the latest gift; `/huzzah undo list` shows the last few to choose from."""
    found = _recent(work, event.member)
    if not found:
        return [Note(cards.nothing(work.book.settings.undo_hours))]
    if event.text.strip():
        return [Note(_choice(work, event.member, found))]
    card, said = _take_back(work, event.member, found[0].key, event.at)
    return [Note(card), *said]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button under a confirmation or in the list: `channel message`."""
    channel, _, message = event.value.partition(" ")
    if not message:
        return [Refresh(_choice(work, event.member, _recent(work, event.member)))]
    card, said = _take_back(work, event.member, (channel, message), event.at)
    return [Refresh(card), *said]


def _recent(work: Work, member: str) -> list[gifts.Recent]:
    since = work.now - work.book.settings.undo_hours * HOUR
    return gifts.recent(work, member, since)[:MOST_LISTED]


def _choice(work: Work, viewer: str, found: list[gifts.Recent]) -> Card:
    if not found:
        return cards.nothing(work.book.settings.undo_hours)
    rows = tuple(
        cards.Chosen(
            f"{recent.key[0]} {recent.key[1]}",
            tuple(people.persons(work, [given.receiver for given in recent.message.gift]).values()),
            max(given.units for given in recent.message.gift),
            recent.message.at,
            people.place(work, viewer, recent.key[0]),
            shoutout=bool(recent.message.marks & PRAISE),
        )
        for recent in found
    )
    return cards.choice(rows, work.book.currency_name)


def _take_back(work: Work, member: str, key: MessageKey, at: int) -> tuple[Card, list[Answer]]:
    message = work.look(lambda state: state.messages.get(key))
    if message is None or message.author != member or not message.gift:
        return cards.gone(), []
    seqs = [given.seq for given in message.gift]
    fact = Fact(FactKind.UNDO, at, member, key[0], key[1])
    outcome = work.record([fact])[0]
    if not outcome.kept:
        return cards.too_late(work.book.settings.undo_hours), []
    words.forget(work, seqs)
    receivers = [given.receiver for given in message.gift]
    named = tuple(people.persons(work, receivers).values())
    card = cards.done(
        cards.Done(
            named, left_of(work, member), work.book.allowance.per, shoutout=bool(message.marks & PRAISE),
            by_message=not key[1].startswith(REQUEST),
        )
    )  # fmt: skip
    return card, [*_changed_card(work, key, message), *telling.tell(work, [(fact, outcome)])]


def _changed_card(work: Work, key: MessageKey, message: Message) -> list[Answer]:
    # The public card, where there is one, says that it was taken back.
    channel, request = key[0], key[1].removeprefix(REQUEST)
    if request == key[1] or message.marks & Mark.PRIVATE:
        return []
    may, _ = announced(work, [given.receiver for given in message.gift])
    giver = people.person(work, message.author)
    if not (may and channel):
        return []
    if message.marks & PRAISE:
        return [Post(channel, shoutout_cards.taken_back(giver), key=shoutout_key_of(request), less=True)]
    gift = giving_cards.Gift(giver, tuple(people.persons(work, may).values()), message.gift[0].units)
    return [Post(channel, giving_cards.taken_back(gift), message.thread, key_of(request), less=True)]
