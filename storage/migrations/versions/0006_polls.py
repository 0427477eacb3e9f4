"""Polls: questions, options, votes, sealed envelopes, ballots, and who owes an answer."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key, small, text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "poll",
        key("workspace"), key("poll", sa.BigInteger), text("kind"), text("state", "draft"), text("channel"),
        text("thread"), text("member"), text("question"), small("anonymous"), text("terms"), big("made"),
        big("closes"), big("closed_at"), big("shown_at"), text("tally"), text("result"), text("series"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("poll_series", "poll", ["workspace", "series", "poll"])
    op.create_index("poll_channel", "poll", ["workspace", "channel", "poll"])
    standing, draft = sa.text("state = 'open'"), sa.text("state = 'draft'")
    op.create_index("poll_open", "poll", ["workspace", "poll"], sqlite_where=standing, postgresql_where=standing)
    op.create_index("poll_draft", "poll", ["workspace", "made"], sqlite_where=draft, postgresql_where=draft)
    op.create_table(
        "poll_option",
        key("workspace"), key("poll", sa.BigInteger), key("option", sa.Integer), text("words"), text("member"),
        text("state", "shown"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "vote",
        key("workspace"), key("poll", sa.BigInteger), key("voter"), text("choice"), big("at"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "ballot",
        key("workspace"), key("poll", sa.BigInteger), key("receipt"), text("choice"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table("poll_key", key("workspace"), key("poll", sa.BigInteger), text("sealed"), sqlite_with_rowid=False)
    if op.get_bind().dialect.name == "postgresql":
        for table, column in (("poll_key", "sealed"), ("vote", "voter"), ("vote", "choice")):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
    op.create_table(
        "promise",
        key("workspace"), key("poll", sa.BigInteger), text("member"), big("due"), text("state", "open"),
        text("answer"), big("at"),
        sqlite_with_rowid=False,
    )  # fmt: skip
