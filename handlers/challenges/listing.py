"""Listing: `/huzzah challenges` - those that run, and the archive by season."""

from handlers import people
from handlers.answers import Answer, Note, Refresh
from handlers.cards.blocks import Card
from handlers.cards.challenges import dialogs as cards
from handlers.cards.held import Listing
from handlers.challenges import running
from handlers.events import ButtonPressed, CommandGiven
from scoring.periods import local_day
from storage import challenges, places
from storage.tables import ChallengeRow
from storage.transactions import Work

PAGE, MOST_RUNNING = 8, 10


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah challenges`."""
    return [Note(show(work, event.member, 0))]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Older ones."""
    before = int(event.value) if event.value.isdecimal() and len(event.value) < 10 else 0
    return [Refresh(show(work, event.member, before))]


def show(work: Work, member: str, before: int) -> Card:
    """What somebody may see: nothing of private channels they aren't in."""

    def sees(row: ChallengeRow) -> bool:
        return not places.is_closed(work, member, row.channel)

    rows = [] if before else [row for row in challenges.running(work) if sees(row)][:MOST_RUNNING]
    past = challenges.past(work, before, PAGE + 1)
    return cards.listing(
        Listing(
            tuple(
                (running.shown(work, row), people.place(work, member, row.channel), running.may(work, member, row))
                for row in rows
            ),
            tuple(_past(work, member, row) for row in past[:PAGE] if sees(row)),
            past[PAGE - 1].challenge if len(past) > PAGE else 0,
            first=not before,
        )
    )


def _past(work: Work, member: str, row: ChallengeRow) -> cards.Past:
    day = local_day(work.book.settings.zone, row.closed_at)
    season = next((season.name for season in work.book.seasons if season.first <= day <= season.last), "")
    return cards.Past(running.shown(work, row), row.closed_at, people.place(work, member, row.channel), season)
