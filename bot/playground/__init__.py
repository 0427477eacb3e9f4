"""The playground: a chat in the browser with invented colleagues; a platform like the others."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
from starlette.routing import BaseRoute

from bot.dispatch import Dispatch, Unavailable
from bot.playground.colleagues import (
    BOT,
    BOT_NAME,
    CHANNELS,
    COLLEAGUES,
    DAY,
    GROUPS,
    PLACES,
    WORKSPACE,
    Colleague,
)
from bot.playground.deliver import Courier
from bot.playground.files import Files
from bot.playground.gallery import Elsewhere
from bot.playground.listen import Listener
from bot.playground.live import Hub
from bot.playground.render import card_html
from bot.playground.room import Room
from bot.playground.routes import Parts, routes
from bot.playground.send import PlaygroundSender
from bot.playground.signing import Secret, kept_key
from bot.playground.store import Store
from bot.playground.views import Views
from bot.playground.welcome import WELCOME
from handlers.events import ChannelChanged, CommandGiven, Event, GroupChanged, MemberChanged
from scoring.facts import Micros

__all__ = ["WORKSPACE", "Playground"]

NOWHERE: Elsewhere = ()
PATIENCE = 5.0
RETRY_SECONDS = 2.0

log = structlog.get_logger()


class Playground:
    """The chat service and Huzzah's connection to it, in one process."""

    def __init__(
        self, data_dir: Path, dispatch: Dispatch, clock: Callable[[], Micros], elsewhere: Elsewhere = NOWHERE
    ) -> None:
        self._dispatch = dispatch
        self._clock = clock
        self._store = Store(data_dir / "playground.sqlite")
        views = Views(self._store)
        self._hub = Hub(views.message)
        self._room = Room(self._store, clock, self._hub.message)
        secret = Secret(kept_key(data_dir), clock)
        listener = Listener(dispatch, self._room, secret)
        self._courier = Courier(self._store, listener, secret)
        files = Files(self._store, data_dir / "playground-files")
        self._parts = Parts(dispatch, self._room, views, files, self._hub, listener, self._courier, secret, elsewhere)
        self._sender = PlaygroundSender(self._room)
        self._starting: asyncio.Task[None] | None = None

    @property
    def sender(self) -> PlaygroundSender:
        """Speaks for the bot; give it to the outbox."""
        return self._sender

    def routes(self) -> list[BaseRoute]:
        """Everything under /playground."""
        return routes(self._parts)

    def changed(self, workspace: str) -> None:
        """Something was committed in a workspace: open pages look at the points again."""
        if workspace == WORKSPACE:
            self._hub.points()

    async def start(self) -> None:
        """Welcome people the first time, tell Huzzah who and what is here, and deliver what is pending.

        If the database cannot take it yet, the page opens all the same and the telling goes on behind it.
        """
        introducing = asyncio.create_task(self._introduce(self._founded()), name="playground introductions")
        self._starting = introducing
        await asyncio.wait({introducing}, timeout=PATIENCE)

    async def stop(self) -> None:
        """Stop delivering; what is pending stays so."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self._courier.stop()
        self._store.close()

    def _founded(self) -> Micros:
        """When the playground first started; the first time that is now."""
        row = self._store.row("SELECT value FROM meta WHERE name = 'founded'")
        if row is not None:
            return int(row["value"])
        now = self._clock()
        self._room.say("C_GENERAL", card_html(WELCOME), key="welcome")
        self._store.run("INSERT INTO meta VALUES ('founded', ?)", str(now))
        return now

    async def _introduce(self, founded: Micros) -> None:
        # Huzzah must know people before it hears what they do, so pending payloads wait for this.
        await self._tell(list(introductions(founded)))
        self._courier.start()

    async def _tell(self, events: list[Event]) -> None:
        while True:
            try:
                # Handed over together, in their order, they share one commit; each has to wait for the disk.
                await asyncio.gather(*map(self._dispatch.submit, events))
            except Unavailable as error:
                log.warning("playground_introductions_put_off", reason=str(error))
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return


def introductions(founded: Micros) -> Iterator[Event]:
    """Who and what is in the playground. Always of the same moment, so that telling it again is a repeat."""
    yield MemberChanged(workspace=WORKSPACE, at=founded, member=BOT, name=BOT_NAME, bot=True)
    for person in COLLEAGUES:
        yield MemberChanged(
            workspace=WORKSPACE,
            at=founded,
            member=person.id,
            name=person.name,
            zone=person.zone,
            country=person.country,
            admin=person.admin,
            joined=founded - person.days * DAY,
        )
    for place in PLACES.values():
        private = place not in CHANNELS or place.kind != "open"
        yield ChannelChanged(
            workspace=WORKSPACE,
            at=founded,
            channel=place.id,
            name=place.name,
            private=private,
            members=place.members,
        )
    for person in COLLEAGUES:
        if person.leader:
            yield _made_leader(person, founded)
    for group in GROUPS:
        yield GroupChanged(workspace=WORKSPACE, at=founded, group=group.id, name=group.name, members=group.members)


def _made_leader(person: Colleague, founded: Micros) -> CommandGiven:
    """Leaders are made by an admin, here as anywhere."""
    admin = next(one.id for one in COLLEAGUES if one.admin)
    return CommandGiven(
        workspace=WORKSPACE,
        at=founded,
        member=admin,
        channel=f"D_{admin}",
        name="huzzah",
        request=f"introduction-{person.id}",
        text=f"role <@{person.id}> leader",
    )
