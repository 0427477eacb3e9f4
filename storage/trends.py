"""Trends: in which channels is counted how many different people used what on a day, and for how long it is kept."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Mapped
from sqlmodel import col

from storage import sketches
from storage.forgetting import ensure_pepper
from storage.tables import IdeaRow, TrendChannelRow, TrendCountRow

if TYPE_CHECKING:
    from storage.transactions import Work

PEOPLE = "people"
"""The kind of a count that stands for everybody who was there."""
SHARDS = 16
"""Sketches for everybody of a channel: one tells no more than 256 apart."""
SKETCHED_DAYS = 4
"""So many days are kept as sketches, that of today included; what is older is only a number."""
KEPT_DAYS = 63
"""After that even the number goes."""
FEW = 3
"""What fewer people used on a day isn't kept of hashtags and links once the day is over and done with."""
SHORTEST_NAME = 3

_GAPS = re.compile(r"[\W_]+")

_ADD = (
    "INSERT INTO trend_count (workspace, channel, day, kind, item, sketch) VALUES ({0}, {0}, {0}, {0}, {0}, {0}) "
    "ON CONFLICT (workspace, channel, day, kind, item) DO UPDATE SET sketch = trend_count.sketch | excluded.sketch"
)


class Thing(NamedTuple):
    """Something that can rise, on a day."""

    channel: str
    day: int
    kind: str
    item: str


class Count(NamedTuple):
    """How many different people used it."""

    day: int
    kind: str
    item: str
    sketch: int
    """0 once only the number is left."""
    people: int


def channels(work: "Work") -> Mapping[str, int]:
    """Channel -> the day since which it is counted there; asked for every batch, so it is remembered."""
    if work.remembered.trend_channels is None:
        query = select(col(TrendChannelRow.channel), col(TrendChannelRow.first_day))
        rows = work.connection.execute(query.where(col(TrendChannelRow.workspace) == work.workspace))
        work.remembered.trend_channels = {row[0]: row[1] for row in rows}
    return work.remembered.trend_channels


def key(work: "Work") -> bytes:
    """What the bits are made with: the key by which the forgotten are known."""
    if not work.remembered.trend_key:
        try:
            pepper = ensure_pepper(work, "")
        except LookupError:
            # The program makes one when it starts; only a database that it never opened has none.
            pepper = work.workspace
        work.remembered.trend_key = b"trends:" + pepper.encode()
    return work.remembered.trend_key


def start(work: "Work", channel: str, member: str, day: int) -> bool:
    """From now on it is counted there; False if it was before."""
    if channel in channels(work):
        return False
    work.session.add(TrendChannelRow(workspace=work.workspace, channel=channel, member=member, first_day=day))
    work.session.flush()
    work.remembered.trend_channels = None
    work.changed = True
    return True


def end(work: "Work", channel: str) -> bool:
    """It isn't counted there any more, and what was is forgotten; False if it wasn't."""
    if channel not in channels(work):
        return False
    for model in (TrendChannelRow, TrendCountRow):
        here = col(model.workspace) == work.workspace, col(model.channel) == channel
        work.connection.execute(delete(model).where(*here))
    work.session.expire_all()
    work.remembered.trend_channels = None
    work.changed = True
    return True


def add(work: "Work", seen: Mapping[Thing, int]) -> None:
    """Set bits of sketches; which were set before makes no difference."""
    if not seen:
        return
    work.flush()
    rows = [(work.workspace, *thing, bits) for thing, bits in sorted(seen.items())]
    work.connection.exec_driver_sql(_ADD.format("%s" if work.postgres else "?"), rows)
    work.changed = True


def history(work: "Work", channel: str) -> list[Count]:
    """All that is kept of a channel, by day."""
    query = (
        select(
            col(TrendCountRow.day), col(TrendCountRow.kind), col(TrendCountRow.item), col(TrendCountRow.sketch),
            col(TrendCountRow.people),
        )
        .where(col(TrendCountRow.workspace) == work.workspace, col(TrendCountRow.channel) == channel)
        .order_by(col(TrendCountRow.day), col(TrendCountRow.kind), col(TrendCountRow.item))
    )  # fmt: skip
    return [Count(*row) for row in work.connection.execute(query)]


def fold(work: "Work", today: int) -> None:
    """Of days that are over only numbers are left, of rare hashtags and links nothing, and old days go."""
    work.flush()
    ours, day, sketch = (
        col(TrendCountRow.workspace) == work.workspace,
        col(TrendCountRow.day),
        col(TrendCountRow.sketch),
    )
    over = today - SKETCHED_DAYS
    keys = [col(getattr(TrendCountRow, name)) for name in Thing._fields]
    query = select(*keys, sketch, col(TrendCountRow.people)).where(ours, day <= over, sketch != 0)
    rows = [
        {f"key{n}": part for n, part in enumerate(key)} | {"number": max(before, sketches.people(bits))}
        for *key, bits, before in work.connection.execute(query).all()
    ]
    if rows:
        same = [column == bindparam(f"key{n}") for n, column in enumerate(keys)]
        change = update(TrendCountRow).where(ours, *same).values(sketch=0, people=bindparam("number"))
        work.connection.execute(change, rows)
    rare = (col(TrendCountRow.kind).in_(("hashtag", "link"))) & (col(TrendCountRow.people) < FEW) & (day <= over)
    work.connection.execute(delete(TrendCountRow).where(ours, or_(rare, day <= today - KEPT_DAYS)))
    work.session.expire_all()
    work.changed = True


def forget(work: "Work", names: Iterable[str]) -> None:
    """Counts and ideas about what bears somebody's name (a hashtag, the path of a link) go with them."""
    squashed = {_GAPS.sub("", name).lower() for name in names}
    for name in sorted(each for each in squashed if len(each) >= SHORTEST_NAME):
        for model, column in ((TrendCountRow, col(TrendCountRow.item)), (IdeaRow, col(IdeaRow.topic))):
            bears = _squashed(column).contains(name, autoescape=True)
            work.connection.execute(delete(model).where(col(model.workspace) == work.workspace, bears))


def _squashed(column: Mapped[str]) -> ColumnElement[str]:
    found: ColumnElement[str] = func.lower(column)
    for gap in ("-", "_", ".", "%20"):
        found = func.replace(found, gap, "")
    return found
