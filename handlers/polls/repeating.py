"""Repeating: what of a typed poll says when it is posted - `every monday 9:00`, `at tomorrow 10:00`; pure.

`close Fri 17:00` says when it ends, so those words are left alone. Where nothing stands between quotation marks, only a
rhythm with a time of day at the very end counts: `Coffee? never, every day` has two answers.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.calendar import typed
from handlers.calendar.recurrence import Plan, moment_of
from handlers.polls import known_words, masks
from handlers.polls.known_words import bare
from handlers.polls.quoting import CLOSERS, LONGEST, cut
from scoring.facts import Micros

RHYTHMS: Final = frozenset({"every", "each", "daily", "weekly", "monthly", "weekdays", "fortnightly", "yearly"})
MOMENTS: Final = frozenset({"at", "on", "tomorrow"})
BEFORE: Final = frozenset({"post", "ask", "send", "starting", "repeat", "repeated", "scheduled", "schedule"})
"""Words before a time that change nothing."""
_STOPS: Final = (
    *known_words.ANONYMOUS, *known_words.KINDS, *known_words.RESULTS, *known_words.SWITCHES, *known_words.LIMIT,
    *known_words.RIGHT, *known_words.BECAUSE, *known_words.CLOSE,
)  # fmt: skip
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Timed:
    """The poll without the time, and the plan; no plan where nothing says when."""

    text: str
    plan: Plan | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    quoted: bool
    before: bool = False
    """It stands before all that is quoted."""


def take_out(text: str, zone: str, now: Micros) -> Timed:
    """Take the time out of what was typed after `/poll`."""
    if len(text) > LONGEST:
        return Timed(text)
    masked = masks.hide(text)
    for part in _parts(masked.text):
        found = _in(masked.text, part, zone, now)
        if found is not None:
            return Timed(masked.back(found.text), found.plan, masked.told(found.problem) if found.problem else "")
    return Timed(text)


def _parts(text: str) -> list[_Part]:
    # What follows the last quoted piece, what stands before the first, or everything.
    ends = [bit.end for bit in cut(text).bits if bit.quoted]
    if not ends:
        return [_Part(0, len(text), quoted=False)]
    first = next((place for place, char in enumerate(text) if char in CLOSERS), 0)
    return [_Part(ends[-1] + 1, len(text), quoted=True), _Part(0, first, quoted=True, before=True)]


def _in(text: str, part: _Part, zone: str, now: Micros) -> Timed | None:
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text, part.start, part.end)][-60:]
    for place, (word, _, _) in enumerate(words):
        before = bare(words[place - 1][0]) if place else ""
        if not _begins(bare(word), part) or before in known_words.CLOSE:
            continue
        stop = next((n for n in range(place + 1, len(words)) if _stops(words, n)), len(words))
        first = place
        while first and bare(words[first - 1][0]) in BEFORE:
            first -= 1
        rest = f"{text[: words[first][1]].rstrip(' ,;')} {text[words[stop - 1][2] :].lstrip(' ,;')}".strip()
        return _read(Timed(rest), [each[0] for each in words[place:stop]], part, (zone, now))
    return None


def _begins(word: str, part: _Part) -> bool:
    return word in RHYTHMS or (part.quoted and word in MOMENTS)


def _stops(words: list[tuple[str, int, int]], place: int) -> bool:
    word = bare(words[place][0])
    if word in _STOPS or words[place][0].startswith(("#", "<#")):
        return True
    following = words[place + 1][0] if place + 1 < len(words) else ""
    return word in known_words.INTO and following.startswith(("#", "<#"))


def _read(timed: Timed, words: list[str], part: _Part, here: tuple[str, Micros]) -> Timed | None:
    said = " ".join(words[1:] if bare(words[0]) in ("at", "on") else words)
    found = typed.when(said, *here)
    if not part.quoted and not (any(char.isdigit() for char in said) and found.plan and not found.rest):
        # An ordinary sentence, or options.
        return None
    if part.before and (found.plan is None or found.rest.strip(" ,.;")):
        # `Weekly lunch? "Pizza" "Sushi"` begins with its question.
        return None
    if found.plan is None:
        return Timed(timed.text, problem=f"When shall I ask? {found.problem}")
    if found.rest.strip(" ,.;"):
        words_left = f"I don't know what “{found.rest.strip()[:40]}” means here."
        return Timed(timed.text, problem=f"{words_left} Write every monday 9:00, or at tomorrow 10:00.")
    return Timed(timed.text, found.plan)


def recurs(plan: Plan) -> bool:
    """Whether a plan is more than one moment."""
    return moment_of(plan.recurrence) is None
