"""Series: polls that come again and again, one beside the other."""

from datetime import date

from handlers.answers import Answer, Note
from handlers.cards.blocks import Button
from handlers.cards.polls import plans as cards
from handlers.events import ButtonPressed
from handlers.polls import rights
from handlers.polls import terms as of_poll
from handlers.polls.counting import read_tally
from scoring.markup import plain
from scoring.periods import local_day
from storage import polls
from storage.tables import PollRow
from storage.transactions import Work

SERIES = "again:"
"""What the name of a series begins with; behind it stands the entry of the calendar."""
MOST = 12
LONGEST_NUMBER = 12


def buttons(row: PollRow) -> tuple[Button, ...]:
    """Under the result of a poll that comes again and again."""
    return (Button("poll_series", "Compare with before", str(row.poll)),) if row.series.startswith(SERIES) else ()


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """What the last ones came to."""
    number = event.value.strip()
    row = polls.find(work, int(number)) if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    problem = rights.hidden_from(work, row, event.member, event.channel)
    if row is None or problem or not row.series:
        return [Note(cards.told(problem or rights.GONE))]
    closed = [each for each in polls.of_series(work, row.series, MOST) if each.state == of_poll.CLOSED]
    return [Note(cards.compared(plain(row.question, {}), tuple(_line(work, each) for each in reversed(closed))))]


def _line(work: Work, row: PollRow) -> cards.Line:
    tally = read_tally(row.result)
    day = date.fromordinal(local_day(work.book.settings.zone, row.made))
    words = {each.option: each.words for each in polls.options(work, row.poll)} if row.kind != of_poll.OPEN else {}
    won = " and ".join(plain(words[option], {}) for option in tally.winners[:3] if option in words)
    value = tally.enps if row.kind == of_poll.ENPS else tally.mean
    return cards.Line(f"{day:%d %b}".lstrip("0"), tally.turnout, won, value, hidden=bool(tally.hidden))
