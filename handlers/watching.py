"""Watching: what contests, challenges and trends take from what people do, right after it was recorded."""

from collections.abc import Callable, Sequence

from handlers.answers import Answer
from handlers.challenges import counting as challenges
from handlers.contests import watching as contests
from handlers.contests import weekly
from handlers.events import Event
from handlers.prompts import noting
from handlers.trends import counting as trend_counts
from scoring.facts import Fact
from scoring.turn import Outcome
from storage.transactions import Work

Seen = tuple[Event, Fact, Outcome]
"""What came, what was kept of it, and what it led to. Most are of no interest: whoever watches says so cheaply."""

Watch = Callable[[Work, Sequence[Seen]], list[Answer]]

WATCHERS: tuple[Watch, ...] = (trend_counts.watch, noting.watch, contests.watch, weekly.watch, challenges.watch)
"""Each keeps in Work.remembered whether there is anything to watch at all."""


def after(work: Work, seen: Sequence[Seen]) -> list[Answer]:
    """Let everybody look who watches; the result must not depend on where batches are cut."""
    return [answer for watch in WATCHERS for answer in watch(work, seen)]


def recorded(work: Work, before: int) -> list[Answer]:
    """A request recorded something, as a command that gives thanks does; `before` was the newest fact until then."""
    return challenges.recorded(work) if work.last_seq > before else []
