"""The calendar: what is posted when, and each time it was; objections get their name."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key, text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _objections()
    _calendar()


def _objections() -> None:
    op.create_table(
        "objection",
        key("workspace"),
        key("seq", sa.BigInteger),
        key("n", sa.Integer),
        big("at"),
        text("member"),
        text("reason"),
        text("state", "open"),
        big("settled_at"),
        text("settled_by"),
        sqlite_with_rowid=False,
    )
    standing = sa.text("state = 'open'")
    op.create_index(
        "objection_open", "objection", ["workspace", "at"], sqlite_where=standing, postgresql_where=standing
    )
    columns = "workspace, seq, n, at, member, reason, state, settled_at, settled_by"
    op.execute(f"INSERT INTO objection ({columns}) SELECT {columns} FROM contested")
    op.drop_table("contested")


def _calendar() -> None:
    op.create_table(
        "calendar",
        key("workspace"),
        key("entry", sa.BigInteger),
        text("kind"),
        text("topic"),
        text("channel"),
        text("member"),
        text("zone"),
        text("recurrence"),
        big("minute"),
        big("first_day"),
        big("last_day"),
        big("span_minutes"),
        text("missed", "once"),
        text("free_days", "keep"),
        text("state", "on"),
        text("moved"),
        big("last"),
        big("next"),
        text("details"),
        big("made"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "calendar_next",
        "calendar",
        ["next"],
        sqlite_where=sa.text("state = 'on' AND next > 0"),
        postgresql_where=sa.text("state = 'on' AND next > 0"),
    )
    op.create_index("calendar_topic", "calendar", ["workspace", "kind", "topic"])
    op.create_index("calendar_clock", "calendar", ["workspace", "zone", "member"])
    over = sa.text("state IN ('done', 'gone')")
    op.create_index("calendar_over", "calendar", ["workspace", "made"], sqlite_where=over, postgresql_where=over)
    op.create_table(
        "run",
        key("workspace"),
        key("entry", sa.BigInteger),
        key("slot", sa.BigInteger),
        key("place"),
        big("at"),
        sqlite_with_rowid=False,
    )
