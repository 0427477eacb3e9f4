"""Posting: what follows from a letter of the outbox having been sent - or not."""

import re

from handlers import applying, people
from handlers.answers import Post, Said, Whisper
from handlers.cards import posting as cards
from handlers.celebrations import unposted
from handlers.celebrations.handing import CARD
from handlers.codec import decode
from scoring.facts import Fact, FactKind
from scoring.praise import REQUEST
from storage import outbox, prompts
from storage.transactions import Work

ABOUT_GIFTS = ("gift:", "shoutout:")
"""Keys of cards that tell of a gift; behind them stands the id of the request that gave it."""

ASKING = ("prompt:", "contest:", "poll:")
"""Keys of cards that ask for something: answers in their threads count as such."""

_FOLLOWS = re.compile('"below":"[^"]')

NEVER = (outbox.FAILED, outbox.UNWANTED)
"""It won't be said: whoever had it said hears of it."""

CARDLESS = "the card that it follows could not be posted"


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
        if (said.key or said.below).startswith(CARD):
            applying.put(work, unposted.refused(work, said))
            _give_up_behind(work, said)
        if said.by:
            place = people.place(work, said.by, said.channel)
            applying.put(work, [Whisper(said.by, cards.not_posted(place))])
        return
    if said.key.startswith(CARD):
        unposted.stands(work, said)
    for kind in ABOUT_GIFTS:
        if said.key.startswith(kind):
            target = REQUEST + said.key.removeprefix(kind)
            card = Fact(FactKind.CARD, work.now, "", said.channel, str(changes["remote"]), target=target)
            work.record([card])
    if said.key.startswith(ASKING):
        work.record([Fact(FactKind.PROMPT, work.now, "", said.channel, str(changes["remote"]))])
        prompts.posted(work, said.key, str(changes["remote"]))


def _give_up_behind(work: Work, card: Post) -> None:
    # What was to stand in the thread of this card would stand in the channel by itself: it goes where the card went.
    if not card.key or outbox.remote_of(work, card.key) or outbox.waits(work, card.key):
        return
    for row in outbox.behind(work, card.channel, card.key):
        settle(work, row.id, row.said, state=outbox.UNWANTED, error=CARDLESS)


def thread_of(work: Work, text: str) -> str:
    """The thread of a post; of one that follows a card, which was sent by now, since a channel keeps its order."""
    if '"thread":""' in text and not _FOLLOWS.search(text):
        return ""
    said = _decoded(text)
    if not isinstance(said, Post):
        return ""
    return said.thread or outbox.remote_of(work, said.below)


def _decoded(text: str) -> Said | None:
    # One that another version wrote was given up because it can't be read.
    try:
        said: Said = decode(text)
    except ValueError:
        return None
    return said
