"""Exporting: what a poll came to as a file for whoever asked it - every vote as CSV, the chart as a picture."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from handlers import people
from handlers.answers import Answer, Download, Note
from handlers.cards.blocks import Card, Chart, Say, say
from handlers.cards.polls import charts as poll_charts
from handlers.cards.polls.slices import OTHERS
from handlers.cards.polls.words import FEW, LOST, Poll
from handlers.cards.written import short
from handlers.events import ButtonPressed
from handlers.polls import presenting, rights, slices
from handlers.polls import terms as of_poll
from handlers.polls.counting import mark_of
from handlers.polls.results import NOT_SHOWN, Withheld
from scoring.facts import Micros
from scoring.markup import plain
from storage import polls, votes
from storage.exports import FORMULA, Cell, Row
from storage.tables import PollRow
from storage.transactions import Work

CSV, PNG = "poll-csv", "poll-png"
"""What files are called by which they can be asked for again: `poll-csv 7`."""
BOM = "\ufeff"
"""By it spreadsheets know UTF-8."""
OPEN_YET = "It is anonymous, so there is nothing to take along before it closes."
SEALED_YET = "Its results stay closed until the poll does."
NOTHING_DRAWN = "There is nothing to draw of this poll."
NO_KEY = "I can't open its votes just now: the key is missing. Ask whoever runs Huzzah."


class NotNow(Exception):
    """A file that isn't handed out; the message says why, in words for whoever asked."""


def as_csv(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button under a result: every vote, one in a line."""
    return [_handed(work, event.member, _called(CSV, event))]


def as_picture(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button under a result: its chart."""
    return [_handed(work, event.member, _called(PNG, event))]


def _called(kind: str, event: ButtonPressed) -> str:
    # With the place it was asked for in: there people may see it whom nobody told us of.
    return f"{kind} {event.value} {event.channel}".rstrip()


def again(work: Work, member: str, file: str) -> Download | None:
    """The same file once more, by what it is called; None if they may not have it (any more)."""
    try:
        return _made(work, member, file)
    except NotNow:
        return None


def _handed(work: Work, member: str, file: str) -> Answer:
    try:
        return _made(work, member, file)
    except NotNow as reason:
        return Note(Card(str(reason), (Say(say(str(reason))),)))


def _made(work: Work, member: str, file: str) -> Download:
    kind, number, here, *_ = [*file.split(" ", 2), "", ""]
    row = polls.find(work, int(number)) if number.isascii() and number.isdecimal() and len(number) < 16 else None
    if row is None or row.state in (of_poll.DRAFT, of_poll.DELETED):
        raise NotNow(rights.GONE)
    if reason := rights.hidden_from(work, row, member, here):
        raise NotNow(reason)
    name = f"poll-{row.poll}"
    if kind == PNG:
        return Download(f"{name}.png", "image/png", chart=picture(work, row), file=file)
    return Download(f"{name}.csv", "text/csv; charset=utf-8", written(work, row, member), file=file)


def picture(work: Work, row: PollRow) -> Chart:
    """Its chart. Raises NotNow."""
    drawn = poll_charts.chart(_as_it_stands(work, row))
    if drawn is None:
        raise NotNow(NOTHING_DRAWN)
    return drawn


def written(work: Work, row: PollRow, member: str = "") -> str:
    """Its votes as CSV: who chose what; of an anonymous one receipts and choices. Raises NotNow.

    It holds what everybody can see of it; when each one voted only for whoever may steer it, and without `member`.
    """
    poll = _as_it_stands(work, row)
    out = io.StringIO()
    writer = csv.writer(out)
    steers = not member or rights.may_steer(work, row, member)
    rows = _ballots(work, row, poll, everything=steers) if row.anonymous else _votes(work, row, poll, timed=steers)
    writer.writerows([_safe(cell) for cell in each] for each in (*rows, *_by_group(poll)))
    return BOM + out.getvalue()


def _as_it_stands(work: Work, row: PollRow) -> Poll:
    is_open = row.state == of_poll.STANDING
    if is_open and row.anonymous:
        raise NotNow(OPEN_YET)
    if is_open and of_poll.read_terms(row.terms).results != of_poll.LIVE:
        raise NotNow(SEALED_YET)
    try:
        poll = _open_yet(work, row) if is_open else presenting.finished(work, row)
    except votes.NoKey:
        raise NotNow(NO_KEY) from None
    if poll.tally is not None and poll.tally.hidden:
        raise NotNow(LOST if poll.tally.hidden == votes.LOST else FEW)
    return poll


def _open_yet(work: Work, row: PollRow) -> Poll:
    options = presenting.numbers_of(polls.options(work, row.poll))
    return replace(presenting.now(work, row), slices=slices.so_far(work, row, options))


def _by_group(poll: Poll) -> Iterator[Row]:
    """Below the votes, group by group; of those that aren't shown apart nothing but that."""
    found = poll.slices
    if found is None:
        return
    parts = (*found.shown, *((found.others,) if found.others else ()))
    marks = poll.kind in (of_poll.RATING, of_poll.ENPS)
    options = [option for option in poll.options if option.state == polls.SHOWN]
    yield ()
    yield ("Group", "Votes", *(_option(poll, option.number) for option in options), *(["Mean"] if marks else []))
    for part in parts:
        amounts = dict(part.counts)
        mean = [part.mean if part.mean is not None else ""] if marks else []
        yield (part.name or OTHERS, part.voters, *(amounts.get(option.number, 0) for option in options), *mean)
    yield from ((name, "not shown apart") for name in found.unshown)


def _votes(work: Work, row: PollRow, poll: Poll, *, timed: bool) -> Iterator[Row]:
    scores = dict(poll.tally.scores) if poll.tally and row.kind == of_poll.QUIZ else {}
    found = votes.everything(work, row)
    named = people.persons(work, [member for member, _, _ in found])
    found.sort(key=lambda vote: (named[vote[0]].name.casefold() if vote[0] in named else "", vote[0]))
    yield ("Name", "Choice", *(["When (UTC)"] if timed else []), *(["Points"] if scores else []))
    withheld = Withheld(work, row, none=timed)
    for member, choice, at in found:
        name = named[member].name if member in named else "somebody who left"
        when = [_moment(at)] if timed else []
        yield (name, _chosen(poll, choice, withheld, member), *when, *([scores.get(member, 0)] if scores else []))


def _ballots(work: Work, row: PollRow, poll: Poll, *, everything: bool) -> Iterator[Row]:
    # By receipt, which follows from nothing: neither the order of voting nor that of names shows in it.
    yield ("Receipt", "Choice")
    # Only whoever may steer the poll takes along what isn't shown.
    withheld = Withheld(work, row, none=everything)
    for receipt, choice in sorted(votes.ballots(work, row), key=lambda ballot: ballot[0]):
        yield (receipt, _chosen(poll, choice, withheld))


def _chosen(poll: Poll, choice: votes.Choice, withheld: Withheld, member: str = "") -> Cell:
    if poll.kind == of_poll.OPEN:
        return NOT_SHOWN if withheld.takes(choice.words, member) else plain(choice.words, poll.names)
    if poll.kind in (of_poll.RATING, of_poll.ENPS):
        return mark_of(poll.kind, choice.options[0]) if choice.options else ""
    words = [_option(poll, option) for option in choice.options]
    return " > ".join(words) if poll.kind == of_poll.RANKING else "; ".join(words)


def _option(poll: Poll, number: int) -> str:
    found: Sequence[str] = [option.words for option in poll.options if option.number == number]
    return short(found[0], poll.names, of_poll.LONGEST_OPTION) if found else "something that was taken away"


def _moment(at: Micros) -> str:
    return f"{datetime.fromtimestamp(at // 1_000_000, UTC):%Y-%m-%d %H:%M}" if at else ""


def _safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula, whatever stands before the sign; numbers are numbers."""
    begins = isinstance(cell, str) and (
        cell.startswith(FORMULA) or cell.strip("\u200b\ufeff \n\r\t").startswith(FORMULA)
    )
    return f"'{cell}" if begins else cell
