"""The bricks of a card: neutral blocks and runs that each platform's render turns into its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.facts import Micros


@dataclass(frozen=True, slots=True)
class Text:
    """Our own words."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A member; names travel inside the card, so that rendering asks nobody."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A channel."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Icon:
    """An emoji by its canonical name."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address with a label; `channel` and `message` instead of `url` point at a message here."""

    text: str
    url: str = ""
    channel: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A moment, shown in the reader's own zone; `style` is `date`, `time` or `both`."""

    at: Micros
    style: str = "both"


Run = Text | Person | Place | Icon | Link | When
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The point first; plain text, an emoji in front."""

    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph of our own words."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote, as markup (scoring.markup); shown as a quotation, never interpreted."""

    markup: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    rows: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value, side by side where there is room."""

    pairs: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of a board."""

    rank: int
    person: Person
    amount: int
    me: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standings:
    """A board, with bars where the platform can draw them."""

    rows: tuple[Standing, ...]
    unit: str = "points"


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; the first row of runs may be wide. Platforms without tables show lines."""

    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image by address with a description for those who cannot see it.

    On Slack the address may also be that of a file shared there: `slack-file:` and its id.
    """

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far along: `done` of `whole`."""

    label: str
    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class Small:
    """A quiet line underneath: a hint, a source."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between parts."""


@dataclass(frozen=True, slots=True)
class Button:
    """`action` names the handler in the table of handlers; `style` is plain, primary or danger."""

    action: str
    text: str
    value: str = ""
    style: str = "plain"
    confirm: str = ""
    """A question to ask before it counts."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Up to five in a row."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its words, how many chose it, and the button that chooses it."""

    runs: Runs
    button: Button | None = None
    amount: int = -1
    """How long its bar is, of the `whole`; below 0 there is none."""
    note: str = ""
    """Beside the bar: `3 votes · 30 %`."""
    mine: bool = False
    """What the reader chose (only on cards for one person), or what was right."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Things to choose among, one below the other, each with its bar once there is something to show."""

    rows: tuple[Choice, ...]
    whole: int = 0
    """What a full bar stands for."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Results as a picture where the platform can draw one, else as bars in text.

    `kind` is `bars` (one for each point), `pie` (shares of a whole) or `line` (a trend, from the oldest on).
    """

    title: str
    points: tuple[tuple[str, int], ...]
    """Label and amount."""
    kind: str = "bars"
    unit: str = "votes"
    halved: bool = False
    """Each amount is twice as large as what is said of it, since some of them are halves."""


Block = (
    Header
    | Say
    | Words
    | Bullets
    | Fields
    | Standings
    | Table
    | Picture
    | Progress
    | Small
    | Rule
    | Buttons
    | Choices
    | Chart
)


@dataclass(frozen=True, slots=True)
class Card:
    """A message of the bot; `summary` is what a notification shows."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question; `kind`: text, lines, number, choice, choices, toggle, person, people, channel or emoji."""

    id: str
    label: str
    kind: str = "text"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """(value, label) for choice and choices."""
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Dialog:
    """A form that opens over the chat; `id` names the handler of its submission."""

    id: str
    title: str
    fields: tuple[Field, ...]
    submit: str = "Save"
    context: str = ""
    intro: Runs = ()


def say(*parts: str | Run) -> Runs:
    """Runs from plain strings and runs, for brevity where cards are written."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)
