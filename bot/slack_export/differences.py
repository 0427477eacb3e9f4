"""What an export no longer tells of: reactions taken back and messages deleted since they were stored."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.slack_export.parse import Place, Reading, micros, told
from handlers.events import MessageDeleted, ReactionRemoved
from scoring.emoji_names import canonical
from scoring.facts import Micros

AT_ONCE = 1000
"""Messages whose reactions are asked for together."""
TOMBSTONE = "tombstone"

Pairs = Collection[tuple[str, str]]
"""(member, canonical emoji)"""
StoredReactions = Callable[[str, Sequence[str]], Mapping[str, Pairs]]
StoredMessages = Callable[[str, Micros, Micros], Collection[str]]


def _no_reactions(_channel: str, _messages: Sequence[str]) -> Mapping[str, Pairs]:
    return {}


def _no_messages(_channel: str, _first: Micros, _last: Micros) -> Collection[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What the import may ask about earlier ones and live traffic; each call reads, between two batches."""

    reactions: StoredReactions = _no_reactions
    """(channel, message ids) -> the reactions that stand, for the messages that have any."""
    messages: StoredMessages = _no_messages
    """(channel, first, last) -> ids of the messages not deleted, sent from the one moment to the other."""
    canonical: Callable[[str], str] = canonical
    """The one name of an emoji in this workspace, its aliases followed."""


class Kept(NamedTuple):
    """A record and what was made of it."""

    record: dict[str, Any]
    reading: Reading


def taken_back(stored: Stored, place: Place, day: Sequence[Kept]) -> Iterator[ReactionRemoved]:
    """The stored reactions on messages of a day file that the file no longer tells of.

    Slack names only some of those who reacted where they are many; a reaction with such an emoji, or on a
    message whose reactions can't be read, may still be there and is left alone.
    """
    for start in range(0, len(day), AT_ONCE):
        part = {kept.reading.message: kept for kept in day[start : start + AT_ONCE]}
        standing = stored.reactions(place.channel, list(part))
        for message, pairs in standing.items():
            if message in part and pairs:
                yield from _gone(part[message], place, pairs)


def _gone(kept: Kept, place: Place, pairs: Pairs) -> Iterator[ReactionRemoved]:
    now = told(kept.record, place.canonical)
    if not now.whole:
        return
    for member, emoji in sorted(set(pairs) - now.pairs):
        if emoji not in now.partly:
            yield ReactionRemoved(
                workspace=place.workspace,
                at=kept.reading.at,
                member=member,
                channel=place.channel,
                message=kept.reading.message,
                emoji=emoji,
                author=kept.reading.author,
                seen=place.as_of,
                quiet=True,
            )


def deleted(stored: Stored, place: Place, day: Sequence[Kept]) -> Iterator[tuple[Micros, MessageDeleted]]:
    """The stored messages that are gone from a day file, each with when it was sent.

    Only from the first to the last record of the file: it is whole there, whereas its day may have begun
    before the export's period or been cut by how long messages are kept. A tombstone stands for a message
    that is gone. The caller passes no file with damaged records, one of which might be the missing message.
    """
    if not day:
        return
    moments = [kept.reading.at for kept in day]
    first, last = min(moments), max(moments)
    standing = {kept.reading.message for kept in day if kept.record.get("subtype") != TOMBSTONE}
    for message in sorted(set(stored.messages(place.channel, first, last)) - standing):
        sent = micros(message)
        if sent is not None and first <= sent <= last:
            gone = MessageDeleted(workspace=place.workspace, at=place.as_of, channel=place.channel, message=message)
            yield sent, gone
