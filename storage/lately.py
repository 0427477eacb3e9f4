"""Lately: the newest gifts and praise somebody gave or got that still stand, as they themselves may see them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_
from sqlmodel import col

from scoring.book import Kind
from scoring.state import Row
from storage import by_member, why
from storage.tables import LedgerRow
from storage.why import COLUMNS, Explained

if TYPE_CHECKING:
    from storage.transactions import Work

PRAISE = frozenset({Kind.SHOUTOUT_GIVEN, Kind.SHOUTOUT_RECEIVED})
LOOKED_AT = 60
"""So many rows are read: one gift to many people is many rows, and some were taken back."""


@dataclass(frozen=True, slots=True)
class Lately:
    """One gift or shout-out: its first row explained, the people on the other side, and what it was."""

    explained: Explained
    others: tuple[tuple[str, str], ...]
    """(id, name); the name is empty where it can't be told."""
    given: bool
    praise: bool
    units: int


def lately(work: "Work", member: str, most: int = 5) -> list[Lately]:
    """The newest, those taken back left out."""
    work.flush()
    rows = [Row(*row) for row in work.connection.execute(_query(work, member)).all()]
    rows = [row for row in rows if not row.rule.startswith("badge:")]
    found: dict[tuple[int, bool], list[Explained]] = {}
    for each in why.explain(work, rows, member):
        if not each.corrections:
            found.setdefault((each.row.seq, _is_given(each)), []).append(each)
    return [_one(each, given=given) for (_, given), each in found.items()][:most]


def _query(work: "Work", member: str) -> Select[Any]:
    praised = [rule.id for rule in work.book.rules if rule.kind in PRAISE]
    shown = or_(col(LedgerRow.given) > 0, col(LedgerRow.received) > 0, col(LedgerRow.rule).in_(praised))
    rows = by_member.newest_first(work.workspace, member, *COLUMNS)
    return rows.where(col(LedgerRow.corrects_seq) == 0, shown).limit(LOOKED_AT)


def _is_given(each: Explained) -> bool:
    rule = each.book.rules_by_id.get(each.row.rule)
    return each.row.given > 0 or (rule is not None and rule.kind is Kind.SHOUTOUT_GIVEN)


def _one(rows: list[Explained], *, given: bool) -> Lately:
    first = rows[0]
    others = dict(first.praised) or {each.row.other: each.other for each in reversed(rows)}
    units = max(each.row.given if given else each.row.received for each in rows)
    return Lately(first, tuple(others.items()), given, not units, units)
