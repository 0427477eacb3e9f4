"""Viewing: what stands below the public card of a gift for those who gave and received it."""

from handlers.answers import Answer, Own
from handlers.cards import viewing as cards
from handlers.events import ButtonPressed
from scoring.periods import HOUR
from scoring.state import PRAISE
from storage.transactions import Work


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Somebody looks at the card of the gift `channel message`; nothing more for whom it isn't about."""
    channel, _, message = event.value.partition(" ")
    gift = work.look(lambda state: state.messages.get((channel, message)))
    if gift is None or not gift.gift:
        return [Own(())]
    if event.member == gift.author:
        still = work.now - gift.at < work.book.settings.undo_hours * HOUR
        return [Own(cards.for_giver(event.value))] if still else [Own(())]
    if event.member in {given.receiver for given in gift.gift}:
        return [Own(cards.for_receiver(gift.author, praised=bool(gift.marks & PRAISE)))]
    return [Own(())]
