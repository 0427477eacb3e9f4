"""An example: a story that earns by a rule, or one that doesn't, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.facts import Fact
from scoring.stories import Story


@dataclass(frozen=True, slots=True)
class Example:
    """A story and what each person earns in it by one rule; nobody else earns anything by it."""

    rule: str
    why: str
    story: Story
    earns: Mapping[str, int] = field(default_factory=dict)


def earns(rule: str, points: Mapping[str, int], why: str, *story: Fact) -> Example:
    """Somebody earns."""
    return Example(rule, why, story, points)


def nothing(rule: str, why: str, *story: Fact) -> Example:
    """Nobody earns."""
    return Example(rule, why, story)
