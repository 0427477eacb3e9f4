"""Objections: what somebody doubts, and what an admin decided about it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from scoring.facts import Fact, FactKind, Micros
from storage import audit, why
from storage.tables import OBJECTED as IS_OPEN
from storage.tables import MemberRow, ObjectionRow
from storage.why import Explained

if TYPE_CHECKING:
    from storage.transactions import Work

OPEN, KEPT, TAKEN_BACK = "open", "kept", "taken back"
MOST = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """An open objection."""

    seq: int
    n: int
    at: Micros
    member: str
    reason: str
    explained: Explained


def raise_one(work: "Work", member: str, place: tuple[int, int], reason: str) -> bool:
    """Object to a row of one's own; False if it isn't one's own, is taken back already, or was objected to before."""
    seq, n = place
    row = why.row(work, seq, n)
    if row is None or row.member != member or row.corrects_seq:
        return False
    [explained] = why.explain(work, [row], member)
    if explained.corrections or explained.objections:
        return False
    work.session.add(
        ObjectionRow(
            workspace=work.workspace, seq=seq, n=n, at=work.now, member=member, reason=reason, state=OPEN,
            settled_at=0, settled_by="",
        )
    )  # fmt: skip
    work.session.flush()
    work.changed = True
    return True


def doubts(work: "Work", viewer: str) -> list[Doubt]:
    """What waits for an admin, the oldest first, with channels named as this one may see them."""
    query = (
        select(ObjectionRow)
        .where(ObjectionRow.workspace == work.workspace, IS_OPEN)
        .order_by(col(ObjectionRow.at), col(ObjectionRow.seq), col(ObjectionRow.n))
        .limit(MOST)
    )
    found = []
    for each in work.session.exec(query):
        row = why.row(work, each.seq, each.n)
        if row is not None:
            [explained] = why.explain(work, [row], viewer)
            found.append(Doubt(each.seq, each.n, each.at, each.member, each.reason, explained))
    return found


def settle(work: "Work", admin: str, place: tuple[int, int], *, keep: bool) -> str | None:
    """Decide an open objection: whose it was. None if there is none (any more)."""
    seq, n = place
    row = work.session.get(ObjectionRow, (work.workspace, seq, n))
    if row is None or row.state != OPEN:
        return None
    row.state, row.settled_at, row.settled_by = KEPT if keep else TAKEN_BACK, work.now, admin
    work.session.add(row)
    audit.write(work, admin, "settled an objection", f"{seq}.{n} {row.state}")
    if not keep:
        work.record([Fact(FactKind.SETTLE, work.now, admin, target=f"{seq}.{n}")])
    return row.member


def admins(work: "Work") -> list[str]:
    """Who can settle."""
    query = select(MemberRow.member, MemberRow.roles).where(
        MemberRow.workspace == work.workspace, col(MemberRow.roles).contains("admin")
    )
    rows = work.session.exec(query.order_by(col(MemberRow.member)))
    found = [member for member, roles in rows if "admin" in roles.split()]
    return [member for member, known in work.members(found).items() if not known.traits & work.book.outside]
