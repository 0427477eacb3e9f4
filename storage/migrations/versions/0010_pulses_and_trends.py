"""Pulses, counts of what is rising, and ideas that wait for a moderator."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key, text

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "pulse",
        key("workspace"), key("pulse", sa.BigInteger), text("state", "on"), text("channel"), text("member"),
        text("details"), big("made"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "pulse_round",
        key("workspace"), key("pulse", sa.BigInteger), key("day", sa.Integer), text("state", "open"), text("details"),
        big("made"), big("closes"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table("pulse_skip", key("workspace"), key("member"), big("made"), sqlite_with_rowid=False)
    op.create_table(
        "trend_channel", key("workspace"), key("channel"), text("member"), big("first_day"), sqlite_with_rowid=False
    )
    op.create_table(
        "trend_count",
        key("workspace"), key("channel"), key("day", sa.Integer), key("kind"), key("item"), big("sketch"),
        big("people"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "idea",
        key("workspace"), key("idea", sa.BigInteger), text("kind"), text("state", "waiting"), text("channel"),
        text("topic"), text("reason"), text("question"), text("details"), big("made"), big("closes"),
        big("settled_at"), text("settled_by"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    waiting = sa.text("state = 'waiting'")
    op.create_index("idea_made", "idea", ["workspace", "made"])
    op.create_index("idea_waiting", "idea", ["workspace", "idea"], sqlite_where=waiting, postgresql_where=waiting)
