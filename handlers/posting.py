"""Posting: what follows from a letter of the outbox having been sent - or not."""

from handlers.answers import Post
from handlers.codec import decode
from scoring.facts import Fact, FactKind
from scoring.praise import REQUEST
from storage import outbox
from storage.transactions import Work

ABOUT_GIFTS = ("gift:", "shoutout:")
"""Keys of cards that tell of a gift; behind them stands the id of the request that gave it."""


def settle(work: Work, number: int, text: str, **changes: str | int) -> None:
    """Write down what became of a letter; a card about a gift can be reacted to like the gift."""
    outbox.settle(work, number, text, **changes)
    if changes.get("state") != outbox.SENT:
        return
    said = decode(text)
    if not isinstance(said, Post):
        return
    for kind in ABOUT_GIFTS:
        if said.key.startswith(kind):
            target = REQUEST + said.key.removeprefix(kind)
            card = Fact(FactKind.CARD, work.now, "", said.channel, str(changes["remote"]), target=target)
            work.record([card])
