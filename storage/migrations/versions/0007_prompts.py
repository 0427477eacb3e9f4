"""Prompts: questions of one's own, and which was asked where."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key, small, text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "prompt",
        key("workspace"), key("prompt"), text("words"), text("category"), text("mood"), text("effort"), text("emoji"),
        text("member"), small("named"), text("state", "shown"), big("made"), big("settled_at"), text("settled_by"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    for name, which in (("proposed", "= 'proposed'"), ("once", "= 'once'"), ("kept", "<> 'once'")):
        where = sa.text(f"state {which}")
        op.create_index(f"prompt_{name}", "prompt", ["workspace", "made"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "asked",
        key("workspace"), key("channel"), key("round", sa.Integer), key("prompt"), big("at"), text("message"),
        small("recalled"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    open_ = sa.text("recalled = 0")
    op.create_index("asked_prompt", "asked", ["workspace", "prompt"])
    op.create_index(
        "asked_open", "asked", ["workspace", "channel", "at"], sqlite_where=open_, postgresql_where=open_
    )  # fmt: skip
    op.create_table(
        "prompt_answer",
        key("workspace"), key("channel"), key("thread"), key("message"),
        sqlite_with_rowid=False,
    )  # fmt: skip
