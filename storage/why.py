"""Why: the ledger rows of a member with what explains them - rule, place, other side, corrections, objections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlmodel import col

from scoring.book import Book, Kind
from scoring.facts import FactKind, Mark, Micros
from scoring.praise import REQUEST
from scoring.state import UNSEEN, Member, Row
from storage import by_member, places, words
from storage.outbox import HAS_KEY
from storage.tables import ChannelRow, FactRow, LedgerRow, MessageRow, ObjectionRow, OutboxRow

if TYPE_CHECKING:
    from storage.transactions import Work

PAGE = 8
COLUMNS = tuple(col(getattr(LedgerRow, name)) for name in Row._fields)


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that takes another back: when, and what kind of thing did it."""

    at: Micros
    by: str
    """A FactKind; empty if not known."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One row and what explains it. Names are empty where the viewer may not see them."""

    row: Row
    book: Book
    """As it was when the row was written."""
    other: str
    channel: str
    corrections: tuple[Correction, ...]
    objections: str
    """State of the objection to it, or empty."""
    said: str = ""
    """The markup that came with a gift, where it was kept and the viewer may read it."""
    praised: tuple[tuple[str, str], ...] = ()
    """Of a leader's shout-out: whom it praised, as (id, name)."""
    card: str = ""
    """The message in which the bot told of it, where that is known and the viewer may see the channel."""


def page(work: "Work", member: str, viewer: str, number: int = 1) -> tuple[list[Explained], bool]:
    """A page of a member's rows, newest first, and whether there are more.

    Whoever looks at somebody else sees what everybody could see: public channels, no private thanks.
    """
    work.flush()
    query = _of(work, member) if member == viewer else _in_public(_of(work, member))
    query = query.offset((max(number, 1) - 1) * PAGE).limit(PAGE + 1)
    rows = [Row(*row) for row in work.connection.execute(query)]
    return explain(work, rows[:PAGE], viewer), len(rows) > PAGE


def _of(work: "Work", member: str) -> Select[Any]:
    return by_member.newest_first(work.workspace, member, *COLUMNS).where(col(LedgerRow.corrects_seq) == 0)


def _in_public(query: Select[Any]) -> Select[Any]:
    public = (
        select(col(ChannelRow.channel))
        .where(
            col(ChannelRow.workspace) == col(LedgerRow.workspace),
            col(ChannelRow.channel) == col(LedgerRow.channel),
            col(ChannelRow.private) == 0,
        )
        .exists()
    )
    secret = (
        select(col(MessageRow.message))
        .where(
            col(MessageRow.workspace) == col(LedgerRow.workspace),
            col(MessageRow.channel) == col(LedgerRow.channel),
            col(MessageRow.message) == col(LedgerRow.message),
            col(MessageRow.marks).op("&")(int(Mark.PRIVATE)) != 0,
        )
        .exists()
    )
    # Without a channel there are badges, for all to see; and what isn't: that somebody voted or met somebody, and what
    # was given between two.
    of_nobody = (col(LedgerRow.channel) == "") & col(LedgerRow.rule).startswith("badge:")
    return query.where(of_nobody | (public & ~secret))


def row(work: "Work", seq: int, n: int) -> Row | None:
    """One row of the ledger."""
    query = select(*COLUMNS).where(
        col(LedgerRow.workspace) == work.workspace, col(LedgerRow.seq) == seq, col(LedgerRow.n) == n
    )
    found = work.connection.execute(query).first()
    return Row(*found) if found else None


def explain(work: "Work", rows: Sequence[Row], viewer: str) -> list[Explained]:
    """The rows with everything around them, as this viewer may see it."""
    members = work.members([each.other for each in rows if each.other])
    channels = places.names_for(work, viewer, [each.channel for each in rows])
    others = [_name(each, members.get(each.other), viewer, work.book.outside) for each in rows]
    # Words between people of whom one doesn't want to be shown would tell who that is.
    gifts = [each for each, other in zip(rows, others, strict=True) if other]
    said = _said(work, gifts, viewer, channels)
    corrections, objections = _corrections(work, rows), _objections(work, rows)
    books = {version: _book(work, version) for version in {each.version for each in rows}}
    praised, cards = _praised(work, rows, books, viewer), _cards(work, rows)
    return [
        Explained(
            row=each,
            book=books[each.version],
            other=other,
            channel=channels.get(each.channel, ""),
            corrections=tuple(corrections.get((each.seq, each.n), ())),
            objections=objections.get((each.seq, each.n), ""),
            said=said.get((each.seq, each.n), ""),
            praised=praised.get((each.seq, each.n), ()),
            card=cards.get(each.message, "") if each.channel in channels else "",
        )
        for each, other in zip(rows, others, strict=True)
    ]


def _said(work: "Work", gifts: Sequence[Row], viewer: str, channels: Mapping[str, str]) -> dict[tuple[int, int], str]:
    # Words of private thanks are never kept. The others are for whoever may see the channel, giver and receivers.
    seen = {each.seq for each in gifts if each.channel in channels}
    found = words.of(work, seen) | words.of(work, {each.seq for each in gifts} - seen, reader=viewer)
    return {(each.seq, each.n): found.get(each.seq, "") for each in gifts}


def _praised(
    work: "Work", rows: Sequence[Row], books: Mapping[int, Book], viewer: str
) -> dict[tuple[int, int], tuple[tuple[str, str], ...]]:
    # The leader's own row names nobody: whom the shout-out praised is known of it as of any gift.
    def is_call(each: Row) -> bool:
        rule = books[each.version].rules_by_id.get(each.rule)
        return rule is not None and rule.kind is Kind.SHOUTOUT_GIVEN

    calls = [each for each in rows if is_call(each)]
    if not calls:
        return {}
    found = work.look(lambda state: {each: state.messages.get((each.channel, each.message)) for each in calls})
    receivers = {each: [given.receiver for given in called.gift] for each, called in found.items() if called}
    members = work.members(sorted({one for several in receivers.values() for one in several}))
    outside = work.book.outside
    return {
        (each.seq, each.n): tuple(
            (one, _name(each._replace(other=one), members[one], viewer, outside)) for one in several
        )
        for each, several in receivers.items()
    }


def _cards(work: "Work", rows: Sequence[Row]) -> dict[str, str]:
    # What came by command stands on a card, kept under the request that caused it.
    asked = {each.message: each.message.removeprefix(REQUEST) for each in rows if each.message.startswith(REQUEST)}
    keys = {f"{kind}:{request}": message for message, request in asked.items() for kind in ("gift", "shoutout")}
    # What was a deed (a contest won) names the key of its card itself.
    keys |= {each.message: each.message for each in rows if ":" in each.message and each.message not in asked}
    if not keys:
        return {}
    query = select(col(OutboxRow.key), col(OutboxRow.remote)).where(
        col(OutboxRow.workspace) == work.workspace, HAS_KEY, col(OutboxRow.key).in_(keys), col(OutboxRow.remote) != ""
    )
    return {keys[key]: remote for key, remote in work.connection.execute(query.order_by(col(OutboxRow.id)))}


def _name(row: Row, other: Member | None, viewer: str, outside: int) -> str:
    # Who doesn't want to be shown is named to those alone who were there.
    if other is None:
        return ""
    if other.traits & UNSEEN and not other.traits & outside and viewer not in (row.member, row.other):
        return ""
    return other.name or row.other


def _book(work: "Work", version: int) -> Book:
    try:
        return work.database.book(work, version)
    except LookupError:
        return work.book


def _corrections(work: "Work", rows: Sequence[Row]) -> dict[tuple[int, int], list[Correction]]:
    # The state knows which rows were taken back; where that stands is looked up for those alone.
    keys = [(each.seq, each.n) for each in rows]
    taken = work.look(lambda state: [key for key in keys if state.count((0, "corrected", f"{key[0]}.{key[1]}", ""))])
    if not taken:
        return {}
    query = select(
        col(LedgerRow.corrects_seq), col(LedgerRow.corrects_n), col(LedgerRow.seq), col(FactRow.at), col(FactRow.kind)
    ).join_from(
        LedgerRow,
        FactRow,
        (col(FactRow.workspace) == col(LedgerRow.workspace)) & (col(FactRow.seq) == col(LedgerRow.seq)),
        isouter=True,
    )
    query = query.where(
        col(LedgerRow.workspace) == work.workspace,
        col(LedgerRow.member).in_({each.member for each in rows}),
        col(LedgerRow.seq) >= min(seq for seq, _ in taken),
        _in((col(LedgerRow.corrects_seq), col(LedgerRow.corrects_n)), taken),
    )
    found: dict[tuple[int, int], list[Correction]] = {}
    for seq, n, _, at, kind in work.connection.execute(query.order_by(col(LedgerRow.seq))):
        found.setdefault((seq, n), []).append(Correction(at or 0, kind or ""))
    return found


def _objections(work: "Work", rows: Sequence[Row]) -> dict[tuple[int, int], str]:
    if not rows:
        return {}
    query = select(col(ObjectionRow.seq), col(ObjectionRow.n), col(ObjectionRow.state)).where(
        col(ObjectionRow.workspace) == work.workspace,
        _in((col(ObjectionRow.seq), col(ObjectionRow.n)), [(each.seq, each.n) for each in rows]),
    )
    return {(seq, n): state for seq, n, state in work.connection.execute(query)}


def _in(columns: Iterable[Any], keys: list[tuple[int, int]]) -> ColumnElement[bool]:
    return tuple_(*columns).in_(keys)


CAUSES = {
    FactKind.DELETE.value: "the message was deleted",
    FactKind.UNREACTION.value: "the reaction was taken off",
    FactKind.UNDO.value: "the gift was taken back",
    FactKind.EDIT.value: "the message was changed",
    FactKind.SETTLE.value: "an admin took it back",
    FactKind.UNDEED.value: "it wasn't so after all",
}
"""What took a row back, in words."""
