"""Tables of facts and all that follows. Every key begins with the workspace; nothing joins across them."""

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, Text, text
from sqlmodel import Field, SQLModel


def key_column(kind: type = Text, **options: object) -> Column:  # type: ignore[type-arg]  # SQLAlchemy infers the rest
    return Column(kind, primary_key=True, nullable=False, autoincrement=False, **options)  # type: ignore[arg-type]


def big_column(*, null: bool = False, default: str = "0") -> Column:  # type: ignore[type-arg]
    return Column(BigInteger, nullable=null, server_default=None if null else text(default))


def text_column(default: str = "") -> Column:  # type: ignore[type-arg]
    return Column(Text, nullable=False, server_default=text(f"'{default}'"))


def small_column(default: str = "0") -> Column:  # type: ignore[type-arg]
    return Column(SmallInteger, nullable=False, server_default=text(default))


BARE = {"sqlite_with_rowid": False}
"""WITHOUT ROWID: the row lives in its key's tree; measured at 3.4 times the rate of a rowid and an index."""


class Workspace(SQLModel, table=True):
    """One tenant; `last_seq` is the place of its newest fact."""

    __tablename__ = "workspace"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    platform: str = Field(default="", sa_column=text_column())
    name: str = Field(default="", sa_column=text_column())
    last_seq: int = Field(default=0, sa_column=big_column())
    book_version: int = Field(default=0, sa_column=big_column())
    stamp: int = Field(default=0, sa_column=big_column())
    """Raised by every change to derived state, so that a process notices another one's."""


class FactRow(SQLModel, table=True):
    """What is kept of an event, in the order of arrival; `detail` is JSON of what few facts have."""

    __tablename__ = "fact"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    seq: int = Field(sa_column=key_column(BigInteger))
    kind: str = Field(sa_column=text_column())
    at: int = Field(sa_column=big_column())
    actor: str = Field(sa_column=text_column())
    channel: str = Field(sa_column=text_column())
    message: str = Field(sa_column=text_column())
    thread: str = Field(sa_column=text_column())
    target: str = Field(sa_column=text_column())
    emoji: str = Field(sa_column=text_column())
    marks: int = Field(sa_column=big_column())
    length: int = Field(sa_column=small_column())
    seen: int = Field(sa_column=big_column())
    detail: str = Field(sa_column=text_column())


class MemberRow(SQLModel, table=True):
    """A person: what scoring needs, and the name to show."""

    __tablename__ = "member"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    name: str = Field(default="", sa_column=text_column())
    zone: str = Field(default="", sa_column=text_column())
    country: str = Field(default="", sa_column=text_column())
    roles: str = Field(default="", sa_column=text_column())
    traits: int = Field(default=0, sa_column=big_column())
    joined: int = Field(default=0, sa_column=big_column())


class ChannelRow(SQLModel, table=True):
    """A place."""

    __tablename__ = "channel"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    name: str = Field(default="", sa_column=text_column())
    private: int = Field(default=0, sa_column=small_column())
    shared: int = Field(default=0, sa_column=small_column())


class ChannelMemberRow(SQLModel, table=True):
    """Who is in a private channel, and so may see its name."""

    __tablename__ = "channel_member"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())


class GroupRow(SQLModel, table=True):
    """A mentionable group."""

    __tablename__ = "member_group"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    group_id: str = Field(sa_column=key_column())
    name: str = Field(default="", sa_column=text_column())


class GroupMemberRow(SQLModel, table=True):
    """Who is in a group now."""

    __tablename__ = "group_member"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    group_id: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())


class MessageRow(SQLModel, table=True):
    """A message without its words; `gift` is JSON of the standing shares, empty for almost all."""

    __tablename__ = "message"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    message: str = Field(sa_column=key_column())
    author: str = Field(sa_column=text_column())
    at: int = Field(sa_column=big_column())
    thread: str = Field(sa_column=text_column())
    marks: int = Field(sa_column=big_column())
    length: int = Field(sa_column=small_column())
    seq: int = Field(sa_column=big_column())
    stamp: int = Field(sa_column=big_column())
    state: int = Field(sa_column=small_column())
    gift: str = Field(sa_column=text_column())


class ReactionRow(SQLModel, table=True):
    """The newest known state of one person's one emoji on one message."""

    __tablename__ = "reaction"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    message: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    emoji: str = Field(sa_column=key_column())
    is_on: int = Field(sa_column=small_column())
    stamp: int = Field(sa_column=big_column())
    seqs: str = Field(sa_column=text_column())
    at: int = Field(sa_column=big_column())
    author: str = Field(sa_column=text_column())


class SnapshotRow(SQLModel, table=True):
    """Of when the newest picture of a message is that was taken in: an older one that comes later says nothing."""

    __tablename__ = "snapshot"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    message: str = Field(sa_column=key_column())
    at: int = Field(default=0, sa_column=big_column())


class CounterRow(SQLModel, table=True):
    """Every count that limits, allowances and badges read, led by its period so that old ones stay cold."""

    __tablename__ = "counter"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    period: int = Field(sa_column=key_column(Integer))
    name: str = Field(sa_column=key_column())
    subject: str = Field(sa_column=key_column())
    other: str = Field(sa_column=key_column())
    amount: int = Field(sa_column=big_column())


class TotalRow(SQLModel, table=True):
    """Sums of the ledger per member, period and channel ("" is everywhere); `shown` mirrors the member's choice."""

    __tablename__ = "total"
    __table_args__ = (
        Index("board", "workspace", "span", "start", "channel", "measure", "shown", "amount", "member"),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    span: str = Field(sa_column=key_column())
    start: int = Field(sa_column=key_column(Integer))
    channel: str = Field(sa_column=key_column())
    measure: str = Field(sa_column=key_column())
    amount: int = Field(sa_column=big_column())
    shown: int = Field(sa_column=small_column("1"))


class HistogramRow(SQLModel, table=True):
    """How many shown members have exactly so much, workspace-wide; a rank is a count of the amounts above."""

    __tablename__ = "histogram"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    measure: str = Field(sa_column=key_column())
    span: str = Field(sa_column=key_column())
    start: int = Field(sa_column=key_column(Integer))
    amount: int = Field(sa_column=key_column(BigInteger))
    people: int = Field(sa_column=big_column())


class BadgeRow(SQLModel, table=True):
    """A badge: when it was first earned; `seq` is 0 while it isn't held."""

    __tablename__ = "badge"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    badge: str = Field(sa_column=key_column())
    at: int = Field(sa_column=big_column())
    seq: int = Field(sa_column=big_column())


class StreakRow(SQLModel, table=True):
    """Working days in a row; see scoring.state.Streak."""

    __tablename__ = "streak"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    last: int = Field(sa_column=big_column())
    run: int = Field(sa_column=big_column())
    best: int = Field(sa_column=big_column())
    before_last: int = Field(sa_column=big_column())
    before_run: int = Field(sa_column=big_column())


class LedgerRow(SQLModel, table=True):
    """Append-only rows of points; a correction points to the row it corrects."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ledger_by_member", "workspace", "member", "seq", "n"),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    seq: int = Field(sa_column=key_column(BigInteger))
    n: int = Field(sa_column=key_column(Integer))
    at: int = Field(sa_column=big_column())
    day: int = Field(sa_column=big_column())
    member: str = Field(sa_column=text_column())
    other: str = Field(sa_column=text_column())
    channel: str = Field(sa_column=text_column())
    message: str = Field(sa_column=text_column())
    thread: str = Field(sa_column=text_column())
    rule: str = Field(sa_column=text_column())
    version: int = Field(sa_column=big_column())
    points: int = Field(sa_column=big_column())
    coins: int = Field(sa_column=big_column())
    given: int = Field(sa_column=big_column())
    received: int = Field(sa_column=big_column())
    units: int = Field(sa_column=big_column())
    corrects_seq: int = Field(sa_column=big_column())
    corrects_n: int = Field(sa_column=big_column())
