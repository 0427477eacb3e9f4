"""The table of numbers: which was given last, of everything that may be deleted and is still known by its number."""

from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column


class NumberRow(SQLModel, table=True):
    """The newest number of a kind; it stays when whatever bears it goes."""

    __tablename__ = "number"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    kind: str = Field(sa_column=key_column())
    """greeting, idea or question; or a table, whose numbers go on above this one since a restore."""
    newest: int = Field(default=0, sa_column=big_column())
