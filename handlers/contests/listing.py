"""Listing: `/huzzah contests` - those that run, and the hall of fame."""

from handlers import people
from handlers.answers import Answer, Note, Refresh
from handlers.cards.blocks import Card
from handlers.cards.contests import dialogs as cards
from handlers.cards.held import Listing
from handlers.contests import showing, standing, steering
from handlers.events import ButtonPressed, CommandGiven
from storage import contests, places
from storage.tables import ContestRow
from storage.transactions import Work

MOST_RUNNING = 10


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah contests`."""
    return [Note(show(work, event.member, 0))]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Older ones."""
    before = int(event.value) if event.value.isdecimal() and len(event.value) < 10 else 0
    return [Refresh(show(work, event.member, before))]


def show(work: Work, member: str, before: int) -> Card:
    """What somebody may see: nothing of private channels they aren't in."""
    running = [] if before else [row for row in contests.running(work) if _sees(work, member, row)][:MOST_RUNNING]
    past = contests.past(work, before, contests.PAGE + 1)
    shown = [row for row in past[: contests.PAGE] if _sees(work, member, row)]
    return cards.listing(
        Listing(
            tuple(
                (
                    showing.bare(work, row),
                    people.place(work, member, row.channel),
                    steering.may(work, member, row),
                )
                for row in running
            ),
            tuple(_past(work, member, row) for row in shown),
            past[contests.PAGE - 1].contest if len(past) > contests.PAGE else 0,
            first=not before,
        )
    )


def _sees(work: Work, member: str, row: ContestRow) -> bool:
    return not places.is_closed(work, member, row.channel)


def _past(work: Work, member: str, row: ContestRow) -> cards.Past:
    won = showing.public(work, standing.read(row.result).winners)
    named = tuple(place.person for place in won if place.person)
    entry = contests.entry(work, row.contest, won[0].message) if len(won) == 1 and named else None
    link = won[0].message if entry is not None and entry.fits else ""
    return cards.Past(
        row.question, row.closed_at, people.place(work, member, row.channel), named, len(won) - len(named),
        won[0].votes if won else 0, link,
    )  # fmt: skip
