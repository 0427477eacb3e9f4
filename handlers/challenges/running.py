"""Running: a challenge begins, shows how far it has come, tells of half and all of its goal, and ends once."""

from handlers import people
from handlers.answers import Answer, Post, Whisper
from handlers.calendar import scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.recurrence import moment
from handlers.cards.challenges import card as cards
from handlers.challenges.counting import REFRESH, contributions, count
from handlers.challenges.measures import MEASURES, UNITS
from scoring.facts import Micros
from scoring.state import Trait
from storage import challenges, places
from storage.tables import ChallengeRow
from storage.transactions import Work

CLOSE = "challenge_close"
"""Kind of entries in the calendar."""
MOST_NAMED = 3


def key(kind: str, challenge: int) -> str:
    """`challenge:3`, `challenge-half:3`, `challenge-reached:3`, `challenge-end:3`."""
    return f"challenge{'-' if kind else ''}{kind}:{challenge}"


def start(work: Work, row: ChallengeRow) -> list[Answer]:
    """A challenge begins: its card, and its end on the calendar."""
    challenges.add(work, row)
    _set_close(work, row)
    row.shown_at = work.now
    return [_card(work, row)]


def may(work: Work, member: str, row: ChallengeRow) -> bool:
    """Whether this member may end a challenge."""
    return row.member == member or work.member(member).has_role("admin")


def _set_close(work: Work, row: ChallengeRow) -> None:
    scheduling.end_about(work, CLOSE, str(row.challenge))
    item = scheduling.Item(CLOSE, str(row.challenge), row.channel, row.member)
    scheduling.add(work, item, moment(row.closes))


def _card(work: Work, row: ChallengeRow) -> Post:
    return Post(row.channel, cards.running(shown(work, row)), "", key("", row.challenge), row.member)


def shown(work: Work, row: ChallengeRow, helpers: int = -1) -> cards.Challenge:
    """A challenge as its card shows it; it names nobody who contributes."""
    if helpers < 0:
        helpers = len(contributions(work, row))
    host = None if places.shared(work, [row.channel]) else people.person(work, row.member)
    return cards.Challenge(
        row.challenge, row.question, row.measure, row.goal, row.amount, host, row.closes, helpers, bool(row.wide),
    )  # fmt: skip


def refresh(work: Work, firing: Firing) -> list[Answer]:
    """Show how far it has come, if that is another picture than before; tell of half and all of the goal once."""
    row = challenges.find(work, int(firing.topic))
    if row is None or row.state != challenges.OPEN:
        return []
    before = row.amount
    row.pending, row.shown_at, row.amount = 0, work.now, count(work, row)
    work.session.add(row)
    work.session.flush()
    challenges.changed(work)
    if row.amount == before:
        return []
    return [_card(work, row), *_milestones(work, row)]


def _milestones(work: Work, row: ChallengeRow) -> list[Answer]:
    if row.amount >= row.goal and not row.reached_at:
        row.reached_at = work.now
        row.half_at = row.half_at or work.now
        return [Post(row.channel, cards.reached(shown(work, row)), "", key("reached", row.challenge), row.member)]
    if row.goal > row.amount >= (row.goal + 1) // 2 and not row.half_at and row.goal > 1:
        row.half_at = work.now
        return [Post(row.channel, cards.half_way(shown(work, row)), "", key("half", row.challenge), row.member)]
    return []


def close(work: Work, firing: Firing) -> list[Answer]:
    """Its time is over."""
    row = challenges.find(work, int(firing.topic))
    if row is None or row.state != challenges.OPEN or row.closes > firing.at:
        return []
    return end(work, row)


def end(work: Work, row: ChallengeRow) -> list[Answer]:
    """It is over: how far the team came, and thanks to everybody who contributed."""
    row.closes = min(row.closes, work.now)
    row.amount = count(work, row)
    if row.amount >= row.goal and not row.reached_at:
        row.reached_at = work.now
    _over(work, row, challenges.CLOSED)
    helpers = contributions(work, row)
    challenge = shown(work, row, len(helpers))
    named = _named(work, row, helpers)
    if places.shared(work, [row.channel]):
        # Nothing about colleagues is posted there any more: whoever called it hears how it ended.
        return [
            Post(row.channel, cards.over(challenge), "", key("", row.challenge)),
            Whisper(row.member, cards.ended(challenge, named)),
        ]
    return [
        Post(row.channel, cards.over(challenge), "", key("", row.challenge)),
        Post(row.channel, cards.ended(challenge, named), "", key("end", row.challenge), row.member),
    ]


def _named(work: Work, row: ChallengeRow, helpers: list[tuple[str, int]]) -> tuple[cards.Helper, ...]:
    # Who did most is named only where people are ranked at all, and only who agrees to it.
    if work.book.settings.ranking == "groups" or MEASURES[row.measure].of != UNITS or len(helpers) <= MOST_NAMED:
        return ()
    unseen = work.book.not_shown | Trait.NO_ANNOUNCE
    traits = work.members([member for member, _ in helpers])
    may = [(member, amount) for member, amount in helpers if not traits[member].traits & unseen][:MOST_NAMED]
    persons = people.persons(work, [member for member, _ in may])
    return tuple(cards.Helper(persons[member], amount) for member, amount in may)


def _over(work: Work, row: ChallengeRow, state: str) -> None:
    for kind in (CLOSE, REFRESH):
        scheduling.end_about(work, kind, str(row.challenge))
    row.state, row.closed_at, row.pending = state, work.now, 0
    work.session.add(row)
    work.session.flush()
    challenges.changed(work)


def extend(work: Work, row: ChallengeRow, closes: Micros) -> list[Answer]:
    """Another last day."""
    row.closes = closes
    work.session.add(row)
    work.session.flush()
    challenges.changed(work)
    _set_close(work, row)
    return [_card(work, row)]


def call_off(work: Work, row: ChallengeRow) -> list[Answer]:
    """It isn't one any more."""
    _over(work, row, challenges.CANCELLED)
    return [Post(row.channel, cards.called_off(shown(work, row)), "", key("", row.challenge), less=True)]
