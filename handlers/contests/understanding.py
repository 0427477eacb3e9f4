"""Understanding: a contest or challenge as somebody typed it - a title in quotes, and words around it in any order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from handlers.cleaning import QUOTES
from scoring.markup import Kind, escape, identity, pieces, plain

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 2_000
"""Of what was typed, so much is looked at."""

_QUOTED: Final = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|[‘‚‹]([^’‘›]+)[’‘›]|(?<!\w)'([^']+)'(?!\w)")
_INTO: Final = re.compile(r"\s(?:in|into|to|on)\s*\Z", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What was typed, taken apart."""

    title: str
    """What stood in quotes; nothing if nothing did."""
    channel: str
    """The first channel named, by its id or as typed behind #."""
    before: str
    """The words before the first of the words that begin a clause."""
    clauses: Mapping[str, str] = field(default_factory=dict)
    """What follows each such word, under its meaning."""
    flags: frozenset[str] = frozenset()


def title_of(text: str) -> str:
    """A title as a card shows it: one line, not too long."""
    words = _SPACE.sub(" ", text).strip()
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1].rstrip()}…"


def understand(text: str, names: Mapping[str, str], clauses: Mapping[str, str], flags: Mapping[str, str]) -> Phrases:
    """Take apart what was typed; `clauses` and `flags` say which words begin or are one, and what they mean."""
    channel, said = _channel(text[:LONGEST_TEXT], names)
    found = _QUOTED.search(said)
    title = title_of(next(filter(None, found.groups()), "")) if found else ""
    rest = f"{said[: found.start()]} {said[found.end() :]}" if found else said
    meanings: dict[str, list[str]] = {"": []}
    seen: set[str] = set()
    current = ""
    for word, after in pairwise((*rest.split(), "")):
        bare = word.strip(QUOTES + ".,;!?").lower()
        if bare in flags:
            seen.add(flags[bare])
        elif bare.startswith("#") and len(bare) > 1 and not channel:
            channel = word.strip(QUOTES + ".,;!?")
            if meanings[current] and meanings[current][-1].lower() in BEFORE_CHANNEL:
                meanings[current].pop()
        elif bare == "end" and after.lower() == "of" and bare in clauses:
            # Of `end of the month` it is a part, and of `friday end of day`, which has begun already.
            _drop_leading(meanings[current])
            begun = meanings[current] if current == clauses[bare] else []
            current = clauses[bare]
            meanings[current] = [*begun, bare]
        elif bare in clauses:
            current = clauses[bare]
            # `every` and its like are part of what they begin.
            meanings[current] = [bare] if bare in KEPT else []
        elif word:
            meanings[current].append(word.strip(QUOTES))
    parts = {name: " ".join(each).strip() for name, each in meanings.items()}
    return Phrases(title, channel, parts.pop(""), parts, frozenset(seen))


BEFORE_CHANNEL: Final = frozenset({"in", "into", "to", "on"})
BEFORE_END: Final = frozenset({"at", "the", "before", "by", "to", "towards"})
"""Words before `end of the month` that are part of it."""
KEPT: Final = frozenset({"every", "each"})


def _drop_leading(words: list[str]) -> None:
    while words and words[-1].lower() in BEFORE_END:
        words.pop()


def _channel(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    # The first channel that is named, and everything else as plain words.
    channel, said = "", list[str]()
    for kind, piece in pieces(text):
        if kind is Kind.CHANNEL and not channel:
            channel = identity(piece)
            if said:
                said[-1] = _INTO.sub(" ", said[-1])
            said.append(" ")
        else:
            said.append(escape(piece) if kind is Kind.TEXT else piece)
    return channel, plain("".join(said), names)
