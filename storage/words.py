"""Words: what people wrote when they gave something, kept where the rule book says so, under the fact that gave it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, insert, select
from sqlmodel import col

from storage.groups import CHUNK
from storage.tables import ChannelMemberRow, ChannelRow, LedgerRow, WordsRow

if TYPE_CHECKING:
    from storage.transactions import Work


def keep(work: "Work", words: Mapping[int, tuple[str, str]]) -> None:
    """Fact -> (who wrote it, markup); takes the place of what was kept for it before."""
    if not words:
        return
    forget(work, words)
    rows = [
        {"workspace": work.workspace, "seq": seq, "member": member, "markup": markup}
        for seq, (member, markup) in sorted(words.items())
    ]
    work.connection.execute(insert(WordsRow), rows)
    work.changed = True


def forget(work: "Work", seqs: Iterable[int]) -> None:
    """The gift is gone, and so are its words."""
    wanted = sorted(set(seqs))
    for begin in range(0, len(wanted), CHUNK):
        part = wanted[begin : begin + CHUNK]
        work.connection.execute(
            delete(WordsRow).where(col(WordsRow.workspace) == work.workspace, col(WordsRow.seq).in_(part))
        )
        work.changed = True


def of(work: "Work", seqs: Iterable[int], *, reader: str = "") -> dict[int, str]:
    """Fact -> the markup kept of it, where something was; with a `reader` only what was meant for them."""
    wanted = sorted(set(seqs))
    found: dict[int, str] = {}
    for begin in range(0, len(wanted), CHUNK):
        query = select(col(WordsRow.seq), col(WordsRow.markup)).where(
            col(WordsRow.workspace) == work.workspace, col(WordsRow.seq).in_(wanted[begin : begin + CHUNK])
        )
        if reader:
            query = query.where(meant_for(reader))
        found.update((seq, markup) for seq, markup in work.connection.execute(query))
    return found


def meant_for(member: str) -> ColumnElement[bool]:
    """Whether a row of words was written by this member, or to them where they may read along."""
    shut_out = (
        select(col(ChannelRow.channel))
        .where(
            col(ChannelRow.workspace) == col(LedgerRow.workspace),
            col(ChannelRow.channel) == col(LedgerRow.channel),
            col(ChannelRow.private) != 0,
            ~_is_in(member),
        )
        .exists()
    )
    received = (
        select(col(LedgerRow.seq))
        .where(
            col(LedgerRow.workspace) == col(WordsRow.workspace),
            col(LedgerRow.seq) == col(WordsRow.seq),
            col(LedgerRow.member) == member,
            ~shut_out,
        )
        .exists()
    )
    return (col(WordsRow.member) == member) | received


def _is_in(member: str) -> ColumnElement[bool]:
    return (
        select(col(ChannelMemberRow.member))
        .where(
            col(ChannelMemberRow.workspace) == col(ChannelRow.workspace),
            col(ChannelMemberRow.channel) == col(ChannelRow.channel),
            col(ChannelMemberRow.member) == member,
        )
        .exists()
    )
