"""Alternatives: what a question with `or` lets one choose between - `Do you want coffee, tea or water?`; pure."""

import re
from typing import Final

from handlers.polls import masks
from handlers.polls import terms as of_poll
from handlers.polls.known_words import ASKED
from handlers.polls.unquoted import LISTING, OR, apart
from handlers.polls.yes_or_no import BEGINNINGS

_SENTENCE: Final = re.compile(rf"[^.!…{ASKED}]+[{ASKED}\s!]*$")
_OPEN: Final = frozenset("how what when where which who whom whose why".split())
_ASKING: Final = BEGINNINGS | _OPEN | {"i", "let's", "we", "you"}
"""A first part that begins so holds more than the first alternative."""
_NONE: Final = frozenset({"not", "no", "so", "else", "more", "less"})
"""`Or not` leaves nothing to choose."""


def alternatives(question: str) -> tuple[str, ...]:
    """What people could choose between; nothing where that can't be told. Somebody has to say yes to it."""
    masked = masks.hide(question)
    found = _SENTENCE.search(masked.text)
    if found is None:
        return ()
    stem, _, listed = found[0].rpartition(": ")
    parts = [part for each in apart(LISTING, listed.strip(f" !{ASKED}")) for part in apart(OR, each)]
    parts = [part.removeprefix("or ").strip() for part in parts]
    parts = list(filter(None, parts))
    if not re.search(r"\bor\s", listed) or len(parts) < of_poll.LEAST_OPTIONS or parts[-1].lower() in _NONE:
        return ()
    first = parts[0].split()
    if first[0].lower().replace("’", "'") in _ASKING and not stem:
        # As many words as the shortest other one has; an open question before a comma has none of them.
        many = min(len(part.split()) for part in parts[1:])
        parts = parts[1:] if first[0].lower() in _OPEN else [" ".join(first[-many:]), *parts[1:]]
    options = tuple(masked.back(part) for part in parts)
    fits = all(0 < len(option) <= of_poll.LONGEST_OPTION for option in options)
    return options if fits and of_poll.LEAST_OPTIONS <= len(options) <= of_poll.MOST_OPTIONS else ()
