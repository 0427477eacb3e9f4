"""Coffee setup: the form by which an admin begins rounds of coffee, or changes them."""

from dataclasses import dataclass

from handlers.cards.blocks import Dialog, Field, say
from handlers.cards.phrases import WEEKDAYS

DIALOG = "coffee_setup"
MONTHLY = "month"
OFTEN = (
    ("1", "Every week"),
    ("2", "Every 2 weeks"),
    ("3", "Every 3 weeks"),
    ("4", "Every 4 weeks"),
    ("6", "Every 6 weeks"),
    ("8", "Every 8 weeks"),
    ("12", "Every 12 weeks"),
    (MONTHLY, "Every month, on the first such day"),
)
DAYS = tuple((name[:3].lower(), name) for name in WEEKDAYS)
SIZES = (("2", "In pairs"), ("3", "In groups of three"), ("4", "In groups of four"))


@dataclass(frozen=True, slots=True)
class Begin:
    """What the form begins with."""

    number: int = 0
    """0 is a new circle."""
    often: str = "2"
    day: str = "mon"
    time: str = "10:00"
    size: int = 2
    other: tuple[str, str] | None = None
    """The present rhythm, where it is none of those in the list: (value, label)."""
    clock: str = ""
    """The zone of the rounds, if it isn't one's own."""

    @property
    def when(self) -> dict[str, str]:
        """The fields that say when."""
        return {"often": self.often, "day": self.day, "time": self.time}


def form(begin: Begin) -> Dialog:
    """When, in which groups, and for whom."""
    often = (*OFTEN, begin.other) if begin.other else OFTEN
    clock = f"By the clock of {begin.clock}" if begin.clock else "By your own clock"
    fields: tuple[Field, ...] = (
        Field("often", "How often?", "choice", begin.often, often),
        Field("day", "On which day?", "choice", begin.day, DAYS),
        Field("time", "At what time?", "text", begin.time, hint=f"{clock}, such as 10:00"),
        Field("size", "How many meet?", "choice", str(begin.size), SIZES),
    )
    if not begin.number:
        channel = Field(
            "channel", "Only for the people of a channel", "channel", required=False,
            hint="Empty is for everybody who joins. In a channel that has rounds, they are changed.",
        )  # fmt: skip
        fields = (*fields, channel)
    intro = "Nobody is in it who didn't join. The next card has a button with which you invite people."
    return Dialog(
        DIALOG, "Coffee rounds", fields, "Save" if begin.number else "Begin",
        str(begin.number) if begin.number else "", say(intro),
    )  # fmt: skip


def example_change() -> Dialog:
    """A rhythm that was typed, in another zone."""
    third = ("3rd", "Every month, on the third such day")
    return form(Begin(1, third[0], "tue", "14:00", 3, third, "Asia/Taipei"))


def example_form() -> Dialog:
    """A new circle."""
    return form(Begin())
