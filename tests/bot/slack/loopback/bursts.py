"""Bursts: many signed bodies made beforehand and sent over a few connections kept open, with how long each took."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bot.slack.loopback.delivering import ROBOT, Delivery, encoded, signature
from tests.bot.slack.loopback.slack import Slack
from tests.bot.slack.loopback.world import Json, Message

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Volley:
    """What came of a burst."""

    statuses: Counter[int]
    """0 stands for no answer."""
    latencies: Sequence[float]
    """Seconds, in the order of the bodies."""
    failed: Sequence[int]
    """Which of the bodies were not taken, in their order."""
    seconds: float
    """From the first one sent to the last one answered."""

    def percentile(self, share: float) -> float:
        """The latency that so many stay below, of 1."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def said(slack: Slack, user: str, channel: str, texts: Sequence[str]) -> list[Json]:
    """Messages as envelopes that are not sent yet, kept in the channel like any other."""

    def act() -> list[Json]:
        held: list[Json] = []
        place, who = slack.conversation(user, channel), slack.id_of(user)
        send, slack.announcer.send = slack.announcer.send, held.append
        try:
            for text in texts:
                message = Message(slack.world.moment(place), place.id, who, slack.mentioning(text), team=place.team)
                place.messages[message.ts] = message
                slack.announcer.said(message, mention=False)
        finally:
            slack.announcer.send = send
        return held

    return slack.do(act)


@dataclass(slots=True)
class Link:
    """One connection kept open, opened again after it broke. Plain streams: a whole client would be the bottleneck."""

    host: str
    port: int
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, request: bytes) -> int:
        """Send a request; the status of the answer, 0 without one."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection(self.host, self.port)
            reader, writer = self._streams
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
        except (OSError, EOFError):
            await self.close()
            return 0
        if CLOSES.search(head):
            await self.close()
        return int(head[9:12])

    async def close(self) -> None:
        """Hang up."""
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


def prepared(slack: Slack, envelopes: Sequence[Json]) -> list[bytes]:
    """Whole requests, signed now: they are good for five minutes."""
    address = urlsplit(slack.request_url)
    requests = []
    for envelope in envelopes:
        body, kind = encoded(Delivery("events_api", envelope))
        headers = {"Host": address.netloc, "User-Agent": ROBOT, "Content-Type": kind, "Content-Length": str(len(body))}
        headers |= signature(slack.app.signing_secret, body, slack.world.seconds())
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        requests.append(f"POST {address.path} HTTP/1.1\r\n{head}\r\n".encode() + body)
    return requests


async def send(slack: Slack, envelopes: Sequence[Json], connections: int = 8, rate: float = 0.0) -> Volley:
    """Send them all, so many a second (0: as fast as they are taken). Latency counts from when each was due."""
    address = urlsplit(slack.request_url)
    requests = prepared(slack, envelopes)
    statuses, latencies = [0] * len(requests), [0.0] * len(requests)
    numbers = iter(range(len(requests)))
    begin = time.monotonic()

    async def work() -> None:
        link = Link(address.hostname or "", address.port or 80)
        for number in numbers:
            due = begin + number / rate if rate else time.monotonic()
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            statuses[number] = await link.exchange(requests[number])
            latencies[number] = time.monotonic() - due
        await link.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    failed = [number for number, status in enumerate(statuses) if status != 200]
    return Volley(Counter(statuses), latencies, failed, time.monotonic() - begin)


def burst(slack: Slack, envelopes: Sequence[Json], connections: int = 8, rate: float = 0.0) -> Volley:
    """The same for those who wait; on a loop of its own, beside the server's."""
    return asyncio.run(send(slack, envelopes, connections, rate))
