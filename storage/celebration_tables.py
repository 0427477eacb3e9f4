"""Tables of days to celebrate, of the cards that colleagues sign for them, and of coffees."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.scored_tables import BARE, big_column, key_column, small_column, text_column


class CelebratingRow(SQLModel, table=True):
    """How a workspace celebrates; without a row, as handlers/celebrations begins."""

    __tablename__ = "celebrating"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    channel: str = Field(default="", sa_column=text_column())
    """Where; nothing is the channel for announcements."""
    free_days: str = Field(default="after", sa_column=text_column("after"))
    """What falls on a free day is celebrated the working day before or after, or all the same (`keep`)."""
    ahead: int = Field(default=4, sa_column=big_column(default="4"))
    """How many days before colleagues are asked to sign; 0: nobody is asked."""
    anniversaries: int = Field(default=1, sa_column=small_column("1"))
    profile: int = Field(default=0, sa_column=small_column())
    """Whether people are asked if the first day that their profile tells may be celebrated."""


class SpecialDayRow(SQLModel, table=True):
    """A birthday (day and month, never the year) or the day somebody began to work here."""

    __tablename__ = "special_day"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    kind: str = Field(sa_column=key_column())
    """birthday or anniversary."""
    date: str = Field(default="", sa_column=text_column())
    """03-14; nothing while there is none."""
    year: int = Field(default=0, sa_column=big_column())
    """Of an anniversary: the first one."""
    leap: str = Field(default="02-28", sa_column=text_column("02-28"))
    """When 29 February is celebrated in other years."""
    origin: str = Field(default="member", sa_column=text_column("member"))
    """Who said so: the member, an import, or their profile."""
    state: str = Field(default="on", sa_column=text_column("on"))
    """on; asked: nothing but the question, which is never put again; off: they want none."""
    celebrated: int = Field(default=0, sa_column=big_column())
    """The newest year in which it was."""
    entry: int = Field(default=0, sa_column=big_column())
    """Of the calendar."""
    made: int = Field(default=0, sa_column=big_column())


class GreetingRow(SQLModel, table=True):
    """A card that colleagues sign for one day of one year."""

    __tablename__ = "greeting"
    __table_args__ = (Index("greeting_of", "workspace", "member", "kind", "year", unique=True), BARE)
    workspace: str = Field(sa_column=key_column())
    greeting: int = Field(sa_column=key_column(BigInteger))
    member: str = Field(sa_column=text_column())
    kind: str = Field(sa_column=text_column())
    year: int = Field(default=0, sa_column=big_column())
    state: str = Field(default="open", sa_column=text_column("open"))
    """open, posted, private (for the member alone) or dropped."""
    channel: str = Field(default="", sa_column=text_column())
    at: int = Field(default=0, sa_column=big_column())
    """When it was handed over."""


class WishRow(SQLModel, table=True):
    """Somebody who may sign a card, or did; the words stay no longer than until they are said."""

    __tablename__ = "wish"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    greeting: int = Field(sa_column=key_column(BigInteger))
    author: str = Field(sa_column=key_column())
    state: str = Field(default="chosen", sa_column=text_column("chosen"))
    """chosen, asked, signed, or said."""
    markup: str = Field(default="", sa_column=text_column())
    picture: str = Field(default="", sa_column=text_column())
    at: int = Field(default=0, sa_column=big_column())


class CoffeeCircleRow(SQLModel, table=True):
    """Rounds of coffee for all of a workspace, or for a channel."""

    __tablename__ = "coffee_circle"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    circle: int = Field(sa_column=key_column(BigInteger))
    channel: str = Field(default="", sa_column=text_column())
    member: str = Field(default="", sa_column=text_column())
    """Who set it up."""
    size: int = Field(default=2, sa_column=big_column(default="2"))
    weeks: int = Field(default=2, sa_column=big_column(default="2"))
    state: str = Field(default="on", sa_column=text_column("on"))
    """on or off."""
    entry: int = Field(default=0, sa_column=big_column())
    """Of the calendar; 0 until somebody said when."""
    newest: int = Field(default=0, sa_column=big_column())
    """The number of the newest round."""
    made: int = Field(default=0, sa_column=big_column())


class CoffeeRow(SQLModel, table=True):
    """Somebody who joined a circle (or left it)."""

    __tablename__ = "coffee"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    circle: int = Field(sa_column=key_column(BigInteger))
    member: str = Field(sa_column=key_column())
    state: str = Field(default="on", sa_column=text_column("on"))
    """on or off."""
    weeks: int = Field(default=0, sa_column=big_column())
    """At least so many weeks between two coffees; 0: every round."""
    snoozed: int = Field(default=0, sa_column=big_column())
    """The first day (ordinal) on which they take part again."""
    waited: int = Field(default=0, sa_column=small_column())
    """They were left over in the last round."""
    last_day: int = Field(default=0, sa_column=big_column())
    """The day (ordinal) of their last round."""
    made: int = Field(default=0, sa_column=big_column())


class CoffeeAvoidRow(SQLModel, table=True):
    """Whom somebody would rather not be brought together with, sealed: no one can read it here."""

    __tablename__ = "coffee_avoid"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    member: str = Field(sa_column=key_column())
    sealed: str = Field(default="", sa_column=text_column())


class CoffeeRoundRow(SQLModel, table=True):
    """A round: how many took part, and what was given to them to begin with."""

    __tablename__ = "coffee_round"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    circle: int = Field(sa_column=key_column(BigInteger))
    round: int = Field(sa_column=key_column(BigInteger))
    at: int = Field(default=0, sa_column=big_column())
    question: str = Field(default="", sa_column=text_column())
    state: str = Field(default="on", sa_column=text_column("on"))
    """on, or asked: those in it were asked whether they met."""


class CoffeeSeatRow(SQLModel, table=True):
    """Somebody's place in a round, at which table, and what came of it."""

    __tablename__ = "coffee_seat"
    __table_args__ = (BARE,)
    workspace: str = Field(sa_column=key_column())
    circle: int = Field(sa_column=key_column(BigInteger))
    round: int = Field(sa_column=key_column(BigInteger))
    member: str = Field(sa_column=key_column())
    party: int = Field(default=0, sa_column=big_column())
    """The number of the group; 0: left over."""
    state: str = Field(default="new", sa_column=text_column("new"))
    """new, told, asked; then met, later or missed, as they say."""
