"""Exports: what a workspace holds as plain rows for spreadsheets and scripts, read as a stream."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from scoring.book import Kind
from scoring.facts import FactKind
from scoring.state import Trait
from storage.tables import BadgeRow, ChannelRow, FactRow, LedgerRow, MemberRow, TotalRow
from storage.transactions import Work

BATCH = 2_000
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins like this is run by spreadsheets."""

VOTE = "vote"
"""In the place of the number of a row that somebody's vote brought."""

Cell = str | int | None
Row = tuple[Cell, ...]
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of rows: its headings, the question, and how a row reads."""

    columns: tuple[str, ...]
    queries: tuple[Callable[[str], Query], ...]
    """What is asked, one after the other."""
    row: Callable[[tuple[Any, ...]], Row]


def rows(work: Work, what: str) -> Iterator[Row]:
    """The rows of one of EXPORTS, in a fixed order."""
    export = EXPORTS[what]
    stream = work.connection.execution_options(stream_results=True, yield_per=BATCH)
    for query in export.queries:
        for row in stream.execute(query(work.workspace)):
            yield export.row(tuple(row))


def safe_cell(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers are numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _ledger(workspace: str) -> Query:
    row = LedgerRow
    return _of_ledger(workspace, votes=False).where(~_is_vote(row.seq)).order_by(col(row.seq), col(row.n))


def _ledger_of_votes(workspace: str) -> Query:
    # Among the others, or numbered, or in the order in which they came, they would tell about when somebody voted.
    row = LedgerRow
    by_content = (row.at, row.member, row.rule, row.n, row.points, row.coins, row.version)
    return _of_ledger(workspace, votes=True).where(_is_vote(row.seq)).order_by(*(col(each) for each in by_content))


def _is_vote(seq: Any) -> ColumnElement[bool]:
    fact = aliased(FactRow)
    return exists().where(
        col(fact.workspace) == col(LedgerRow.workspace), col(fact.seq) == col(seq),
        col(fact.kind).in_((FactKind.DEED, FactKind.UNDEED)), col(fact.target) == Kind.VOTED.value,
    )  # fmt: skip


def _of_ledger(workspace: str, *, votes: bool) -> Query:
    member, other = aliased(MemberRow), aliased(MemberRow)
    row = LedgerRow
    return (
        select(
            literal(votes), case((col(row.corrects_seq) != 0, _is_vote(row.corrects_seq)), else_=False),
            col(row.seq), col(row.n), col(row.at), col(row.member), col(member.name), col(row.rule), col(row.version),
            col(row.points), col(row.coins), col(row.given), col(row.received), col(row.other), col(other.name),
            col(row.channel), col(ChannelRow.name), col(ChannelRow.private), col(row.corrects_seq), col(row.corrects_n),
        )
        .join_from(
            row, member, and_(col(member.workspace) == col(row.workspace), col(member.member) == col(row.member)),
            isouter=True,
        )
        .join(
            other, and_(col(other.workspace) == col(row.workspace), col(other.member) == col(row.other)), isouter=True
        )
        .join(
            ChannelRow,
            and_(col(ChannelRow.workspace) == col(row.workspace), col(ChannelRow.channel) == col(row.channel)),
            isouter=True,
        )
        .where(col(row.workspace) == workspace)
    )  # fmt: skip


def _ledger_row(row: tuple[Any, ...]) -> Row:
    is_vote, of_vote, seq, n, at, *middle, channel, name, private, corrects_seq, corrects_n = row
    # A private channel has no name outside of it.
    shown = "" if private else name or ""
    number = VOTE if is_vote else f"{seq}.{n}"
    corrects = VOTE if of_vote else f"{corrects_seq}.{corrects_n}" if corrects_seq else ""
    said = (cell if cell is not None else "" for cell in middle)
    return (number, _moment(at), *said, channel, shown, corrects)


def _members(workspace: str) -> Query:
    totals = {measure: aliased(TotalRow) for measure in ("points", "coins", "given", "received")}
    query = select(
        col(MemberRow.member), col(MemberRow.name), col(MemberRow.zone), col(MemberRow.country), col(MemberRow.roles),
        col(MemberRow.traits), col(MemberRow.joined), *(col(total.amount) for total in totals.values()),
    ).select_from(MemberRow)  # fmt: skip
    for measure, total in totals.items():
        mine = and_(
            col(total.workspace) == col(MemberRow.workspace), col(total.member) == col(MemberRow.member),
            col(total.span) == "all", col(total.start) == 0, col(total.channel) == "", col(total.measure) == measure,
        )  # fmt: skip
        query = query.join(total, mine, isouter=True)
    return query.where(col(MemberRow.workspace) == workspace).order_by(col(MemberRow.member))


def _member_row(row: tuple[Any, ...]) -> Row:
    member, name, zone, country, roles, traits, joined, *amounts = row
    choices = " ".join(trait.name.lower() for trait in Trait if traits & trait and trait.name)
    return (member, name, zone, country, roles, choices, _moment(joined), *(amount or 0 for amount in amounts))


def _totals(workspace: str) -> Query:
    total = TotalRow
    return (
        select(
            col(total.member), col(MemberRow.name), col(total.span), col(total.start), col(total.channel),
            col(total.measure), col(total.amount),
        )
        .join_from(
            total,
            MemberRow,
            and_(col(MemberRow.workspace) == col(total.workspace), col(MemberRow.member) == col(total.member)),
            isouter=True,
        )
        .where(col(total.workspace) == workspace)
        .order_by(col(total.member), col(total.span), col(total.start), col(total.channel), col(total.measure))
    )  # fmt: skip


def _total_row(row: tuple[Any, ...]) -> Row:
    member, name, span, start, *rest = row
    return (member, name or "", span, date.fromordinal(start).isoformat() if start else "", *rest)


def _badges(workspace: str) -> Query:
    badge = BadgeRow
    return (
        select(col(badge.member), col(MemberRow.name), col(badge.badge), col(badge.at))
        .join_from(
            badge,
            MemberRow,
            and_(col(MemberRow.workspace) == col(badge.workspace), col(MemberRow.member) == col(badge.member)),
            isouter=True,
        )
        .where(col(badge.workspace) == workspace, col(badge.seq) > 0)
        .order_by(col(badge.member), col(badge.badge))
    )


def _badge_row(row: tuple[Any, ...]) -> Row:
    member, name, badge, at = row
    return (member, name or "", badge, _moment(at))


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="seconds") if at else ""


EXPORTS = {
    "ledger": Export(
        (
            "row", "at", "member", "name", "rule", "version", "points", "coins", "given", "received", "other",
            "other_name", "channel", "channel_name", "corrects",
        ),
        (_ledger, _ledger_of_votes),
        _ledger_row,
    ),
    "members": Export(
        (
            "member", "name", "zone", "country", "roles", "traits", "joined", "points", "coins", "given", "received",
        ),
        (_members,),
        _member_row,
    ),
    "totals": Export(("member", "name", "span", "start", "channel", "measure", "amount"), (_totals,), _total_row),
    "badges": Export(("member", "name", "badge", "at"), (_badges,), _badge_row),
}  # fmt: skip
"""What can be exported."""
