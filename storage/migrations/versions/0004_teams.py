"""What Teams needs: other ids of people, how conversations are reached, subscriptions to channels."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def key(name: str, kind: type = sa.Text) -> sa.Column:  # type: ignore[type-arg]  # SQLAlchemy infers the rest
    return sa.Column(name, kind(), primary_key=True, nullable=False, autoincrement=False)


def text(name: str, default: str = "") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text(f"'{default}'"))


def big(name: str, default: str = "0") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text(default))


def upgrade() -> None:
    """Make the tables."""
    op.create_table("member_id", key("workspace"), key("alias"), text("member"), big("at"), sqlite_with_rowid=False)
    op.create_table(
        "conversation",
        key("workspace"),
        key("channel"),
        text("kind"),
        text("member"),
        text("team"),
        text("group_id"),
        text("service"),
        big("at"),
        big("gone_at"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subscription",
        key("workspace"),
        key("channel"),
        text("remote"),
        text("sealed"),
        big("expires"),
        big("seen"),
        big("leased"),
        big("due"),
        text("error"),
        sqlite_with_rowid=False,
    )
    op.create_table("snapshot", key("workspace"), key("channel"), key("message"), big("at"), sqlite_with_rowid=False)
    op.create_index("member_id_member", "member_id", ["workspace", "member"])
    op.create_index("conversation_member", "conversation", ["workspace", "member"])
