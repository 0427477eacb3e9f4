"""The composition root: settings become a database, a dispatch, platforms and a web application."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot import clock
from bot.collecting import relax
from bot.dispatch import Dispatch, Unavailable
from bot.gallery.page import Column
from bot.outbox import Outbox, Sender
from bot.playground import Playground
from bot.playground.gallery import Elsewhere
from bot.playground.guard import Guard
from bot.private import make_folder
from bot.scheduler import EVERY, Scheduler
from bot.sealing import sealing
from bot.settings import Settings
from bot.slack import configured as slack_settings
from bot.teams import configured as teams_settings
from handlers.cards.blocks import Card, Dialog
from scoring.facts import Micros
from storage.forgetting import keep_pepper
from storage.schema import prepare
from storage.transactions import Database

if TYPE_CHECKING:
    from bot.slack.platform import Slack
    from bot.teams.platform import Teams

log = structlog.get_logger()

Clock = Callable[[], Micros]

PATIENCE = 2_000
"""Milliseconds that one workspace, which another process is busy with, may hold up the others."""
PLAYGROUND = "playground"
"""The workspace of the playground."""


class Stopped(Exception):
    """A part without which there is no point in going on has failed for good; the message says which and why."""


@dataclass(slots=True)
class App:
    """Everything that runs in one process."""

    settings: Settings
    database: Database
    dispatch: Dispatch
    outbox: Outbox
    scheduler: Scheduler
    playground: Playground | None = None
    slack: "Slack | None" = None
    teams: "Teams | None" = None
    dead: str = ""
    """Why there is no point in going on."""
    stop: Callable[[], None] = field(default=lambda: None)
    """Ends the program; set by whoever runs it."""

    @property
    def platforms(self) -> "list[Slack | Teams]":
        """The real ones that are served."""
        return [platform for platform in (self.slack, self.teams) if platform is not None]

    def routes(self) -> list[BaseRoute]:
        """Every address we answer at."""
        found = [route for platform in self.platforms for route in platform.routes()]
        if self.playground is None:
            return [Route("/healthz", self.health), Route("/", _nothing_here), *found]
        guarded = [Middleware(Guard)]
        return [
            Route("/healthz", self.health, middleware=guarded),
            Route("/", _to_playground, middleware=guarded),
            *self.playground.routes(),
            *found,
        ]

    def sender_of(self, workspace: str) -> Sender | None:
        """Who speaks in a workspace."""
        if workspace == PLAYGROUND:
            return self.playground.sender if self.playground else None
        if self.teams is not None and (self.slack is None or self.teams.has(workspace)):
            return self.teams.sender
        # It knows which workspaces are gone, and which can only not be reached just now.
        return self.slack.sender if self.slack else None

    def committed(self, workspace: str) -> None:
        """Something was written in a workspace: letters may wait, and pages may show something else now."""
        self.outbox.wake(workspace)
        if self.playground is not None:
            self.playground.changed(workspace)
        if self.slack is not None:
            self.slack.changed(workspace)

    def came(self, workspace: str) -> None:
        """A workspace can be spoken to now: what waits for it may go."""
        self.outbox.wake(workspace)

    def went(self, workspace: str) -> None:
        """Everything about a workspace was deleted."""
        self.outbox.leave(workspace)

    def give_up(self, reason: str) -> None:
        """Stop with an error, so that whoever supervises the program notices."""
        log.error("stopping", reason=reason)
        self.dead = reason
        self.stop()

    async def health(self, _request: Request) -> Response:
        """Whether the database answers; for supervisors."""
        try:
            workspaces = await asyncio.to_thread(self.database.workspaces)
        except Unavailable as error:
            return JSONResponse({"ok": False, "reason": str(error)}, status_code=503)
        found = {"slack": self.slack.health()} if self.slack else {}
        found |= {"teams": self.teams.health()} if self.teams else {}
        well = all(each.get("ok", True) is True for each in found.values())
        body = {"ok": well, "workspaces": len(workspaces), **found}
        return JSONResponse(body, status_code=200 if well else 503)

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Start in the order of need, stop in reverse."""
        await self.dispatch.start()
        for platform in self.platforms:
            await platform.start()
        await self.outbox.start(await asyncio.to_thread(self.database.workspaces))
        if self.playground is not None:
            await self.playground.start()
        self.scheduler.start()
        log.info("started", workspaces=len(self.database.workspaces()))
        try:
            yield
        finally:
            await self.scheduler.stop()
            for platform in self.platforms:
                await platform.stop_listening()
            if self.playground is not None:
                await self.playground.stop()
            await self.outbox.stop()
            for platform in self.platforms:
                await platform.close()
            await self.dispatch.stop()
            self.database.close()


async def _nothing_here(_request: Request) -> Response:
    return PlainTextResponse("Huzzah runs here. There is nothing to see; talk to it in your chat.\n")


async def _to_playground(_request: Request) -> Response:
    return RedirectResponse("/playground")


def build(settings: Settings, time: Clock = clock.now, every: float = EVERY) -> App:
    """Wire everything, with one source of time for all of it; nothing runs yet. `every`: seconds between its ticks.

    Raises SettingsFaults if the playground would be open to others, and SchemaTooNew or Unavailable if the
    database can't be used.
    """
    settings.refuse_strangers()
    make_folder(settings.data_dir)
    database = Database(settings.database_url, sealing=sealing(settings.key), patience=PATIENCE)
    prepare(database)
    keep_pepper(database, secrets.token_hex(32))
    database.sweeper.sweep(again=1)
    dispatch = Dispatch(database, time)

    def sender_of(workspace: str) -> Sender | None:
        return app.sender_of(workspace)

    app = App(settings, database, dispatch, Outbox(dispatch, sender_of), Scheduler(dispatch, sender_of, every))
    if settings.playground_on:
        app.playground = Playground(settings.data_dir, dispatch, time, GALLERIES)
    if slack_settings.ways(settings).any:
        from bot.slack.platform import Slack  # The SDKs take a while to load, and memory.

        app.slack = Slack(settings, database, dispatch, sealing(settings.key), time, app)
    if teams_settings.ways(settings).any:
        from bot.teams.platform import Teams  # Likewise.

        app.teams = Teams(settings, database, dispatch, sealing(settings.key), time, app)
    dispatch.committed = app.committed
    return app


def _in_slacks_builder(example: Card | Dialog) -> str:
    from bot.slack import builder

    return builder.address(example)


def _as_slack_gets_it(example: Card | Dialog) -> str:
    from bot.gallery import platforms

    return platforms.slack(example)


def _as_teams_gets_it(example: Card | Dialog) -> str:
    from bot.gallery import platforms

    return platforms.teams(example)


GALLERIES: Elsewhere = (Column("Slack", _as_slack_gets_it, _in_slacks_builder), Column("Teams", _as_teams_gets_it))
"""What stands beside the playground's own cards in its gallery."""


def application(app: App) -> Starlette:
    """The ASGI application."""
    return Starlette(routes=app.routes(), lifespan=app.lifespan)


def serve(
    settings: Settings, *, listening: socket.socket | None = None, time: Clock = clock.now, every: float = EVERY
) -> None:
    """Run until interrupted. The playground has no passwords, so it is served on loopback only.

    Raises Stopped if there is no point in going on.
    """
    app = build(settings, time, every)
    relax()
    config = uvicorn.Config(
        application(app), host=settings.host, port=settings.port, log_config=None, access_log=False, lifespan="on"
    )
    server = uvicorn.Server(config)

    def stop() -> None:
        server.should_exit = True

    app.stop = stop
    server.run(sockets=[listening] if listening else None)
    if app.dead:
        raise Stopped(app.dead)
