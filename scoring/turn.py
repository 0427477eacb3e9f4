"""A turn: one fact being applied - what it reads, the ledger rows it writes, and what is worth telling."""

from dataclasses import dataclass, field
from typing import NamedTuple

from scoring.book import Book
from scoring.facts import Fact, Micros
from scoring.periods import local_day
from scoring.state import EVER, MEASURES, CounterKey, Member, Row, State


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
        """Append a ledger row; what it adds is carried into the totals of its periods when the batch is written."""
        self.rows.append(row)
        sums, day = self.state.sums, local_day(self.book.settings.zone, row.at)
        for measure, amount in zip(MEASURES, row.amounts, strict=True):
            if amount:
                key = (row.member, row.channel, day, measure)
                sums.put(key, (sums.get(key) or 0) + amount)
        if row.points:
            ever = (row.member, *EVER)
            before = self.state.totals.get(ever) or 0
            self.state.totals.put(ever, before + row.points)
            self._level(row, before)

    def _level(self, row: Row, before: int) -> None:
        for level in self.book.levels:
            if before < level.at <= before + row.points:
                detail = (level.name, level.emoji, level.at)
                self.notices.append(Notice("level", row.member, channel=self.fact.channel, detail=detail))


def corrected_key(row: Row) -> CounterKey:
    """The counter that is 1 once a row has been corrected."""
    return (0, "corrected", f"{row.seq}.{row.n}", "")
