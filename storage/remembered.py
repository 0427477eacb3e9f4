"""Remembered: what small tables say, kept between batches beside the state, until somebody changes the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.book import Book
from scoring.giving import Currency

if TYPE_CHECKING:
    from storage.challenges import Running as RunningChallenge
    from storage.contests import Running as RunningContest


@dataclass(slots=True)
class Remembered:
    """None is what wasn't looked up yet; see storage.emoji and storage.channel_ids."""

    emoji: Mapping[str, str] | None = None
    """The workspace's own names for emoji."""
    book: Book | None = None
    """Under which rule book the next two were made."""
    aliases: Mapping[str, str] | None = None
    currency: Currency | None = None
    prompt_threads: frozenset[tuple[str, str]] | None = None
    """(channel, message) of questions whose answers are noted; see storage.prompts."""
    channel_ids: Mapping[str, str] | None = None
    """Later id -> first one."""
    newest_ids: Mapping[str, str] | None = None
    """First id -> the one it has now, where that is another."""
    contests: "tuple[RunningContest, ...] | None" = None
    """Those that run, and those that ended lately; see storage.contests."""
    week_channels: frozenset[str] | None = None
    """Where the most reacted post of the week is told of."""
    challenges: "tuple[RunningChallenge, ...] | None" = None
    trend_channels: Mapping[str, int] | None = None
    """Where trends are counted, and since which day."""
    trend_key: bytes = b""
    calendar_rests: int | None = None
    """The local day until which the whole calendar rests; 0 is not at all."""
