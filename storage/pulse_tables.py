"""Tables of pulses, trends and ideas."""

from sqlalchemy import BigInteger, Index, Integer, text
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, text_column

WAITING = text("state = 'waiting'")
"""Written out alike wherever it is asked for, or SQLite would not use the index."""


class PulseRow(SQLModel, table=True):
    """A few short questions that come again and again; when they do stands in the calendar."""

    __tablename__ = "pulse"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    pulse: int = Field(sa_column=key_column(BigInteger))
    state: str = Field(default="on", sa_column=text_column("on"))
    """on or gone."""
    channel: str = Field(default="", sa_column=text_column())
    """Where the results are posted; nothing where only its owner gets them."""
    member: str = Field(default="", sa_column=text_column())
    """The admin who set it up."""
    details: str = Field(default="", sa_column=text_column())
    """JSON: the questions, who is asked, for how many days."""
    made: int = Field(default=0, sa_column=big_column())


class PulseRoundRow(SQLModel, table=True):
    """One time that a pulse was asked; the answers are polls of a series, anonymous ones."""

    __tablename__ = "pulse_round"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    pulse: int = Field(sa_column=key_column(BigInteger))
    day: int = Field(sa_column=key_column(Integer))
    """Ordinal of the local day on which it is asked, wherever people are."""
    state: str = Field(default="open", sa_column=text_column("open"))
    """open or closed."""
    details: str = Field(default="", sa_column=text_column())
    """JSON: which poll stands for which question."""
    made: int = Field(default=0, sa_column=big_column())
    closes: int = Field(default=0, sa_column=big_column())


class PulseSkipRow(SQLModel, table=True):
    """Somebody said "not for me": pulses leave them alone."""

    __tablename__ = "pulse_skip"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    made: int = Field(default=0, sa_column=big_column())


class TrendChannelRow(SQLModel, table=True):
    """A channel that an admin opened for trends."""

    __tablename__ = "trend_channel"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    member: str = Field(default="", sa_column=text_column())
    first_day: int = Field(default=0, sa_column=big_column())
    """Ordinal of the day since which it is counted here."""


class TrendCountRow(SQLModel, table=True):
    """How many different people used something in a channel on a day; never who."""

    __tablename__ = "trend_count"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    day: int = Field(sa_column=key_column(Integer))
    kind: str = Field(sa_column=key_column())
    """emoji, hashtag, link, thread, or people: everybody who was there at all."""
    item: str = Field(sa_column=key_column())
    sketch: int = Field(default=0, sa_column=big_column())
    """Bits by a keyed hash (storage.sketches), for four days; then only the number is left."""
    people: int = Field(default=0, sa_column=big_column())


class IdeaRow(SQLModel, table=True):
    """Something that may be asked in a channel, if a moderator likes it."""

    __tablename__ = "idea"
    __table_args__ = (
        Index("idea_made", "workspace", "made"),
        Index("idea_waiting", "workspace", "idea", sqlite_where=WAITING, postgresql_where=WAITING),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    idea: int = Field(sa_column=key_column(BigInteger))
    kind: str = Field(sa_column=text_column())
    """prompt, poll or contest: what it becomes."""
    state: str = Field(default="waiting", sa_column=text_column("waiting"))
    """waiting, approved, dropped or expired."""
    channel: str = Field(default="", sa_column=text_column())
    topic: str = Field(default="", sa_column=text_column())
    """What it is about: `hashtag:offsite`, `day:2026-05-01`; never proposed twice in a row."""
    reason: str = Field(default="", sa_column=text_column())
    """Why it is proposed, in words."""
    question: str = Field(default="", sa_column=text_column())
    """Markup, as it would be posted."""
    details: str = Field(default="", sa_column=text_column())
    """JSON: options of a poll."""
    made: int = Field(default=0, sa_column=big_column())
    closes: int = Field(default=0, sa_column=big_column())
    """After that it is cold."""
    settled_at: int = Field(default=0, sa_column=big_column())
    settled_by: str = Field(default="", sa_column=text_column())
