"""People with exactly so many points: a plain rule book without limits, and gifts that make it so."""

from collections.abc import Mapping

from scoring.facts import Fact, FactKind, Micros
from storage import books, schema
from storage.transactions import Database, Work

NOON: Micros = 1_772_625_600_000_000
"""2026-03-04 12:00 UTC, a Wednesday."""
GIVER = "GIVER"
BOOK = """
allowance: {amount: 1000, per: day}
rules:
  - {id: received, kind: gift_received, points: 1, coins: true, words: Somebody gives you kudos}
badges:
  - {id: first, name: First thanks, emoji: tada, tally: thanked, at: 1, points: 3, words: Thanked a colleague}
"""


def open_database(url: str) -> Database:
    """An empty database, brought up to date."""
    database = Database(url)
    schema.prepare(database)
    return database


def settle_in(work: Work, points: Mapping[str, int], book: str = BOOK) -> None:
    """The book is in force, everybody is called like their id, and has so many points from #general (C1)."""
    books.set_book(work, book, "", ["for this test"])
    work.record([Fact(FactKind.CHANNEL, NOON, channel="C1", extra=(("name", "general"), ("private", 0)))])
    work.record([named(member, member.title()) for member in points])
    choose(work, GIVER, hidden=1)
    give(work, points)


def named(member: str, name: str) -> Fact:
    """Somebody is called like this."""
    return Fact(FactKind.MEMBER, NOON, member, target=member, extra=(("name", name),))


def give(work: Work, points: Mapping[str, int], channel: str = "C1", giver: str = GIVER) -> None:
    """Gifts from outside the company, so that only the receivers are on the boards of points."""
    facts = []
    for number, (member, units) in enumerate(points.items()):
        if units:
            message = f"request:{work.last_seq}.{number}"
            facts.append(Fact(FactKind.GIFT, NOON, giver, channel, message, gift=((member, units),)))
    work.record(facts)


def choose(work: Work, member: str, **traits: int) -> None:
    """A trait is so, or not any more."""
    work.record([Fact(FactKind.MEMBER, NOON, member, target=member, extra=tuple(sorted(traits.items())))])
