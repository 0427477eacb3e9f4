"""Known: who and what of a workspace has been introduced, so that nobody is looked up or written down twice."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlmodel import col, select

from scoring.state import Trait
from storage.groups import CHUNK
from storage.tables import ChannelIdRow, ChannelMemberRow, ChannelRow, EmojiRow, GroupRow, MemberRow

if TYPE_CHECKING:
    from storage.transactions import Work


def members(work: "Work") -> set[str]:
    """Everybody whose name is known."""
    query = select(MemberRow.member).where(MemberRow.workspace == work.workspace, MemberRow.name != "")
    return set(work.session.exec(query))


def colleagues(work: "Work") -> set[str]:
    """The same without those who left."""
    query = select(MemberRow.member).where(MemberRow.workspace == work.workspace, MemberRow.name != "")
    return set(work.session.exec(query.where(col(MemberRow.traits).bitwise_and(int(Trait.DEACTIVATED)) == 0)))


def with_role(work: "Work", role: str) -> set[str]:
    """Everybody who has this role."""
    query = select(MemberRow.member, MemberRow.roles).where(
        MemberRow.workspace == work.workspace, col(MemberRow.roles).contains(role, autoescape=True)
    )
    return {member for member, roles in work.session.exec(query) if role in roles.split()}


def channels(work: "Work") -> set[str]:
    """Every channel whose name is known, under each id it has had."""
    named = select(ChannelRow.channel).where(ChannelRow.workspace == work.workspace, ChannelRow.name != "")
    moved = select(ChannelIdRow.alias).where(ChannelIdRow.workspace == work.workspace)
    return set(work.session.exec(named)) | set(work.session.exec(moved))


def groups(work: "Work") -> dict[str, str]:
    """Group -> its name."""
    query = select(GroupRow.group_id, GroupRow.name).where(GroupRow.workspace == work.workspace)
    return dict(work.session.exec(query).all())


def in_channels(work: "Work", wanted: Iterable[str]) -> dict[str, set[str]]:
    """Private channel -> who is in it."""
    names = sorted(set(wanted))
    found: dict[str, set[str]] = {name: set() for name in names}
    for begin in range(0, len(names), CHUNK):
        query = select(ChannelMemberRow.channel, ChannelMemberRow.member).where(
            ChannelMemberRow.workspace == work.workspace,
            col(ChannelMemberRow.channel).in_(names[begin : begin + CHUNK]),
        )
        for channel, member in work.session.exec(query):
            found[channel].add(member)
    return found


def emoji(work: "Work") -> dict[str, str]:
    """The workspace's own names for emoji, and what each stands for."""
    query = select(EmojiRow.alias, EmojiRow.emoji).where(EmojiRow.workspace == work.workspace)
    return dict(work.session.exec(query).all())
