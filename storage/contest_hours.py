"""Hours of a contest: when what is posted, or put on an entry, counts."""

import json
from dataclasses import dataclass

from scoring.facts import Micros


@dataclass(frozen=True, slots=True)
class Hours:
    """When votes count: until a moment, but for the times between a close and another opening."""

    until: Micros
    gaps: tuple[tuple[Micros, Micros], ...] = ()

    def hold(self, at: Micros) -> bool:
        """Whether a moment is one of them."""
        return at < self.until and not any(since <= at < again for since, again in self.gaps)


def read_gaps(text: str) -> tuple[tuple[Micros, Micros], ...]:
    """From when until when a contest was closed before it was opened again."""
    return tuple((since, again) for since, again in json.loads(text or "[]"))
