"""Tables of polls: the question, what can be chosen, who chose what - or, where it is anonymous, sealed envelopes."""

from sqlalchemy import DDL, BigInteger, Index, Integer, event, text
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, small_column, text_column

OPEN, DRAFT = text("state = 'open'"), text("state = 'draft'")
"""Written out alike wherever they are asked for, or SQLite would not use the indexes."""


class PollRow(SQLModel, table=True):
    """A poll, quiz or pulse; `terms` are how it was asked for (handlers.polls.terms)."""

    __tablename__ = "poll"
    __table_args__ = (
        Index("poll_series", "workspace", "series", "poll"),
        Index("poll_channel", "workspace", "channel", "poll"),
        Index("poll_open", "workspace", "poll", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("poll_draft", "workspace", "made", sqlite_where=DRAFT, postgresql_where=DRAFT),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    poll: int = Field(sa_column=key_column(BigInteger))
    kind: str = Field(sa_column=text_column())
    """choice, choices, yesno, rating, enps, ranking, open or quiz."""
    state: str = Field(default="draft", sa_column=text_column("draft"))
    """draft, open, closed or deleted."""
    channel: str = Field(default="", sa_column=text_column())
    thread: str = Field(default="", sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())
    """Who asks."""
    question: str = Field(sa_column=text_column())
    """Markup, as typed."""
    anonymous: int = Field(default=0, sa_column=small_column())
    terms: str = Field(default="", sa_column=text_column())
    """JSON."""
    made: int = Field(default=0, sa_column=big_column())
    closes: int = Field(default=0, sa_column=big_column())
    """0 is by hand only."""
    closed_at: int = Field(default=0, sa_column=big_column())
    shown_at: int = Field(default=0, sa_column=big_column())
    """When its card was last brought up to date."""
    tally: str = Field(default="", sa_column=text_column())
    """JSON of the tally that its card shows."""
    result: str = Field(default="", sa_column=text_column())
    """JSON of the tally it closed with."""
    series: str = Field(default="", sa_column=text_column())
    """What it is one of, if it comes again and again."""


class PollOptionRow(SQLModel, table=True):
    """Something that can be chosen, or an open answer that others may see."""

    __tablename__ = "poll_option"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    poll: int = Field(sa_column=key_column(BigInteger))
    option: int = Field(sa_column=key_column(Integer))
    """From 1 on, in the order in which they are shown."""
    words: str = Field(sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())
    """Who added it; nobody where the poll is anonymous."""
    state: str = Field(default="shown", sa_column=text_column("shown"))
    """shown, waiting (for a moderator) or removed."""


class VoteRow(SQLModel, table=True):
    """What somebody chose in an open poll.

    Where it is anonymous, `voter` is a keyed hash, `choice` a sealed envelope, and there is no time; these rows go
    when the poll closes.
    """

    __tablename__ = "vote"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    poll: int = Field(sa_column=key_column(BigInteger))
    voter: str = Field(sa_column=key_column())
    choice: str = Field(sa_column=text_column())
    """JSON; nothing after the vote was withdrawn."""
    at: int = Field(default=0, sa_column=big_column())


class BallotRow(SQLModel, table=True):
    """An anonymous vote after the close: what was chosen, under the receipt that only its voter knows."""

    __tablename__ = "ballot"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    poll: int = Field(sa_column=key_column(BigInteger))
    receipt: str = Field(sa_column=key_column())
    choice: str = Field(sa_column=text_column())


class PollKeyRow(SQLModel, table=True):
    """The sealed key of an open anonymous poll; it goes when the poll closes, and no backup holds it."""

    __tablename__ = "poll_key"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    poll: int = Field(sa_column=key_column(BigInteger))
    sealed: str = Field(sa_column=text_column())


class PromiseRow(SQLModel, table=True):
    """You said, we did: somebody owes a closed poll an answer by a day."""

    __tablename__ = "promise"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    poll: int = Field(sa_column=key_column(BigInteger))
    member: str = Field(sa_column=text_column())
    due: int = Field(default=0, sa_column=big_column())
    state: str = Field(default="open", sa_column=text_column("open"))
    """open or kept."""
    answer: str = Field(default="", sa_column=text_column())
    """Markup."""
    at: int = Field(default=0, sa_column=big_column())


# Neither key, marks nor envelopes outlive the close in the samples that PostgreSQL takes of each column for planning.
for _table, _column in (("poll_key", "sealed"), ("vote", "voter"), ("vote", "choice")):
    event.listen(
        SQLModel.metadata.tables[_table],
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"ALTER TABLE {_table} ALTER COLUMN {_column} SET STATISTICS 0"
        ).execute_if(dialect="postgresql"),
    )
