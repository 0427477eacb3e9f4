"""Tables of prompts: questions of one's own, which was asked where and when, and which messages answer them."""

from sqlalchemy import Index, Integer, text
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, small_column, text_column

OF_SOMEBODY = text("state = 'proposed'")
ONCE, KEPT = text("state = 'once'"), text("state <> 'once'")
OPEN = text("recalled = 0")
"""Written out alike wherever they are asked for, or SQLite would not use the indexes."""


class PromptRow(SQLModel, table=True):
    """A question of a workspace's own, or what became of one of the library's (then it has no words)."""

    __tablename__ = "prompt"
    __table_args__ = (
        Index("prompt_proposed", "workspace", "made", sqlite_where=OF_SOMEBODY, postgresql_where=OF_SOMEBODY),
        Index("prompt_once", "workspace", "made", sqlite_where=ONCE, postgresql_where=ONCE),
        Index("prompt_kept", "workspace", "made", sqlite_where=KEPT, postgresql_where=KEPT),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    prompt: str = Field(sa_column=key_column())
    """`own-7`, or the id that a question of the library has."""
    words: str = Field(default="", sa_column=text_column())
    """As it is shown; plain text."""
    category: str = Field(default="", sa_column=text_column())
    mood: str = Field(default="", sa_column=text_column())
    effort: str = Field(default="", sa_column=text_column())
    """quick or longer."""
    emoji: str = Field(default="", sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())
    """Who proposed or added it."""
    named: int = Field(default=0, sa_column=small_column())
    """Whether its card says who proposed it."""
    state: str = Field(default="shown", sa_column=text_column("shown"))
    """proposed, shown, retired, dropped, or once: asked as somebody typed it, and not again by itself."""
    made: int = Field(default=0, sa_column=big_column())
    settled_at: int = Field(default=0, sa_column=big_column())
    settled_by: str = Field(default="", sa_column=text_column())


class AskedRow(SQLModel, table=True):
    """A question was asked in a channel; its key keeps it from being asked twice in one round."""

    __tablename__ = "asked"
    __table_args__ = (
        Index("asked_prompt", "workspace", "prompt"),
        Index("asked_open", "workspace", "channel", "at", sqlite_where=OPEN, postgresql_where=OPEN),
        BARE,
    )
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    round: int = Field(sa_column=key_column(Integer))
    """How often the channel has gone through the questions, as far as this one goes; the first is 1."""
    prompt: str = Field(sa_column=key_column())
    at: int = Field(default=0, sa_column=big_column())
    message: str = Field(default="", sa_column=text_column())
    """The card; nothing while it isn't there yet."""
    recalled: int = Field(default=0, sa_column=small_column())
    """Whether its best answer has been looked for."""


class PromptAnswerRow(SQLModel, table=True):
    """A message in the thread of a question whose best answer hasn't been looked for yet; whose, the message says."""

    __tablename__ = "prompt_answer"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(sa_column=key_column())
    thread: str = Field(sa_column=key_column())
    message: str = Field(sa_column=key_column())
