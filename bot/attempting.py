"""Attempting: one letter on its way through a platform's sender, and what becomes of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.sending import CannotTell, GiveUp, Sender, TryLater
from handlers.answers import Post, Said
from handlers.codec import decode
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import outbox

log = structlog.get_logger()

MOST_ATTEMPTS = 12
"""With the waits doubling from one second, this gives up after about an hour."""
LONGEST_WAIT = 600
MOST_BLIND = 5
"""Attempts at a letter of which nobody can tell whether it arrived: after so many it is taken to have."""
BLIND_WAIT = 20
"""So many times longer than others such a letter waits: each attempt may be one card too many."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A waiting letter, out of its transaction."""

    number: int
    kind: str
    said: str
    remote: str
    attempts: int
    keyed: bool
    since: Micros
    """From when on it may have been said, if that isn't known; otherwise 0."""
    thread: str = ""
    """Where it goes, if it is a post: the same for every attempt at it, whatever has taken its place meanwhile."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter, to be written down."""

    letter: Letter
    changes: dict[str, str | int]
    pause: Micros = 0
    """Until when all letters of its kind must wait."""


@dataclass(slots=True)
class Attempt:
    """One attempt to say a letter; `doubt` as long as it may have been said before."""

    letter: Letter
    clock: Callable[[], Micros]
    doubt: bool
    remote: str
    blind: bool = False
    """Nobody can tell whether it was said."""

    async def make(self, sender: Sender, workspace: str) -> Outcome:
        """Say it, unless it turns out to have been said."""
        said, name, error = _said(self.letter), f"{workspace}:{self.letter.number}", ""
        if self.doubt and not self.remote:
            try:
                self.remote = await sender.find(workspace, said, name, self.letter.since) or ""
            except CannotTell as reason:
                if self.letter.attempts >= MOST_BLIND:
                    raise GiveUp(f"it may have been said {self.letter.attempts} times: {reason}") from None
                log.warning("letter_said_again", workspace=workspace, letter=self.letter.number, reason=str(reason))
                error, self.blind = outbox.TWICE, True
            else:
                self.doubt = False
                if self.remote and not self.letter.keyed:
                    return self.over(outbox.SENT)
        # What has a key may bear other words by now than those that were found: it is edited.
        self.remote = await sender.send(workspace, said, self.remote, name)
        return self.over(outbox.SENT, error)

    def over(self, state: str, error: str = "") -> Outcome:
        """For good."""
        return self._outcome(state=state, error=error, attempts=self.letter.attempts + 1)

    def put_off(self, wait: TryLater) -> Outcome:
        """As long as the platform wants."""
        due = self.clock() + round(wait.seconds * SECOND)
        return Outcome(
            self.letter, self._changes(state=self._state, due=due, error=str(wait)), due if wait.everything else 0
        )

    def later(self, error: str) -> Outcome:
        """Longer each time, until it is enough."""
        if self.letter.attempts + 1 >= MOST_ATTEMPTS:
            return self.over(outbox.FAILED, f"it may have been said: {error}" if self.doubt else error)
        longer = BLIND_WAIT if self.blind else 1
        wait = min(LONGEST_WAIT, longer * 2**self.letter.attempts) * random.uniform(0.8, 1.2)  # noqa: S311  # spreads retries
        due = self.clock() + round(wait * SECOND)
        return self._outcome(state=self._state, due=due, error=error, attempts=self.letter.attempts + 1)

    @property
    def _state(self) -> str:
        return outbox.UNKNOWN if self.doubt else outbox.WAITING

    def _outcome(self, **changes: str | int) -> Outcome:
        return Outcome(self.letter, self._changes(**changes))

    def _changes(self, **changes: str | int) -> dict[str, str | int]:
        return {**changes, "remote": self.remote} if self.remote else changes


def _said(letter: Letter) -> Said:
    try:
        said: Said = decode(letter.said)
    except ValueError as error:
        raise GiveUp(f"it was written by another version: {error}") from error
    return replace(said, thread=letter.thread) if isinstance(said, Post) else said
