"""Moving: a channel that the platform moved to another id, and events under such an id brought home."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.events import ChannelMoved, DialogSubmitted, Event
from scoring.state import MessageKey
from storage import channel_ids
from storage.transactions import Work


def moved(work: Work, events: Sequence[Event]) -> None:
    """From here on, what comes under the new id belongs to the channel as it is known."""
    for event in events:
        if isinstance(event, ChannelMoved):
            channel_ids.move(work, event.channel, event.to, event.at)


def at_home(work: Work, events: Sequence[Event]) -> Sequence[Event]:
    """The events with every channel under the id it is known by; see storage.channel_ids for what stays."""
    firsts = channel_ids.moved(work)
    if not firsts:
        return events
    family: dict[str, list[str]] = {}
    for alias, first in firsts.items():
        family.setdefault(first, []).append(alias)
    about = {key for event in events for key in _abouts(event, firsts, family)}
    stays = channel_ids.messages_kept(work, about) if about else set()
    return [_home(event, firsts, family, stays) for event in events]


def _ids(event: Event) -> tuple[str, ...]:
    return tuple(found for name in ("message", "thread") if (found := getattr(event, name, "")))


def _abouts(event: Event, firsts: Mapping[str, str], family: Mapping[str, list[str]]) -> list[MessageKey]:
    # Under every later id, since a channel may have moved on since.
    first = firsts.get(getattr(event, "channel", ""))
    return [(alias, found) for found in _ids(event) for alias in family[first]] if first is not None else []


def _home(event: Event, firsts: Mapping[str, str], family: Mapping[str, list[str]], stays: set[MessageKey]) -> Event:
    changes: dict[str, Any] = {}
    first = firsts.get(getattr(event, "channel", ""))
    if first is not None:
        there = next((key[0] for key in _abouts(event, firsts, family) if key in stays), "")
        changes["channel"] = there or first
        if there:
            # What comes next in this batch may be about this very message.
            stays.add((there, getattr(event, "message", "")))
    if isinstance(event, DialogSubmitted):
        channel, bar, thread = event.context.partition("|")
        if channel in firsts:
            changes["context"] = firsts[channel] + bar + thread
    return replace(event, **changes) if changes else event
