"""Results of pulses: a round beside the one before it, and a question over time."""

from dataclasses import dataclass

from handlers.cards.blocks import Block, Button, Buttons, Card, Chart, Header, Say, Small, Table, Text, say
from handlers.cards.phrases import short_date
from handlers.polls.counting import Tally
from handlers.polls.terms import ENPS
from handlers.pulses.questions import LIBRARY, USUAL, Question

HIDDEN = "fewer than five answers"
LONGEST_TITLE = 30
LEAST_POINTS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """What a question came to, now and the time before."""

    question: Question
    tally: Tally
    before: Tally | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A closed round."""

    pulse: str
    day: int
    lines: tuple[Line, ...]
    together: tuple[tuple[str, int], ...] = ()
    """All marks out of a hundred, from the oldest round on."""


def results(outcome: Outcome) -> Card:
    """What a round came to."""
    blocks: list[Block] = [Header(f"Pulse of {short_date(outcome.day, outcome.day)}", "heartbeat")]
    turnout = max((line.tally.turnout for line in outcome.lines), default=0)
    shown = [line for line in outcome.lines if not line.tally.hidden]
    if not shown:
        words = f"{turnout} people answered. Of fewer than five I show nothing, so that nobody is found out."
        return Card(words, (*blocks, Say(say(words))))
    blocks.append(Say(say(f"{turnout} people answered. Marks go from 1 to 5.")))
    rows = tuple(
        (say(Text(line.question.title[:LONGEST_TITLE], bold=True)), say(value_of(line)), say(change_of(line)))
        for line in outcome.lines
    )
    blocks.append(Table(("Question", "Mean", "Since last time"), rows))
    if len(outcome.together) >= LEAST_POINTS:
        blocks.append(Chart("All marks over time, out of 100", outcome.together, "line", "of 100"))
    buttons = tuple(
        Button("pulse_trend", line.question.title[:LONGEST_TITLE], f"{outcome.pulse}|{line.question.key}")
        for line in outcome.lines[:5]
    )
    blocks += [Small(say("Each question over time:")), Buttons(buttons)]
    blocks.append(Small(say("Anonymous: no row of mine links a person to an answer. How: see anonymity in the docs.")))
    return Card(f"Pulse: {turnout} people answered", tuple(blocks))


def value_of(line: Line) -> str:
    """3.9; of an eNPS +12."""
    if line.tally.hidden:
        return HIDDEN
    if line.question.kind == ENPS:
        return "–" if line.tally.enps is None else f"{line.tally.enps:+d}"
    return "–" if line.tally.mean is None else f"{line.tally.mean:.1f}"


def change_of(line: Line) -> str:
    """▲ 0.3, ▼ 4, or = where nothing changed."""
    now, before = line.tally, line.before
    if before is None or now.hidden:
        return "–"
    if line.question.kind == ENPS:
        return _arrow((now.enps or 0) - (before.enps or 0), "d")
    return _arrow(round((now.mean or 0) - (before.mean or 0), 1), ".1f")


def _arrow(change: float, form: str) -> str:
    if not change:
        return "="
    return f"{'▲' if change > 0 else '▼'} {abs(change):{form}}"


def out_of_hundred(mean: float) -> int:
    """A mean of marks from 1 to 5, out of a hundred."""
    return round((mean - 1) * 25)


def trend(asked: Question, points: tuple[tuple[str, Tally], ...]) -> Card:
    """One question over time."""
    if len(points) < LEAST_POINTS:
        words = "A trend needs two rounds that five people or more answered. Come back after the next one."
        return Card(asked.words, (Say(say(Text(asked.words, bold=True))), Say(say(words))))
    is_enps = asked.kind == ENPS
    line = tuple((label, (tally.enps or 0) if is_enps else out_of_hundred(tally.mean or 1)) for label, tally in points)
    unit = "eNPS" if is_enps else "of 100"
    rows = tuple(
        (
            say(Text(label, bold=True)),
            say(f"{tally.enps:+d}" if is_enps else f"{tally.mean or 0:.1f}"),
            say(str(tally.voters)),
        )
        for label, tally in points
    )
    blocks: list[Block] = [Say(say(Text(asked.words, bold=True)))]
    if not is_enps or all(amount >= 0 for _, amount in line):
        blocks.append(Chart(asked.title, line, "line", unit))
    return Card(asked.words, (*blocks, Table(("Round", "eNPS" if is_enps else "Mean", "Answers"), rows)))


def _line(key: str, mean: float, before: float | None) -> Line:
    counts = tuple((mark, 4) for mark in range(1, 6))
    last = Tally(18, counts, mean=before, turnout=18) if before is not None else None
    return Line(LIBRARY[key], Tally(20, counts, mean=mean, turnout=20), last)


def example_results() -> Card:
    """A round, with a trend and an eNPS."""
    enps = Line(
        LIBRARY["enps"], Tally(20, (), mean=8.1, enps=25, turnout=20), Tally(18, (), mean=7.9, enps=30, turnout=18)
    )
    few = Line(LIBRARY["voice"], Tally(turnout=4, hidden="few"))
    lines = (_line("joy", 3.9, 3.6), _line("workload", 3.1, 3.4), _line("clarity", 4.2, None), few, enps)
    together = (("6 Oct", 61), ("20 Oct", 64), ("3 Nov", 60), ("17 Nov", 68))
    return results(Outcome("1", 739_937, lines, together))


def example_few() -> Card:
    """Nothing can be shown."""
    return results(Outcome("1", 739_937, (Line(LIBRARY[USUAL[0]], Tally(turnout=4, hidden="few")),)))


def example_trend() -> Card:
    """One question."""
    points = tuple(
        (label, _line("joy", mean, None).tally) for label, mean in (("6 Oct", 3.4), ("20 Oct", 3.6), ("3 Nov", 3.9))
    )
    return trend(LIBRARY["joy"], points)
