"""Recording: facts are kept, scored and written - ledger, totals, counters, badges - inside one transaction."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scoring.engine import apply
from scoring.facts import Fact, FactKind
from scoring.state import NOBODY, State, TotalKey
from scoring.turn import Outcome
from storage.shelving import FACT, HISTOGRAM, LEDGER, LYING, fetch, insert, load, upsert

if TYPE_CHECKING:
    from storage.transactions import Work

PASSES = 50
"""Each pass loads one more layer of what decisions look at; real batches take two to four."""


def record(work: "Work", facts: Sequence[Fact]) -> list[Outcome]:
    """Apply facts in order and write what follows; repeats are dropped. One outcome per fact."""
    if not facts:
        return []
    state = work.state
    _foresee(state, facts)
    for _ in range(PASSES):
        if state.is_missing():
            load(work.connection, work.workspace, state)
        state.restart()
        seq, outcomes, kept = work.last_seq, [], []
        for fact in facts:
            outcome = apply(state, work.book, fact, seq + 1)
            outcomes.append(outcome)
            if outcome.kept:
                seq += 1
                kept.append((seq, fact))
        if not state.is_missing():
            break
    else:
        raise RuntimeError(f"the state of {work.workspace} did not settle after {PASSES} passes")
    if kept:
        insert(work.connection, work.workspace, FACT, [pack(seq, fact) for seq, fact in kept])
        write_state(work, state)
        work.last_seq = seq
    state.settle()
    return outcomes


def _foresee(state: State, facts: Sequence[Fact]) -> None:
    # Asking for the obvious at once saves the first pass.
    for fact in facts:
        members = {fact.actor, fact.target, *fact.people, *(person for person, _ in fact.gift)}
        state.members.missing.update(members - state.members.base.keys())
        if fact.channel:
            wanted = {(fact.channel, fact.message), (fact.channel, fact.thread or fact.message)}
            state.messages.missing.update(wanted - state.messages.base.keys())
            if fact.channel not in state.channels.base:
                state.channels.missing.add(fact.channel)
        if fact.emoji:
            key = (fact.channel, fact.message, fact.actor, fact.emoji)
            if key not in state.reactions.base:
                state.reactions.missing.add(key)


def pack(seq: int, fact: Fact) -> tuple[Any, ...]:
    """A fact as the columns of its table."""
    detail: dict[str, Any] = {}
    if fact.people:
        detail["people"] = fact.people
    if fact.gift:
        detail["gift"] = fact.gift
    if fact.values:
        detail["values"] = fact.values
    if fact.extra:
        detail["extra"] = fact.extra
    text = json.dumps(detail, ensure_ascii=False) if detail else ""
    return (
        seq, fact.kind.value, fact.at, fact.actor, fact.channel, fact.message, fact.thread, fact.target,
        fact.emoji, int(fact.marks), fact.length, fact.seen, text,
    )  # fmt: skip


def unpack(row: Sequence[Any]) -> tuple[int, Fact]:
    """The columns of a fact (behind the workspace) as its place and the fact."""
    seq, kind, at, actor, channel, message, thread, target, emoji, marks, length, seen, text = row
    if not text:
        return seq, Fact(KINDS[kind], at, actor, channel, message, thread, target, emoji, marks, length, seen=seen)
    detail = json.loads(text)
    return seq, Fact(
        KINDS[kind], at, actor, channel, message, thread, target, emoji, marks, length,
        tuple(detail.get("people", ())),
        tuple((person, units) for person, units in detail.get("gift", ())),
        tuple(detail.get("values", ())),
        seen,
        tuple((name, value) for name, value in detail.get("extra", ())),
    )  # fmt: skip


KINDS = {kind.value: kind for kind in FactKind}


def write_state(work: "Work", state: State) -> None:
    """Write every changed shelf in its table, and the histogram that follows from the totals."""
    for name, lying in LYING.items():
        shelf = getattr(state, name)
        rows = [lying.row(key, value) for key, value in shelf.fresh.items() if shelf.base.get(key) != value]
        if name == "totals":
            rows = [(*row, int(state.member(row[0]).shown)) for row in rows]
        upsert(work.connection, work.workspace, lying, rows)
    ledger = [tuple(row) for rows in state.rows.fresh.values() for row in rows]
    insert(work.connection, work.workspace, LEDGER, ledger)
    _write_histogram(work, state)


def _write_histogram(work: "Work", state: State) -> None:
    moved: dict[tuple[str, str, int, int], int] = defaultdict(int)
    switched = _switched(state)
    for key, amount in state.totals.fresh.items():
        member = key[0]
        shown = state.member(member).shown
        before = state.totals.base.get(key) or 0
        _move(moved, key, before, -(switched.get(member, shown)))
        _move(moved, key, amount, shown)
    for member in switched:
        _switch(work, state, member, moved)
    rows = [(*key, people) for key, people in moved.items() if people]
    upsert(work.connection, work.workspace, HISTOGRAM, rows, add=True)
    if any(people < 0 for people in moved.values()):
        _sweep(work, [key for key, people in moved.items() if people < 0])


def _move(moved: dict[tuple[str, str, int, int], int], key: TotalKey, amount: int, step: int) -> None:
    _, span, start, channel, measure = key
    if step and amount > 0 and not channel and measure != "coins":
        moved[(measure, span, start, amount)] += step


def _switched(state: State) -> dict[str, bool]:
    # Members whose visibility changed in this batch, with how it was.
    return {
        who: (state.members.base.get(who) or NOBODY).shown
        for who, member in state.members.fresh.items()
        if member.shown != (state.members.base.get(who) or NOBODY).shown
    }


def _switch(work: "Work", state: State, member: str, moved: dict[tuple[str, str, int, int], int]) -> None:
    # Everything this member ever earned enters or leaves the boards; what this batch changed is counted already.
    shown = state.member(member).shown
    for values in fetch(work.connection, work.workspace, LYING["totals"], [(member,)], width=1):
        key, amount = values[:5], values[5]
        if key not in state.totals.fresh:
            _move(moved, key, amount, 1 if shown else -1)
    mark = "%s" if work.postgres else "?"
    work.connection.exec_driver_sql(
        f"UPDATE total SET shown = {mark} WHERE workspace = {mark} AND member = {mark}",
        (int(shown), work.workspace, member),
    )


def _sweep(work: "Work", keys: list[tuple[str, str, int, int]]) -> None:
    keys.sort()
    if work.postgres:
        sql = (
            "DELETE FROM histogram h USING unnest(%s::text[], %s::text[], %s::integer[], %s::bigint[]) "
            "AS k(measure, span, start, amount) WHERE h.workspace = %s AND h.measure = k.measure "
            "AND h.span = k.span AND h.start = k.start AND h.amount = k.amount AND h.people <= 0"
        )
        columns = [list(column) for column in zip(*keys, strict=True)]
        work.connection.exec_driver_sql(sql, (*columns, work.workspace))
        return
    sql = (
        "DELETE FROM histogram WHERE workspace = ? AND measure = ? AND span = ? AND start = ? "
        "AND amount = ? AND people <= 0"
    )
    work.connection.exec_driver_sql(sql, [(work.workspace, *key) for key in keys])
