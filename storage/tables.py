"""Tables of what is decided and said around the scoring: rule books, words, contests, outbox, letters."""

from sqlalchemy import BigInteger, Index, Integer, text
from sqlmodel import Field, SQLModel

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
    "AuditRow",
    "BadgeRow",
    "BookRow",
    "ChannelIdRow",
    "ChannelMemberRow",
    "ChannelRow",
    "ConditionRow",
    "ContestedRow",
    "ConversationRow",
    "CounterRow",
    "DeadLetterRow",
    "EmojiRow",
    "FactRow",
    "ForgottenRow",
    "GroupMemberRow",
    "GroupRow",
    "HistogramRow",
    "InstallRow",
    "InstallationRow",
    "LedgerRow",
    "MemberIdRow",
    "MemberRow",
    "MessageRow",
    "OutboxRow",
    "ReactionRow",
    "RequestRow",
    "SecretRow",
    "SnapshotRow",
    "StreakRow",
    "SubscriptionRow",
    "TotalRow",
    "WordsRow",
    "Workspace",
]


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


class ContestedRow(SQLModel, table=True):
    """A ledger row somebody doubts, and what an admin decided: open, kept or taken back."""

    __tablename__ = "contested"
    __table_args__ = (BARE,)
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


class InstallationRow(SQLModel, table=True):
    """How a workspace is reached: what the platform calls us there, and its tokens, sealed."""

    __tablename__ = "installation"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    platform: str = Field(default="", sa_column=text_column())
    data: str = Field(default="", sa_column=text_column())
    """JSON of what is no secret: ids, granted permissions, the address of the workspace."""
    sealed: str = Field(default="", sa_column=text_column())
    """JSON of the tokens, sealed; empty where they come from the settings, or are gone."""
    expires: int = Field(default=0, sa_column=big_column())
    """When the token must have been renewed; 0 for one that lasts."""
    leased: int = Field(default=0, sa_column=big_column())
    """Until when one process is renewing the token."""
    at: int = Field(default=0, sa_column=big_column())
    gone_at: int = Field(default=0, sa_column=big_column())
    """When the app was removed there; 0 while it is installed."""


class InstallRow(SQLModel, table=True):
    """An installation that somebody began: a digest of its state, used once, and of the browser it began in."""

    __tablename__ = "install"
    __table_args__ = (BARE,)
    digest: str = Field(sa_column=key_column())
    browser: str = Field(default="", sa_column=text_column())
    until: int = Field(default=0, sa_column=big_column())


class EmojiRow(SQLModel, table=True):
    """A workspace's own name for an emoji."""

    __tablename__ = "emoji"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    alias: str = Field(sa_column=key_column())
    emoji: str = Field(default="", sa_column=text_column())


class ChannelIdRow(SQLModel, table=True):
    """A later id of a channel that is known under its first."""

    __tablename__ = "channel_id"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    alias: str = Field(sa_column=key_column())
    channel: str = Field(default="", sa_column=text_column())
    at: int = Field(default=0, sa_column=big_column())


class ConditionRow(SQLModel, table=True):
    """What is so with a workspace's platform just now, for the doctor: limits, lost permissions, last ping."""

    __tablename__ = "condition"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    name: str = Field(sa_column=key_column())
    value: str = Field(default="", sa_column=text_column())
    at: int = Field(default=0, sa_column=big_column())


class MemberIdRow(SQLModel, table=True):
    """Another id by which the platform knows a member (`29:…` in conversations of Teams')."""

    __tablename__ = "member_id"
    __table_args__ = (Index("member_id_member", "workspace", "member"), BARE)
    workspace: str = Field(sa_column=key_column())
    alias: str = Field(sa_column=key_column())
    member: str = Field(default="", sa_column=text_column())
    at: int = Field(default=0, sa_column=big_column())


class ConversationRow(SQLModel, table=True):
    """A conversation that the bot is in, and how it is reached."""

    __tablename__ = "conversation"
    __table_args__ = (Index("conversation_member", "workspace", "member"), BARE)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    """The platform's id of the conversation; of a channel, the same as in events."""
    kind: str = Field(default="", sa_column=text_column())
    """team (its General channel), channel, group, or personal."""
    member: str = Field(default="", sa_column=text_column())
    """Whose personal chat it is."""
    team: str = Field(default="", sa_column=text_column())
    """The id of the team's General channel, by which the connector knows the team."""
    group_id: str = Field(default="", sa_column=text_column())
    """The team's id in the directory, by which Graph knows it."""
    service: str = Field(default="", sa_column=text_column())
    """The address of the connector for it."""
    at: int = Field(default=0, sa_column=big_column())
    gone_at: int = Field(default=0, sa_column=big_column())
    """When the bot was removed from it, or it was deleted; 0 while it is there."""


class SubscriptionRow(SQLModel, table=True):
    """A subscription to what happens in a channel, which the platform ends unless it is renewed."""

    __tablename__ = "subscription"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    remote: str = Field(default="", sa_column=text_column())
    """The platform's id of it; empty while there is none."""
    sealed: str = Field(default="", sa_column=text_column())
    """The secret that the platform repeats with every notification, sealed."""
    expires: int = Field(default=0, sa_column=big_column())
    seen: int = Field(default=0, sa_column=big_column())
    """Until then nothing was missed: what is later is read again after a gap."""
    leased: int = Field(default=0, sa_column=big_column())
    """Until when one process is seeing to it."""
    due: int = Field(default=0, sa_column=big_column())
    """When it is to be seen to next."""
    error: str = Field(default="", sa_column=text_column())
    """Why there is none, in the platform's words."""
