"""Proposing: once a day, what is rising and what day is near become an idea that only moderators see."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from handlers import moderating, people
from handlers.answers import Answer, Whisper
from handlers.calendar.firing import Firing
from handlers.cards import trends as cards
from handlers.cards.blocks import Place
from handlers.cards.phrases import WEEKDAYS
from handlers.trends import days
from handlers.trends.counting import THREAD
from handlers.trends.rising import Rise, rising
from handlers.trends.templates import Template, filled, in_words, of_day
from handlers.trends.themes import is_sensitive
from scoring.facts import Micros
from scoring.markup import escape
from scoring.periods import DAY, local_day
from scoring.workdays import is_working_day
from storage import ideas, known, places, trends
from storage.tables import IdeaRow
from storage.transactions import Work

MOST_A_WEEK = 2
"""Ideas in seven days; of those one at most is about a day of the year."""
HOT_DAYS = 3
"""After so many days nobody asks for it any more."""
NOT_AGAIN_DAYS = 60
MOST_TOLD = 20
"""Moderators who are told."""
DAY_OF_YEAR = "day:"


@dataclass(frozen=True, slots=True)
class Found:
    """An idea before it is kept."""

    channel: str
    topic: str
    reason: str
    template: Template
    closes: Micros
    thread: str = ""


def fire(work: Work, _: Firing) -> list[Answer]:
    """Each morning: old counts go; and on a working day there may be an idea."""
    zone, country = work.book.settings.zone, work.book.settings.country
    today = local_day(zone, work.now)
    trends.fold(work, today)
    ideas.expire(work)
    if not is_working_day(country, today):
        return []
    lately = ideas.made_since(work, work.now - 7 * DAY + DAY // 2)
    if len(lately) >= MOST_A_WEEK:
        return []
    told = {row.topic for row in ideas.made_since(work, work.now - NOT_AGAIN_DAYS * DAY)}
    with_day = not any(row.topic.startswith(DAY_OF_YEAR) for row in lately)
    for found in _ideas(work, today, with_day=with_day):
        if found.topic not in told and (answers := propose(work, found)):
            return answers
    return []


def _ideas(work: Work, today: int, *, with_day: bool) -> Iterator[Found]:
    # What is hot first, the hottest of all channels before the others.
    found = [(rise, channel) for channel in open_channels(work) for rise in rises(work, channel, today)]
    for rise, channel in sorted(found, key=lambda each: (-each[0].score, each[1], each[0].kind, each[0].item)):
        template = filled(rise.kind, rise.item, str(today // 7))
        thread = rise.item if rise.kind == THREAD else ""
        yield Found(
            channel, f"{rise.kind}:{rise.item}", reason(rise), template, work.now + HOT_DAYS * DAY, thread
        )  # fmt: skip
    if with_day:
        yield from _day(work, today)


def _day(work: Work, today: int) -> Iterator[Found]:
    # A day that nobody works on is asked about on the working day before.
    country, following = work.book.settings.country, today + 1
    while not is_working_day(country, following) and following < today + 10:
        following += 1
    near = [*days.friendly(range(today, following))]
    if free := days.holiday(country, today):
        near.append(free)
    channels = open_channels(work)
    for day, what in near:
        # Each time another channel's turn.
        channel = min(channels, key=lambda each: sha256(f"{day} {each}".encode()).digest(), default="")
        if channel:
            when = "is today" if day == today else f"is on {WEEKDAYS[date.fromordinal(day).weekday()]}"
            topic = f"{DAY_OF_YEAR}{date.fromordinal(day).isoformat()}"
            reason = f"{what.name} {when}."
            yield Found(channel, topic, reason, of_day(what, when), work.now + max(day - today, 1) * DAY)


def open_channels(work: Work) -> list[str]:
    """Where trends are counted, and something may be posted."""
    channels = sorted(trends.channels(work))
    return [channel for channel in channels if channel not in places.shared(work, channels)]


def rises(work: Work, channel: str, today: int) -> list[Rise]:
    """What is rising in an open channel."""
    found = rising(trends.history(work, channel), today, trends.channels(work)[channel])
    return [rise for rise in found if rise.kind == THREAD or not is_sensitive(rise.kind, rise.item)]


def reason(rise: Rise) -> str:
    """Why it is rising, in words."""
    usual = round(rise.usual)
    before = f"about {usual} would be usual" if usual >= 1 else "hardly anybody did before"
    if rise.kind == THREAD:
        return f"{rise.people} people answered in one thread; about {max(usual, 1)} do in others."
    return f"{rise.people} people used {in_words(rise.kind, rise.item)} in three days; {before}."


def propose(work: Work, found: Found) -> list[Answer]:
    """Keep an idea, and show it to the moderators; not where there is nobody to show it to."""
    looking = moderators(work, found.channel)
    if not looking:
        return []
    details = {"options": list(found.template.options)} | ({"thread": found.thread} if found.thread else {})
    row = IdeaRow(
        workspace="", idea=0, kind=found.template.kind, channel=found.channel, topic=found.topic,
        reason=escape(found.reason), question=found.template.words, closes=found.closes,
        details=json.dumps(details, ensure_ascii=False, separators=(",", ":")),
    )  # fmt: skip
    ideas.add(work, row)
    return [Whisper(member, cards.proposed(shown(work, row, member))) for member in looking]


def moderators(work: Work, channel: str) -> list[str]:
    """Who is told of an idea for a channel, no more than a few: of a private one somebody who is in it."""
    return _looking(work, moderating.ROLE, channel) or _looking(work, "admin", channel)


def _looking(work: Work, role: str, channel: str) -> list[str]:
    members = work.members(sorted(known.with_role(work, role)))
    here = [member for member, each in members.items() if not each.traits & work.book.outside]
    return [member for member in here if not places.is_closed(work, member, channel)][:MOST_TOLD]


def shown(work: Work, row: IdeaRow, viewer: str) -> cards.Idea:
    """An idea as this moderator sees it."""
    details = json.loads(row.details) if row.details else {}
    return cards.Idea(
        row.idea, row.kind, people.place(work, viewer, row.channel) or Place(row.channel, "a channel"), row.reason,
        row.question, tuple(details.get("options", ())), row.closes, details.get("thread", ""),
    )  # fmt: skip
