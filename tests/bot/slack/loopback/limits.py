"""How often a method may be called: tiers per method and workspace, and one message a second in a channel."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from scoring.facts import Micros

TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 5: 300}
"""Calls a minute; the fifth stands for posting. Source: docs.slack.dev/apis/web-api/rate-limits"""

SECOND = 1_000_000


@dataclass
class Limits:
    """Counts calls. `scale` shrinks time: with 0.01 a minute's allowance is back after 0.6 seconds."""

    clock: Callable[[], Micros]
    on: bool = True
    scale: float = 1.0
    stricter: dict[str, int] = field(default_factory=dict)
    """Another tier for a method: `conversations.history` is in the first for new apps outside the Marketplace."""
    burst: int = 4
    """Messages that a channel takes at once before it is one a second."""
    _calls: dict[tuple[str, str], deque[Micros]] = field(default_factory=dict)
    _fill: dict[str, tuple[float, Micros]] = field(default_factory=dict)

    def wait(self, method: str, workspace: str, tier: int, channel: str = "") -> int:
        """Seconds to wait before this call may be made, at least 1; 0 if it may, and then it counts."""
        tier = self.stricter.get(method, tier)
        if not self.on or tier not in TIERS:
            return 0
        seconds = self._window(method, workspace, tier)
        if not seconds and channel and method == "chat.postMessage":
            seconds = self._bucket(channel)
        if not seconds:
            self._calls[method, workspace].append(self.clock())
        return seconds

    def _window(self, method: str, workspace: str, tier: int) -> int:
        calls = self._calls.setdefault((method, workspace), deque())
        now, minute = self.clock(), int(60 * SECOND * self.scale)
        while calls and calls[0] <= now - minute:
            calls.popleft()
        if len(calls) < TIERS[tier]:
            return 0
        return _whole(calls[0] + minute - now)

    def _bucket(self, channel: str) -> int:
        now, second = self.clock(), max(SECOND * self.scale, 1)
        left, then = self._fill.get(channel, (float(self.burst), now))
        left = min(float(self.burst), left + (now - then) / second)
        self._fill[channel] = (left - 1 if left >= 1 else left, now)
        return 0 if left >= 1 else _whole((1 - left) * second)


def _whole(micros: float) -> int:
    return max(1, -int(-micros // SECOND))
