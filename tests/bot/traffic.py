"""Traffic: a client that sends again what was not acknowledged, and a server that gets killed meanwhile."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import httpx

from bot.playground.signing import sign
from tests.storage.small_world import BEGIN

WORKSPACE = "playground"
PEOPLE = ("U_ANA", "U_BEN", "U_MEI", "U_YUKI", "U_EMMA")
"""People of the playground, since a command gives only to people that are known."""
Payload = dict[str, Any]


def payload(number: int) -> Payload:
    """The event with this number: messages with and without gifts, answers, reactions, commands."""
    who, whom = PEOPLE[number % 5], PEOPLE[(number // 5 + number + 1) % 5]
    common = {"workspace": WORKSPACE, "at": BEGIN + number * 1_000_000, "member": who, "channel": f"C{number % 3}"}
    earlier = f"m{number - number % 10}"
    match number % 10:
        case 3:
            return {**common, "type": "message", "message": f"m{number}", "text": f"<@{whom}> :tada: thanks"}
        case 4 | 5 | 6:
            return {**common, "type": "reaction_added", "message": earlier, "emoji": f"e{number}", "author": whom}
        case 7:
            text = f"<@{whom}> 1 for number {number}"
            return {**common, "type": "command", "name": "kudos", "request": f"r{number}", "text": text}
        case 8:
            return {**common, "type": "message", "message": f"m{number}", "text": "an answer", "thread": earlier}
        case _:
            return {**common, "type": "message", "message": f"m{number}", "text": "something said"}


def place_of(number: int) -> tuple[str, str, str]:
    """How the fact of an event is found: its kind, message and emoji."""
    match number % 10:
        case 4 | 5 | 6:
            return "reaction", f"m{number - number % 10}", f"e{number}"
        case 7:
            return "gift", f"request:r{number}", ""
        case _:
            return "message", f"m{number}", ""


@dataclass
class Client:
    """Sends events from several threads, each until it is acknowledged, as Slack and Teams do."""

    port: int
    key: bytes
    acknowledged: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    """What was said instead of an acknowledgement or a request to come again; there should be nothing."""
    _next: int = 0
    _lock: Lock = field(default_factory=Lock)
    _done: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """How many events there have been."""
        return self._next

    def start(self) -> None:
        """Begin to send, four at once."""
        self._threads = [Thread(target=self._send_all, daemon=True) for _ in range(4)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """No new events; returns when all are acknowledged."""
        self._done.set()
        for thread in self._threads:
            thread.join(60)

    def _send_all(self) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=20) as link:
            while not self._done.is_set():
                with self._lock:
                    number, self._next = self._next, self._next + 1
                while not self.send(link, number):
                    time.sleep(0.02)

    def send(self, link: httpx.Client, number: int) -> bool:
        """Send one event; whether that is settled."""
        try:
            body = json.dumps(payload(number)).encode()
            signed = sign(self.key, body, int(time.time()))
            answer = link.post("/playground/events", content=body, headers=signed)
        except httpx.TransportError:
            return False
        if answer.status_code == 200:
            self.acknowledged.add(number)
        elif answer.status_code != 503:
            self.refused.append(answer.text)
            self._done.set()
        return answer.status_code != 503


def free_port() -> int:
    """A port nobody listens at, nor is given by the system meanwhile: a program takes seconds until it does."""
    for port in _PORTS:
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there are always more")


def _ports_of_this_worker() -> Iterator[int]:
    # The system itself hands out those from 32768 on, to whoever asks for any and to connections.
    first = 20_000 + 1_000 * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 12)
    for number in count(os.getpid()):
        yield first + number % 1_000


_PORTS = _ports_of_this_worker()


@contextmanager
def server(folder: Path, url: str, port: int, *, answering: bool = True) -> Iterator["subprocess.Popen[bytes]"]:
    """`huzzah run`, answering or only just started; whatever is left of it is killed in the end."""
    ours = {
        "HUZZAH_DATA_DIR": str(folder), "HUZZAH_DATABASE_URL": url, "HUZZAH_PORT": str(port),
        "HUZZAH_PLAYGROUND": "on",
    }  # fmt: skip
    rest = {name: value for name, value in os.environ.items() if not name.startswith("HUZZAH_")}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env={**rest, **ours}, stdout=log, stderr=log)
    try:
        if answering:
            _wait(process, port, folder)
        yield process
    finally:
        process.kill()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    for _ in range(1200):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{(folder / 'server.log').read_text()[-3000:]}")
