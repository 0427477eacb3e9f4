"""Privacy: what members chose, all that is held on one of them, and who asked to be forgotten."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import SQLModel

from scoring.facts import Fact, FactKind
from scoring.state import Trait
from storage import words
from storage.erasing import PEOPLE, TEXTS, erase, spellings
from storage.forgetting import digest, ensure_pepper, forgotten

if TYPE_CHECKING:
    from storage.transactions import Work

__all__ = ["CHOICES", "choices", "choose", "digest", "ensure_pepper", "erase", "export", "forgotten"]

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

MOMENTS = frozenset({"at", "joined", "stamp", "seen", "made", "due", "claimed", "settled_at", "replayed_at"})
DAYS = frozenset({"day", "start", "period", "last", "before_last"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def choices(work: "Work", member: str) -> dict[str, bool]:
    """What a member agrees to."""
    traits = work.member(member).traits
    return {name: not traits & trait for name, trait in CHOICES.items()}


def choose(work: "Work", member: str, wanted: Mapping[str, bool]) -> list[str]:
    """Keep what a member agrees to; the names of the choices that changed."""
    before = choices(work, member)
    changed = [name for name, yes in wanted.items() if before[name] is not yes]
    if changed:
        extra = tuple(sorted((str(CHOICES[name].name).lower(), int(not wanted[name])) for name in changed))
        work.record([Fact(FactKind.MEMBER, work.now, member, target=member, extra=extra)])
    return changed


def export(work: "Work", member: str) -> dict[str, Any]:
    """All that is held on a member, table by table; times are written out, and no table is left out.

    What was meant for others stays with them, though it may name the member: letters to them, words not for the member.
    """
    work.flush()
    about = {
        "workspace": work.workspace,
        "member": member,
        "name": work.member(member).name,
        "made": _moment(work.now),
        "choices": choices(work, member),
    }
    found: dict[str, Any] = {"about": about}
    for table in SQLModel.metadata.sorted_tables:
        if naming := _naming(table, member):
            query = select(table).where(table.c.workspace == work.workspace, or_(*naming))
            rows = work.connection.execute(query.order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [_readable(row) for row in rows]
    return found


def _naming(table: Table, member: str) -> list[ColumnElement[bool]]:
    # Rows that name the member in a column, or somewhere in a text or in JSON.
    if "workspace" not in table.c:
        return []
    if table.name == "outbox":
        return [table.c.channel == f"@{member}"]
    if table.name == "words":
        return [words.meant_for(member)]
    conditions: list[ColumnElement[bool]] = [column == member for column in table.c if column.name in PEOPLE]
    if table.name == "contested":  # what others object is for admins
        return conditions
    for column in table.c:
        if column.name in TEXTS:
            needles = [*(f'"{form}"' for form in spellings(member)), f"<@{member}>", f"<@{member}|"]
            conditions.append(or_(*(column.contains(needle, autoescape=True) for needle in needles)))
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
