"""Facts and all that follows from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def key(name: str, kind: type = sa.Text) -> sa.Column:  # type: ignore[type-arg]  # SQLAlchemy infers the rest
    return sa.Column(name, kind(), primary_key=True, nullable=False, autoincrement=False)


def text(name: str, default: str = "") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text(f"'{default}'"))


def big(name: str, default: str = "0") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text(default))


def small(name: str, default: str = "0") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.SmallInteger(), nullable=False, server_default=sa.text(default))


def create(name: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]
    op.create_table(name, *columns, sqlite_with_rowid=False)


def upgrade() -> None:
    """Make the tables."""
    _people_and_places()
    _happenings()
    _sums()
    _achievements()
    _ledger()


def _people_and_places() -> None:
    create(
        "workspace",
        key("workspace"),
        text("platform"),
        text("name"),
        big("last_seq"),
        big("book_version"),
        big("stamp"),
    )
    create(
        "member",
        key("workspace"),
        key("member"),
        text("name"),
        text("zone"),
        text("country"),
        text("roles"),
        big("traits"),
        big("joined"),
    )
    create(
        "channel",
        key("workspace"),
        key("channel"),
        text("name"),
        small("private"),
    )
    create(
        "channel_member",
        key("workspace"),
        key("channel"),
        key("member"),
    )
    create(
        "member_group",
        key("workspace"),
        key("group_id"),
        text("name"),
    )
    create(
        "group_member",
        key("workspace"),
        key("group_id"),
        key("member"),
    )


def _happenings() -> None:
    create(
        "fact",
        key("workspace"),
        key("seq", sa.BigInteger),
        text("kind"),
        big("at"),
        text("actor"),
        text("channel"),
        text("message"),
        text("thread"),
        text("target"),
        text("emoji"),
        big("marks"),
        small("length"),
        big("seen"),
        text("detail"),
    )
    create(
        "message",
        key("workspace"),
        key("channel"),
        key("message"),
        text("author"),
        big("at"),
        text("thread"),
        big("marks"),
        small("length"),
        big("seq"),
        big("stamp"),
        small("state"),
        text("gift"),
    )
    create(
        "reaction",
        key("workspace"),
        key("channel"),
        key("message"),
        key("member"),
        key("emoji"),
        small("is_on"),
        big("stamp"),
        text("seqs"),
        big("at"),
        text("author"),
    )


def _sums() -> None:
    create(
        "counter",
        key("workspace"),
        key("period", sa.Integer),
        key("name"),
        key("subject"),
        key("other"),
        big("amount"),
    )
    create(
        "total",
        key("workspace"),
        key("member"),
        key("span"),
        key("start", sa.Integer),
        key("channel"),
        key("measure"),
        big("amount"),
        small("shown", "1"),
    )
    op.create_index("board", "total", ["workspace", "span", "start", "channel", "measure", "shown", "amount", "member"])
    create(
        "histogram",
        key("workspace"),
        key("measure"),
        key("span"),
        key("start", sa.Integer),
        key("amount", sa.BigInteger),
        big("people"),
    )


def _achievements() -> None:
    create(
        "badge",
        key("workspace"),
        key("member"),
        key("badge"),
        big("at"),
        big("seq"),
    )
    create(
        "streak",
        key("workspace"),
        key("member"),
        big("last"),
        big("run"),
        big("best"),
        big("before_last"),
        big("before_run"),
    )


def _ledger() -> None:
    create(
        "ledger",
        key("workspace"),
        key("seq", sa.BigInteger),
        key("n", sa.Integer),
        big("at"),
        big("day"),
        text("member"),
        text("other"),
        text("channel"),
        text("message"),
        text("thread"),
        text("rule"),
        big("version"),
        big("points"),
        big("coins"),
        big("given"),
        big("received"),
        big("units"),
        big("corrects_seq"),
        big("corrects_n"),
    )
    op.create_index("ledger_by_member", "ledger", ["workspace", "member", "seq", "n"])
