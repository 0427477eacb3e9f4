"""A playground for tests: on a fresh database, with a dispatch that can refuse, behind a real web server."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot import clock
from bot.app import GALLERIES
from bot.dispatch import Dispatch, Unavailable
from bot.outbox import Outbox
from bot.playground import Playground
from bot.playground.signing import kept_key, sign
from bot.scheduler import EVERY, Scheduler
from bot.sealing import sealing
from handlers.answers import Reply
from handlers.events import Event
from scoring.facts import Micros
from scoring.periods import SECOND
from storage.schema import prepare
from storage.transactions import Database

KEY = b"dGhlIHBsYXlncm91bmQgb2YgdGhlIHRlc3RzLCBzZWE="
"""What secrets are sealed with."""


class Stubborn(Dispatch):
    """A dispatch whose database is away until `away` is False; what it took is in `taken`."""

    def __init__(self, database: Database, replies: Callable[[Event], list[Reply]] = lambda _event: []) -> None:
        super().__init__(database, clock.now)
        self.away = False
        self.replies = replies
        self.taken: list[Event] = []

    async def submit(self, event: Event) -> list[Reply]:
        """Take an event, or refuse it."""
        if self.away:
            raise Unavailable("the database is away")
        self.taken.append(event)
        return self.replies(event)


@dataclass
class Serving:
    """A running playground: where it is, and what is behind it."""

    port: int
    dispatch: Dispatch
    playground: Playground
    key: bytes

    def signed(self, body: bytes, *, late: int = 0) -> dict[str, str]:
        """The headers of a payload that the chat sent `late` seconds ago."""
        return sign(self.key, body, clock.now() // SECOND - late)

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.port}/playground"


def database_at(folder: Path) -> Database:
    """A migrated SQLite database."""
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / 'huzzah.sqlite'}", sealing=sealing(lambda: KEY))
    prepare(database)
    return database


@contextlib.contextmanager
def serving(
    folder: Path, given: Stubborn | None = None, hands: Callable[[], Micros] = clock.now, every: float = EVERY
) -> Iterator[Serving]:
    """Serve a playground from this folder until the block ends, by a clock that is looked at so often."""
    database = given.database if given else database_at(folder)
    dispatch: Dispatch = given or Dispatch(database, hands)
    playground = Playground(folder, dispatch, hands, GALLERIES)
    outbox = Outbox(dispatch, {"playground": playground.sender}.get)
    scheduler = Scheduler(dispatch, {"playground": playground.sender}.get, every)

    def committed(workspace: str) -> None:
        outbox.wake(workspace)
        playground.changed(workspace)

    dispatch.committed = committed

    @contextlib.asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        if given is None:
            await dispatch.start()
            await outbox.start(database.workspaces())
            scheduler.start()
        await playground.start()
        yield
        await playground.stop()
        if given is None:
            await scheduler.stop()
            await outbox.stop()
        await dispatch.stop()

    with running(Starlette(routes=playground.routes(), lifespan=lifespan)) as port:
        yield Serving(port, dispatch, playground, kept_key(folder))
    database.close()


@contextlib.contextmanager
def running(app: Starlette) -> Iterator[int]:
    """Serve an application on a free port of this machine until the block ends."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=3)
        with _started(uvicorn.Server(config), listening):
            yield listening.getsockname()[1]


@contextlib.contextmanager
def _started(server: uvicorn.Server, listening: socket.socket) -> Iterator[None]:
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server took too long to start"
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
