"""Remembered: what small tables say, kept between batches beside the state, until somebody changes the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.book import Book
from scoring.giving import Currency


@dataclass(slots=True)
class Remembered:
    """None is what wasn't looked up yet; see storage.emoji and storage.channel_ids."""

    emoji: Mapping[str, str] | None = None
    """The workspace's own names for emoji."""
    book: Book | None = None
    """Under which rule book the next two were made."""
    aliases: Mapping[str, str] | None = None
    currency: Currency | None = None
    channel_ids: Mapping[str, str] | None = None
    """Later id -> first one."""
    newest_ids: Mapping[str, str] | None = None
    """First id -> the one it has now, where that is another."""
