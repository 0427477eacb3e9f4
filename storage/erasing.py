"""Erasing: a member becomes a pseudonym in every table, so that all totals stay true and nothing says who it was."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, bindparam, case, delete, or_, select, update
from sqlmodel import SQLModel, col

from scoring.facts import Fact, FactKind
from storage import (
    audit,
    ballot_boxes,
    calendar,
    celebrations,
    coffee,
    forgetting,
    letters,
    member_ids,
    outbox,
    polls,
    prompts,
    sweeping,
    trends,
    votes,
)
from storage.erased_columns import PEOPLE, STRUCTURED, TEXTS
from storage.tables import (
    ChannelMemberRow,
    ContestEntryRow,
    ConversationRow,
    FactRow,
    GroupMemberRow,
    MemberIdRow,
    MemberRow,
    MessageRow,
    ObjectionRow,
    PulseSkipRow,
    WordsRow,
)

if TYPE_CHECKING:
    from storage.transactions import Work

PREFIX = "erased-"
NAME = "Former colleague"
"""What cards say instead of a name."""


def erase(work: "Work", member: str, fresh_key: str = "") -> str:
    """Forget a member for good; the pseudonym that stands for them from now on.

    Kept under it: what they earned, when and where, and what a replay needs to decide alike (zone, country, roles, the
    day they joined). Gone: id and names, their words and objections, what was about to be told to them. `fresh_key`
    is used if no pepper was kept yet; without either, LookupError. Raises WrongKey while an open anonymous poll can't
    be read, for their vote would stay.
    """
    others = member_ids.aliases(work, member)
    for each in (member, *others):
        forgetting.remember(work, each, fresh_key)
        ballot_boxes.take_out(work, each)
    pseudonym = _erase(work, member)
    for other in others:
        # What came before anybody could say whose id it is stands under that one.
        if _is_anywhere(work, other):
            _erase(work, other)
    return pseudonym


def _erase(work: "Work", member: str) -> str:
    work.flush()
    names = _names(work, member)
    pseudonym = _next_pseudonym(work)
    _drop(work, member)
    for table in SQLModel.metadata.sorted_tables:
        if "workspace" in table.c:
            _rename(work, table, (member, pseudonym))
    votes.forget_groups(work, pseudonym)
    _replace_json(work, member, pseudonym)
    _replace_texts(work, _swapping(member, pseudonym, names), [member, *names])
    trends.forget(work, [member, *names])
    _strip_names(work, pseudonym)
    work.session.expire_all()
    work.forget_cache()
    extra: tuple[tuple[str, str | int], ...] = (("forgotten", 1), ("name", NAME))
    work.record([Fact(FactKind.MEMBER, work.now, pseudonym, target=pseudonym, extra=extra)])
    audit.write(work, pseudonym, "erased", "")
    sweeping.mark(work.connection)
    work.erased = True
    return pseudonym


def _is_anywhere(work: "Work", ident: str) -> bool:
    for table in SQLModel.metadata.sorted_tables:
        columns = [column == ident for column in table.c if column.name in PEOPLE]
        if columns and "workspace" in table.c:
            query = select(table.c.workspace).where(table.c.workspace == work.workspace, or_(*columns))
            if work.connection.execute(query.limit(1)).first() is not None:
                return True
    return bool(_rows_with(work, FactRow, "detail", [f'"{form}"' for form in spellings(ident)]))


def _next_pseudonym(work: "Work") -> str:
    # A number says nothing about whom it stands for, and needs no chance.
    taken = select(col(MemberRow.member)).where(
        col(MemberRow.workspace) == work.workspace, col(MemberRow.member).startswith(PREFIX, autoescape=True)
    )
    numbers = [each.removeprefix(PREFIX) for each in work.connection.execute(taken).scalars()]
    return f"{PREFIX}{1 + max((int(number) for number in numbers if number.isdecimal()), default=0)}"


def _names(work: "Work", member: str) -> list[str]:
    # The one of today and those of before, the longest first, so that no part of one is left over.
    found = {work.member(member).name}
    for _, _, pairs in _profile_facts(work, member):
        found.update(str(value) for name, value in pairs if name == "name")
    return sorted(found - {"", NAME}, key=len, reverse=True)


def _drop(work: "Work", member: str) -> None:
    for model, column in (
        (WordsRow, WordsRow.member),
        (ObjectionRow, ObjectionRow.member),
        (GroupMemberRow, GroupMemberRow.member),
        (ChannelMemberRow, ChannelMemberRow.member),
        (ConversationRow, ConversationRow.member),
        (MemberIdRow, MemberIdRow.member),
        (PulseSkipRow, PulseSkipRow.member),
        (ContestEntryRow, ContestEntryRow.member),
    ):
        ours = col(model.workspace) == work.workspace
        work.connection.execute(delete(model).where(ours, col(column) == member))
    polls.forget_answers(work, member)
    outbox.forget_to(work, member)
    letters.forget_sealed(work)
    calendar.erase(work, member)
    prompts.forget(work, member)
    celebrations.erase(work, member)
    coffee.erase(work, member)


def _rename(work: "Work", table: Table, swap: tuple[str, str]) -> None:
    columns = [column for column in table.c if column.name in PEOPLE]
    if columns:
        old, new = swap
        # One pass over the table, whatever the number of its columns.
        values = {column.name: case((column == old, new), else_=column) for column in columns}
        work.connection.execute(
            update(table)
            .where(table.c.workspace == work.workspace, or_(*(column == old for column in columns)))
            .values(values)
        )


def _keys(model: type[SQLModel]) -> list[ColumnElement[Any]]:
    return list(_table(model).primary_key.columns)


def _table(model: type[SQLModel]) -> Table:
    return model.__table__  # type: ignore[attr-defined,no-any-return]  # SQLModel adds it to every table class


def _replace_json(work: "Work", member: str, pseudonym: str) -> None:
    quoted = [f'"{form}"' for form in spellings(member)]
    for model, column in ((FactRow, "detail"), (MessageRow, "gift")):
        changed = [
            (key, json.dumps(_swapped(json.loads(text), member, pseudonym), ensure_ascii=False))
            for key, text in _rows_with(work, model, column, quoted)
        ]
        _write(work, model, column, changed)


def _swapped(value: Any, member: str, pseudonym: str) -> Any:
    # People, gifts and standing shares name members in lists; the keys of objects are our own words.
    if isinstance(value, list):
        return [_swapped(part, member, pseudonym) for part in value]
    if isinstance(value, dict):
        return {name: _swapped(part, member, pseudonym) for name, part in value.items() if name != "extra"} | (
            {"extra": value["extra"]} if "extra" in value else {}
        )
    return pseudonym if value == member else value


def _rows_with(work: "Work", model: type[SQLModel], name: str, needles: list[str]) -> list[tuple[tuple[Any, ...], str]]:
    workspace, column = _keys(model)[0], _table(model).c[name]
    holds = or_(*(column.contains(needle, autoescape=True) for needle in needles))
    query = select(column, *_keys(model)).where(workspace == work.workspace, holds)
    return [(tuple(key), text) for text, *key in work.connection.execute(query)]


def _write(work: "Work", model: type[SQLModel], column: str, changed: list[tuple[tuple[Any, ...], str]]) -> None:
    if not changed:
        return
    keys = _keys(model)
    same = [key == bindparam(f"key{place}") for place, key in enumerate(keys)]
    values = [{f"key{place}": part for place, part in enumerate(key)} | {"text": text} for key, text in changed]
    work.connection.execute(update(_table(model)).where(*same).values({column: bindparam("text")}), values)


def _swapping(member: str, pseudonym: str, names: list[str]) -> Callable[[str], str]:
    mention = re.compile(rf"<@{re.escape(member)}(?:\|[^<>]*)?>")
    identity = re.compile(rf"(?<!\w){re.escape(member)}(?!\w)")
    named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names)) if names else None

    def swap(text: str) -> str:
        text = identity.sub(pseudonym, mention.sub(f"<@{pseudonym}>", text))
        return named.sub(NAME, text) if named else text

    return swap


def _in_json(swap: Callable[[str], str], text: str) -> str:
    # Letters, events and choices are JSON, where a line break before a name would look like a letter of it.
    if not text.startswith(("{", "[")):
        return swap(text)
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return swap(text)
    return json.dumps(_each_string(value, swap), separators=(",", ":"))


def _each_string(value: Any, swap: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_each_string(part, swap) for part in value]
    if isinstance(value, dict):
        # "_" names the type of what was encoded.
        return {name: part if name == "_" else _each_string(part, swap) for name, part in value.items()}
    return swap(value) if isinstance(value, str) else value


def spellings(text: str) -> list[str]:
    """A text as it is, and as JSON writes it with and without other letters than ASCII."""
    return list(dict.fromkeys((text, json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1])))


def _replace_texts(work: "Work", swap: Callable[[str], str], hints: list[str]) -> None:
    needles = [form for hint in hints for form in spellings(hint)]
    for model in _models():
        table = _table(model)
        for column in table.c:
            if column.name in TEXTS and (table.name, column.name) not in STRUCTURED:
                rows = _rows_with(work, model, column.name, needles)
                changed = [(key, _in_json(swap, text)) for key, text in rows]
                _write(work, model, column.name, changed)


def _models() -> list[type[SQLModel]]:
    return [mapper.class_ for mapper in SQLModel._sa_registry.mappers if "workspace" in mapper.local_table.c]


def _profile_facts(work: "Work", member: str) -> list[tuple[int, str, list[list[Any]]]]:
    # (seq, detail, extra) of every fact about this member's profile.
    query = select(col(FactRow.seq), col(FactRow.detail)).where(
        col(FactRow.workspace) == work.workspace,
        col(FactRow.kind) == FactKind.MEMBER.value,
        or_(col(FactRow.target) == member, (col(FactRow.target) == "") & (col(FactRow.actor) == member)),
    )
    rows = work.connection.execute(query.order_by(col(FactRow.seq))).all()
    return [(seq, detail, json.loads(detail).get("extra", [])) for seq, detail in rows if detail]


def _strip_names(work: "Work", pseudonym: str) -> None:
    # A replay drops a fact that changes nothing, and this one was kept: so each name becomes another number.
    changed = []
    for number, (seq, detail, extra) in enumerate(_profile_facts(work, pseudonym), start=1):
        pairs = [[name, f"{NAME} {number}" if name == "name" else value] for name, value in extra]
        text = json.dumps({**json.loads(detail), "extra": pairs}, ensure_ascii=False)
        changed.append(((work.workspace, seq), text))
    _write(work, FactRow, "detail", changed)
