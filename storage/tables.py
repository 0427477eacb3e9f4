"""Tables of what is decided and said around the scoring: rule books, words, objections, outbox, letters."""

from sqlalchemy import BigInteger, Index, Integer, text
from sqlmodel import Field, SQLModel

from storage.calendar_tables import CalendarRow, RunRow
from storage.celebration_tables import (
    CelebratingRow,
    CoffeeAvoidRow,
    CoffeeCircleRow,
    CoffeeRoundRow,
    CoffeeRow,
    CoffeeSeatRow,
    GreetingRow,
    SpecialDayRow,
    WishRow,
)
from storage.contest_tables import (
    ChallengePartRow,
    ChallengeRow,
    ChallengeStepRow,
    ContestEntryRow,
    ContestRow,
    WeekPostRow,
)
from storage.number_tables import NumberRow
from storage.platform_tables import (
    ChannelIdRow,
    ConditionRow,
    ConversationRow,
    EmojiRow,
    InstallationRow,
    InstallRow,
    MemberIdRow,
    SubscriptionRow,
)
from storage.poll_tables import BallotRow, PollKeyRow, PollOptionRow, PollRow, PromiseRow, VoteRow
from storage.prompt_tables import AskedRow, PromptAnswerRow, PromptRow
from storage.pulse_tables import (
    IdeaRow,
    PulseRoundRow,
    PulseRow,
    PulseSkipRow,
    TrendChannelRow,
    TrendCountRow,
)
from storage.quiz_tables import QuizRoundRow
from storage.scored_tables import (
    BARE,
    BadgeRow,
    ChannelMemberRow,
    ChannelRow,
    CounterRow,
    FactRow,
    GroupMemberRow,
    GroupRow,
    HistogramRow,
    LedgerRow,
    MemberRow,
    MessageRow,
    ReactionRow,
    SnapshotRow,
    StreakRow,
    TotalRow,
    Workspace,
    big_column,
    key_column,
    text_column,
)

__all__ = [
    "AskedRow",
    "AuditRow",
    "BadgeRow",
    "BallotRow",
    "BookRow",
    "CalendarRow",
    "CelebratingRow",
    "ChallengePartRow",
    "ChallengeRow",
    "ChallengeStepRow",
    "ChannelIdRow",
    "ChannelMemberRow",
    "ChannelRow",
    "CoffeeAvoidRow",
    "CoffeeCircleRow",
    "CoffeeRoundRow",
    "CoffeeRow",
    "CoffeeSeatRow",
    "ConditionRow",
    "ContestEntryRow",
    "ContestRow",
    "ConversationRow",
    "CounterRow",
    "DeadLetterRow",
    "EmojiRow",
    "FactRow",
    "ForgottenRow",
    "GreetingRow",
    "GroupMemberRow",
    "GroupRow",
    "HistogramRow",
    "IdeaRow",
    "InstallRow",
    "InstallationRow",
    "LedgerRow",
    "MemberIdRow",
    "MemberRow",
    "MessageRow",
    "NumberRow",
    "ObjectionRow",
    "OutboxRow",
    "PollKeyRow",
    "PollOptionRow",
    "PollRow",
    "PromiseRow",
    "PromptAnswerRow",
    "PromptRow",
    "PulseRoundRow",
    "PulseRow",
    "PulseSkipRow",
    "QuizRoundRow",
    "ReactionRow",
    "RequestRow",
    "RunRow",
    "SecretRow",
    "SnapshotRow",
    "SpecialDayRow",
    "StreakRow",
    "SubscriptionRow",
    "TotalRow",
    "TrendChannelRow",
    "TrendCountRow",
    "VoteRow",
    "WeekPostRow",
    "WishRow",
    "WordsRow",
    "Workspace",
]


OBJECTED = text("state = 'open'")
"""Written out alike wherever it is asked for, or SQLite would not use the index."""


class BookRow(SQLModel, table=True):
    """A version of the rule book as YAML, with who set it, when, and what changed."""

    __tablename__ = "book"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    version: int = Field(sa_column=key_column(BigInteger))
    source: str = Field(sa_column=text_column())
    at: int = Field(sa_column=big_column())
    member: str = Field(sa_column=text_column())
    changes: str = Field(sa_column=text_column())
    """One line per change, in words."""


class WordsRow(SQLModel, table=True):
    """The words of a recognition, kept where the rule book says so; `seq` is its fact."""

    __tablename__ = "words"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    seq: int = Field(sa_column=key_column(BigInteger))
    member: str = Field(sa_column=text_column())
    markup: str = Field(sa_column=text_column())


class ObjectionRow(SQLModel, table=True):
    """A ledger row somebody doubts, and what an admin decided: open, kept or taken back."""

    __tablename__ = "objection"
    __table_args__ = (
        Index("objection_open", "workspace", "at", sqlite_where=OBJECTED, postgresql_where=OBJECTED),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    seq: int = Field(sa_column=key_column(BigInteger))
    n: int = Field(sa_column=key_column(Integer))
    at: int = Field(sa_column=big_column())
    member: str = Field(sa_column=text_column())
    reason: str = Field(sa_column=text_column())
    state: str = Field(default="open", sa_column=text_column("open"))
    settled_at: int = Field(default=0, sa_column=big_column())
    settled_by: str = Field(default="", sa_column=text_column())


class AuditRow(SQLModel, table=True):
    """Who changed what and when, beyond the rule book: roles, settled rows, erasures, restores."""

    __tablename__ = "audit"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    id: int = Field(sa_column=key_column(BigInteger))
    at: int = Field(sa_column=big_column())
    member: str = Field(sa_column=text_column())
    action: str = Field(sa_column=text_column())
    detail: str = Field(sa_column=text_column())


class OutboxRow(SQLModel, table=True):
    """Something to say that must survive a crash; `state` is waiting, sent, unknown, failed or unwanted."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_waiting",
            "workspace",
            "channel",
            "id",
            sqlite_where=text("state IN ('waiting', 'unknown')"),
            postgresql_where=text("state IN ('waiting', 'unknown')"),
        ),
        Index(
            "outbox_key",
            "workspace",
            "key",
            "id",
            sqlite_where=text("key <> ''"),
            postgresql_where=text("key <> ''"),
        ),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    id: int = Field(sa_column=key_column(BigInteger))
    kind: str = Field(sa_column=text_column())
    channel: str = Field(sa_column=text_column())
    key: str = Field(default="", sa_column=text_column())
    said: str = Field(sa_column=text_column())
    """JSON of the answer."""
    state: str = Field(default="waiting", sa_column=text_column("waiting"))
    attempts: int = Field(default=0, sa_column=big_column())
    due: int = Field(default=0, sa_column=big_column())
    made: int = Field(default=0, sa_column=big_column())
    remote: str = Field(default="", sa_column=text_column())
    """The platform's id of what was sent."""
    error: str = Field(default="", sa_column=text_column())
    claimed: int = Field(default=0, sa_column=big_column())
    """Since when it is on its way, or may have been said; 0 while nobody has it.

    A waiting letter that is found claimed after its time was left by a process that died.
    """
    thread: str = Field(default="", sa_column=text_column())
    """Where it goes, looked up when it is claimed, and kept as long as it may have been said.

    Otherwise what stands in one thread would be looked for, and said again, in another.
    """


class RequestRow(SQLModel, table=True):
    """Commands, buttons and dialogs that were handled, so that a repeat does nothing."""

    __tablename__ = "request"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    day: int = Field(sa_column=key_column(Integer))
    request: str = Field(sa_column=key_column())


class DeadLetterRow(SQLModel, table=True):
    """An event that could not be applied, without its text or sealed, and why; it can be replayed."""

    __tablename__ = "dead_letter"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    id: int = Field(sa_column=key_column(BigInteger))
    at: int = Field(sa_column=big_column())
    event: str = Field(sa_column=text_column())
    """JSON of the event: a message's text already read into measures, a request sealed."""
    error: str = Field(sa_column=text_column())
    state: str = Field(default="dead", sa_column=text_column("dead"))
    replayed_at: int = Field(default=0, sa_column=big_column())


class ForgottenRow(SQLModel, table=True):
    """A keyed hash of someone who asked to be erased, so that nothing about them is kept again."""

    __tablename__ = "forgotten"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    digest: str = Field(sa_column=key_column())
    at: int = Field(sa_column=big_column())


class SecretRow(SQLModel, table=True):
    """Random keys made once for this database (the pepper of `forgotten`, sealed); never shown."""

    __tablename__ = "secret"
    __table_args__ = (BARE,)
    name: str = Field(sa_column=key_column())
    value: str = Field(sa_column=text_column())
