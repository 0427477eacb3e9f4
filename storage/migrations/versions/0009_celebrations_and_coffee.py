"""Days to celebrate with signed cards, and coffees."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key, small, text

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "celebrating",
        key("workspace"), text("channel"), text("free_days", "after"), big("ahead", "4"), small("anniversaries", "1"),
        small("profile"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "special_day",
        key("workspace"), key("member"), key("kind"), text("date"), big("year"), text("leap", "02-28"),
        text("origin", "member"), text("state", "on"), big("celebrated"), big("entry"), big("made"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "greeting",
        key("workspace"), key("greeting", sa.BigInteger), text("member"), text("kind"), big("year"),
        text("state", "open"), text("channel"), big("at"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("greeting_of", "greeting", ["workspace", "member", "kind", "year"], unique=True)
    op.create_table(
        "wish",
        key("workspace"), key("greeting", sa.BigInteger), key("author"), text("state", "chosen"), text("markup"),
        text("picture"), big("at"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    _coffee()


def _coffee() -> None:
    op.create_table(
        "coffee_circle",
        key("workspace"), key("circle", sa.BigInteger), text("channel"), text("member"), big("size", "2"),
        big("weeks", "2"), text("state", "on"), big("entry"), big("newest"), big("made"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "coffee",
        key("workspace"), key("circle", sa.BigInteger), key("member"), text("state", "on"), big("weeks"),
        big("snoozed"), small("waited"), big("last_day"), big("made"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table("coffee_avoid", key("workspace"), key("member"), text("sealed"), sqlite_with_rowid=False)
    op.create_table(
        "coffee_round",
        key("workspace"), key("circle", sa.BigInteger), key("round", sa.BigInteger), big("at"), text("question"),
        text("state", "on"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "coffee_seat",
        key("workspace"), key("circle", sa.BigInteger), key("round", sa.BigInteger), key("member"), big("party"),
        text("state", "new"),
        sqlite_with_rowid=False,
    )  # fmt: skip
