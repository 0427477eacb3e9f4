"""Socket Mode: connections that the app opens, envelopes it must acknowledge, and the ways they end or go deaf."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.bot.loopback.faults import tear_down
from tests.bot.slack.loopback.asking import State
from tests.bot.slack.loopback.delivering import Attempt, Delivery
from tests.bot.slack.loopback.world import Json

MOST = 10
"""Connections of one app. Source: docs.slack.dev/apis/events-api/using-socket-mode"""


@dataclass(eq=False)
class Line:
    """One open connection."""

    socket: web.WebSocketResponse
    request: web.Request
    deaf: bool = False
    """Takes nothing, sends nothing, answers no ping, and stays open."""
    leaving: bool = False
    """Was told to reconnect: gets nothing new."""
    sent: list[Json] = field(default_factory=list)
    heard: list[Json] = field(default_factory=list)


@dataclass
class Sockets:
    """All of them."""

    state: State
    patience: float = 3.0
    """Seconds in which an envelope must be acknowledged."""
    lasts: int = 3600
    """Seconds that a connection is said to last."""
    lines: list[Line] = field(default_factory=list)
    opened: int = 0
    """How many there have ever been."""
    pick: Callable[[int], int] | None = None
    """Chooses one of so many connections; in turn if nothing is given."""
    _waiting: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A connection, from its ticket to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.state.tickets:
            return web.Response(status=403)
        self.state.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        line = Line(socket, request)
        if len(self.lines) >= MOST:
            await self._send(line, {"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self.lines.append(line)
        self.opened += 1
        try:
            await self._send(line, self._hello())
            async for message in socket:
                await self._receive(line, message)
        finally:
            if line in self.lines:
                self.lines.remove(line)
        return socket

    def _hello(self) -> Json:
        place = {"host": "applink-1", "build_number": 1, "approximate_connection_time": self.lasts}
        return {
            "type": "hello", "num_connections": len(self.lines), "debug_info": place,
            "connection_info": {"app_id": self.state.app.id},
        }  # fmt: skip

    async def _receive(self, line: Line, message: object) -> None:
        kind, data = getattr(message, "type", None), getattr(message, "data", None)
        if line.deaf:
            return
        if kind is WSMsgType.PING and isinstance(data, bytes | bytearray):
            await line.socket.pong(bytes(data))
        elif kind is WSMsgType.TEXT and isinstance(data, str):
            try:
                said = json.loads(data)
            except ValueError:
                return
            line.heard.append(said)
            waiting = self._waiting.get(str(said.get("envelope_id")))
            if waiting and not waiting.done():
                waiting.set_result(said)

    async def __call__(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """One attempt: any one of the connections gets it, and has three seconds."""
        begin = time.monotonic()
        open_lines = [each for each in self.lines if not each.leaving]
        if not open_lines:
            return Attempt(0, "connection_failed", 0.0)
        choose = self.pick or (lambda many: next(self._turn) % many)
        line = open_lines[choose(len(open_lines))]
        envelope_id = self.state.world.new_id("env-")
        envelope: Json = {"envelope_id": envelope_id, "type": delivery.kind, "payload": delivery.payload}
        envelope["accepts_response_payload"] = delivery.kind != "events_api"
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": {"http_timeout": "timeout"}.get(reason, reason)}
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.patience):
                await self._send(line, envelope)
                said = await waiting
        except TimeoutError:
            return Attempt(0, "http_timeout", time.monotonic() - begin)
        except ConnectionError:
            return Attempt(0, "connection_failed", time.monotonic() - begin)
        finally:
            del self._waiting[envelope_id]
        body = said.get("payload")
        return Attempt(200, "", time.monotonic() - begin, json.dumps(body) if body else "")

    async def _send(self, line: Line, content: Json) -> None:
        if line.deaf:
            return
        line.sent.append(content)
        await line.socket.send_str(json.dumps(content))

    async def disconnect(self, reason: str, close: bool = True, which: int | None = None) -> None:
        """Tell connections to go: warning, refresh_requested, link_disabled. After a warning they stay a while."""
        chosen = list(self.lines) if which is None else [self.lines[which]]
        for line in chosen:
            said: Json = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
            await self._send(line, said)
            if reason != "warning":
                line.leaving = True
            if close and reason != "warning":
                asyncio.get_running_loop().call_later(0.2, self._end, line)

    def _end(self, line: Line) -> None:
        if not line.socket.closed:
            tear_down(line.request)

    def go_deaf(self, which: int | None = None) -> None:
        """Connections stay open and nothing moves on them any more."""
        for line in list(self.lines) if which is None else [self.lines[which]]:
            line.deaf = True

    def drop(self, which: int | None = None) -> None:
        """Connections break without a word."""
        for line in list(self.lines) if which is None else [self.lines[which]]:
            tear_down(line.request)
