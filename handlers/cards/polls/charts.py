"""Poll charts: what a poll came to as a picture, for its result and to take along."""

from handlers.cards.blocks import Chart
from handlers.cards.polls.words import Poll
from handlers.cards.written import short
from handlers.polls import terms as of_poll

LONGEST_LABEL = 80


def chart(poll: Poll) -> Chart | None:
    """Each option with its votes, of a ranking with its points for places; None where there is nothing to draw."""
    tally = poll.tally
    if tally is None or tally.hidden or not tally.voters or poll.kind == of_poll.OPEN:
        return None
    ranked = bool(tally.borda)
    halved = any(points % 1 for _, points in tally.borda)
    amounts = {option: round(points * (1 + halved)) for option, points in tally.borda} if ranked else poll.amounts
    points = tuple(
        (short(option.words, poll.names, LONGEST_LABEL), amounts.get(option.number, 0))
        for option in poll.options
        if option.state == "shown"
    )
    kind = "pie" if poll.kind == of_poll.YESNO else "bars"
    return Chart(poll.title, points, kind, "points" if ranked else "votes", halved) if points else None
