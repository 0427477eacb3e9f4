"""Columns: the kinds of columns that migrations make. What has shipped calls these for ever: they stay as they are."""

import sqlalchemy as sa


def key(name: str, kind: type = sa.Text) -> sa.Column:  # type: ignore[type-arg]  # SQLAlchemy infers the rest
    """A part of the primary key."""
    return sa.Column(name, kind(), primary_key=True, nullable=False, autoincrement=False)


def text(name: str, default: str = "") -> sa.Column:  # type: ignore[type-arg]
    """Words."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text(f"'{default}'"))


def big(name: str, default: str = "0") -> sa.Column:  # type: ignore[type-arg]
    """A moment or a large number."""
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text(default))


def small(name: str, default: str = "0") -> sa.Column:  # type: ignore[type-arg]
    """A yes or no."""
    return sa.Column(name, sa.SmallInteger(), nullable=False, server_default=sa.text(default))
