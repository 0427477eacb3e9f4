"""How often the connector may be called: windows per thread, a tenant's second, and reactions over all of it.

Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scoring.facts import Micros

SECOND = 1_000_000
Window = tuple[int, int]
"""So many calls in so many seconds."""

SEND: Sequence[Window] = ((7, 1), (8, 2), (60, 30), (1800, 3600))
READ: Sequence[Window] = ((14, 1), (16, 2), (120, 30), (3600, 3600))
TENANT: Sequence[Window] = ((50, 1),)
REACTIONS: Sequence[Window] = ((2, 1),)
"""Over all conversations. Source: learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-reactions"""


@dataclass
class Limits:
    """Counts calls. `scale` shrinks time: with 0.01 a second's allowance is back after 10 ms."""

    clock: Callable[[], Micros]
    on: bool = True
    scale: float = 1.0
    refused: int = 0
    """How many calls were too many."""
    _calls: dict[tuple[str, ...], deque[Micros]] = field(default_factory=dict)

    def wait(self, kind: str, tenant: str, thread: str) -> float:
        """Seconds to wait before this call may be made; 0 if it may, and then it counts. Kinds: send, read, react."""
        if not self.on:
            return 0
        own = {"send": SEND, "read": READ, "react": REACTIONS}[kind]
        key = ("react",) if kind == "react" else (kind, thread)
        rules = [(("tenant", tenant), TENANT), (key, own)]
        waits = [self._over(name, windows) for name, windows in rules]
        if any(waits):
            self.refused += 1
            return max(waits)
        for name, _ in rules:
            self._calls[name].append(self.clock())
        return 0

    def _over(self, name: tuple[str, ...], windows: Sequence[Window]) -> float:
        calls, now = self._calls.setdefault(name, deque(maxlen=3600)), self.clock()
        found = 0.0
        for most, seconds in windows:
            span = int(seconds * SECOND * self.scale)
            if len(calls) >= most and calls[-most] > now - span:
                found = max(found, (calls[-most] + span - now) / SECOND)
        return found
