"""Showing: a contest as its card shows it to all - whoever would rather not be seen is neither named nor shown."""

from collections.abc import Sequence

from handlers import people
from handlers.cards.contests import card as cards
from handlers.contests import standing
from scoring.state import Trait
from storage import contests
from storage.tables import ContestRow
from storage.transactions import Work


def shown(work: Work, row: ContestRow, entries: Sequence[contests.Votes]) -> cards.Contest:
    """A contest with its standing as of now."""
    ranked = standing.places(entries)
    took_part = contests.taking_part(work, row, entries)
    return bare(work, row, len(entries), len(took_part), public(work, ranked))


def bare(
    work: Work, row: ContestRow, entries: int = 0, took_part: int = 0, places: tuple[cards.Place, ...] = ()
) -> cards.Contest:
    """A contest with what is known of it beforehand."""
    return cards.Contest(
        row.contest, row.kind, row.question, people.person(work, row.member), row.channel, row.closes,
        bool(row.secret), bool(row.threaded), entries, took_part, places,
        by_group=work.book.settings.ranking == "groups",
    )  # fmt: skip


def public(work: Work, ranked: Sequence[standing.Place]) -> tuple[cards.Place, ...]:
    """Places as everybody may see them."""
    members = work.members(sorted({place.member for place in ranked}))
    named = people.persons(work, members)
    unseen = work.book.not_shown | Trait.NO_ANNOUNCE | Trait.FORGOTTEN
    # Who isn't scored takes part like anybody; that they don't want points says nothing about being named.
    unseen &= ~Trait.NO_SCORE
    return tuple(
        cards.Place(place.message, place.votes)
        if members[place.member].traits & unseen
        else cards.Place(place.message, place.votes, named[place.member], place.picture)
        for place in ranked
    )
