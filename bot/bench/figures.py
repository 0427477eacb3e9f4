"""Figures: what a benchmark found, always beside a reference that was measured in the same run."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """How much to measure; the defaults take some minutes in all."""

    events: int = 20_000
    """Of the whole path and the import; others take a multiple."""
    rounds: int = 3
    """Each side so often, in turns; the median counts."""
    large: bool = False
    """Also ten million ledger rows, and a million facts."""
    export: Path | None = None
    """A workspace export of your own."""
    postgres: str = ""
    """An address of a PostgreSQL where a schema may be made and dropped."""


TINY = Options(events=60, rounds=1)
"""Only to see that it works."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: a rate (more is better) or a duration or size (less is), and the same of the reference."""

    what: str
    value: float
    unit: str
    reference: float
    against: str
    less_is_better: bool = False

    @property
    def ratio(self) -> float:
        """1 is as good as the reference, more is better."""
        above, below = (self.reference, self.value) if self.less_is_better else (self.value, self.reference)
        return above / below if below else 0.0

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "what": self.what, "value": round(self.value, 4), "unit": self.unit,
            "reference": round(self.reference, 4), "against": self.against, "ratio": round(self.ratio, 4),
        }  # fmt: skip

    def line(self) -> str:
        """For people."""
        return (
            f"  {self.what:<46} {_short(self.value):>9} {self.unit:<10} "
            f"ratio {self.ratio:>7.2f}  ({self.against}: {_short(self.reference)})"
        )


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


@dataclass(slots=True)
class Timed:
    """Seconds of both sides."""

    ours: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)

    def rates(self, things: int) -> tuple[float, float]:
        """Things a second, by the median of each side."""
        return things / statistics.median(self.ours), things / statistics.median(self.reference)

    def medians(self, each: float = 1.0) -> tuple[float, float]:
        """The median of each side, in units of `each` seconds."""
        return statistics.median(self.ours) / each, statistics.median(self.reference) / each


def in_turns(rounds: int, ours: Callable[[], float | None], reference: Callable[[], float | None]) -> Timed:
    """Run both sides in turns, so that a noisy minute hits both; a side may time itself and answer seconds."""
    timed = Timed()
    for _ in range(rounds):
        timed.ours.append(seconds_of(ours))
        timed.reference.append(seconds_of(reference))
    return timed


def seconds_of(act: Callable[[], float | None]) -> float:
    """How long it takes, or what it says it took."""
    gc.collect()
    begun = time.perf_counter()
    said = act()
    return time.perf_counter() - begun if said is None else said
