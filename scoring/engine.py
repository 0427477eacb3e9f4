"""The engine: one fact applied to the state under a rule book; live recording and replay are the same call."""

from collections.abc import Callable
from types import MappingProxyType

from scoring import deeds, messages, praise, reactions, roster
from scoring.book import Book
from scoring.facts import Fact, FactKind
from scoring.state import State
from scoring.turn import Outcome, Turn

DECIDE: MappingProxyType[FactKind, Callable[[Turn], Outcome]] = MappingProxyType(
    {
        FactKind.MESSAGE: messages.posted,
        FactKind.EDIT: messages.edited,
        FactKind.DELETE: messages.deleted,
        FactKind.RESTORE: messages.restored,
        FactKind.REACTION: reactions.reacted,
        FactKind.UNREACTION: reactions.unreacted,
        FactKind.GIFT: praise.gave,
        FactKind.SHOUTOUT: praise.shouted,
        FactKind.UNDO: praise.undone,
        FactKind.SETTLE: praise.settled,
        FactKind.CARD: praise.carded,
        FactKind.PROMPT: deeds.prompted,
        FactKind.DEED: deeds.done,
        FactKind.UNDEED: deeds.undone,
        FactKind.MEMBER: roster.member_changed,
        FactKind.CHANNEL: roster.channel_changed,
        FactKind.ABSENCE: roster.absence_announced,
        FactKind.BOOK: roster.book_changed,
    }
)


def apply(state: State, book: Book, fact: Fact, seq: int) -> Outcome:
    """Decide what a fact is worth and change the state accordingly.

    `seq` is the place the fact takes in the workspace's order of arrival if it is kept.
    """
    return DECIDE[fact.kind](Turn(state, book, fact, seq))
