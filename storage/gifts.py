"""Gifts somebody gave lately, found for taking them back; days somebody announced to be away."""

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from scoring.facts import FactKind, Micros
from scoring.state import Message, MessageKey, State
from storage import by_member
from storage.tables import CounterRow, FactRow, LedgerRow

if TYPE_CHECKING:
    from storage.transactions import Work

NEWEST_ROWS = 1_000
NEWEST_FACTS = 20_000
"""Shout-outs are rare and have no index of their own: so far back they are looked for."""


class Recent(NamedTuple):
    """A gift or shout-out that still stands."""

    key: MessageKey
    message: Message


def recent(work: "Work", giver: str, since: Micros) -> list[Recent]:
    """What this member gave by message or command since then and didn't take back, newest first."""
    keys = list(dict.fromkeys((*_given(work, giver, since), *_shouted(work, giver, since))))

    def look(state: State) -> dict[MessageKey, Message | None]:
        return {key: state.messages.get(key) for key in keys}

    messages = work.look(look)
    found = [
        Recent(key, message)
        for key, message in messages.items()
        if message and message.author == giver and message.gift and message.at >= since
    ]
    return sorted(found, key=lambda each: each.message.at, reverse=True)


def _given(work: "Work", giver: str, since: Micros) -> list[MessageKey]:
    columns = (col(LedgerRow.channel), col(LedgerRow.message), col(LedgerRow.at), col(LedgerRow.given))
    newest = by_member.newest_first(work.workspace, giver, *columns).limit(NEWEST_ROWS).subquery()
    query = select(newest.c.channel, newest.c.message).where(newest.c.given > 0, newest.c.at >= since)
    return [(channel, message) for channel, message in work.connection.execute(query)]


def _shouted(work: "Work", leader: str, since: Micros) -> list[MessageKey]:
    query = select(col(FactRow.channel), col(FactRow.message)).where(
        col(FactRow.workspace) == work.workspace,
        col(FactRow.seq) > work.last_seq - NEWEST_FACTS,
        col(FactRow.kind) == FactKind.SHOUTOUT.value,
        col(FactRow.actor) == leader,
        col(FactRow.at) >= since,
    )
    return [(channel, message) for channel, message in work.connection.execute(query)]


def days_away(work: "Work", member: str, first: int) -> list[int]:
    """The days from `first` on that this member announced to be away."""
    query = (
        select(col(CounterRow.period))
        .where(
            col(CounterRow.workspace) == work.workspace,
            col(CounterRow.period) >= first,
            col(CounterRow.name) == "absent",
            col(CounterRow.subject) == member,
            col(CounterRow.amount) > 0,
        )
        .order_by(col(CounterRow.period))
    )
    return list(work.connection.execute(query).scalars())
