"""Counting: what people do is taken in where it counts for a challenge that runs, and its card follows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from handlers.answers import Answer
from handlers.calendar import scheduling
from handlers.calendar.recurrence import moment
from handlers.challenges.measures import MEASURES, PEOPLE, PHOTOS, ROOTED, THREADS, counts
from handlers.events import Event
from scoring.facts import PICTURE, Fact, FactKind
from scoring.periods import SECOND
from scoring.state import ALIVE, Message, State
from scoring.turn import Outcome
from storage import challenges
from storage.tables import ChallengeRow
from storage.transactions import Work

Seen = tuple[Event, Fact, Outcome]
REFRESH: Final = "challenge_refresh"
"""Kind of entries in the calendar."""
OFTEN: Final = 5 * SECOND
"""Its card is brought up to date once in so long at most."""
TALKING: Final = frozenset({FactKind.MESSAGE, FactKind.RESTORE, FactKind.DELETE})
COMING_AND_GOING: Final = TALKING - {FactKind.MESSAGE}


def watch(work: Work, seen: Sequence[Seen]) -> list[Answer]:
    """Messages that count are noted; for what the ledger tells, it is enough to look again in a while."""
    running = challenges.watched(work)
    if not running:
        return []
    # Message -> the last thing that happened to it.
    messages = {
        (fact.channel, fact.message): fact
        for _, fact, outcome in seen
        if outcome.kept and (fact.kind in TALKING or fact.kind is FactKind.EDIT)
    }
    moved = [
        (fact.channel, fact.message) for _, fact, outcome in seen if outcome.kept and fact.kind in COMING_AND_GOING
    ]
    gave = any(row.given or row.received for _, _, outcome in seen for row in outcome.rows)
    for each in running:
        if MEASURES[each.measure].ledger:
            news = gave
        else:
            news = _noted(work, each, messages) or _begun_by(work, each, moved)
        if news:
            touched(work, each)
    return []


def recorded(work: Work) -> list[Answer]:
    """Something was recorded besides what people say, as by a command: thanks may have been given or taken back."""
    for each in challenges.watched(work):
        if MEASURES[each.measure].ledger:
            touched(work, each)
    return []


def touched(work: Work, running: challenges.Running) -> None:
    """Its card is brought up to date soon, once for all that changes."""
    if running.pending:
        return
    row = challenges.find(work, running.challenge)
    if row is None or row.state != challenges.OPEN or row.pending:
        return
    row.pending = 1
    work.session.add(row)
    due = min(max(work.now, row.shown_at) + OFTEN, row.closes)
    scheduling.add(work, scheduling.Item(REFRESH, str(row.challenge), row.channel), moment(due))
    work.session.flush()
    challenges.changed(work)


def _noted(work: Work, running: challenges.Running, messages: Mapping[challenges.Place, Fact]) -> bool:
    # By what is so after the batch, so that it doesn't matter where batches are cut.
    wanted = {
        place: fact
        for place, fact in messages.items()
        if running.channel in ("", place[0]) and (fact.kind in TALKING or running.measure == PHOTOS)
    }
    if not wanted:
        return False
    book = work.book

    def look(state: State) -> dict[challenges.Place, challenges.Step | None]:
        found: dict[challenges.Place, challenges.Step | None] = {}
        for place, fact in wanted.items():
            message = state.messages.get(place)
            if message is None:
                continue
            seen = _as_edited(message, fact)
            root = state.messages.get((place[0], message.thread)) if message.thread else None
            host = state.member(root.author if root else "")
            inside = message.state == ALIVE and running.made <= message.at < running.closes
            here = inside and counts(running.measure, book, seen, root, host)
            found[place] = challenges.Step(message.thread, message.author) if here else None
        return found

    return challenges.step(work, running.challenge, work.look(look))


def _as_edited(message: Message, fact: Fact) -> Message:
    # The state keeps what a message had when it was posted; what it has since is in its newest edit.
    if fact.kind is not FactKind.EDIT:
        return message
    return message._replace(marks=message.marks & ~PICTURE | fact.marks & PICTURE)


def _begun_by(work: Work, running: challenges.Running, places: Sequence[challenges.Place]) -> bool:
    # A question that goes takes its answers along, and brings them back.
    wanted = [place for place in places if running.channel in ("", place[0])]
    return bool(wanted) and running.measure in ROOTED and challenges.begun_by(work, running.challenge, wanted)


def count(work: Work, row: ChallengeRow) -> int:
    """How far a challenge has come; what the ledger tells is taken in first."""
    measure = MEASURES[row.measure]
    if measure.ledger:
        challenges.add_up(work, row)
    if measure.of == THREADS:
        return len({place for place, _, _ in challenges.answers(work, row.challenge)})
    parts = contributions(work, row)
    return len(parts) if measure.of == PEOPLE else sum(amount for _, amount in parts)


def contributions(work: Work, row: ChallengeRow) -> list[tuple[str, int]]:
    """(member, how much) of everybody who contributed, the most first."""
    if MEASURES[row.measure].ledger:
        return challenges.parts(work, row.challenge)
    if row.measure not in ROOTED:
        return challenges.steps(work, row.challenge)
    found = Counter[str]()
    for _, member, many in challenges.answers(work, row.challenge):
        found[member] += many
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))
