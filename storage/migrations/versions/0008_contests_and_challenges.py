"""Contests with their entries, and challenges with their progress."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key, small, text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "contest",
        key("workspace"), key("contest", sa.BigInteger), text("kind"), text("state", "open"), text("channel"),
        text("member"), text("question"), big("made"), big("closes"), big("closed_at"), small("secret"),
        small("threaded"), big("round", "1"), small("pending"), big("shown_at"), text("tally"), text("result"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index(
        "contest_open", "contest", ["workspace", "closes"], sqlite_where=OPEN, postgresql_where=OPEN
    )  # fmt: skip
    op.create_index("contest_closed", "contest", ["workspace", "closed_at"])
    op.create_table(
        "contest_entry",
        key("workspace"), key("contest", sa.BigInteger), key("message"), text("member"), big("at"), big("stamp"),
        small("fits", "1"), text("picture"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "week_post", key("workspace"), key("channel"), key("message"), big("at"), sqlite_with_rowid=False
    )  # fmt: skip
    op.create_table(
        "challenge",
        key("workspace"), key("challenge", sa.BigInteger), text("measure"), text("state", "open"), text("channel"),
        small("wide"), text("member"), text("question"), big("goal"), big("made"), big("closes"), big("closed_at"),
        big("seen_seq"), big("amount"), big("half_at"), big("reached_at"), small("pending"), big("shown_at"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("challenge_open", "challenge", ["workspace", "closes"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "challenge_step",
        key("workspace"), key("challenge", sa.BigInteger), key("channel"), key("message"), text("thread"),
        text("member"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "challenge_part",
        key("workspace"), key("challenge", sa.BigInteger), key("member"), big("amount"),
        sqlite_with_rowid=False,
    )  # fmt: skip
