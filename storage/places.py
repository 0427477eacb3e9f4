"""Places: which channels a member may see named, and finding one by what was typed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from storage import channel_ids
from storage.tables import ChannelMemberRow, ChannelRow

if TYPE_CHECKING:
    from storage.transactions import Work

AT_ONCE = 400
"""Channels that one statement looks up."""


def names_for(work: "Work", viewer: str, channels: Iterable[str]) -> dict[str, str]:
    """Channel -> name, without the private ones this viewer is not in. Unheard-of channels are left out."""
    wanted = sorted(set(channels) - {""})
    if not wanted:
        return {}
    query = select(col(ChannelRow.channel), col(ChannelRow.name), col(ChannelRow.private)).where(
        col(ChannelRow.workspace) == work.workspace, col(ChannelRow.channel).in_(wanted)
    )
    rows = work.connection.execute(query).all()
    mine = _mine(work, viewer, [channel for channel, _, private in rows if private])
    return {channel: name or channel for channel, name, private in rows if not private or channel in mine}


def _mine(work: "Work", viewer: str, channels: list[str]) -> set[str]:
    if not channels:
        return set()
    query = select(col(ChannelMemberRow.channel)).where(
        col(ChannelMemberRow.workspace) == work.workspace,
        col(ChannelMemberRow.channel).in_(channels),
        col(ChannelMemberRow.member) == viewer,
    )
    return set(work.connection.execute(query).scalars())


def is_closed(work: "Work", viewer: str, channel: str) -> bool:
    """Whether a channel is known to be private, and this viewer not to be in it."""
    query = select(col(ChannelRow.private)).where(
        col(ChannelRow.workspace) == work.workspace, col(ChannelRow.channel) == channel
    )
    private = bool(channel) and bool(work.connection.execute(query).scalar_one_or_none())
    return private and not _mine(work, viewer, [channel])


def closed(work: "Work", viewer: str, channels: Iterable[str]) -> set[str]:
    """Those of the channels, however many, that are known to be private, and this viewer not to be in."""
    mine = select(col(ChannelMemberRow.channel)).where(
        col(ChannelMemberRow.workspace) == work.workspace, col(ChannelMemberRow.member) == viewer
    )
    query = select(col(ChannelRow.channel)).where(
        col(ChannelRow.workspace) == work.workspace, col(ChannelRow.private) != 0, col(ChannelRow.channel).not_in(mine)
    )
    wanted, found = sorted(set(channels) - {""}), set[str]()
    for first in range(0, len(wanted), AT_ONCE):
        some = query.where(col(ChannelRow.channel).in_(wanted[first : first + AT_ONCE]))
        found.update(work.connection.execute(some).scalars())
    return found


def find(work: "Work", viewer: str, typed: str) -> str | None:
    """The channel with this id or name, if this viewer may see it; None says no more than that."""
    name = channel_ids.first(work, typed.strip().removeprefix("#"))
    query = (
        select(col(ChannelRow.channel))
        .where(
            col(ChannelRow.workspace) == work.workspace,
            (col(ChannelRow.channel) == name) | (func.lower(col(ChannelRow.name)) == name.lower()),
        )
        .order_by(col(ChannelRow.channel))
    )
    rows = work.connection.execute(query).scalars()
    found = list(dict.fromkeys(channel_ids.first(work, channel) for channel in rows))
    visible = names_for(work, viewer, found)
    return next((channel for channel in found if channel in visible), None)


def shared(work: "Work", channels: Iterable[str]) -> set[str]:
    """Those of the channels in which people of another organisation are: nothing about colleagues is posted there."""
    wanted = sorted(set(channels) - {""})
    known = work.look(lambda state: {channel: state.channels.get(channel) for channel in wanted})
    return {channel for channel, found in known.items() if found and found.shared}


def public(work: "Work", channels: Iterable[str]) -> set[str]:
    """Those of the channels that are known to be open to everyone; what is not known may be private."""
    return set(names_for(work, "", channels))


def labels(work: "Work", viewer: str, patterns: Iterable[str]) -> dict[str, str]:
    """What to call channels that a rule names by id, or that this viewer mustn't hear of."""
    literal = sorted({pattern.lstrip("#") for pattern in patterns if not {"*", "?"} & set(pattern)})
    if not literal:
        return {}
    query = select(col(ChannelRow.channel), col(ChannelRow.name)).where(
        col(ChannelRow.workspace) == work.workspace,
        col(ChannelRow.channel).in_(literal) | col(ChannelRow.name).in_(literal),
    )
    rows = work.connection.execute(query).all()
    visible = names_for(work, viewer, [channel for channel, _ in rows])
    found: dict[str, str] = {}
    for channel, name in rows:
        for word in {channel, name} & set(literal):
            shown = f"#{visible[channel]}" if channel in visible else "a private channel"
            if found.get(word, "a private channel") == "a private channel":
                found[word] = shown
    return found
