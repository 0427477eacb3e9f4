"""Notices: words that somebody puts on the calendar themselves, for a channel or for their own ears."""

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from handlers import people
from handlers.answers import Answer, Note, Post, Whisper
from handlers.calendar import listing, scheduling
from handlers.calendar.firing import Firing, read_details
from handlers.calendar.looking import MEMBERS
from handlers.calendar.scheduling import Item
from handlers.calendar.typed import in_words, when
from handlers.cards import calendar as planned
from handlers.cards import notices as cards
from handlers.cards.phrases import WEEKDAYS
from handlers.events import CommandGiven
from handlers.shoutouts import is_leader
from scoring.markup import Kind, escape, hashtag, identity, pieces
from storage import calendar, places
from storage.tables import CalendarRow
from storage.transactions import Work

KIND = calendar.NOTICE
LONGEST = 2_000
_MINE = re.compile(r"(?i)\A(?:me\b)?\s*(?:(?:to|that|about)\b)?\s*")
"""`me to` of `remind me tomorrow to call Mei`."""
DAYS = ("today", "tomorrow", "tonight", *(day.lower() for day in WEEKDAYS))
ALIKE = 0.8
MOST_BEFORE = 3
"""Among the first words the day is looked for."""
UNSEEN = "I can't see that channel. Choose one that both of us are in."
MOST = 50
"""Notices that one person may have on the calendar."""


def barred(work: Work, member: str) -> str:
    """Why nothing on the calendar is for somebody: who was forgotten, outsiders, who left, bots."""
    if people.is_forgotten(work, member):
        return "You asked to be forgotten, so I write nothing down for you. Ask an admin if that is to change."
    outside = work.member(member).traits & work.book.outside
    return "The calendar is for the colleagues of this company, so I can't do that for you. Sorry!" if outside else ""


def fire(work: Work, firing: Firing) -> list[Answer]:
    """Say it. What is for somebody's own ears ends with them; what a channel was told goes on without them."""
    if people.is_forgotten(work, firing.member) or (not firing.channel and barred(work, firing.member)):
        scheduling.end(work, firing.entry)
        return []
    words, who = _words(firing.details), people.person(work, firing.member)
    if places.shared(work, [firing.channel]):
        return _ended(work, firing, words)
    if firing.channel:
        card = cards.notice(who, words, people.names_in(work, words))
        return [Post(firing.channel, card, key=f"{KIND}:{firing.entry}:{firing.slot}:{firing.place}", by=firing.member)]
    return [Whisper(firing.member, cards.reminder(words, people.names_in(work, words, firing.member)))]


def _ended(work: Work, firing: Firing, words: str) -> list[Answer]:
    # Others came into the channel since. Whoever put the notice up hears of it, if they are still here.
    scheduling.end(work, firing.entry)
    if not firing.member or barred(work, firing.member):
        return []
    place = people.place(work, firing.member, firing.channel)
    return [Whisper(firing.member, cards.ended(place, words, people.names_in(work, words, firing.member)))]


def about(_work: Work, row: CalendarRow) -> str:
    """Its words."""
    return _words(read_details(row.details))


def _words(details: Mapping[str, Any]) -> str:
    return str(details.get("words", ""))


def add(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah calendar add every monday 9:00 in #general Stand-up!`; without a channel it is for oneself."""
    if problem := barred(work, event.member):
        return [Note(cards.not_for_you(problem))]
    channel, text = _channel_in(work, event.member, event.text)
    if channel is None:
        return [Note(planned.not_understood(f"{UNSEEN} Without a channel, I remind you alone.", planned.HOW_TO_ADD))]
    # Hours are those of whoever types them, also where they are for a channel.
    home = work.book.settings.zone
    zone = work.member(event.member).zone or home
    typed = when(text, zone, work.now)
    example = planned.HOW_TO_ADD if channel else planned.HOW_TO_REMIND
    if typed.plan is None:
        return [Note(planned.not_understood(_nearly(event.text) or typed.problem, example))]
    words = people.resolve(work, _MINE.sub("", typed.rest).strip(" :–-"))
    problem = words.problem or _problem(work, event.member, channel, words.text)
    if problem:
        return [Note(planned.not_understood(problem, example))]
    item = Item(KIND, channel=channel, member=event.member, details={"words": words.text})
    plan = replace(typed.plan, zone=("" if zone == home else zone) if channel else MEMBERS)
    row = scheduling.added(work, item, plan)
    place = listing.place_of(work, event.member, row)
    return [Note(cards.added(in_words(typed.plan), place, row.entry, alone=not channel))]


def _nearly(text: str) -> str:
    # A slip of the finger in the day.
    for word in _MINE.sub("", text.lower()).split()[:MOST_BEFORE]:
        near = get_close_matches(word, DAYS, 1, ALIKE)
        if near and word not in DAYS:
            return f"I can't read “{word}” as a day. Did you mean “{near[0]}”?"
    return ""


def _channel_in(work: Work, member: str, text: str) -> tuple[str | None, str]:
    # The first channel named says where; the word `in` before it goes with it. None where `in #word` names none that
    # they can see: a hashtag among the words is one of them, but that was meant as a place.
    channel, kept = "", ""
    for kind, piece in pieces(text):
        found = "" if channel else _channel(work, member, kind, piece)
        if found:
            channel, kept = found, kept.rstrip().removesuffix(" in")
        elif kind is Kind.HASHTAG and not channel and _names_a_place(kept):
            return None, text
        else:
            kept += escape(piece) if kind is Kind.TEXT else piece
    return channel, kept


def _names_a_place(before: str) -> bool:
    return before.lower().split()[-1:] == ["in"]


def _channel(work: Work, member: str, kind: Kind, piece: str) -> str:
    if kind is Kind.CHANNEL:
        return identity(piece)
    return (places.find(work, member, hashtag(piece)) or "") if kind is Kind.HASHTAG else ""


def _problem(work: Work, member: str, channel: str, words: str) -> str:
    if not words:
        return "What shall I say then? Write the words after the time."
    if len(words) > LONGEST:
        return f"That is too long: a notice has {LONGEST:,} characters at most."
    if channel and not is_leader(work, member):
        return "Notices in channels are for leaders and admins to set up. Without a channel, I remind you alone."
    if channel and channel not in places.names_for(work, member, [channel]):
        return UNSEEN
    if channel and places.shared(work, [channel]):
        return "People of another organisation are in that channel, so I post nothing there."
    mine = [row for row in calendar.standing(work, (KIND,)) if row.member == member]
    return f"You have {MOST} notices on the calendar already. Remove one first." if len(mine) >= MOST else ""
