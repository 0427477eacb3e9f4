"""Tables of what a real platform needs: installations, other ids, conversations, subscriptions, conditions."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, text_column


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
