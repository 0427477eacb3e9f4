"""The composition root: settings become a database, a dispatch, platforms and a web application."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot import clock
from bot.collecting import relax
from bot.dispatch import Dispatch, Unavailable
from bot.outbox import Outbox, Sender
from bot.playground import Playground
from bot.playground.guard import Guard
from bot.private import make_folder
from bot.sealing import sealing
from bot.settings import Settings
from storage.forgetting import keep_pepper
from storage.schema import prepare
from storage.sweeping import sweep
from storage.transactions import Database

log = structlog.get_logger()

PLAYGROUND = "playground"
"""The workspace of the playground."""


@dataclass(slots=True)
class App:
    """Everything that runs in one process."""

    settings: Settings
    database: Database
    dispatch: Dispatch
    outbox: Outbox
    playground: Playground | None
    senders: dict[str, Sender] = field(default_factory=dict)

    def routes(self) -> list[BaseRoute]:
        """Every address we answer at."""
        if self.playground is None:
            return [Route("/healthz", self.health)]
        guarded = [Middleware(Guard)]
        return [
            Route("/healthz", self.health, middleware=guarded),
            Route("/", _to_playground, middleware=guarded),
            *self.playground.routes(),
        ]

    async def health(self, _request: Request) -> Response:
        """Whether the database answers; for supervisors."""
        try:
            workspaces = await asyncio.to_thread(self.database.workspaces)
        except Unavailable as error:
            return JSONResponse({"ok": False, "reason": str(error)}, status_code=503)
        return JSONResponse({"ok": True, "workspaces": len(workspaces)})

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Start in the order of need, stop in reverse."""
        await self.dispatch.start()
        await self.outbox.start(await asyncio.to_thread(self.database.workspaces))
        if self.playground is not None:
            await self.playground.start()
        log.info("started", workspaces=len(self.database.workspaces()))
        try:
            yield
        finally:
            if self.playground is not None:
                await self.playground.stop()
            await self.outbox.stop()
            await self.dispatch.stop()
            self.database.close()


async def _to_playground(_request: Request) -> Response:
    return RedirectResponse("/playground")


def build(settings: Settings) -> App:
    """Wire everything; nothing runs yet.

    Raises SettingsFaults if the playground would be open to others, and SchemaTooNew or Unavailable if the
    database can't be used.
    """
    settings.refuse_strangers()
    make_folder(settings.data_dir)
    database = Database(settings.database_url, sealing=sealing(settings.key))
    prepare(database)
    keep_pepper(database, secrets.token_hex(32))
    sweep(database.engine)
    dispatch = Dispatch(database, clock.now)
    senders: dict[str, Sender] = {}
    outbox = Outbox(dispatch, senders.get)
    playground = Playground(settings.data_dir, dispatch, clock.now) if settings.playground_on else None
    if playground is not None:
        senders[PLAYGROUND] = playground.sender
    dispatch.committed = _after_commit(outbox, playground)
    return App(settings, database, dispatch, outbox, playground, senders)


def _after_commit(outbox: Outbox, playground: Playground | None) -> Callable[[str], None]:
    def committed(workspace: str) -> None:
        outbox.wake(workspace)
        if playground is not None:
            playground.changed(workspace)

    return committed


def application(app: App) -> Starlette:
    """The ASGI application."""
    return Starlette(routes=app.routes(), lifespan=app.lifespan)


def serve(settings: Settings, *, listening: socket.socket | None = None) -> None:
    """Run until interrupted. The playground has no passwords, so it is served on loopback only."""
    app = build(settings)
    relax()
    config = uvicorn.Config(
        application(app), host=settings.host, port=settings.port, log_config=None, access_log=False, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listening] if listening else None)
