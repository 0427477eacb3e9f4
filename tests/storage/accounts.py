"""Accounts: what is stored of a workspace, and everything that must add up in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scoring.book import Book
from scoring.facts import Fact, FactKind
from scoring.gifts import PERIODS
from scoring.periods import start_of
from scoring.praise import REQUEST
from scoring.state import ALIVE, COUNTED, Member, Row, State
from storage.shelving import FACT, HISTOGRAM, LEDGER, LYING, Lying
from storage.transactions import Work
from tests.storage.small_world import Step

Dump = dict[str, list[tuple[Any, ...]]]


def dump(work: Work) -> Dump:
    """Every row of every table that scoring writes, without the workspace's name."""
    found: Dump = {}
    mark = "%s" if work.postgres else "?"
    for lying in (*LYING.values(), HISTOGRAM, Lying(LEDGER, 2), Lying(FACT, 1)):
        sql = f"SELECT {', '.join(lying.columns)} FROM {lying.table.name} WHERE workspace = {mark}"
        rows = work.connection.exec_driver_sql(sql, (work.workspace,))
        found[lying.table.name] = sorted(tuple(row) for row in rows)
    return found


def differences(one: Dump, other: Dump) -> list[tuple[str, tuple[Any, ...]]]:
    """The rows that are only in one of two."""
    return [(table, row) for table in one for row in sorted({*one[table]} ^ {*other[table]})]


@dataclass
class Accounts:
    """The tables again as the engine knows them."""

    rows: list[Row]
    shelves: dict[str, dict[Any, Any]]
    histogram: dict[tuple[Any, ...], int]

    @classmethod
    def of(cls, tables: Dump) -> "Accounts":
        """From what is stored."""
        shelves = {
            name: {lying.key(row): lying.unpack(row[lying.keys :]) for row in tables[lying.table.name]}
            for name, lying in LYING.items()
        }
        rows = [Row(*row) for row in tables["ledger"]]
        return cls(rows, shelves, {row[:4]: row[4] for row in tables["histogram"]})

    @classmethod
    def of_state(cls, state: State) -> "Accounts":
        """From a state that holds all there is."""
        shelves = {name: dict(getattr(state, name).fresh) for name in LYING}
        rows = [row for rows in state.rows.fresh.values() for row in rows]
        return cls(rows, shelves, {})

    def member(self, who: str) -> Member:
        """Somebody as known at the end."""
        found: Member = self.shelves["members"].get(who, Member())
        return found

    def count(self, name: str, member: str) -> int:
        """A tally."""
        found: int = self.shelves["counters"].get((0, f"tally:{name}", member, ""), 0)
        return found

    def standing(self) -> list[Row]:
        """The rows that were not taken back."""
        gone = {(row.corrects_seq, row.corrects_n) for row in self.rows if row.corrects_seq}
        return [row for row in self.rows if not row.corrects_seq and (row.seq, row.n) not in gone]


def faults(accounts: Accounts, book: Book, steps: Iterable[Step] = ()) -> Iterator[str]:
    """Everything that doesn't add up after a story.

    Where an admin took single rows back, tallies don't follow; who wasn't scored for a while has fewer
    badges, and guests perhaps weren't.
    """
    facts = [step for step in steps if isinstance(step, Fact)]
    settled = any(fact.kind is FactKind.SETTLE for fact in facts)
    unscored = {fact.target for fact in facts if {("no_score", 1), ("guest", 1)} & set(fact.extra)}
    yield from _corrections(accounts)
    yield from _sums(accounts, book)
    yield from _allowances(accounts)
    if not settled:
        yield from _tallies(accounts)
    for fault in _badges(accounts, book, settled):
        if fault.split()[0] not in unscored:
            yield fault


def _corrections(accounts: Accounts) -> Iterator[str]:
    rows = {(row.seq, row.n): row for row in accounts.rows}
    seen = set()
    for row in accounts.rows:
        place = (row.corrects_seq, row.corrects_n)
        if not row.corrects_seq:
            continue
        if place in seen:
            yield f"{place} is corrected twice"
        seen.add(place)
        first = rows.get(place)
        if first is None or first.corrects_seq:
            yield f"{row} corrects no row"
        elif (row.member, row.points, row.coins, row.given, row.received) != (
            first.member, -first.points, -first.coins, -first.given, -first.received
        ):  # fmt: skip
            yield f"{row} doesn't undo {first}"


def _day(zone: str, at: int) -> date:
    return datetime.fromtimestamp(at // 1_000_000, ZoneInfo(zone)).date()


def periods(day: date, book: Book) -> Iterator[tuple[str, int]]:
    """Every period of the boards that a day belongs to, worked out once more."""
    yield "all", 0
    yield "week", (day - timedelta(days=day.weekday())).toordinal()
    yield "month", day.replace(day=1).toordinal()
    yield "quarter", day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1).toordinal()
    yield "year", day.replace(month=1, day=1).toordinal()
    for season in book.seasons:
        if season.first <= day.toordinal() <= season.last:
            yield "season", season.first


def _sums(accounts: Accounts, book: Book) -> Iterator[str]:
    sums: dict[tuple[str, str, int, str, str], int] = defaultdict(int)
    for row in accounts.rows:
        sums[row.member, "all", 0, "", "coins"] += row.coins
        for span, start in periods(_day(book.settings.zone, row.at), book):
            for channel in {"", row.channel}:
                for measure in ("points", "given", "received"):
                    sums[row.member, span, start, channel, measure] += getattr(row, measure)
    totals = accounts.shelves["totals"]
    for key in {*sums, *totals}:
        if sums.get(key, 0) != totals.get(key, 0):
            yield f"total {key} is {totals.get(key)}, its rows say {sums.get(key)}"


def histogram_faults(accounts: Accounts, book: Book) -> Iterator[str]:
    """How many people have how much, counted once more."""
    people: dict[tuple[Any, ...], int] = defaultdict(int)
    for (member, span, start, channel, measure), amount in accounts.shelves["totals"].items():
        if amount > 0 and not channel and measure != "coins" and not accounts.member(member).traits & book.not_shown:
            people[measure, span, start, amount] += 1
    for key in {*people, *accounts.histogram}:
        if people.get(key, 0) != accounts.histogram.get(key, 0):
            yield f"histogram {key} is {accounts.histogram.get(key)}, the totals say {people.get(key)}"


def given_in_periods(rows: list[Row]) -> dict[tuple[str, int, str], int]:
    """Standing units by (per, first day, giver)."""
    units: dict[tuple[str, int, str], int] = defaultdict(int)
    for row in rows:
        for per in PERIODS:
            if row.given:
                units[per, start_of(per, row.day), row.member] += row.given
    return units


def _allowances(accounts: Accounts) -> Iterator[str]:
    units = given_in_periods(accounts.standing())
    charged = {
        (name.removeprefix("allowance:"), first, giver): amount
        for (first, name, giver, _), amount in accounts.shelves["counters"].items()
        if name.startswith("allowance:")
    }
    for key in {*units, *charged}:
        if units.get(key, 0) != charged.get(key, 0):
            yield f"allowance {key} is charged {charged.get(key)}, the rows say {units.get(key)}"


def _tallies(accounts: Accounts) -> Iterator[str]:
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    for row in accounts.standing():
        wanted["given", row.member] += row.given
        wanted["received", row.member] += row.received
    for name, member in {(name, who) for name in ("given", "received") for _, who in wanted}:
        if accounts.count(name, member) != wanted.get((name, member), 0):
            yield f"tally {name} of {member} is {accounts.count(name, member)}, not {wanted.get((name, member), 0)}"
    yield from _counted_messages(accounts)
    days: dict[str, int] = defaultdict(int)
    for (day, name, member, _), amount in accounts.shelves["counters"].items():
        days[member] += name == "active" and day > 0 and amount > 0
    for member, number in days.items():
        if member and accounts.count("days", member) != number:
            yield f"tally days of {member} is {accounts.count('days', member)}, not {number}"


def _counted_messages(accounts: Accounts) -> Iterator[str]:
    wanted: dict[str, int] = defaultdict(int)
    for (_, message_id), message in accounts.shelves["messages"].items():
        if message.state == ALIVE and message.marks & COUNTED and not message_id.startswith(REQUEST):
            wanted[message.author] += 1
    for who in {*wanted, *accounts.shelves["members"]}:
        counted = accounts.count("messages", who) + accounts.count("replies", who)
        if counted != wanted.get(who, 0):
            yield f"{who} is said to have said {counted}, not {wanted.get(who, 0)}"


def _badges(accounts: Accounts, book: Book, settled: bool) -> Iterator[str]:
    held: dict[tuple[str, str], Any] = accounts.shelves["badges"]
    rows = {(row.member, row.rule.removeprefix("badge:")) for row in accounts.standing() if "badge:" in row.rule}
    people = {*accounts.shelves["members"], *(row.member for row in accounts.rows)}
    always = [who for who in people if not accounts.member(who).traits & book.not_scored]
    for badge in book.badges:
        for who in always:
            now = (who, badge.id) in held and held[who, badge.id].seq > 0
            if now != (accounts.count(badge.tally, who) >= badge.at):
                yield f"{who} holds {badge.id}: {now}, with {accounts.count(badge.tally, who)} of {badge.at}"
            if (badge.points or badge.coins) and now != ((who, badge.id) in rows) and not settled:
                yield f"{who} holds {badge.id}: {now}, the rows say otherwise"
