"""Keeping: the words of a recognition are kept while it stands, changed when it is edited, and go with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cleaning import clean
from scoring.facts import Fact, FactKind, Mark
from scoring.state import MessageKey, State
from scoring.turn import Outcome
from storage import words
from storage.transactions import Work

CHANGING = frozenset({FactKind.EDIT, FactKind.DELETE, FactKind.UNDO})


@dataclass(frozen=True, slots=True)
class Touched:
    """Facts that may change what is kept, with their words, and what had been kept before them."""

    facts: tuple[tuple[int, Fact, str], ...]
    """Place in the batch, fact, words."""
    seqs: frozenset[int]


def before(work: Work, facts: Sequence[Fact], texts: Sequence[str]) -> Touched:
    """Look before recording: which kept words hang on the messages that change."""
    found = tuple(
        (place, fact, text)
        for place, (fact, text) in enumerate(zip(facts, texts, strict=True))
        if fact.kind in CHANGING or fact.gift
    )
    changing = {(fact.channel, fact.message) for _, fact, _ in found if fact.kind in CHANGING}
    return Touched(found, frozenset(_standing(work, changing)))


def after(work: Work, touched: Touched, outcomes: Sequence[Outcome]) -> None:
    """Keep the newest words of each gift that stands, and forget those of gifts that are gone."""
    kept = [(fact, text) for place, fact, text in touched.facts if outcomes[place].kept]
    if not kept:
        return
    standing = _standing(work, {(fact.channel, fact.message) for fact, _ in kept})
    words.forget(work, touched.seqs - standing.keys())
    if not work.book.settings.keep_texts:
        return
    newest = {(fact.channel, fact.message): (fact, text) for fact, text in kept if text}
    keep: dict[int, tuple[str, str]] = {}
    for seq, key in standing.items():
        fact, text = newest.get(key, (None, ""))
        if fact is not None and not fact.marks & (Mark.QUIET | Mark.PRIVATE):
            keep[seq] = (fact.actor, clean(text))
    words.keep(work, keep)


def _standing(work: Work, keys: set[MessageKey]) -> dict[int, MessageKey]:
    # The facts whose shares of a gift stand, each with its message.
    def look(state: State) -> dict[int, MessageKey]:
        messages = [(key, state.messages.get(key)) for key in sorted(keys)]
        return {given.seq: key for key, message in messages if message for given in message.gift}

    return work.look(look) if keys else {}
