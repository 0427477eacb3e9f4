"""Budgets: so many calls at once, then one after another, below what a platform grants."""

from dataclasses import dataclass


@dataclass(slots=True)
class Budget:
    """So many at once, then one each `interval` seconds: never more than `burst + 60 / interval` in any minute."""

    interval: float
    burst: int
    _next: float = 0.0
    """When the next one would be due if none came in bursts."""

    def turn(self, now: float) -> float:
        """When one may be made at the earliest."""
        return max(now, self._next - (self.burst - 1) * self.interval)

    def take(self, at: float) -> None:
        """One is made then."""
        self._next = max(self._next, at) + self.interval

    def is_whole(self, now: float) -> bool:
        """Nothing of it is used."""
        return self._next <= now
