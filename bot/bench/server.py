"""A server in a process of its own, as people run it: started, waited for, and ended."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import TracebackType

PATIENCE = 60
HUZZAH = ("-c", "from bot.cli import main; main()")
"""What the console script does, by the interpreter that runs this."""


@dataclass
class Server:
    """Python with these arguments, listening on `port`."""

    arguments: Sequence[str]
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    _process: "subprocess.Popen[bytes] | None" = None

    @classmethod
    def of_huzzah(cls, folder: Path) -> "Server":
        """`huzzah run` with its state in a folder."""
        port = free_port()
        settings = {"HUZZAH_DATA_DIR": str(folder), "HUZZAH_PORT": str(port), "HUZZAH_PLAYGROUND": "on"}
        settings |= {"HUZZAH_DATABASE_URL": "", "HUZZAH_HOST": "127.0.0.1", "HUZZAH_LOG_LEVEL": "error"}
        return cls((*HUZZAH, "run"), port, settings)

    def __enter__(self) -> "Server":
        self._process = subprocess.Popen(  # noqa: S603  # ourselves
            [sys.executable, *self.arguments], env={**os.environ, **self.environment}, stdout=subprocess.DEVNULL
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def wait(self, path: str = "/playground/") -> None:
        """Until it answers. Raises RuntimeError if it never does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process is not None and self._process.poll() is None:
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                link.request("GET", path)
                link.getresponse().read()
            except ConnectionError:
                time.sleep(0.005)
            else:
                return
            finally:
                link.close()
        raise RuntimeError(f"{' '.join(self.arguments)} does not answer on port {self.port}")


def free_port() -> int:
    """A port nobody listens on, nor is given by the system meanwhile: a program takes a while until it listens."""
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there are always more")


# The system itself hands out those from 32768 on, to whoever asks for any and to connections.
_PORTS = (10_000 + number % 10_000 for number in count(7 * os.getpid()))
