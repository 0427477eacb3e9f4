"""Groups and who is in them, private channels and who is in them: written as told, read when one is mentioned."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Table, delete, func, select
from sqlmodel import SQLModel, col

from storage.shelving import Lying, fetch, insert
from storage.tables import ChannelMemberRow, GroupMemberRow, GroupRow

if TYPE_CHECKING:
    from storage.transactions import Work

CHUNK = 500
"""Ids in one statement."""


def _table(model: type[SQLModel]) -> Table:
    return model.__table__  # type: ignore[attr-defined,no-any-return]  # SQLModel adds it to every table class


_GROUP_MEMBERS = Lying(_table(GroupMemberRow), 2)


def members_of(work: "Work", groups: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Who is in each of these groups; a group nobody told us of has no members."""
    found: dict[str, list[str]] = {group: [] for group in groups}
    if found:
        for group, member in fetch(
            work.connection, work.workspace, _GROUP_MEMBERS, [(group,) for group in sorted(found)], width=1
        ):
            found[group].append(member)
    return {group: tuple(sorted(members)) for group, members in found.items()}


def groups_of(work: "Work", members: Iterable[str], groups: Sequence[str]) -> dict[str, str]:
    """Member -> the first of these groups that they are in; who is in none isn't there."""
    wanted, table = sorted(set(members)), GroupMemberRow
    found: dict[str, str] = {}
    for begin in range(0, len(wanted) if groups else 0, CHUNK):
        query = select(col(table.member), col(table.group_id)).where(
            col(table.workspace) == work.workspace,
            col(table.group_id).in_(groups),
            col(table.member).in_(wanted[begin : begin + CHUNK]),
        )
        for member, group in work.connection.execute(query):
            if member not in found or groups.index(group) < groups.index(found[member]):
                found[member] = group
    return found


def set_groups(work: "Work", groups: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
    """Group -> (name, members) as they are now; whoever isn't named left."""
    _clear(work, GroupRow, "group_id", groups)
    _clear(work, GroupMemberRow, "group_id", groups)
    names = [(group, name) for group, (name, _) in sorted(groups.items())]
    people = [(group, member) for group, (_, members) in sorted(groups.items()) for member in sorted(set(members))]
    insert(work.connection, work.workspace, _table(GroupRow), names)
    insert(work.connection, work.workspace, _table(GroupMemberRow), people)


def set_channel_members(work: "Work", channels: Mapping[str, tuple[str, ...]]) -> None:
    """Private channel -> who is in it now; an open one has nobody here, since everybody may see it."""
    _clear(work, ChannelMemberRow, "channel", channels)
    people = [(channel, member) for channel, members in sorted(channels.items()) for member in sorted(set(members))]
    insert(work.connection, work.workspace, _table(ChannelMemberRow), people)


def come_and_go(work: "Work", people: Mapping[tuple[str, str], bool]) -> None:
    """(private channel, member) -> whether they are there now; everybody else stays as they were."""
    if not people:
        return
    table = _table(ChannelMemberRow)
    came = sorted(key for key, is_there in people.items() if is_there)
    insert(work.connection, work.workspace, table, came, "ON CONFLICT DO NOTHING")
    for channel, member in sorted(key for key, is_there in people.items() if not is_there):
        work.connection.execute(
            delete(table).where(
                table.c.workspace == work.workspace,
                table.c.channel == channel,
                table.c.member == member,
            )
        )
    work.changed = True


def _clear(work: "Work", model: type[SQLModel], column: str, keys: Iterable[str]) -> None:
    table, wanted = _table(model), sorted(keys)
    for begin in range(0, len(wanted), CHUNK):
        part = wanted[begin : begin + CHUNK]
        work.connection.execute(delete(table).where(table.c.workspace == work.workspace, table.c[column].in_(part)))


def group_names(work: "Work", groups: Iterable[str]) -> dict[str, str]:
    """Group -> name, of those we know."""
    wanted = sorted(set(groups))
    query = select(col(GroupRow.group_id), col(GroupRow.name)).where(
        col(GroupRow.workspace) == work.workspace, col(GroupRow.group_id).in_(wanted)
    )
    return {row[0]: row[1] for row in work.connection.execute(query)} if wanted else {}


def groups_called(work: "Work", name: str) -> list[str]:
    """The groups with exactly this name, however it is capitalised."""
    query = select(col(GroupRow.group_id)).where(
        col(GroupRow.workspace) == work.workspace, func.lower(col(GroupRow.name)) == name.lower()
    )
    return list(work.connection.execute(query.order_by(col(GroupRow.group_id))).scalars())
