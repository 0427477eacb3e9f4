"""Subscriptions: to what happens in channels, who sees to each, until when nothing was missed, and the keys for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Case, ColumnElement, Select, case, delete, func, select, text, update
from sqlmodel import col

from scoring.facts import Micros
from scoring.periods import HOUR
from storage.conversations import CHANNEL, TEAM
from storage.forgetting import SEALED
from storage.tables import ConversationRow, SecretRow, SubscriptionRow

if TYPE_CHECKING:
    from storage.transactions import Database, Work

KINDS: Final = (TEAM, CHANNEL)
"""Conversations that can be subscribed to, if the directory's id of their team is known."""
LATELY: Final = HOUR
"""Longer than the platform is away, and shorter than people take to grant something."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A row, out of its transaction; see SubscriptionRow. Moments are microseconds since 1970."""

    workspace: str
    channel: str
    remote: str = ""
    sealed: str = field(default="", repr=False)
    expires: Micros = 0
    seen: Micros = 0
    leased: Micros = 0
    due: Micros = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that can be subscribed to."""

    channel: str
    group_id: str
    since: Micros
    """Since when the bot is there: what was said before is none of its business."""


def places(work: "Work") -> list[Place]:
    """All channels of teams that the bot is in."""
    row = ConversationRow
    query = (
        select(col(row.channel), col(row.group_id), col(row.at))
        .where(col(row.workspace) == work.workspace, col(row.kind).in_(KINDS), col(row.gone_at) == 0)
        .where(col(row.group_id) != "")
    )
    return [Place(*found) for found in work.connection.execute(query.order_by(col(row.channel)))]


def place(work: "Work", channel: str) -> Place | None:
    """One of them."""
    row = work.session.get(ConversationRow, (work.workspace, channel))
    there = row is not None and row.kind in KINDS and bool(row.group_id) and not row.gone_at
    return Place(channel, row.group_id, row.at) if row is not None and there else None


def every(database: "Database") -> list[Subscription]:
    """All there are, of every workspace."""
    with database.look() as connection:
        return [_one(row) for row in connection.execute(_all())]


def known(work: "Work") -> list[Subscription]:
    """All of this workspace."""
    return [_one(row) for row in work.connection.execute(_all().where(_here(work)))]


def one(work: "Work", channel: str) -> Subscription | None:
    """That to one channel."""
    row = work.connection.execute(_all().where(_ours(work, channel))).first()
    return _one(row) if row else None


def of_remote(work: "Work", remotes: Iterable[str]) -> dict[str, Subscription]:
    """By the platform's ids of them."""
    wanted = sorted(filter(None, set(remotes)))
    query = _all().where(_here(work), col(SubscriptionRow.remote).in_(wanted))
    return {found.remote: found for found in map(_one, work.connection.execute(query))}


def is_being_made(work: "Work") -> bool:
    """Whether one may be there whose id isn't written down yet."""
    making = (_here(work), col(SubscriptionRow.remote) == "", col(SubscriptionRow.leased) > work.now)
    return work.connection.execute(select(func.count()).where(*making)).scalar_one() > 0


def match(work: "Work") -> list[Subscription]:
    """Have one for each place, to be made now where it is new; those whose place is gone."""
    wanted = {each.channel for each in places(work)}
    found = {each.channel: each for each in known(work)}
    for channel in sorted(wanted - found.keys()):
        work.session.add(SubscriptionRow(workspace=work.workspace, channel=channel))
    work.session.flush()
    return [found[channel] for channel in sorted(found.keys() - wanted)]


def drop(work: "Work", channel: str) -> None:
    """It is none of ours any more."""
    work.connection.execute(delete(SubscriptionRow).where(_ours(work, channel)))


def due(work: "Work") -> list[str]:
    """Channels whose subscription is to be seen to now, by nobody else; the longest due first."""
    row = SubscriptionRow
    query = select(col(row.channel)).where(_here(work), *_free(work)).order_by(col(row.due), col(row.channel))
    return list(work.connection.execute(query).scalars())


def next_due(work: "Work") -> Micros | None:
    """When the next one is to be seen to, or the next lease ends; None if there is none."""
    row = SubscriptionRow
    query = select(col(row.due), col(row.leased)).where(_here(work))
    return min((max(found) for found in work.connection.execute(query)), default=None)


def lease(work: "Work", channel: str, until: Micros) -> Subscription | None:
    """Take the seeing to of one that is due for oneself; nothing if another process has it, or it isn't due.

    What comes back was read after the lease was taken.
    """
    taken = update(SubscriptionRow).where(_ours(work, channel), *_free(work)).values(leased=until, due=until)
    return one(work, channel) if work.connection.execute(taken).rowcount else None


def extend(work: "Work", held: Subscription, until: Micros) -> bool:
    """Go on seeing to it; False if the lease had ended and another process has it."""
    row = SubscriptionRow
    statement = update(row).where(_ours(work, held.channel), col(row.leased) >= work.now)
    return work.connection.execute(statement.values(leased=until, due=_unless_asked_for(until))).rowcount > 0


def release(work: "Work", channel: str) -> None:
    """Whoever saw to it had to stop in the midst: anybody may."""
    _set(work, channel, leased=0, due=work.now)


def made(work: "Work", channel: str, remote: str, sealed: str, expires: Micros) -> None:
    """It is there: under this id of the platform's, with this secret.

    For the first one that may have taken a while: what happened since the bot came was missed, if that is lately.
    """
    before = one(work, channel)
    seen = before.seen if before is not None and before.seen else _lately(work, channel)
    _set(work, channel, remote=remote, sealed=sealed, expires=expires, seen=seen, error="")


def renewed(work: "Work", channel: str, sealed: str, expires: Micros) -> None:
    """It lasts until then; the secret is the same, what else is sealed with it may be new."""
    _set(work, channel, sealed=sealed, expires=expires, error="")


def lost(work: "Work", remote: str) -> None:
    """The platform has ended it: a new one is made, and what was missed is read."""
    gone = (_here(work), col(SubscriptionRow.remote) == remote)
    work.connection.execute(update(SubscriptionRow).where(*gone).values(remote="", sealed="", expires=0, due=work.now))


def saw(work: "Work", channel: str, until: Micros) -> None:
    """Nothing was missed until then."""
    statement = update(SubscriptionRow).where(_ours(work, channel), col(SubscriptionRow.seen) < until)
    work.connection.execute(statement.values(seen=until))


def settle(work: "Work", channel: str, again: Micros, error: str = "") -> None:
    """It was seen to; it is due again then, or sooner if somebody asked for it meanwhile."""
    _set(work, channel, leased=0, due=_unless_asked_for(again), error=error)


def ask_for(work: "Work", channels: Iterable[str] | None = None) -> None:
    """See to these now, or to all."""
    chosen = [_here(work), col(SubscriptionRow.due) > work.now]
    if channels is not None:
        chosen.append(col(SubscriptionRow.channel).in_(sorted(set(channels))))
    work.connection.execute(update(SubscriptionRow).where(*chosen).values(due=work.now))


def keep_key(database: "Database", name: str, sealed: str) -> None:
    """Keep a key, sealed, under a name that nothing has yet."""
    statement = text("INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")
    with database.beside() as connection:
        connection.execute(statement, {"name": name, "value": f"{SEALED}{sealed}"})


def keys(database: "Database", prefix: str) -> dict[str, str]:
    """Name -> key, sealed, of all whose name begins so."""
    query = select(col(SecretRow.name), col(SecretRow.value))
    with database.look() as connection:
        found = connection.execute(query.where(col(SecretRow.name).startswith(prefix, autoescape=True)))
        return {str(name): str(value).removeprefix(SEALED) for name, value in found}


def drop_keys(database: "Database", names: Sequence[str]) -> None:
    """Nothing that they open is on its way any more."""
    if names:
        with database.beside() as connection:
            connection.execute(delete(SecretRow).where(col(SecretRow.name).in_(names)))


def _all() -> Select[Any]:
    table = SubscriptionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table class
    columns = (table.c[each.name] for each in fields(Subscription))
    return select(*columns).order_by(table.c.workspace, table.c.channel)


def _one(row: Sequence[Any]) -> Subscription:
    return Subscription(*row)


def _lately(work: "Work", channel: str) -> Micros:
    there = place(work, channel)
    return max(there.since, work.now - LATELY) if there is not None else work.now


def _here(work: "Work") -> ColumnElement[bool]:
    return col(SubscriptionRow.workspace) == work.workspace


def _ours(work: "Work", channel: str) -> ColumnElement[bool]:
    return _here(work) & (col(SubscriptionRow.channel) == channel)


def _free(work: "Work") -> tuple[ColumnElement[bool], ...]:
    return col(SubscriptionRow.due) <= work.now, col(SubscriptionRow.leased) <= work.now


def _unless_asked_for(again: Micros) -> Case[int]:
    # While it is leased, it is due when the lease ends; any other moment was set by somebody who asked for it.
    return case((col(SubscriptionRow.due) == col(SubscriptionRow.leased), again), else_=col(SubscriptionRow.due))


def _set(work: "Work", channel: str, **values: Any) -> None:
    work.connection.execute(update(SubscriptionRow).where(_ours(work, channel)).values(**values))
