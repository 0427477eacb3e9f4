"""Receiving: signed events over HTTP, answered after the commit, against a bare handler that commits one row each."""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.server import Server, free_port
from bot.bench.workload import Workload
from bot.clock import now
from bot.playground.colleagues import WORKSPACE
from bot.playground.signing import kept_key, sign
from handlers.events import Event, MessagePosted
from scoring.periods import SECOND

AT_ONCE = 32
"""Senders that each wait for their answer."""
A_SECOND = 100
"""Events of the steady stream, whose latency counts."""
MOST_REPEATS = 20
"""So often one request is sent anew when the server asks for that, as the platforms do; the time counts."""


def measure(options: Options) -> Iterator[Figure]:
    """Events a second with 32 senders, and how long an answer takes at 100 a second."""
    bodies = [_body(event) for event in Workload(max(60, options.events // 2))]
    part = max(1, len(bodies) // (options.rounds + 1))
    with tempfile.TemporaryDirectory() as folder:
        key = kept_key(Path(folder))
        port = free_port()
        bare = Server(("-m", "bot.bench.bare", str(Path(folder, "bare.sqlite")), str(port)), port)
        with Server.of_huzzah(Path(folder)) as huzzah, bare:
            sides = [Side(server, list(bodies), partial(_request, key=key)) for server in (huzzah, bare)]
            timed = in_turns(options.rounds, *(lambda side=side: side.fast(part) for side in sides))
            rates = timed.rates(part)
            yield Figure(f"events, {AT_ONCE} senders", rates[0], "events/s", rates[1], "bare")
            waits = [side.steady(min(part, 20 * A_SECOND)) for side in sides]
        for name, at in (("p50", 49), ("p99", 98)):
            value, reference = (1_000 * statistics.quantiles(wait, n=100)[at] for wait in waits)
            yield Figure(f"answer at {A_SECOND} a second, {name}", value, "ms", reference, "bare", less_is_better=True)


def _body(event: Event) -> bytes:
    kind = "message" if isinstance(event, MessagePosted) else "reaction_added"
    parts = {name: value for name, value in asdict(event).items() if name not in ("reading", "quiet", "seen")}
    return json.dumps({**parts, "type": kind, "workspace": WORKSPACE}).encode()


def _request(body: bytes, key: bytes) -> bytes:
    signed = "".join(f"{name}: {value}\r\n" for name, value in sign(key, body, now() // SECOND).items())
    head = f"POST /playground/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{signed}\r\n"
    return head.encode() + body


@dataclass(slots=True)
class Side:
    """One server, and what it has still to be sent."""

    server: Server
    bodies: list[bytes]
    request: Callable[[bytes], bytes]
    """A body as a whole signed request."""

    def __post_init__(self) -> None:
        self.bodies.reverse()
        self.server.wait("/healthz")

    def fast(self, many: int) -> float:
        """Send so many, each sender the next one as soon as it is answered; the seconds that takes."""
        return asyncio.run(fast(self.server.port, self._next(many)[::-1]))

    def steady(self, many: int) -> list[float]:
        """Send so many at a steady rate; how long each waited, counted from when it was due."""
        return asyncio.run(steady(self.server.port, self._next(many)))

    def _next(self, many: int) -> list[bytes]:
        # Signed only now, since a signature is soon too old.
        return [self.request(self.bodies.pop()) for _ in range(many)]


@dataclass(frozen=True, slots=True)
class Link:
    """A connection that is kept; a plain one, so that it takes little of the machine that it measures."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, port: int) -> "Link":
        """Connect to this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> None:
        """Send and wait for the whole answer, again if asked to. Raises RuntimeError if that isn't 200."""
        head = await self._once(request)
        for _ in range(MOST_REPEATS):
            if b" 503 " not in head[:16]:
                break
            await asyncio.sleep(float(_header(head, b"retry-after") or 1))
            head = await self._once(request)
        if b" 200 " not in head[:16]:
            raise RuntimeError(f"the server answered {head.splitlines()[0]!r}")

    async def _once(self, request: bytes) -> bytes:
        """The answer's head, in lower case."""
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        await self.reader.readexactly(int(_header(head, b"content-length")))
        return head


def _header(head: bytes, name: bytes) -> bytes:
    return head.partition(b"\r\n" + name + b":")[2].partition(b"\r\n")[0].strip()


@asynccontextmanager
async def _connected(port: int, many: int = AT_ONCE) -> AsyncIterator[list[Link]]:
    links = [await Link.to(port) for _ in range(many)]
    try:
        yield links
    finally:
        for link in links:
            link.writer.close()


async def fast(port: int, requests: list[bytes], at_once: int = AT_ONCE) -> float:
    """Send all, each of the senders the next one as soon as it is answered; the seconds that takes."""

    async def send(link: Link) -> None:
        while requests:
            await link.ask(requests.pop())

    async with _connected(port, at_once) as links:
        begun = time.perf_counter()
        await asyncio.gather(*map(send, links))
        return time.perf_counter() - begun


async def steady(port: int, requests: Sequence[bytes]) -> list[float]:
    """Send at a steady rate; how many seconds each waited for its answer, counted from when it was due."""
    async with _connected(port) as connected:
        waits, begun = [], time.perf_counter()
        # In turns, since a server closes what is idle.
        links: asyncio.Queue[Link] = asyncio.Queue()
        for each in connected:
            links.put_nowait(each)

        async def send(place: int) -> None:
            due = begun + place / A_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            link = await links.get()
            await link.ask(requests[place])
            links.put_nowait(link)
            waits.append(time.perf_counter() - due)

        await asyncio.gather(*(send(place) for place in range(len(requests))))
        return waits
