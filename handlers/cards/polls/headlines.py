"""Headlines: how a poll came out, or stands, in a few words - the point first, for its result and its card."""

from handlers.cards.polls.words import Poll
from handlers.cards.written import short
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally
from storage.votes import LOST

LONGEST_NAME = 60
MOST_NAMED = 3
"""Of a larger tie it is said how many there are."""


def headline(poll: Poll) -> str:
    """How it came out."""
    tally = poll.tally
    if tally is None or tally.hidden:
        return "These votes can't be counted" if tally and tally.hidden == LOST else "Too few votes for a result"
    if not tally.voters:
        if poll.kind == of_poll.QUIZ and poll.terms.right:
            return f"Nobody answered. {right(poll)}"
        return "Nobody answered" if poll.kind == of_poll.OPEN else "Nobody voted"
    return _outcome(poll, tally)


def so_far(poll: Poll, tally: Tally) -> str:
    """How it stands while it is open; nothing where that would say what is right, or nobody has voted."""
    if not tally.voters or poll.kind in (of_poll.OPEN, of_poll.QUIZ):
        return ""
    if poll.kind in (of_poll.RATING, of_poll.ENPS):
        return f"{_outcome(poll, tally)} so far"
    if poll.kind == of_poll.RANKING:
        return _ranked(poll, tally, "leads", "lead")
    return _most(poll, tally, final=False)


def _outcome(poll: Poll, tally: Tally) -> str:
    match poll.kind:
        case of_poll.OPEN:
            return "1 answer" if tally.voters == 1 else f"{tally.voters} answers"
        case of_poll.RATING if tally.mean is not None:
            return f"{tally.mean:.2f} of 5 on average"
        case of_poll.ENPS if tally.enps is not None:
            return f"Score {signed(tally.enps)} (eNPS)"
        case of_poll.RANKING:
            return _ranked(poll, tally, "wins", "share the win")
        case of_poll.QUIZ:
            hits = sum(amount for option, amount in tally.counts if option in poll.terms.right)
            return f"{right(poll)}: {hits} of {tally.voters} knew it"
    return _most(poll, tally, final=True)


def right(poll: Poll) -> str:
    """What would have been right in a quiz."""
    return f"Right is {_named(poll, poll.terms.right)}"


def signed(score: int) -> str:
    """+31, 0, −7."""
    return f"+{score}" if score > 0 else str(score).replace("-", "−")


def _most(poll: Poll, tally: Tally, *, final: bool) -> str:
    if not tally.winners:
        return "Nobody chose anything that is still there"
    amount = dict(tally.counts)[tally.winners[0]]
    names = _named(poll, tally.winners)
    if len(tally.winners) > 1:
        return f"{'A tie' if final else 'Level so far'}: {names}, {amount} of {tally.voters} each"
    return f"{names} {'wins' if final else 'leads so far'}: {amount} of {tally.voters}"


def _ranked(poll: Poll, tally: Tally, one: str, more: str) -> str:
    by_points, by_run_off = tally.borda_winners, tally.winners
    if by_run_off and not tally.borda:
        amount = dict(tally.counts)[by_run_off[0]]
        each = "" if len(by_run_off) == 1 else " each"
        return f"{_named(poll, by_run_off)} {more if each else one}: first for {amount} of {tally.voters}{each}"
    if not by_points and not by_run_off:
        return "Nobody chose anything that is still there"
    if set(by_points) == set(by_run_off) or not by_run_off:
        return f"{_named(poll, by_points)} {one if len(by_points) == 1 else more}"
    return f"{_named(poll, by_points)} by points, {_named(poll, by_run_off)} by run-off"


def _named(poll: Poll, options: tuple[int, ...]) -> str:
    if len(options) > MOST_NAMED:
        return f"{len(options)} options"
    most = LONGEST_NAME // max(len(options), 1) + 10
    names = [short(poll.option(number), most=most) for number in options]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
