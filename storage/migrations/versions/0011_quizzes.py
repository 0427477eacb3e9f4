"""Rounds of trivia."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key, text

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "quiz_round",
        key("workspace"), key("quiz", sa.BigInteger), text("state", "running"), text("channel"), text("member"),
        big("asked"), text("details"), text("result"), big("made"), big("ended_at"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index(
        "quiz_round_running", "quiz_round", ["workspace", "channel"], unique=True, sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )  # fmt: skip
