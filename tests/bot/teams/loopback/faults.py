"""What can go wrong with an answer, on demand: per route, so many times."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["limited", "status", "reset", "hang", "slow", "garbage"]


@dataclass(slots=True)
class Fault:
    """One way to fail.

    limited: 429 with Retry-After `seconds` (none if below 0). status: an HTTP status with `code` in its body.
    reset: the connection is torn down. hang: no answer for `seconds`, then the connection is torn down.
    slow: the right answer, `seconds` late. garbage: 200 and something that is not JSON.
    """

    kind: Kind
    after: bool = False
    """Whether what was asked for is done all the same (the caller can't know)."""
    times: int = 1
    """How often; -1 for always."""
    seconds: float = 1
    status: int = 503
    code: str = "ServiceError"
    skip: int = 0
    """Calls that go well before the first one fails."""


@dataclass
class Faults:
    """What is to go wrong, by route; `*` stands for all."""

    _planned: dict[str, list[Fault]] = field(default_factory=dict)

    def plan(self, route: str, fault: Fault) -> None:
        """From now on."""
        self._planned.setdefault(route, []).append(fault)

    def clear(self) -> None:
        """All is well again."""
        self._planned.clear()

    def take(self, route: str) -> Fault | None:
        """What happens to this call."""
        for fault in [*self._planned.get(route, []), *self._planned.get("*", [])]:
            if not fault.times:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= fault.times > 0
            return fault
        return None
