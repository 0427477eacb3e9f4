"""Helping: `/huzzah help`, and a friendly word where something wasn't understood."""

from collections.abc import Iterable
from difflib import get_close_matches

from handlers.answers import Answer, Note
from handlers.cards import helping as cards
from handlers.events import CommandGiven
from handlers.shoutouts import is_leader
from storage.transactions import Work

LONGEST_WORD = 40


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah` and `/huzzah help`."""
    return [Note(cards.help_card(_about(work, event.member)))]


def _about(work: Work, asker: str) -> cards.Help:
    book = work.book
    emoji = book.currency_emoji[0] if book.currency_emoji else "tada"
    return cards.Help(
        book.currency_name, emoji, leader=is_leader(work, asker), admin=work.member(asker).has_role("admin"),
        pluses=book.pluses, value=book.values[0].id if book.values else "",
    )  # fmt: skip


def unknown(work: Work, event: CommandGiven, word: str, known: Iterable[str]) -> list[Answer]:
    """Somebody typed a word we don't know after /huzzah; only what their help lists is suggested."""
    usable = {"help", *cards.words_listed(_about(work, event.member))} & set(known)
    near = get_close_matches(word[:LONGEST_WORD].lower(), sorted(usable), n=2, cutoff=0.5)
    shown = "" if word.startswith("<") else word[:LONGEST_WORD]  # no word at all, but somebody's id
    return [Note(cards.unknown(shown, tuple(near)))]


def nobody() -> list[Answer]:
    """The platform didn't say who asks."""
    return [Note(cards.nobody())]


def outdated() -> list[Answer]:
    """A button or form that this version doesn't know."""
    return [Note(cards.outdated())]
