"""Listing: `/huzzah polls`, and which of them somebody may close."""

from handlers import people
from handlers.answers import Answer, Note, Refresh
from handlers.cards.blocks import Card
from handlers.cards.polls import notes
from handlers.events import ButtonPressed, CommandGiven
from handlers.polls import presenting, rights
from handlers.polls import terms as of_poll
from handlers.polls.drafting import number_of
from storage import polls
from storage.transactions import Work

MOST_LISTED = 8
MOST_LOOKED_AT = 100
MOST_PAGES = 10_000


def listing(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah polls`: those that somebody may see, open ones first, and of these the ones asked here."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    return [Note(_page(work, event, 0))]


def closable(work: Work, event: CommandGiven) -> list[Answer]:
    """`/poll close`: which one? Those that stand open and that somebody may close."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    return [Note(still_open(work, event) or notes.closable(()))]


def still_open(work: Work, event: CommandGiven | ButtonPressed) -> Card | None:
    """Those that somebody may close, to choose from; None if there are none."""
    found = polls.visible(work, event.member, event.channel, MOST_LOOKED_AT)
    rows = [row for row in found if row.state == of_poll.STANDING and rights.may_steer(work, row, event.member)]
    shown = [
        (presenting.poll_of(work, row), people.place(work, event.member, row.channel)) for row in rows[:MOST_LISTED]
    ]
    return notes.closable(shown) if shown else None


def more(work: Work, event: ButtonPressed) -> list[Answer]:
    """A further page of them."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    return [Refresh(_page(work, event, number_of(event.value)))]


def _page(work: Work, event: CommandGiven | ButtonPressed, page: int) -> Card:
    page = min(page, MOST_PAGES)
    found = polls.visible(work, event.member, event.channel, MOST_LISTED + 1, skip=page * MOST_LISTED)
    seen = [row for row in found[:MOST_LISTED] if not rights.hidden_from(work, row, event.member, event.channel)]
    rows = [
        (
            presenting.poll_of(work, row),
            people.place(work, event.member, row.channel),
            rights.may_steer(work, row, event.member),
        )
        for row in seen
    ]
    return notes.listing(rows, page, more=len(found) > MOST_LISTED)
