"""What can go wrong with an answer of the Web API, on demand: per method, so many times."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["limited", "status", "error", "reset", "hang", "slow", "garbage"]


@dataclass(slots=True)
class Fault:
    """One way to fail.

    limited: 429 with Retry-After `seconds`. status: an HTTP status and no JSON. error: `ok` false with `error`.
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
    error: str = "internal_error"
    skip: int = 0
    """Calls that go well before the first one fails."""


@dataclass
class Faults:
    """What is to go wrong, by method; `*` stands for all."""

    _planned: dict[str, list[Fault]] = field(default_factory=dict)

    def plan(self, method: str, fault: Fault) -> None:
        """From now on."""
        self._planned.setdefault(method, []).append(fault)

    def clear(self) -> None:
        """All is well again."""
        self._planned.clear()

    def take(self, method: str) -> Fault | None:
        """What happens to this call."""
        for fault in [*self._planned.get(method, []), *self._planned.get("*", [])]:
            if not fault.times:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= fault.times > 0
            return fault
        return None
