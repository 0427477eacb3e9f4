"""Posting: what follows from a letter of the outbox having been sent - or not."""

from handlers import applying, people
from handlers.answers import Post, Said, Whisper
from handlers.cards import posting as cards
from handlers.codec import decode
from scoring.facts import Fact, FactKind
from scoring.praise import REQUEST
from storage import outbox
from storage.transactions import Work

ABOUT_GIFTS = ("gift:", "shoutout:")
"""Keys of cards that tell of a gift; behind them stands the id of the request that gave it."""

NEVER = (outbox.FAILED, outbox.UNWANTED)
"""It won't be said: whoever had it said hears of it."""


def settle(work: Work, number: int, text: str, **changes: str | int) -> None:
    """Write down what became of a letter; a card about a gift can be reacted to like the gift."""
    outbox.settle(work, number, text, **changes)
    state = changes.get("state")
    if state not in (outbox.SENT, *NEVER):
        return
    said = _decoded(text)
    if not isinstance(said, Post):
        return
    if state in NEVER:
        if said.by:
            place = people.place(work, said.by, said.channel)
            applying.put(work, [Whisper(said.by, cards.not_posted(place))])
        return
    for kind in ABOUT_GIFTS:
        if said.key.startswith(kind):
            target = REQUEST + said.key.removeprefix(kind)
            card = Fact(FactKind.CARD, work.now, "", said.channel, str(changes["remote"]), target=target)
            work.record([card])


def _decoded(text: str) -> Said | None:
    # One that another version wrote was given up because it can't be read.
    try:
        said: Said = decode(text)
    except ValueError:
        return None
    return said
