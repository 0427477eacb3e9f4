"""An exchange: Slack's side of Socket Mode on this machine, which warns, closes, goes deaf and refuses as told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer
from slack_bolt.response import BoltResponse

from bot.slack.receiving import bolt
from bot.slack.receiving.line import Ping
from bot.slack.receiving.socket import Pace, Sockets

TOKEN = "xapp-1-A1-2-aa"
QUICK = Pace(Ping(every=0.1, patience=0.5, opening=5.0), first=0.02, longest=0.1, failures=4)
PATIENT = Pace(Ping(every=1.0, patience=600.0, opening=60.0), first=0.02, longest=0.1, failures=4)

Answering = Callable[[Mapping[str, object]], Awaitable[BoltResponse]]


@dataclass
class Exchange:
    """Slack's side: hands out addresses once, holds connections, notes acknowledgements."""

    refusal: str = ""
    """What apps.connections.open fails with."""
    deaf: bool = False
    """Takes everything and never answers a ping."""
    asked: int = 0
    tokens: set[str] = field(default_factory=set)
    most_open: int = 0
    open: list[web.WebSocketResponse] = field(default_factory=list)
    acks: list[dict[str, object]] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def connections_open(self, request: web.Request) -> web.Response:
        """Gives an address that works once."""
        self.asked += 1
        self.tokens.add(request.headers.get("Authorization", "") or str((await request.post()).get("token")))
        await self._tell()
        if self.refusal == "500":
            return web.Response(status=500, text="<html>oops</html>")
        if self.refusal:
            return web.json_response({"ok": False, "error": self.refusal})
        ticket = f"t{self.asked}"
        self.tickets.add(ticket)
        return web.json_response({"ok": True, "url": f"ws://{request.host}/link?ticket={ticket}"})

    async def link(self, request: web.Request) -> web.StreamResponse:
        """A connection, until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.open.append(socket)
        self.most_open = max(self.most_open, len(self.open))
        try:
            await self._converse(socket)
        except ConnectionError:
            pass  # The other side left before anything was said.
        finally:
            self.open.remove(socket)
            await self._tell()
        return socket

    async def _converse(self, socket: web.WebSocketResponse) -> None:
        await socket.send_json({"type": "hello", "num_connections": len(self.open)})
        await self._tell()
        async for message in socket:
            if message.type is WSMsgType.PING and not self.deaf:
                await socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self.acks.append(json.loads(message.data))
                await self._tell()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something to be so."""
        async with asyncio.timeout(60), self.changed:
            await self.changed.wait_for(condition)

    async def send(self, payload: object, kind: str = "events_api", *, number: int = 1, on: int = 0) -> None:
        """An envelope on one of the connections."""
        envelope = {"type": kind, "envelope_id": f"e{number}", "payload": payload,
                    "accepts_response_payload": kind != "events_api"}  # fmt: skip
        await self.open[on].send_json(envelope)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()


@asynccontextmanager
async def connected(
    exchange: Exchange, receive: Answering, pace: Pace = PATIENT, connections: int = 1
) -> AsyncIterator[tuple[Sockets, "asyncio.Future[str]"]]:
    """Sockets against this exchange, and what they say when they give up."""
    site = web.Application()
    site.router.add_post("/api/apps.connections.open", exchange.connections_open)
    site.router.add_get("/link", exchange.link)
    dead: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with TestServer(site) as server:
        api = str(server.make_url("/api/"))
        sockets = Sockets(bolt.build(receive, api), TOKEN, api, connections, dead.set_result, pace)
        await sockets.start()
        try:
            yield sockets, dead
        finally:
            await sockets.stop()
            await exchange.until(lambda: not exchange.open)
