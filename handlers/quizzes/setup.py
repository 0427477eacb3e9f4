"""Setup: what a round of trivia is made of, and how that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.quizzes.questions import Trivia, topics_of

LEAST, MOST, USUAL = 3, 10, 5
"""Questions of a round from the library."""
SHORTEST, LONGEST, USUAL_MINUTES = 1, 1440, 2
"""Minutes that each of them is open."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What is asked in a round, and how long each question is open."""

    topics: tuple[str, ...] = ()
    """Of the library; none is all of them."""
    many: int = USUAL
    minutes: int = USUAL_MINUTES
    own: tuple[Trivia, ...] = ()
    """The host's own questions, instead of the library's."""
    by_hand: bool = True
    """Somebody began it, so that they may want another one; not the calendar."""
    waited: bool = False
    """It waits until another round is over, and its host was told so."""

    @property
    def questions(self) -> int:
        """How many there are."""
        return len(self.own) or self.many


def write(setup: Setup) -> dict[str, Any]:
    """As it is kept in details."""
    kept: dict[str, Any] = {"many": setup.many, "minutes": setup.minutes}
    if setup.topics:
        kept["topics"] = list(setup.topics)
    if setup.by_hand:
        kept["by_hand"] = 1
    if setup.waited:
        kept["waited"] = 1
    if setup.own:
        kept["own"] = [[each.words, list(each.answers), list(each.right), each.explanation] for each in setup.own]
    return kept


def read(details: Mapping[str, Any]) -> Setup:
    """What is kept."""
    own = tuple(
        Trivia(str(words), tuple(map(str, answers)), tuple(map(int, right)), str(explanation))
        for words, answers, right, explanation in details.get("own", ())
    )
    many, minutes = int(details.get("many", USUAL)), int(details.get("minutes", USUAL_MINUTES))
    by_hand, waited = bool(details.get("by_hand")), bool(details.get("waited"))
    return Setup(topics_of(map(str, details.get("topics", ()))), many, minutes, own, by_hand, waited)
