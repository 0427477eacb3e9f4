"""Questions of pulses: a small set of our own, and what a pulse asks of whom for how long. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from handlers.polls.terms import ENPS, RATING

LEAST_QUESTIONS, MOST_QUESTIONS = 1, 5
LONGEST_QUESTION = 200
USUAL_DAYS, MOST_DAYS = 5, 21
EVERYBODY = ""
"""The audience of a pulse; else a channel's id, or a group's behind GROUP."""
GROUP = "group:"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that people say how much they agree with, from 1 (not at all) to 5 (very much)."""

    key: str
    title: str
    words: str
    kind: str = RATING


LIBRARY: Final[Mapping[str, Question]] = MappingProxyType(
    {
        each.key: each
        for each in (
            Question("joy", "Joy", "I enjoy my work these days."),
            Question("workload", "Workload", "I can do my work well in the time I have."),
            Question("recognition", "Recognition", "When I do something well, somebody notices."),
            Question("clarity", "Clarity", "I know what is expected of me."),
            Question("belonging", "Belonging", "I feel at home in my team."),
            Question("voice", "Voice", "I can say openly what I think here."),
            Question("support", "Support", "I get help when I need it."),
            Question("growth", "Growth", "I am learning something that matters to me."),
            Question("rest", "Rest", "I can switch off after work."),
            Question("enps", "eNPS", "How likely are you to recommend working here to a friend?", ENPS),
        )
    }
)
USUAL: Final = ("joy", "workload", "recognition", "clarity", "belonging")
_ALSO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "enjoying": "joy", "enjoyment": "joy", "happiness": "joy", "fun": "joy", "mood": "joy", "load": "workload",
        "stress": "workload", "time": "workload", "appreciation": "recognition", "praise": "recognition",
        "expectations": "clarity", "goals": "clarity", "team": "belonging", "belong": "belonging",
        "openness": "voice", "trust": "voice", "help": "support", "learning": "growth", "balance": "rest",
        "nps": "enps", "recommend": "enps",
    }
)  # fmt: skip
SCALE: Final = ("not at all", "a little", "partly", "mostly", "very much")


@dataclass(frozen=True, slots=True)
class Setup:
    """What a pulse asks, of whom, and for how many days."""

    questions: tuple[str, ...] = USUAL
    """Keys of the library, or of `own`."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Key -> the words of a question that the workspace wrote itself."""
    audience: str = EVERYBODY
    days: int = USUAL_DAYS


def named(word: str) -> str:
    """The key that a typed word means; nothing if it means none."""
    lowered = word.strip(" ,.;:").lower()
    if lowered in LIBRARY:
        return lowered
    if lowered in _ALSO:
        return _ALSO[lowered]
    near = get_close_matches(lowered, [*LIBRARY, *_ALSO], 1, 0.85) if len(lowered) > 4 else []
    return (_ALSO.get(near[0]) or near[0]) if near else ""


def question(setup: Setup, key: str) -> Question:
    """A question of a pulse by its key."""
    if key in LIBRARY:
        return LIBRARY[key]
    words = setup.own.get(key, "")
    return Question(key, words[:40] + ("…" if len(words) > 40 else ""), words)


def asked(setup: Setup) -> list[Question]:
    """All of them in their order."""
    return [question(setup, key) for key in setup.questions]


def with_own(keys: Sequence[str], lines: Sequence[str], before: Setup | None = None) -> Setup:
    """A choice of the library and questions of one's own; one that was asked before keeps its key, and so its past."""
    known = {words: key for key, words in before.own.items()} if before else {}
    own: dict[str, str] = {}
    number = max((int(key[3:]) for key in known.values()), default=0)
    for line in dict.fromkeys(" ".join(line.split())[:LONGEST_QUESTION] for line in lines):
        if line:
            if line not in known:
                number += 1
            own[known.get(line, f"own{number}")] = line
    chosen = tuple(key for key in LIBRARY if key in keys)
    # What isn't asked any more keeps its words, for rounds that were.
    return Setup((*chosen, *own), {**(before.own if before else {}), **own})


def write(setup: Setup) -> str:
    """As it is kept."""
    said = {"questions": setup.questions, "own": dict(setup.own), "audience": setup.audience, "days": setup.days}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Setup:
    """What is kept."""
    found = json.loads(text) if text else {}
    return Setup(
        tuple(found.get("questions", USUAL)), dict(found.get("own", {})), str(found.get("audience", EVERYBODY)),
        int(found.get("days", USUAL_DAYS)),
    )  # fmt: skip
