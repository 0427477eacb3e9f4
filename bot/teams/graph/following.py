"""Following: everything that hears through Graph what happens in channels, put together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from starlette.routing import Route

from bot.dispatch import Dispatch
from bot.settings import Settings
from bot.teams.graph.caller import Graph
from bot.teams.graph.certificates import Certificates
from bot.teams.graph.gaps import Gaps
from bot.teams.graph.hearing import Hearing, Meets
from bot.teams.graph.installing import Installing
from bot.teams.graph.making import LIFECYCLE, NOTIFICATIONS, Making
from bot.teams.graph.notifications import Notifications
from bot.teams.graph.reading import Reader
from bot.teams.graph.subscriptions import Subscriptions
from bot.teams.receiving.keys import Keys
from bot.teams.workplace import Tenant
from scoring.facts import Micros
from storage.sealing import Sealing


class Homes(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def of(self, workspace: str) -> Tenant | None:
        """The bot in one tenant."""
        ...

    def all(self) -> Iterable[Tenant]:
        """Everywhere the bot is."""
        ...


@dataclass(frozen=True, slots=True)
class Around:
    """What it needs of the others; `keys` are Entra's, of all tenants, `clock` is in microseconds."""

    installations: Homes
    directory: Meets
    dispatch: Dispatch
    keys: Keys
    sealing: Sealing
    settings: Settings
    clock: Callable[[], Micros]


@dataclass(frozen=True, slots=True)
class Following:
    """Start it once the dispatch runs; stop it before."""

    subscriptions: Subscriptions
    notifications: Notifications
    reader: Reader
    """Finds cards (bot.teams.send)."""
    installing: Installing
    """Puts the app where somebody is to be written to."""

    def routes(self) -> list[Route]:
        """Where Graph tells us things."""
        return [
            Route(NOTIFICATIONS, self.notifications.endpoint, methods=["POST"]),
            Route(LIFECYCLE, self.notifications.lifecycle, methods=["POST"]),
        ]

    def changed(self, workspace: str) -> None:
        """The bot came into channels there, or was granted something."""
        self.subscriptions.changed(workspace)

    async def start(self) -> None:
        """Begin to subscribe; whatever was missed is read. Graph must be able to reach us already."""
        await self.subscriptions.start()

    async def stop(self) -> None:
        """End what is under way; the caller of Graph is closed by whoever made it."""
        await self.subscriptions.stop()
        await self.notifications.stop()


def following(graph: Graph, around: Around) -> Following:
    """Nothing is asked yet."""
    settings, dispatch, clock = around.settings, around.dispatch, around.clock
    certificates = Certificates(dispatch.database, around.sealing, clock)
    making = Making(dispatch, graph, certificates, around.sealing, settings, clock)
    hearing = Hearing(dispatch, around.directory, clock)
    gaps = Gaps(graph, hearing)
    subscriptions = Subscriptions(around.installations, dispatch, making, gaps, certificates, settings, clock)
    notifications = Notifications(
        around.installations, dispatch, around.keys, certificates, making.secret_of, subscriptions, hearing, settings,
        clock,
    )  # fmt: skip
    reader = Reader(around.installations, dispatch, graph)
    return Following(subscriptions, notifications, reader, Installing(graph, dispatch, settings.teams_app_id.strip()))
