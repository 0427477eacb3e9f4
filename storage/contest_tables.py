"""Tables of contests and challenges: what was entered, and how far a company has come towards a goal."""

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, small_column, text_column

OPEN = text("state = 'open'")
"""Written out alike wherever it is asked for, or SQLite would not use the indexes."""


class ContestRow(SQLModel, table=True):
    """A contest; its votes are the reactions on its entries, which the state knows."""

    __tablename__ = "contest"
    __table_args__ = (
        Index("contest_open", "workspace", "closes", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("contest_closed", "workspace", "closed_at"),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    contest: int = Field(sa_column=key_column(BigInteger))
    kind: str = Field(sa_column=text_column())
    """photo, meme, result or free."""
    state: str = Field(default="open", sa_column=text_column("open"))
    """open, closed or cancelled."""
    channel: str = Field(default="", sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())
    """Who holds it."""
    question: str = Field(default="", sa_column=text_column())
    """What is looked for, in plain words."""
    made: int = Field(default=0, sa_column=big_column())
    closes: int = Field(default=0, sa_column=big_column())
    closed_at: int = Field(default=0, sa_column=big_column())
    secret: int = Field(default=0, sa_column=small_column())
    """1: the standing is sealed until the close."""
    threaded: int = Field(default=0, sa_column=small_column())
    """1: only what is said in its thread is an entry."""
    round: int = Field(default=1, sa_column=big_column(default="1"))
    """One more for each time that it was opened again."""
    pending: int = Field(default=0, sa_column=small_column())
    """1: its card is going to be brought up to date."""
    shown_at: int = Field(default=0, sa_column=big_column())
    tally: str = Field(default="", sa_column=text_column())
    """JSON of the standing that its card shows."""
    result: str = Field(default="", sa_column=text_column())
    """JSON of the standing it closed with."""
    gaps: str = Field(default="", sa_column=text_column())
    """JSON: from when until when it was closed before it was opened again; what came then doesn't count."""


class ContestEntryRow(SQLModel, table=True):
    """A message that is, or was, an entry; whether it stands, and how many voted for it, the state knows."""

    __tablename__ = "contest_entry"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    contest: int = Field(sa_column=key_column(BigInteger))
    message: str = Field(sa_column=key_column())
    member: str = Field(default="", sa_column=text_column())
    at: int = Field(default=0, sa_column=big_column())
    stamp: int = Field(default=0, sa_column=big_column())
    """Of the newest edit that was looked at."""
    fits: int = Field(default=1, sa_column=small_column("1"))
    """0: an edit took out what made it an entry."""
    picture: str = Field(default="", sa_column=text_column())
    """Where its picture lies, as a card takes it."""


class WeekPostRow(SQLModel, table=True):
    """A message that may become the most reacted one of the week, where an admin wants that."""

    __tablename__ = "week_post"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    message: str = Field(sa_column=key_column())
    at: int = Field(default=0, sa_column=big_column())


class ChallengeRow(SQLModel, table=True):
    """A goal that a team or the company wants to reach together."""

    __tablename__ = "challenge"
    __table_args__ = (
        Index("challenge_open", "workspace", "closes", sqlite_where=OPEN, postgresql_where=OPEN),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    challenge: int = Field(sa_column=key_column(BigInteger))
    measure: str = Field(sa_column=text_column())
    """What counts: a row of handlers.challenges.measures."""
    state: str = Field(default="open", sa_column=text_column("open"))
    """open, closed or cancelled."""
    channel: str = Field(default="", sa_column=text_column())
    """Where its card stands."""
    wide: int = Field(default=0, sa_column=small_column())
    """1: what happens anywhere counts; 0: what happens in its channel."""
    member: str = Field(default="", sa_column=text_column())
    question: str = Field(default="", sa_column=text_column())
    """What it is called, in plain words."""
    goal: int = Field(default=0, sa_column=big_column())
    made: int = Field(default=0, sa_column=big_column())
    closes: int = Field(default=0, sa_column=big_column())
    closed_at: int = Field(default=0, sa_column=big_column())
    seen_seq: int = Field(default=0, sa_column=big_column())
    """Up to which fact the ledger was added up."""
    amount: int = Field(default=0, sa_column=big_column())
    """How far it has come, as its card shows it."""
    half_at: int = Field(default=0, sa_column=big_column())
    reached_at: int = Field(default=0, sa_column=big_column())
    """When half of the goal, and all of it, was told of; 0 is not yet."""
    pending: int = Field(default=0, sa_column=small_column())
    shown_at: int = Field(default=0, sa_column=big_column())


class ChallengeStepRow(SQLModel, table=True):
    """A message that counts for a challenge."""

    __tablename__ = "challenge_step"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    challenge: int = Field(sa_column=key_column(BigInteger))
    channel: str = Field(sa_column=key_column())
    message: str = Field(sa_column=key_column())
    thread: str = Field(default="", sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())


class ChallengePartRow(SQLModel, table=True):
    """What somebody contributed by giving thanks, in units; what was taken back is taken out."""

    __tablename__ = "challenge_part"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    challenge: int = Field(sa_column=key_column(BigInteger))
    member: str = Field(sa_column=key_column())
    amount: int = Field(default=0, sa_column=big_column())
