"""Teams as a platform: what listens, what speaks, what is learnt and what a member's tab shows, wired together."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Protocol

import httpx
from starlette.routing import BaseRoute, Route

from bot.dispatch import Dispatch
from bot.settings import Settings
from bot.teams import about
from bot.teams.calling.answering import Answerer
from bot.teams.calling.connector import Connector
from bot.teams.calling.credentials import Credentials
from bot.teams.calling.entra import Entra, trusted, without_proxy
from bot.teams.calling.pacing import Paces
from bot.teams.calling.privately import Privately
from bot.teams.calling.tokens_refused import Noting
from bot.teams.configured import ways
from bot.teams.graph.caller import Graph
from bot.teams.graph.certificates import Certificates
from bot.teams.graph.gaps import Gaps
from bot.teams.graph.hearing import Hearing
from bot.teams.graph.installing import Installing
from bot.teams.graph.making import Making
from bot.teams.graph.notifications import Notifications
from bot.teams.graph.reading import Reader
from bot.teams.graph.subscriptions import Subscriptions
from bot.teams.learning.directory import Directory
from bot.teams.learning.installations import Installations
from bot.teams.listen import Listener
from bot.teams.receiving.keys import Keys
from bot.teams.receiving.neighbours import Neighbours
from bot.teams.receiving.tokens import Tokens
from bot.teams.rendering.look import Look
from bot.teams.send import TeamsSender
from bot.teams.tab.handing_out import HandingOut
from bot.teams.tab.tab import Tab
from bot.teams.tab.visitors import Door
from bot.teams.workplace import Tenant
from scoring.facts import Micros
from storage.sealing import Sealing
from storage.transactions import Database

MESSAGES: Final = "/teams/messages"
NOTIFICATIONS: Final = "/teams/graph"
LIFECYCLE: Final = "/teams/graph/lifecycle"
EVERY_TENANT: Final = "common/v2.0/.well-known/openid-configuration"


class Host(Protocol):
    """The program around it (bot.app.App)."""

    def came(self, workspace: str) -> None:
        """A workspace can be spoken to now."""
        ...

    def went(self, workspace: str) -> None:
        """Everything about a workspace was deleted."""
        ...


@dataclass(slots=True)
class Teams:
    """Everything that serves Teams in one process."""

    settings: Settings
    database: Database
    dispatch: Dispatch
    sealing: Sealing
    clock: Callable[[], Micros]
    host: Host
    installations: Installations = field(init=False)
    sender: TeamsSender = field(init=False)
    _http: httpx.AsyncClient = field(init=False)
    _keys: Keys = field(init=False)
    _entra_keys: Keys = field(init=False)
    _credentials: Credentials = field(init=False)
    _connector: Connector = field(init=False)
    _graph: Graph = field(init=False)
    _directory: Directory = field(init=False)
    _listener: Listener = field(init=False)
    _notifications: Notifications = field(init=False)
    _subscriptions: Subscriptions = field(init=False)
    _tab: Tab = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is opened yet."""
        settings, dispatch, clock = self.settings, self.dispatch, self.clock
        self.installations = Installations(
            self.database, dispatch, clock, settings, self._came_or_went, self._was_deleted
        )
        self._http = httpx.AsyncClient(verify=trusted(), timeout=httpx.Timeout(10.0), mounts=without_proxy())
        self._keys = Keys(settings.teams_openid_url, clock, self._http)
        entra = f"{settings.teams_login_url.rstrip('/')}/{EVERY_TENANT}"
        self._entra_keys = Keys(entra, clock, self._http)
        noting = Noting(self.installations, dispatch)
        self._credentials = Credentials(settings, Entra(settings.teams_login_url), noting.note, clock)
        self._connector = Connector(self.installations, self._credentials, Paces())
        self._graph = Graph(self.installations, self._credentials, settings)
        profiles = self._graph if ways(settings).graph else None
        self._directory = Directory(
            self.installations, self._connector, profiles, dispatch, clock, settings, self._arrived
        )
        self._hear_graph()
        self._speak()

    def _hear_graph(self) -> None:
        settings, dispatch, clock = self.settings, self.dispatch, self.clock
        certificates = Certificates(self.database, self.sealing, clock)
        making = Making(dispatch, self._graph, certificates, self.sealing, settings, clock)
        hearing = Hearing(dispatch, self._directory, clock)
        gaps = Gaps(self._graph, hearing)
        self._subscriptions = Subscriptions(self.installations, dispatch, making, gaps, certificates, settings, clock)
        self._notifications = Notifications(
            self.installations, dispatch, self._entra_keys, certificates, making.secret_of, self._subscriptions,
            hearing, settings, clock,
        )  # fmt: skip

    def _speak(self) -> None:
        settings, dispatch, clock = self.settings, self.dispatch, self.clock
        app = settings.teams_app_id.strip().lower()
        install = Installing(self._graph, dispatch, app).install_for if ways(settings).graph else None
        privately = Privately(self._connector, dispatch, settings.teams_targeted, install)
        reader = Reader(self.installations, dispatch, self._graph) if ways(settings).graph else None

        def plainly(home: Tenant) -> Look:
            return Look(home.app, home.workspace, groups=self._directory.groups(home.workspace))

        answerer = Answerer(self._connector, privately)
        self.sender = TeamsSender(
            self.installations, self._connector, privately, dispatch, reader, settings.teams_reactions != "off",
            plainly, answerer,
        )  # fmt: skip
        neighbours = Neighbours(dispatch, self.installations, self._directory, answerer, clock)
        handing_out = HandingOut(dispatch, self.sealing, settings.public_url, clock)

        async def look(home: Tenant, member: str = "") -> Look:
            channels = await self._directory.channels(home.workspace, member)
            return replace(plainly(home), channels=tuple(channels), download=partial(handing_out.link, home.workspace))

        self._listener = Listener(neighbours, Tokens(self._keys, app, settings.teams_issuer), look)
        door = Door(settings, self._entra_keys, self.installations.allowed, self.installations.serves, clock)
        self._tab = Tab(door, dispatch, self.sealing, self._directory, handing_out, clock)

    def routes(self) -> list[BaseRoute]:
        """Where Teams, Graph and people's browsers find us."""
        found: list[BaseRoute] = [
            Route(MESSAGES, self._listener.endpoint, methods=["POST"]), *self._tab.routes(), *about.routes()
        ]  # fmt: skip
        if ways(self.settings).graph:
            found += [
                Route(LIFECYCLE, self._notifications.lifecycle, methods=["POST"]),
                Route(NOTIFICATIONS, self._notifications.endpoint, methods=["POST"]),
            ]
        return found

    def has(self, workspace: str) -> bool:
        """Whether a workspace is a tenant where the bot is, or was."""
        return self.installations.serves(workspace) or self.installations.was_removed(workspace)

    def health(self) -> dict[str, object]:
        """For supervisors."""
        return {"workspaces": len(self.installations.all())}

    async def start(self) -> None:
        """Learn where the bot is, then look after it."""
        await self.installations.start()
        self._keys.start()
        self._entra_keys.start()
        await self._directory.start()
        await self._subscriptions.start()

    async def stop_listening(self) -> None:
        """Answer what has been received and take nothing more."""
        await self._listener.stop()
        await self._notifications.stop()
        await self._subscriptions.stop()
        await self._directory.stop()
        await self._keys.stop()
        await self._entra_keys.stop()

    async def close(self) -> None:
        """Once nothing is to be said any more; while what is on its way can still be written down."""
        await self.installations.stop()
        await self._connector.close()
        await self._graph.close()
        await self._credentials.close()
        await self._http.aclose()

    def _arrived(self, workspace: str) -> None:
        self._subscriptions.changed(workspace)

    def _came_or_went(self, workspace: str) -> None:
        self._directory.changed(workspace)
        if self.installations.of(workspace) is not None:
            self._subscriptions.changed(workspace)
            self.host.came(workspace)

    def _was_deleted(self, workspace: str) -> None:
        self._directory.forget(workspace)
        self.host.went(workspace)
