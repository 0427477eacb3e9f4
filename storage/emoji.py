"""Emoji: a workspace's own names for emoji, and what they stand for together with those of its rule book."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlmodel import col

from scoring.book import Book
from scoring.emoji_names import canonical
from scoring.giving import Currency
from storage.groups import CHUNK
from storage.shelving import insert
from storage.tables import EmojiRow

if TYPE_CHECKING:
    from storage.transactions import Work


def change(work: "Work", aliases: Mapping[str, str], *, whole: bool) -> None:
    """Learn aliases, without colons; one that stands for nothing is gone, and if `whole`, so is every other one."""
    told = {_name(alias): emoji.strip(":") for alias, emoji in aliases.items() if _name(alias)}
    here = (col(EmojiRow.workspace) == work.workspace,)
    if whole:
        work.connection.execute(delete(EmojiRow).where(*here))
    else:
        for part in _parts(told):
            work.connection.execute(delete(EmojiRow).where(*here, col(EmojiRow.alias).in_(part)))
    rows = [(alias, emoji) for alias, emoji in sorted(told.items()) if emoji]
    insert(work.connection, work.workspace, EmojiRow.__table__, rows)  # type: ignore[attr-defined]  # SQLModel adds it
    work.remembered.emoji = work.remembered.book = None
    work.changed = True


def _name(alias: str) -> str:
    return alias.strip(":").lower()


def _parts(told: Iterable[str]) -> list[list[str]]:
    names = sorted(told)
    return [names[begin : begin + CHUNK] for begin in range(0, len(names), CHUNK)]


def aliases(work: "Work") -> Mapping[str, str]:
    """Custom name -> the emoji it stands for, of the workspace and of the rule book, which wins.

    A name that the rule book itself speaks of stays what it is: what gives or earns there gives and earns as written.
    """
    return _made(work)[0]


def currency(work: "Work") -> Currency:
    """What counts as giving here, under any of its names."""
    return _made(work)[1]


def _made(work: "Work") -> tuple[Mapping[str, str], Currency]:
    # Made once per rule book: a large workspace has thousands of names, and each is followed.
    kept, book = work.remembered, work.book
    if kept.book is not book or kept.aliases is None or kept.currency is None:
        told, spoken_of = _told(work), _spoken_of(book)
        found = {alias: emoji for alias, emoji in told.items() if alias not in spoken_of}
        emoji = frozenset(canonical(name) for name in book.currency_emoji)
        kept.book, kept.aliases = book, {**found, **book.aliases}
        kept.currency = Currency(emoji, kept.aliases, book.pluses)
    return kept.aliases, kept.currency


def _told(work: "Work") -> Mapping[str, str]:
    if work.remembered.emoji is None:
        query = select(col(EmojiRow.alias), col(EmojiRow.emoji)).where(col(EmojiRow.workspace) == work.workspace)
        work.remembered.emoji = {row[0]: row[1] for row in work.connection.execute(query)}
    return work.remembered.emoji


def _spoken_of(book: Book) -> frozenset[str]:
    names = {canonical(name) for name in book.currency_emoji}
    return frozenset(names.union(*(rule.only.emoji for rule in book.rules)))
