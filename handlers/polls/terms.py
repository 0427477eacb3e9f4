"""Terms of a poll: how it was asked for - what counts, who sees results when, who else may steer it; kept as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.facts import Micros
from scoring.periods import HOUR

CHOICE, CHOICES, YESNO, RATING, ENPS = "choice", "choices", "yesno", "rating", "enps"
RANKING, OPEN, QUIZ = "ranking", "open", "quiz"
KINDS = (CHOICE, CHOICES, YESNO, RATING, ENPS, RANKING, OPEN, QUIZ)

LIVE, HIDDEN, SEALED = "live", "hidden", "sealed"
RESULTS = (LIVE, HIDDEN, SEALED)
"""Who sees results: everybody at once, whoever voted, or everybody after the close."""

DRAFT, STANDING, CLOSED, DELETED = "draft", "open", "closed", "deleted"
"""States of a poll."""

MOST_OPTIONS = 20
LEAST_OPTIONS = 2
LONGEST_QUESTION = 600
LONGEST_OPTION = 150
LONGEST_ANSWER = 500
LONGEST_EXPLANATION = 600
GROUPS = "*"
"""In place of groups to compare: all that are large enough."""
DEFAULT_OPEN: Micros = 48 * HOUR
"""How long a poll is open if nobody says otherwise."""

FIXED: Mapping[str, tuple[str, ...]] = {
    YESNO: ("Yes", "No"),
    RATING: tuple(str(mark) for mark in range(1, 6)),
    ENPS: tuple(str(mark) for mark in range(11)),
}
"""Options that we make ourselves: of `enps`, option 1 is the mark 0."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a poll was asked for."""

    most: int = 1
    """How many options one may choose (kind `choices`); 0 is as many as there are."""
    results: str = LIVE
    add: bool = False
    """People may add options."""
    remind: bool = False
    """Who hasn't voted is reminded before the close."""
    moderated: bool = False
    """Open answers wait until the asker or a moderator shows them."""
    right: tuple[int, ...] = ()
    """Quiz: the options that are right."""
    explanation: str = ""
    """Quiz: markup, shown after the close."""
    owners: tuple[str, ...] = ()
    """Members who may steer it besides who asked."""
    close: str = ""
    """Of a draft: when it is to close, as typed."""
    by: tuple[str, ...] = ()
    """Groups that are compared, each voter counting in the first one they are in; as typed, until it is asked."""
    again: str = ""
    """Of a draft: when it is to be asked, if not at once, as typed."""
    asked: str = ""
    """Who was to see results, where that gives way: of a quiz, or if it is anonymous and compared by group."""


USUAL = Terms()


def write_terms(terms: Terms) -> str:
    """As it is kept: only what isn't as usual."""
    said = {name: getattr(terms, name) for name in Terms.__slots__ if getattr(terms, name) != getattr(USUAL, name)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def read_terms(text: str) -> Terms:
    """What is kept; whatever can't be read is as usual."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return USUAL
    return _terms(found) if isinstance(found, dict) else USUAL


def _terms(found: Mapping[str, Any]) -> Terms:
    most, results = found.get("most", USUAL.most), found.get("results", USUAL.results)
    return Terms(
        most if isinstance(most, int) and most >= 0 else USUAL.most,
        results if results in RESULTS else USUAL.results,
        bool(found.get("add")),
        bool(found.get("remind")),
        bool(found.get("moderated")),
        tuple(int(option) for option in found.get("right", ()) if isinstance(option, int)),
        str(found.get("explanation", "")),
        tuple(str(owner) for owner in found.get("owners", ())),
        str(found.get("close", "")),
        tuple(str(group) for group in found.get("by", ())),
        str(found.get("again", "")),
        found["asked"] if found.get("asked") in RESULTS else USUAL.asked,
    )
