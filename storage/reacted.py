"""Reacted: what is known of the reactions on a message, to compare a whole picture of it with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from scoring.facts import Micros
from scoring.periods import DAY
from scoring.state import GONE, MessageKey, State, Trait

if TYPE_CHECKING:
    from storage.transactions import Work

KEPT: Final = 30 * DAY
"""Microseconds for which it is remembered of when the newest picture of a message is; platforms repeat within hours."""
FORGOTTEN: Final = int(Trait.FORGOTTEN)

Who = tuple[str, str]
"""(member, emoji)."""


@dataclass(frozen=True, slots=True)
class Reacted:
    """The newest known state of every reaction on a message that matters to a comparison."""

    on: Mapping[Who, Micros]
    """Those that are on, but of people who were erased, with the stamp of the newest change."""
    off: Mapping[Who, Micros]
    """Those asked about that were taken off, with the stamp of that."""


def of(work: "Work", message: MessageKey, asked: Mapping[Who, Micros] = MappingProxyType({})) -> Reacted:
    """What is known of the reactions on a message: of all that are on, and of those asked about."""

    def look(state: State) -> Reacted:
        there = {(who, emoji) for who, names in state.on_message(message).items() for emoji in names}
        found = {who: state.reactions.get((*message, *who)) for who in sorted(there | asked.keys())}
        # Who was erased stands under a pseudonym that no platform has heard of: what they did stays as it is.
        erased = {member for member, _ in there if state.member(member).traits & FORGOTTEN}
        known = {who: each for who, each in found.items() if each is not None}
        on = {who: each.stamp for who, each in known.items() if each.on and who[0] not in erased}
        return Reacted(on, {who: each.stamp for who, each in known.items() if not each.on})

    return work.look(look)


def is_gone(work: "Work", message: MessageKey) -> Micros | None:
    """When a message was deleted, as far as is known; None if it wasn't."""
    found = work.look(lambda state: state.messages.get(message))
    return found.stamp if found is not None and found.state == GONE else None


def newest(work: "Work", message: MessageKey) -> Micros:
    """Of when the newest picture of a message is that was taken in; 0 if there was none lately."""
    mark = "%s" if work.postgres else "?"
    sql = f"SELECT at FROM snapshot WHERE workspace = {mark} AND channel = {mark} AND message = {mark}"
    row = work.connection.exec_driver_sql(sql, (work.workspace, *message)).first()
    return int(row[0]) if row else 0


def take(work: "Work", message: MessageKey, at: Micros) -> bool:
    """Whether a picture of a message is at least as new as all before it; from now on it is the newest."""
    mark = "%s" if work.postgres else "?"
    # Nobody's fact, and nothing that is remembered between batches: the workspace's stamp stays.
    sql = (
        f"INSERT INTO snapshot (workspace, channel, message, at) VALUES ({mark}, {mark}, {mark}, {mark})"
        " ON CONFLICT (workspace, channel, message) DO UPDATE SET at = excluded.at WHERE snapshot.at <= excluded.at"
    )
    return work.connection.exec_driver_sql(sql, (work.workspace, *message, at)).rowcount > 0


def tidy(work: "Work") -> None:
    """Forget of when pictures are that nobody sends again."""
    mark = "%s" if work.postgres else "?"
    sql = f"DELETE FROM snapshot WHERE workspace = {mark} AND at < {mark}"
    work.connection.exec_driver_sql(sql, (work.workspace, work.now - KEPT))
