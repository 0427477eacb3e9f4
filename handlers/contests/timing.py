"""Timing: until when something goes on, as people type it, and what is too soon or too far."""

from handlers.calendar import typed
from scoring.facts import Micros
from scoring.periods import DAY, MINUTE
from storage.transactions import Work

SHORTEST, MOST_DAYS = 5 * MINUTE, 90
TOO_SHORT = "That is too soon: give people five minutes at least."
EXAMPLES = "Try 2h, 3d, tomorrow 16:00 or Fri 16:00."


def zone_of(work: Work, member: str) -> str:
    """The zone in which somebody means their times."""
    return work.member(member).zone or work.book.settings.zone


def deadline(
    work: Work, member: str, words: str, *, begins: Micros = 0, most_days: int = MOST_DAYS
) -> tuple[Micros, str]:
    """The moment that somebody typed, or what is wrong with it."""
    begins = begins or work.now
    found = typed.deadline(words, zone_of(work, member), begins)
    if found.problem:
        return 0, found.problem
    if found.rest.strip():
        return 0, f"I don't know what “{found.rest.strip()[:60]}” means here. {EXAMPLES}"
    if found.at < begins + SHORTEST:
        return 0, TOO_SHORT
    if found.at > begins + most_days * DAY:
        return 0, f"That is too far off: {most_days} days at most."
    return found.at, ""


def opening(work: Work, member: str, words: str) -> typed.Typed:
    """When something that somebody typed is to begin."""
    found = typed.when(words, zone_of(work, member), work.now)
    if not found.problem and found.rest.strip():
        problem = f"I don't know what “{found.rest.strip()[:60]}” means here. Try tomorrow 9:00 or every friday 9:00."
        return typed.Typed(None, found.rest, problem)
    return found
