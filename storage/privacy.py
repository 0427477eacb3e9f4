"""Privacy: what members chose, all that is held on one of them, and who asked to be forgotten."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import SQLModel, col

from scoring.facts import Fact, FactKind
from scoring.state import Trait
from storage import ballot_boxes, coffee, words
from storage.erased_columns import PEOPLE, TEXTS
from storage.erasing import erase, spellings
from storage.forgetting import digest, ensure_pepper, forgotten
from storage.poll_tables import PollRow
from storage.sealing import WrongKey

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

OWN = frozenset("objection poll poll_option vote ballot promise contest challenge quiz_round".split())
"""What is asked, chosen and objected belongs to whoever did it: that it speaks of somebody doesn't make it theirs."""
MOMENTS = frozenset("at joined stamp seen made due claimed settled_at replayed_at ended_at".split())
DAYS = frozenset({"day", "start", "period", "last", "before_last", "snoozed"})
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

    What was meant for others stays with them, though it may name the member: letters to them, words not for the member,
    what was asked in a channel of theirs.
    """
    work.flush()
    about = {
        "workspace": work.workspace,
        "member": member,
        "name": work.member(member).name,
        "made": _moment(work.now),
        "choices": choices(work, member),
        # Which ones, and what was chosen, no file may say.
        "votes in open anonymous polls": ballot_boxes.open_votes(work, member),
        "co-owner of polls": _co_owned(work, member),
    }
    found: dict[str, Any] = {"about": about}
    for table in SQLModel.metadata.sorted_tables:
        if naming := _naming(table, member):
            query = select(table).where(table.c.workspace == work.workspace, or_(*naming))
            rows = work.connection.execute(query.order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [_readable(_as_shown(table.name, row)) for row in rows]
    found["coffee_avoid"] = _avoided(work, member)
    return found


def _co_owned(work: "Work", member: str) -> list[int]:
    # Only which: what they ask belongs to whoever asked.
    poll, terms = col(PollRow.poll), col(PollRow.terms)
    query = select(poll, terms).where(col(PollRow.workspace) == work.workspace, terms.contains('"owners":'))
    rows = work.connection.execute(query.order_by(poll)).all()
    return [number for number, text in rows if member in _terms(text).get("owners", ())]


def _avoided(work: "Work", member: str) -> list[str]:
    # Sealed in the table; here it is for the member alone.
    try:
        return coffee.avoided(work, member)
    except WrongKey:
        return ["a list that no key here opens"]


def _naming(table: Table, member: str) -> list[ColumnElement[bool]]:
    # Rows that name the member in a column, or somewhere in a text or in JSON.
    if "workspace" not in table.c:
        return []
    if table.name == "outbox":
        return [table.c.channel == f"@{member}"]
    if table.name == "words":
        return [words.meant_for(member)]
    if table.name == "calendar":  # whom somebody wants to be reminded of is theirs
        return [table.c.member == member]
    if table.name == "wish":  # what colleagues write for a card is handed over on the day
        return [table.c.author == member]
    if table.name == "greeting":
        return [(table.c.member == member) & (table.c.state != "open")]
    conditions: list[ColumnElement[bool]] = [column == member for column in table.c if column.name in PEOPLE]
    if table.name in OWN:
        return conditions
    for column in table.c:
        if column.name in TEXTS:
            needles = [*(f'"{form}"' for form in spellings(member)), f"<@{member}>", f"<@{member}|"]
            conditions.append(or_(*(column.contains(needle, autoescape=True) for needle in needles)))
    return conditions


def _as_shown(table: str, row: Mapping[Any, Any]) -> Mapping[Any, Any]:
    # Whoever asks a poll sees no more of an open one than everybody else.
    if table == "poll" and row["state"] == "open" and _terms(row["terms"]).get("results", "live") != "live":
        return {**row, "tally": ""}
    return row


def _terms(text: str) -> dict[str, Any]:
    found = _value("terms", text)
    return found if isinstance(found, dict) else {}


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
