"""A turn: one fact being applied - what it reads, the ledger rows it writes, and what is worth telling."""

from dataclasses import dataclass, field
from typing import NamedTuple

from scoring.book import Book
from scoring.facts import Fact, Micros
from scoring.periods import local_day, spans_of
from scoring.state import CounterKey, Member, Row, State


class Notice(NamedTuple):
    """Something a handler may want to tell somebody; `detail` depends on the kind."""

    kind: str
    member: str
    other: str = ""
    channel: str = ""
    message: str = ""
    thread: str = ""
    detail: tuple[str | int, ...] = ()


class Outcome(NamedTuple):
    """What a fact led to. A fact that is not kept was a repeat, or came too late to matter."""

    kept: bool
    rows: tuple[Row, ...] = ()
    notices: tuple[Notice, ...] = ()


DROPPED = Outcome(kept=False)


@dataclass(slots=True)
class Turn:
    """Working memory of one fact; `seq` is its place in the order of arrival."""

    state: State
    book: Book
    fact: Fact
    seq: int
    rows: list[Row] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """The turn is over; the rows become findable by their fact."""
        if self.rows:
            self.state.rows.put(self.seq, tuple(self.rows))
        return Outcome(True, tuple(self.rows), tuple(self.notices))

    def day_of(self, member: Member, at: Micros) -> int:
        """The member's own day; members without a zone live in the workspace's."""
        return local_day(member.zone or self.book.settings.zone, at)

    def tell(self, kind: str, member: str, other: str = "", detail: tuple[str | int, ...] = ()) -> None:
        """Note something worth telling, where the fact happened."""
        fact = self.fact
        self.notices.append(Notice(kind, member, other, fact.channel, fact.message, fact.thread, detail))

    def standing(self, seq: int) -> list[Row]:
        """The rows a fact caused that have not been taken back since."""
        rows = self.rows if seq == self.seq else self.state.rows.get(seq) or ()
        return [row for row in rows if not row.corrects_seq and not self.state.count(corrected_key(row))]

    def write(self, row: Row) -> None:
        """Append a ledger row and carry it into the totals of every period it lies in."""
        self.rows.append(row)
        spans = spans_of(local_day(self.book.settings.zone, row.at), self.book.seasons)
        if row.points:
            self._total(row, "points", row.points, spans)
        if row.given:
            self._total(row, "given", row.given, spans)
        if row.received:
            self._total(row, "received", row.received, spans)
        if row.coins:
            key = (row.member, "all", 0, "", "coins")
            totals = self.state.totals
            totals.put(key, (totals.get(key) or 0) + row.coins)

    def _total(self, row: Row, measure: str, amount: int, spans: tuple[tuple[str, int], ...]) -> None:
        totals = self.state.totals
        for span, start in spans:
            key = (row.member, span, start, "", measure)
            before = totals.get(key) or 0
            totals.put(key, before + amount)
            if span == "all" and measure == "points":
                self._level(row, before, before + amount)
            if row.channel:
                key = (row.member, span, start, row.channel, measure)
                totals.put(key, (totals.get(key) or 0) + amount)

    def _level(self, row: Row, before: int, after: int) -> None:
        if after > before:
            for level in self.book.levels:
                if before < level.at <= after:
                    self.notices.append(
                        Notice(
                            "level",
                            row.member,
                            channel=self.fact.channel,
                            detail=(level.name, level.emoji, level.at),
                        )
                    )


def corrected_key(row: Row) -> CounterKey:
    """The counter that is 1 once a row has been corrected."""
    return (0, "corrected", f"{row.seq}.{row.n}", "")
