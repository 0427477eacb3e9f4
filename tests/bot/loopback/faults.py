"""What can go wrong with an answer, on demand: per method or route, so many times."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import web

Kind = Literal["limited", "status", "error", "reset", "hang", "slow", "garbage"]


@dataclass(slots=True)
class Fault:
    """One way to fail.

    limited: 429 with Retry-After `seconds`. status: an HTTP status, without what was asked for. error: 200 with an
    `error` in it, where a platform knows such answers (Slack's `ok` false). reset: the connection is torn down.
    hang: no answer for `seconds`, then the connection is torn down. slow: the right answer, `seconds` late.
    garbage: 200 and something that is not JSON.
    """

    kind: Kind
    after: bool = False
    """Whether what was asked for is done all the same (the caller can't know)."""
    times: int = 1
    """How often; -1 for always."""
    seconds: float = 1
    status: int = 503
    error: str = ""
    """What the answer calls it; if empty, as the platform calls a fault of its own."""
    skip: int = 0
    """Calls that go well before the first one fails."""
    where: str = ""
    """A part of the path, as a conversation's id, if it only goes for some calls."""


@dataclass
class Faults:
    """What is to go wrong, by method or route; `*` stands for all."""

    _planned: dict[str, list[Fault]] = field(default_factory=dict)

    def plan(self, name: str, fault: Fault) -> None:
        """From now on."""
        self._planned.setdefault(name, []).append(fault)

    def clear(self) -> None:
        """All is well again."""
        self._planned.clear()

    def take(self, name: str, path: str = "") -> Fault | None:
        """What happens to this call."""
        for fault in [*self._planned.get(name, []), *self._planned.get("*", [])]:
            if not fault.times or fault.where not in path:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= fault.times > 0
            return fault
        return None


async def no_answer(request: web.Request, fault: Fault) -> web.Response:
    """What fails alike everywhere: garbage, or the connection torn down, at once or after a while."""
    if fault.kind == "garbage":
        return web.Response(text="<html>all is \x00 not well", content_type="application/json")
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    return tear_down(request)


def tear_down(request: web.Request) -> web.Response:
    """Reset the connection instead of answering."""
    transport = request.transport
    if transport is not None:
        peer = transport.get_extra_info("socket")
        if peer is not None:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=500)
