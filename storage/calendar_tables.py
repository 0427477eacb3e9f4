"""Tables of the calendar: what is posted when, and each time that it was."""

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, text_column

WAITING = text("state = 'on' AND next > 0")
OVER = text("state IN ('done', 'gone')")
"""Written out alike wherever they are asked for, or SQLite would not use the indexes."""


class CalendarRow(SQLModel, table=True):
    """One thing that happens at a time, or again and again; handlers/calendar says what its words mean."""

    __tablename__ = "calendar"
    __table_args__ = (
        Index("calendar_next", "next", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("calendar_topic", "workspace", "kind", "topic"),
        Index("calendar_clock", "workspace", "zone", "member"),
        Index("calendar_over", "workspace", "made", sqlite_where=OVER, postgresql_where=OVER),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    entry: int = Field(sa_column=key_column(BigInteger))
    kind: str = Field(sa_column=text_column())
    """A row of the table of kinds (handlers/calendar/kinds.py)."""
    topic: str = Field(default="", sa_column=text_column())
    """What it is about: the number of a poll, a contest ..."""
    channel: str = Field(default="", sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())
    """Who set it up, or whom it is about."""
    zone: str = Field(default="", sa_column=text_column())
    """An IANA zone; `@`: the one `member` lives in; `*`: each one's own; "" is the workspace's."""
    recurrence: str = Field(default="", sa_column=text_column())
    """`at 1795000000000000` (a moment), `day`, `week mon,thu`, `2weeks fri`, `month 15`, `month last fri`,
    `year 02-29`, `dates 2026-12-24,2026-12-31`."""
    minute: int = Field(default=0, sa_column=big_column())
    """Of the local day."""
    first_day: int = Field(default=0, sa_column=big_column())
    """Ordinal; also where `every n weeks` counts from."""
    last_day: int = Field(default=0, sa_column=big_column())
    """Ordinal; 0 is for ever."""
    span_minutes: int = Field(default=0, sa_column=big_column())
    """The window: how late it may still be said; 0 is however late."""
    missed: str = Field(default="once", sa_column=text_column("once"))
    """What was missed in an outage is caught up `once`, or dropped (`drop`)."""
    free_days: str = Field(default="keep", sa_column=text_column("keep"))
    """On weekends and public holidays: `keep`, `skip`, or the working day `before` or `after`."""
    state: str = Field(default="on", sa_column=text_column("on"))
    """on, paused, done, or gone."""
    moved: str = Field(default="", sa_column=text_column())
    """JSON: slots that are skipped, or moved to another moment."""
    last: int = Field(default=0, sa_column=big_column())
    """The newest moment up to which nothing is due any more."""
    next: int = Field(default=0, sa_column=big_column())
    """When to look again; 0 is never."""
    details: str = Field(default="", sa_column=text_column())
    """JSON of what its kind needs."""
    made: int = Field(default=0, sa_column=big_column())


class RunRow(SQLModel, table=True):
    """An entry was carried out for a slot: its key is what keeps it from happening twice."""

    __tablename__ = "run"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    entry: int = Field(sa_column=key_column(BigInteger))
    slot: int = Field(sa_column=key_column(BigInteger))
    """The local minute it stands for (ordinal of the day * 1440 + minute), or the moment itself for `at`."""
    place: str = Field(sa_column=key_column())
    """A zone where each has their own, a member where each is asked once; else nothing."""
    at: int = Field(default=0, sa_column=big_column())
