"""Member ids: the other ids by which a platform knows people, so that one person stays one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlmodel import col, select

from storage.forgetting import forgotten
from storage.groups import CHUNK
from storage.tables import MemberIdRow

if TYPE_CHECKING:
    from storage.transactions import Work


def members(work: "Work", aliases: Iterable[str]) -> dict[str, str]:
    """Alias -> member, of those that are known."""
    wanted = sorted(set(aliases))
    found: dict[str, str] = {}
    for begin in range(0, len(wanted), CHUNK):
        query = select(MemberIdRow.alias, MemberIdRow.member).where(
            MemberIdRow.workspace == work.workspace, col(MemberIdRow.alias).in_(wanted[begin : begin + CHUNK])
        )
        found.update(work.session.exec(query).all())
    return found


def alias(work: "Work", member: str) -> str:
    """The newest other id of a member; nothing if none is known."""
    query = select(MemberIdRow.alias).where(MemberIdRow.workspace == work.workspace, MemberIdRow.member == member)
    return work.session.exec(query.order_by(col(MemberIdRow.at).desc(), MemberIdRow.alias)).first() or ""


def aliases(work: "Work", member: str) -> list[str]:
    """All other ids of a member."""
    query = select(MemberIdRow.alias).where(MemberIdRow.workspace == work.workspace, MemberIdRow.member == member)
    return list(work.session.exec(query.order_by(MemberIdRow.alias)))


def keep(work: "Work", pairs: Mapping[str, str]) -> None:
    """These aliases are these members; whose an alias once was, it stays. Of who was erased, none is kept again."""
    told = {each: member for each, member in pairs.items() if each and member and each != member}
    gone = forgotten(work, {*told, *told.values()}) if told else set()
    rows = [
        (work.workspace, each, member, work.now)
        for each, member in sorted(told.items())
        if each not in gone and member not in gone
    ]
    if not rows:
        return
    mark = "%s" if work.postgres else "?"
    # Nobody's fact: no other process has to forget what it remembers.
    sql = (
        f"INSERT INTO member_id (workspace, alias, member, at) VALUES ({mark}, {mark}, {mark}, {mark})"
        " ON CONFLICT (workspace, alias) DO NOTHING"
    )
    work.connection.exec_driver_sql(sql, rows)
