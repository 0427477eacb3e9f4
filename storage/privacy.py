"""Privacy: what members chose, all that is held on one of them, and who asked to be forgotten."""

import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, and_, or_, select
from sqlmodel import SQLModel, col

from scoring.facts import Fact, FactKind
from scoring.state import Trait
from storage.erasing import PEOPLE, TEXTS, erase
from storage.groups import CHUNK
from storage.tables import ForgottenRow, SecretRow

if TYPE_CHECKING:
    from storage.transactions import Work

__all__ = ["CHOICES", "choose", "digest", "ensure_pepper", "erase", "export", "forgotten"]

CHOICES: Mapping[str, Trait] = MappingProxyType(
    {
        "score": Trait.NO_SCORE,
        "show": Trait.HIDDEN,
        "announce": Trait.NO_ANNOUNCE,
        "celebrate": Trait.NO_CELEBRATE,
        "pair": Trait.NO_PAIR,
    }
)
"""What a member may agree to or not, one by one, and the trait that says they don't."""

PEPPER = "forgotten"
MOMENTS = frozenset({"at", "joined", "stamp", "seen", "made", "due", "settled_at", "replayed_at"})
DAYS = frozenset({"day", "start", "period", "last", "before_last"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def choose(work: "Work", member: str, choices: Mapping[str, bool]) -> list[str]:
    """Keep what a member agrees to; the names of the choices that changed."""
    traits = work.member(member).traits
    changed = [name for name, yes in choices.items() if bool(traits & CHOICES[name]) is yes]
    if changed:
        extra = tuple(sorted((str(CHOICES[name].name).lower(), int(not choices[name])) for name in changed))
        work.record([Fact(FactKind.MEMBER, work.now, member, target=member, extra=extra)])
    return changed


def ensure_pepper(work: "Work", fresh_key: str) -> str:
    """The key of `forgotten`; made of `fresh_key` (random, from whoever starts the program) if there is none yet."""
    row = work.session.get(SecretRow, PEPPER)
    if row is None:
        row = SecretRow(name=PEPPER, value=fresh_key)
        work.session.add(row)
        work.session.flush()
    return row.value


def digest(pepper: str, workspace: str, member: str) -> str:
    """What is kept instead of the id: to be recognised, and not to be read back."""
    return hmac.digest(pepper.encode(), f"{workspace}|{member}".encode(), "sha256").hex()


def forgotten(work: "Work", members: Iterable[str]) -> set[str]:
    """Those of the members who asked to be erased: nothing about them may be kept again."""
    ours = col(ForgottenRow.workspace) == work.workspace
    if work.connection.execute(select(col(ForgottenRow.digest)).where(ours).limit(1)).first() is None:
        return set()
    query = select(col(SecretRow.value)).where(col(SecretRow.name) == PEPPER)
    pepper = work.connection.execute(query).scalar_one()
    by_digest = {digest(pepper, work.workspace, member): member for member in members if member}
    wanted, found = sorted(by_digest), set()
    for begin in range(0, len(wanted), CHUNK):
        known = select(col(ForgottenRow.digest)).where(
            ours, col(ForgottenRow.digest).in_(wanted[begin : begin + CHUNK])
        )
        found |= {by_digest[each] for each in work.connection.execute(known).scalars()}
    return found


def export(work: "Work", member: str) -> dict[str, Any]:
    """All that is held on a member, table by table; times are written out, and no table is left out."""
    work.flush()
    person = work.member(member)
    found: dict[str, Any] = {
        "workspace": work.workspace,
        "member": member,
        "name": person.name,
        "made": _moment(work.now),
        "choices": {name: not person.traits & trait for name, trait in CHOICES.items()},
    }
    for table in SQLModel.metadata.sorted_tables:
        if about := _about(table, member):
            query = select(table).where(table.c.workspace == work.workspace, or_(*about))
            rows = work.connection.execute(query.order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [_readable(row) for row in rows]
    return found


def _about(table: Table, member: str) -> list[ColumnElement[bool]]:
    # Rows that name the member in a column, or somewhere in a text or in JSON.
    if "workspace" not in table.c:
        return []
    conditions: list[ColumnElement[bool]] = [column == member for column in table.c if column.name in PEOPLE]
    quoted = json.dumps(member, ensure_ascii=False)
    for column in table.c:
        if column.name in TEXTS:
            needles = [quoted, f"<@{member}>", f"<@{member}|"]
            conditions.append(or_(*(column.contains(needle, autoescape=True) for needle in needles)))
    if table.name == "outbox":
        conditions.append(table.c.channel == f"@{member}")
    if table.name == "counter":
        pair = or_(
            table.c.other.startswith(f"{member}/", autoescape=True), table.c.other.endswith(f"/{member}", autoescape=True)
        )
        conditions.append(and_(table.c.name.startswith("once:"), pair))
    return conditions


def _readable(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _value(str(name), value) for name, value in row.items() if name != "workspace"}


def _value(name: str, value: Any) -> Any:
    if name in MOMENTS and isinstance(value, int) and value > 0:
        return _moment(value)
    if name in DAYS and isinstance(value, int) and 0 < value < date.max.toordinal():
        return date.fromordinal(value).isoformat()
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value


def _moment(at: int) -> str:
    try:
        return (EPOCH + timedelta(microseconds=at)).isoformat()
    except OverflowError:
        return str(at)
