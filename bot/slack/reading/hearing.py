"""Hearing: what the parsers of Slack's payloads share - where a payload comes from, and whom it names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.shapes import Table, flag, name, table
from bot.slack.reading.ids import ident, moment
from bot.slack.reading.people import Belonging, belonging
from bot.slack.workplace import SLACKBOT, Installation
from handlers.events import MemberChanged
from handlers.table import AROUND, is_spoken
from scoring.facts import Micros

MOST_NAMED: Final = 200
"""So many mentions of one text are looked up."""

_PERSON: Final = re.compile(r"<@([A-Za-z0-9_.\-]{1,200})[|>]")
_PAUSE: Final = re.compile(r"\A\s{0,20}(?:[,:](?=\s|\Z))?\s{0,20}")
"""Between our name and what is said; the colon of an emoji isn't part of it."""
_PLACE: Final = re.compile(r"<#([A-Za-z0-9_.\-]{1,200})[|>]")


@dataclass(frozen=True, slots=True)
class Source:
    """An event's envelope: whose workspace, when, and whether it comes from a channel shared with others."""

    home: Installation
    now: Micros
    event: Table
    shared: bool | None = None
    """None where the envelope doesn't tell."""
    sent: Micros = 0

    @property
    def at(self) -> Micros:
        """When it happened, as well as it is told."""
        return moment(self.event.get("event_ts")) or self.sent or self.now


def source_of(envelope: Table, home: Installation, now: Micros) -> Source:
    """Unwrap an event."""
    return Source(
        home,
        now,
        table(envelope.get("event")),
        flag(envelope.get("is_ext_shared_channel")),
        moment(envelope.get("event_time")),
    )


def whose(source: Source) -> Belonging:
    """Whether who did it belongs here; outside of channels shared with others, everybody does."""
    if source.shared is False:
        return Belonging.OURS
    event = source.event
    team = ident(event.get("user_team")) or ident(event.get("source_team")) or ident(event.get("team"))
    if not team:
        return Belonging.UNCLEAR if source.shared else Belonging.OURS
    return belonging(source.home, team)


def introduction(source: Source, member: str) -> tuple[MemberChanged, ...]:
    """Somebody of another organisation is known as such before anything they do is."""
    if whose(source) is not Belonging.OTHERS:
        return ()
    return (MemberChanged(workspace=source.home.workspace, at=source.at, member=member, external=True),)


def is_person(home: Installation, member: str) -> bool:
    """Whether an id may be somebody's whose doings count: not ours, nor Slack's own voice."""
    return bool(member) and member not in (home.bot_user, SLACKBOT)


def people_in(home: Installation, text: str) -> list[str]:
    """Whom a text mentions."""
    if "<@" not in text:
        return []
    found = dict.fromkeys(match[1] for match, _ in zip(_PERSON.finditer(text), range(MOST_NAMED), strict=False))
    return [member for member in found if is_person(home, member)]


def places_in(text: str) -> list[str]:
    """Which channels a text names."""
    if "<#" not in text:
        return []
    return list(dict.fromkeys(match[1] for match, _ in zip(_PLACE.finditer(text), range(MOST_NAMED), strict=False)))


def is_direct(channel: str, kind: object = "") -> bool:
    """Whether a conversation is no channel: between people, or with us."""
    return channel.startswith("D") or kind in ("im", "app_home", "mpim")


def named(members: Iterable[str]) -> frozenset[str]:
    """Those of them who are somebody."""
    return frozenset(member for member in members if member)


def after_our_name(home: Installation, text: str) -> str | None:
    """What follows our name in a text that begins with it; None for all others."""
    if not home.bot_user or "<@" not in text[:200]:
        return None
    said = text.strip()
    match = _PERSON.match(said)
    if match is None or match[1] != home.bot_user:
        return None
    return _PAUSE.sub("", said[said.find(">") + 1 :], 1)


def spoken_to(home: Installation, text: str) -> str:
    """What is asked of us where a text begins with our name and a word we know; nothing otherwise."""
    rest = after_our_name(home, text)
    return rest if rest and is_spoken(first_word(rest)) else ""


def first_word(text: str) -> str:
    """The first word in small letters, without what stands around it."""
    return name(text[:100]).split(" ", 1)[0].strip(AROUND).lower()
