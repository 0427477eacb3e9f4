"""The board: who leads, who stands around me, and groups where individuals aren't ranked."""

from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Header,
    Person,
    Place,
    Run,
    Say,
    Small,
    Standing,
    Standings,
    Table,
    Text,
    say,
)

SPAN_WORDS = {
    "week": "This week",
    "month": "This month",
    "quarter": "This quarter",
    "year": "This year",
    "all": "Of all time",
    "season": "This season",
}
SHORT = {"week": "Week", "month": "Month", "quarter": "Quarter", "year": "Year", "all": "All", "season": "Season"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which board somebody looks at; travels in the buttons as `week|points|C1|me`."""

    span: str = "week"
    measure: str = "points"
    channel: str = ""
    around: bool = False

    def packed(self) -> str:
        """As a button's value."""
        return "|".join((self.span, self.measure, self.channel, "me" if self.around else ""))


@dataclass(frozen=True, slots=True)
class Board:
    """What the card shows: rows of people, or of (rank, name, per head, people) where groups are ranked."""

    asked: Asked
    title: str
    unit: str
    rows: tuple[Standing, ...] = ()
    groups: tuple[tuple[int, str, str, int], ...] = ()
    by_group: bool = False
    channel_name: str = ""
    note: tuple[Run, ...] = ()
    spans: tuple[str, ...] = ("week", "month", "quarter", "year", "all")
    currency: str = "kudos"


def card(board: Board, *, buttons: bool = True) -> Card:
    """The board as a card."""
    blocks: list[Block] = [Header(board.title, "trophy")]
    if board.channel_name:
        blocks.append(Small(say("In ", Place(board.asked.channel, board.channel_name))))
    blocks += _standings(board)
    if board.note:
        blocks.append(Small(board.note))
    if buttons:
        blocks += _buttons(board)
    return Card(_summary(board), tuple(blocks))


def _standings(board: Board) -> list[Block]:
    if board.groups:
        rows = tuple(
            ((Text(str(rank)),), (Text(name, bold=rank == 1),), (Text(per_head),), (Text(str(people)),))
            for rank, name, per_head, people in board.groups
        )
        return [Table(("", "Group", f"{board.unit.capitalize()} per head", "People"), rows)]
    if board.rows:
        return [Standings(board.rows, board.unit)]
    if board.by_group:
        return [Say(say("Nothing to show yet: we only show groups of five or more people."))]
    return [Say(say("Nobody is on this board yet. A thank-you to a colleague would be a good start."))]


def _summary(board: Board) -> str:
    if board.rows and not board.asked.around:
        first = [row.person.name for row in board.rows if row.rank == 1]
        return f"{board.title}: {' and '.join(first[:3])} in front"
    return board.title


def _buttons(board: Board) -> list[Block]:
    asked = board.asked
    spans = tuple(
        _button(SHORT[span], Asked(span, asked.measure, asked.channel, asked.around), asked) for span in board.spans
    )
    measures = [
        _button(words, Asked(asked.span, measure, asked.channel, asked.around), asked)
        for measure, words in (
            ("points", "Points"),
            ("given", f"{board.currency.capitalize()} given"),
            ("received", f"{board.currency.capitalize()} received"),
        )
    ]
    if not board.by_group:
        words = "Show the top" if asked.around else "Around me"
        turned = Asked(asked.span, asked.measure, asked.channel, not asked.around)
        measures.append(_button(words, turned, asked))
    return [Buttons(spans[:5]), *([Buttons(spans[5:])] if spans[5:] else []), Buttons(tuple(measures))]


def _button(words: str, target: Asked, now: Asked) -> Button:
    return Button("board", words, target.packed(), "primary" if target == now else "plain")


def cannot_show() -> Card:
    """Somebody asked for a channel they are not in, or that isn't there: both sound alike."""
    words = "I can't show that channel here. Ask for one you are in, or leave it out for the whole workspace."
    return Card("I can't show that channel here", (Say(say(words)),))


def no_season() -> Card:
    """Nobody has announced a season."""
    words = "No season is running just now. This quarter is as exciting: "
    return Card("No season is running", (Say(say(words, Text("/huzzah board quarter", bold=True))),))


def not_understood(word: str) -> Card:
    """A word of the command means nothing to us."""
    return Card(
        f"I don't know “{word}”",
        (
            Say(say(f"I don't know “{word}” here. Try ", Text("/huzzah board month given around me", bold=True), ".")),
            Small(
                say(
                    "A period (week, month, quarter, year, all, season), a #channel, given, received or points, "
                    "and around me - in any order, or none of it."
                )
            ),
        ),
    )


def example() -> Card:
    """A week with a tie."""
    rows = (
        Standing(1, Person("U1", "Ana Sousa"), 42),
        Standing(2, Person("U2", "Ben Okafor"), 31, me=True),
        Standing(2, Person("U3", "Chloé Martin"), 31),
        Standing(3, Person("U4", "Dmitri Ivanov"), 12),
    )
    note = say("You are number 2 of 31, with 31 points.")
    return card(Board(Asked(), "This week", "points", rows, note=note))


def example_groups() -> Card:
    """Groups instead of people."""
    groups = ((1, "Design", "12.4", 7), (2, "Support", "9.8", 11))
    return card(Board(Asked("month"), "This month", "points", groups=groups, by_group=True))
