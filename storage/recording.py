"""Recording: facts are kept, scored and written - ledger, totals, counters, badges - inside one transaction."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from scoring.engine import apply
from scoring.facts import Fact, FactKind
from scoring.state import NOBODY, Member, Row, State, SumKey, TotalKey
from scoring.totals import spread, sum_up
from scoring.turn import Outcome
from storage.shelving import FACT, HISTOGRAM, LEDGER, LYING, fetch, insert, load, upsert

if TYPE_CHECKING:
    from storage.transactions import Work

CHUNK = 100
"""Facts that are applied before what they asked for is looked up: few enough that little has to be done again."""


def record(work: "Work", facts: Sequence[Fact]) -> list[Outcome]:
    """Apply facts in order and write what follows; repeats are dropped. One outcome per fact."""
    if not facts:
        return []
    outcomes = score(work, facts)
    kept = [fact for fact, outcome in zip(facts, outcomes, strict=True) if outcome.kept]
    if kept:
        first = work.last_seq + 1
        insert(work.connection, work.workspace, FACT, [pack(seq, fact) for seq, fact in enumerate(kept, first)])
        write_state(work, work.state)
        work.last_seq += len(kept)
    work.state.settle()
    return outcomes


def score(work: "Work", facts: Sequence[Fact]) -> list[Outcome]:
    """Apply facts to the state; nothing is written yet.

    What isn't in memory is taken for absent, as most of it is new, and looked up afterwards. From the first fact on
    for which that was wrong, facts are applied again, one by one.
    """
    outcomes: list[Outcome] = []
    seq = work.last_seq + 1
    for begin in range(0, len(facts), CHUNK):
        chunk, size = facts[begin : begin + CHUNK], CHUNK
        _foresee(work.state, chunk)
        load(work.connection, work.workspace, work.state)
        while chunk:
            done = _attempt(work, chunk[:size], seq)
            outcomes += done
            seq += sum(outcome.kept for outcome in done)
            chunk, size = chunk[len(done) :], 1
    return outcomes


def _attempt(work: "Work", facts: Sequence[Fact], seq: int) -> list[Outcome]:
    # The outcomes up to the first fact that took something for absent which is there; it is known the next time.
    state, outcomes, marks = work.state, [], []
    state.asked.clear()
    state.journal.clear()
    for fact in facts:
        marks.append((len(state.asked), len(state.journal)))
        outcome = apply(state, work.book, fact, seq)
        outcomes.append(outcome)
        seq += outcome.kept
    load(work.connection, work.workspace, state)
    wrong = next((place for place, (shelf, key) in enumerate(state.asked) if shelf.base.get(key)), None)
    if wrong is None:
        return outcomes
    fact_at = bisect_right(marks, wrong, key=lambda mark: mark[0]) - 1
    state.undo(marks[fact_at][1])
    return outcomes[:fact_at]


def _foresee(state: State, facts: Sequence[Fact]) -> None:
    # What is surely looked at is asked for at once.
    state.members.want({who for fact in facts for who in (fact.actor, fact.target, *fact.people)})
    placed = [fact for fact in facts if fact.channel]
    messages = {(fact.channel, fact.message) for fact in placed}
    messages.update((fact.channel, fact.thread) for fact in placed if fact.thread)
    state.messages.want(messages)
    state.channels.want({fact.channel for fact in placed})
    reactions = {(fact.channel, fact.message, fact.actor, fact.emoji) for fact in placed if fact.emoji}
    state.reactions.want(reactions)
    state.reactors.want({key[:2] for key in reactions})


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
    """Write every changed shelf in its table, the totals the ledger leads to, and the histogram they lead to."""
    for name, lying in LYING.items():
        if name != "totals":
            shelf = getattr(state, name)
            rows = [lying.row(key, value) for key, value in shelf.fresh.items() if shelf.base.get(key) != value]
            upsert(work.connection, work.workspace, lying, rows)
    ledger = [tuple(row) for rows in state.rows.fresh.values() for row in rows]
    insert(work.connection, work.workspace, LEDGER, ledger)
    _write_totals(work, state.sums.fresh)


def retotal(work: "Work") -> None:
    """Sum up the whole ledger anew: the days or the seasons of the boards are others now."""
    mark = "%s" if work.postgres else "?"
    for lying in (LYING["totals"], HISTOGRAM):
        sql = f"DELETE FROM {lying.table.name} WHERE workspace = {mark}"
        work.connection.exec_driver_sql(sql, (work.workspace,))
    columns = ", ".join(column.name for column in LEDGER.columns[1:])
    ledger = work.connection.exec_driver_sql(
        f"SELECT {columns} FROM ledger WHERE workspace = {mark}", (work.workspace,)
    )
    work.state.totals.forget()
    _write_totals(work, sum_up((Row(*row) for row in ledger), work.book.settings.zone))
    work.state.settle()


def _write_totals(work: "Work", sums: Mapping[SumKey, int]) -> None:
    state, totals = work.state, work.state.totals
    changes = spread(sums, work.book.seasons)
    ranked = {key: change for key, change in changes.items() if _is_ranked(key)}
    totals.want(ranked)
    # Rows that are taken back may be those of people this batch didn't look at.
    state.members.want({key[0] for key in changes})
    switched = _switched(work)
    load(work.connection, work.workspace, state)
    moved: dict[Step, int] = defaultdict(int)
    shown = {who: _is_shown(work, state.member(who)) for who in {key[0] for key in changes}}
    for key, change in ranked.items():
        who, before = key[0], totals.base.get(key) or 0
        totals.fresh[key] = before + change
        _move(moved, key, before, -switched.get(who, shown[who]))
        _move(moved, key, before + change, shown[who])
    # Added in the database, so that only those need be known that the histogram counts.
    rows = [(*key, change, int(shown[key[0]])) for key, change in changes.items()]
    upsert(work.connection, work.workspace, LYING["totals"], rows, add="amount")
    for who in switched:
        _switch(work, who, ranked.keys(), moved)
    steps = [(*key, people) for key, people in moved.items() if people]
    upsert(work.connection, work.workspace, HISTOGRAM, steps, add="people")
    _sweep(work, [key for key, people in moved.items() if people < 0])


Step = tuple[str, str, int, int]
"""Measure, period and amount: a step of the histogram."""


def _is_ranked(key: TotalKey) -> bool:
    _, _, _, channel, measure = key
    return not channel and measure != "coins"


def _move(moved: dict[Step, int], key: TotalKey, amount: int, people: int) -> None:
    _, span, start, _, measure = key
    if amount > 0:
        moved[measure, span, start, amount] += people


def _is_shown(work: "Work", member: Member) -> bool:
    return not member.traits & work.book.not_shown


def _switched(work: "Work") -> dict[str, bool]:
    # Members whose visibility changed in this batch, with how it was.
    members = work.state.members
    found = {}
    for who, member in members.fresh.items():
        before = _is_shown(work, members.base.get(who) or NOBODY)
        if _is_shown(work, member) != before:
            found[who] = before
    return found


def _switch(work: "Work", member: str, counted: Set[TotalKey], moved: dict[Step, int]) -> None:
    # Everything this member ever earned enters or leaves the boards; what this batch changed is counted already.
    shown = _is_shown(work, work.state.member(member))
    for values in fetch(work.connection, work.workspace, LYING["totals"], [(member,)], width=1):
        key, amount = values[:5], values[5]
        if _is_ranked(key) and key not in counted:
            _move(moved, key, amount, 1 if shown else -1)
    mark = "%s" if work.postgres else "?"
    work.connection.exec_driver_sql(
        f"UPDATE total SET shown = {mark} WHERE workspace = {mark} AND member = {mark}",
        (int(shown), work.workspace, member),
    )


def _sweep(work: "Work", keys: list[Step]) -> None:
    if not keys:
        return
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
