"""Deliveries on their way: begun, counted, given up; what is sent again and why is each platform's own."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


class Delivery(Protocol):
    """Something on its way."""

    done: bool


D = TypeVar("D", bound=Delivery)


@dataclass(kw_only=True)
class Deliveries(Generic[D]):
    """All that was sent, and the work that still sends."""

    deliveries: list[D] = field(default_factory=list)
    _tasks: set["asyncio.Task[Any]"] = field(default_factory=set)

    def begin(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Send without waiting for it. On the server's own thread."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def unsettled(self) -> int:
        """How many are still on their way."""
        return sum(not each.done for each in self.deliveries)

    def stop(self) -> None:
        """Give up what is on its way."""
        for task in self._tasks:
            task.cancel()


def object_in(body: str) -> dict[str, Any]:
    """The body of an answer, where it is a JSON object."""
    try:
        found = json.loads(body or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
