"""Tables of quizzes: rounds of several questions; each of their questions is a poll of its own."""

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, text_column

RUNNING = text("state = 'running'")


class QuizRoundRow(SQLModel, table=True):
    """A round of trivia; its polls bear its number in their series."""

    __tablename__ = "quiz_round"
    __table_args__ = (
        Index(
            "quiz_round_running", "workspace", "channel", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING
        ),
        BARE,
    )  # fmt: skip
    workspace: str = Field(sa_column=key_column())
    quiz: int = Field(sa_column=key_column(BigInteger))
    state: str = Field(default="running", sa_column=text_column("running"))
    """running, over or stopped."""
    channel: str = Field(default="", sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())
    """The host."""
    asked: int = Field(default=0, sa_column=big_column())
    """How many of its questions were asked."""
    details: str = Field(default="", sa_column=text_column())
    """JSON of what is asked: topics, how many questions, how long each is open, the host's own questions."""
    result: str = Field(default="", sa_column=text_column())
    """JSON of how it ended: how many took part, and nobody's points."""
    made: int = Field(default=0, sa_column=big_column())
    ended_at: int = Field(default=0, sa_column=big_column())
