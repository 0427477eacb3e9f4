"""Sending: how the outbox has a platform say a letter, and what may come of it."""

from typing import Protocol

from handlers.answers import Said
from scoring.facts import Micros


class TryLater(Exception):
    """The platform asks to wait this many seconds; nothing was said."""

    def __init__(self, seconds: float, *, everything: bool = False) -> None:
        """Seconds as the platform said; `everything` if it asks so for all letters of this kind in the workspace."""
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds
        self.everything = everything


class GiveUp(Exception):
    """It will never work: the reason is shown to an admin."""


class NotWanted(GiveUp):
    """It can't be said there and needn't be, since nobody invited the bot: no admin is bothered."""


class Ambiguous(Exception):
    """It may have been said: the answer got lost."""


class Unwell(Exception):
    """The platform isn't well, and nothing was said. As that may be for this letter alone, it isn't tried for ever."""


class CannotTell(Exception):
    """Whether something was said can't be found out here."""


class Sender(Protocol):
    """How a platform says something."""

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """Say it, or edit the message `remote`; the platform's id of it.

        `letter` is the same whenever the same thing is sent again, so that a platform that can recognise it says it
        once. Raises TryLater, GiveUp, Unwell or Ambiguous.
        """

    async def find(self, workspace: str, said: Said, letter: str, since: Micros) -> str | None:  # noqa: ARG002
        """The platform's id of a letter that may have been said after `since`; None if it certainly wasn't.

        Also None where saying it again does no harm, as for a platform that recognises `letter`. Raises TryLater, or
        CannotTell: then it is said again, for one card too many is better than one too few.
        """
        return None
