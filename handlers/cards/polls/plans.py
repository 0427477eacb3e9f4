"""Polls on the calendar: planned, listed, ended; templates to begin with; and polls of a series beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Header,
    Icon,
    Place,
    Run,
    Say,
    Small,
    Table,
    Text,
    When,
    say,
)
from handlers.cards.polls.notes import told
from handlers.cards.written import short
from scoring.facts import Micros

__all__ = ["Line", "Planned", "compared", "listing", "mistaken", "planned", "templates", "told"]

EXAMPLES = (
    '/poll "Lunch together?" "Yes" "No" every friday 10:00',
    '/poll "How was the week?" rating anonymous every friday 15:00 close 2d',
    '/poll "Which logo?" "Left" "Right" at tomorrow 10:00',
)
LONGEST_QUESTION = 150
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Planned:
    """A poll on the calendar."""

    entry: int
    question: str
    """Markup."""
    when: str
    next: Micros
    place: Place | None = None
    again: bool = True
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What one poll of a series came to."""

    day: str
    turnout: int
    won: str = ""
    value: float | None = None
    """A mean or an eNPS."""
    hidden: bool = False


def planned(poll: Planned) -> Card:
    """It is on the calendar."""
    point = f"I'll ask {poll.when}."
    where: tuple[Run, ...] = (Text(" in "), poll.place) if poll.place else ()
    blocks: list[Block] = [
        Say(say(Icon("spiral_calendar_pad"), " ", Text(short(poll.question, poll.names, LONGEST_QUESTION), bold=True))),
        Say(say(f"I'll ask {poll.when}", *where, ". ", *(("First: ", When(poll.next)) if poll.again else ()))),
    ]
    if poll.again:
        blocks.append(Small(say("Each time is a poll of its own, and its result can be compared with those before.")))
    blocks.append(Buttons((_end(poll),)))
    return Card(point, tuple(blocks))


def _end(poll: Planned) -> Button:
    return Button("poll_unplan", "Don't ask it", str(poll.entry), "danger", "It won't be asked any more. End it?")


def listing(polls: tuple[Planned, ...]) -> Card:
    """Those that somebody may end."""
    if not polls:
        return mistaken("No poll of yours is on the calendar. To plan one, write when behind it.")
    blocks: list[Block] = [Header("Polls on the calendar", "spiral_calendar_pad")]
    for poll in polls:
        where: tuple[Run, ...] = (Text(", in "), poll.place) if poll.place else ()
        title = Text(short(poll.question, poll.names, LONGEST_QUESTION), bold=True)
        blocks += [Say(say(title, f" {poll.when}", *where, ". Next: ", When(poll.next))), Buttons((_end(poll),))]
    return Card("Polls on the calendar", (*blocks, Small(say("Skip or move one of them: /huzzah calendar"))))


def mistaken(problem: str) -> Card:
    """What is wrong, and what works."""
    shown = Bullets(tuple(say(each) for each in EXAMPLES))
    return Card(problem, (Say(say(problem)), Small(say("For example:")), shown))


def templates(found: tuple[tuple[str, str, str, str], ...]) -> Card:
    """(name, title, emoji, words) of each; a press opens the form, filled in."""
    blocks: list[Block] = [Header("Templates for polls", "page_facing_up")]
    for name, title, emoji, words in found:
        blocks.append(Say(say(Icon(emoji), " ", Text(title, bold=True), f": {words}")))
        blocks.append(Buttons((Button("poll_template", f"Use {title.lower()}", name),)))
    hint = "Or type it: /poll lunch opens the form, /poll lunch now posts it, /poll mood every friday 15:00 plans it."
    return Card("Templates for polls", (*blocks, Small(say(hint))))


def compared(question: str, lines: tuple[Line, ...]) -> Card:
    """A series, from the oldest on."""
    title = question[:LONGEST_QUESTION]
    shown = [line for line in lines if not line.hidden]
    if len(shown) < 2:  # one alone can't be compared
        words = "There is nothing to compare yet: that takes two of them that have closed."
        return Card(words, (Say(say(Text(title, bold=True))), Say(say(words))))
    blocks: list[Block] = [Say(say(Text(title, bold=True)))]
    values = [line.value for line in shown if line.value is not None]
    if len(values) == len(shown) and all(value >= 0 for value in values):
        points = tuple((line.day, round((line.value or 0) * TENTHS)) for line in shown)
        blocks.append(Chart("Over time, in tenths", points, "line", "tenths"))
    rows = tuple((say(line.day), say(_value(line)), say(str(line.turnout))) for line in lines)
    return Card(title, (*blocks, Table(("Asked", "Result", "Votes"), rows)))


def _value(line: Line) -> str:
    if line.hidden:
        return "fewer than five votes"
    if line.value is not None:
        return f"{line.value:g}"
    return line.won or "–"


A_POLL = Planned(7, "Lunch together on Friday?", "every Friday at 10:00", 1_795_600_800_000_000, Place("C1", "general"))


def example_planned() -> Card:
    """Every Friday."""
    return planned(A_POLL)


def example_listing() -> Card:
    """Two of them."""
    once = Planned(8, "Which logo?", "on Fri 20 Nov 2026 at 10:00", 1_795_168_800_000_000, Place("C2", "design"), False)
    return listing((A_POLL, once))


def example_none() -> Card:
    """Nothing is planned."""
    return listing(())


def example_templates() -> Card:
    """Two of them."""
    lunch = ("lunch", "Lunch", "fork_and_knife", "Where do we have lunch today?")
    return templates((lunch, ("mood", "Mood", "partly_sunny", "How are you today?")))


def example_compared() -> Card:
    """A rating over three weeks."""
    lines = (Line("6 Nov", 14, value=3.4), Line("13 Nov", 4, hidden=True), Line("20 Nov", 17, value=3.9))
    return compared("How was the week?", lines)
