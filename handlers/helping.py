"""Helping: `/huzzah help`, and a friendly word where something wasn't understood."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from handlers.answers import Answer, Note
from handlers.cards import helping as cards
from handlers.cards.topics import Help
from handlers.events import CommandGiven
from handlers.shoutouts import is_leader
from storage.transactions import Work

LONGEST_WORD, LONGEST_TEXT = 40, 200
LETTERS = re.compile(r"(?!me\b|please\b)[\w -]+")


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah` and `/huzzah help`; `/huzzah help polls` is the page on polls."""
    about = _about(work, event.member)
    topic = cards.found(about, event.text[:LONGEST_TEXT])
    if topic is not None:
        return [Note(cards.topic_card(topic))]
    words = " ".join(event.text[:LONGEST_TEXT].split())
    return [Note(cards.help_card(about, words[:LONGEST_WORD] if LETTERS.fullmatch(words) else ""))]


def _about(work: Work, asker: str) -> Help:
    book = work.book
    emoji = book.currency_emoji[0] if book.currency_emoji else "tada"
    return Help(
        book.currency_name, emoji, leader=is_leader(work, asker), admin=work.member(asker).has_role("admin"),
        pluses=book.pluses, value=book.values[0].id if book.values else "",
    )  # fmt: skip


def unknown(work: Work, event: CommandGiven, word: str, known: Iterable[str]) -> list[Answer]:
    """Somebody typed a word we don't know after /huzzah; only what their help lists is suggested."""
    usable = {"help", *cards.words_listed(_about(work, event.member))} & set(known)
    near = get_close_matches(word[:LONGEST_WORD].lower(), sorted(usable), n=2, cutoff=0.5)
    shown = "" if word.startswith("<") else word[:LONGEST_WORD]  # no word at all, but somebody's id
    return [Note(cards.unknown(shown, tuple(near)))]


def without_slash(word: str, text: str) -> list[Answer]:
    """A word of ours, typed as a slash command of its own: the platform has none such, but we know what is meant."""
    words = " ".join(text.split())
    # Ids of people and channels would be shown as they are.
    return [Note(cards.without_slash(word, words if len(words) <= LONGEST_TEXT and "<" not in words else ""))]


def nobody() -> list[Answer]:
    """The platform didn't say who asks."""
    return [Note(cards.nobody())]


def outdated() -> list[Answer]:
    """A button or form that this version doesn't know."""
    return [Note(cards.outdated())]
