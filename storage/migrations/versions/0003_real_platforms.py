"""What a real platform needs: installations and their tokens, other ids, what is so just now."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def key(name: str, kind: type = sa.Text) -> sa.Column:  # type: ignore[type-arg]  # SQLAlchemy infers the rest
    return sa.Column(name, kind(), primary_key=True, nullable=False, autoincrement=False)


def text(name: str, default: str = "") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text(f"'{default}'"))


def big(name: str, default: str = "0") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text(default))


def create(name: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]
    op.create_table(name, *columns, sqlite_with_rowid=False)


def upgrade() -> None:
    """Make the tables, and add to those there are."""
    _installations()
    _names()
    _outbox()


def _installations() -> None:
    create(
        "installation",
        key("workspace"),
        text("platform"),
        text("data"),
        text("sealed"),
        big("expires"),
        big("leased"),
        big("at"),
        big("gone_at"),
    )
    create("install", key("digest"), text("browser"), big("until"))
    create("condition", key("workspace"), key("name"), text("value"), big("at"))


def _names() -> None:
    create("emoji", key("workspace"), key("alias"), text("emoji"))
    create("channel_id", key("workspace"), key("alias"), text("channel"), big("at"))


def _outbox() -> None:
    op.add_column("outbox", big("claimed"))
    op.add_column("channel", sa.Column("shared", sa.SmallInteger(), nullable=False, server_default=sa.text("0")))
    op.drop_index("outbox_waiting", "outbox")
    waits = sa.text("state IN ('waiting', 'unknown')")
    op.create_index(
        "outbox_waiting", "outbox", ["workspace", "channel", "id"], sqlite_where=waits, postgresql_where=waits
    )
