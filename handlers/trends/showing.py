"""Showing: `/huzzah trends`, on and off in a channel, and what is rising for moderators."""

from handlers import moderating, people
from handlers.answers import Answer, Note, Post
from handlers.calendar import scheduling
from handlers.calendar.recurrence import Plan
from handlers.calendar.scheduling import Item
from handlers.cards import trends as cards
from handlers.cards.blocks import Card, Place
from handlers.events import CommandGiven
from handlers.trends.proposing import rises, shown
from handlers.trends.rising import QUIET_DAYS
from scoring.markup import Kind, identity, pieces
from scoring.periods import local_day
from storage import audit, calendar, ideas, places, trends
from storage.transactions import Work

KIND = "trends"
"""The kind of its entry in the calendar."""
MORNING = 9 * 60 + 15
"""The minute of the day at which is looked for ideas."""
MOST_CHANNELS, MOST_RISING, MOST_IDEAS = 8, 5, 3
ON = frozenset({"on", "start", "open", "enable", "watch"})
OFF = frozenset({"off", "stop", "close", "disable", "end"})


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah trends`, `/huzzah trends on`, `off`, `on #channel`."""
    word, _, rest = event.text.strip().partition(" ")
    if word.lower() in ON | OFF:
        return _switch(work, event, _meant(work, event, rest), on=word.lower() in ON)
    if not moderating.is_moderator(work, event.member):
        return [Note(cards.for_moderators())]
    return [Note(_rising(work, event.member))]


def _meant(work: Work, event: CommandGiven, rest: str) -> str:
    # The channel that is named, or else the one where it is written; `#general` may be typed by hand.
    found = pieces(rest.strip())
    named = next((identity(piece) for kind, piece in found if kind is Kind.CHANNEL), "")
    typed = rest.strip().removeprefix("in ").strip()
    return named or ((places.find(work, event.member, typed) or "") if typed else event.channel)


def _switch(work: Work, event: CommandGiven, channel: str, *, on: bool) -> list[Answer]:
    if not work.member(event.member).has_role("admin"):
        return [Note(cards.admins_only())]
    place = people.place(work, event.member, channel)
    if place is None:
        return [Note(cards.not_here("Write this in the channel itself, or name it: /huzzah trends on #channel"))]
    if on and places.shared(work, [channel]):
        words = "People of another organisation are in that channel, so I count and propose nothing there."
        return [Note(cards.not_here(words))]
    if on:
        changed = trends.start(work, channel, event.member, local_day(work.book.settings.zone, work.now))
    else:
        changed = trends.end(work, channel)
        ideas.drop_of(work, channel)
    answers: list[Answer] = [Note(cards.switched(place, on=on, before=not changed))]
    if changed:
        audit.write(work, event.member, "trends", f"{'on' if on else 'off'} in {channel}")
        _plan(work)
        card = cards.opened(place) if on else cards.closed(place)
        answers.append(Post(channel, card, by=event.member))
    return answers


def _plan(work: Work) -> None:
    standing = calendar.about(work, KIND, "")
    if trends.channels(work) and not standing:
        today = local_day(work.book.settings.zone, work.now)
        scheduling.add(work, Item(KIND), Plan("day", minute=MORNING, first_day=today + 1))
    elif not trends.channels(work):
        scheduling.end_about(work, KIND, "")


def _rising(work: Work, viewer: str) -> Card:
    today = local_day(work.book.settings.zone, work.now)
    since = trends.channels(work)
    names = places.names_for(work, viewer, since)
    if not names:
        return cards.no_channel()
    watched = []
    for channel in sorted(names, key=names.__getitem__)[:MOST_CHANNELS]:
        found = tuple(
            cards.Rising(rise.kind, rise.item, rise.people, round(rise.usual), channel)
            for rise in rises(work, channel, today)[:MOST_RISING]
        )
        from_day = since[channel] + QUIET_DAYS
        watched.append(cards.Watched(Place(channel, names[channel]), found, from_day if today < from_day else 0))
    waiting = [shown(work, row, viewer) for row in ideas.waiting(work) if row.channel in names]
    return cards.rising(tuple(watched), tuple(waiting[:MOST_IDEAS]), today)
