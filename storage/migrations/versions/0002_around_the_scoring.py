"""What is decided and said around the scoring: rule books, outbox, dead letters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
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
    """Make the tables."""
    _decisions()
    _letters()
    _secrets()


def _decisions() -> None:
    create(
        "book",
        key("workspace"),
        key("version", sa.BigInteger),
        text("source"),
        big("at"),
        text("member"),
        text("changes"),
    )
    create(
        "words",
        key("workspace"),
        key("seq", sa.BigInteger),
        text("member"),
        text("markup"),
    )
    create(
        "contested",
        key("workspace"),
        key("seq", sa.BigInteger),
        key("n", sa.Integer),
        big("at"),
        text("member"),
        text("reason"),
        text("state", "open"),
        big("settled_at"),
        text("settled_by"),
    )
    create(
        "audit",
        key("workspace"),
        key("id", sa.BigInteger),
        big("at"),
        text("member"),
        text("action"),
        text("detail"),
    )


def _letters() -> None:
    create(
        "outbox",
        key("workspace"),
        key("id", sa.BigInteger),
        text("kind"),
        text("channel"),
        text("key"),
        text("said"),
        text("state", "waiting"),
        big("attempts"),
        big("due"),
        big("made"),
        text("remote"),
        text("error"),
    )
    op.create_index(
        "outbox_key",
        "outbox",
        ["workspace", "key", "id"],
        sqlite_where=sa.text("key <> ''"),
        postgresql_where=sa.text("key <> ''"),
    )
    op.create_index(
        "outbox_waiting",
        "outbox",
        ["workspace", "channel", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    create(
        "request",
        key("workspace"),
        key("day", sa.Integer),
        key("request"),
    )
    create(
        "dead_letter",
        key("workspace"),
        key("id", sa.BigInteger),
        big("at"),
        text("event"),
        text("error"),
        text("state", "dead"),
        big("replayed_at"),
    )


def _secrets() -> None:
    create(
        "forgotten",
        key("workspace"),
        key("digest"),
        big("at"),
    )
    create(
        "secret",
        key("name"),
        text("value"),
    )
