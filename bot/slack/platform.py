"""Slack as a platform: what listens, what speaks, and what is learnt, wired together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.routing import BaseRoute, Route

from bot.dispatch import Dispatch
from bot.settings import Settings
from bot.slack.calling.caller import Caller
from bot.slack.calling.pacing import Paces
from bot.slack.configured import ways
from bot.slack.home_tab import HomeTab
from bot.slack.installing.install import Install
from bot.slack.installing.installations import Installations
from bot.slack.learning.directory import Directory
from bot.slack.listen import Listener
from bot.slack.receiving.neighbours import Neighbours
from bot.slack.receiving.signing import Verifier
from bot.slack.receiving.socket import Sockets
from bot.slack.send import SlackSender
from scoring.facts import Micros
from storage.sealing import Sealing
from storage.transactions import Database

EVENTS = "/slack/events"
"""One address for events, commands, buttons and forms."""


class Host(Protocol):
    """The program around it (bot.app.App)."""

    def give_up(self, reason: str) -> None:
        """There is no point in going on."""
        ...

    def came(self, workspace: str) -> None:
        """A workspace can be spoken to now."""
        ...

    def went(self, workspace: str) -> None:
        """Everything about a workspace was deleted."""
        ...


@dataclass(slots=True)
class Slack:
    """Everything that serves Slack in one process."""

    settings: Settings
    database: Database
    dispatch: Dispatch
    sealing: Sealing
    clock: Callable[[], Micros]
    host: Host
    installations: Installations = field(init=False)
    sender: SlackSender = field(init=False)
    _caller: Caller = field(init=False)
    _directory: Directory = field(init=False)
    _home_tab: HomeTab = field(init=False)
    _listener: Listener = field(init=False)
    _install: Install = field(init=False)
    _sockets: Sockets | None = None

    def __post_init__(self) -> None:
        """Nothing is opened yet."""
        settings, dispatch, clock = self.settings, self.dispatch, self.clock
        self.installations = homes = Installations(
            self.database, dispatch, self.sealing, clock, settings, self._came_or_went, self._was_deleted
        )
        self._caller = Caller(homes, Paces(), settings.slack_api_url)
        self.sender = SlackSender(homes, self._caller, dispatch)
        self._directory = Directory(homes, self._caller, dispatch, clock)
        self._home_tab = HomeTab(self._caller, dispatch, homes, clock)
        neighbours = Neighbours(dispatch, homes, self._caller, self._directory, self._home_tab, clock)
        verifier = Verifier(settings.slack_signing_secret.get_secret_value().strip(), clock)
        self._listener = Listener(neighbours, verifier, settings.slack_api_url)
        self._install = Install(settings, homes, self.database, clock)
        if ways(settings).socket:
            token = settings.slack_app_token.get_secret_value().strip()
            self._sockets = Sockets(
                self._listener.app, token, settings.slack_api_url, settings.slack_connections, self.host.give_up
            )

    def routes(self) -> list[BaseRoute]:
        """Where Slack and whoever installs the app find us."""
        if not ways(self.settings).http:
            return []
        return [Route(EVENTS, self._listener.endpoint, methods=["POST"]), *self._install.routes()]

    def changed(self, workspace: str) -> None:
        """Something was written in a workspace: home tabs may show something else now."""
        self._home_tab.changed(workspace)

    def health(self) -> dict[str, object]:
        """For supervisors: the connections of Socket Mode by the age of their last sign of life, in seconds."""
        found: dict[str, object] = {"workspaces": len(self.installations.all())}
        if self._sockets is not None:
            ages = self._sockets.ages()
            found |= {"ok": any(age is not None for age in ages), "connections": ages}
        return found

    async def start(self) -> None:
        """Learn where the app is, then listen."""
        await self.installations.start()
        await self._directory.start()
        self._home_tab.start()
        if self._sockets is not None:
            await self._sockets.start()

    async def stop_listening(self) -> None:
        """Answer what has been received and take nothing more."""
        if self._sockets is not None:
            await self._sockets.stop()
        await self._listener.stop()
        await self._home_tab.stop()
        await self._directory.stop()

    async def close(self) -> None:
        """Once nothing is to be said any more; while what is on its way can still be written down."""
        await self.installations.stop()
        await self._caller.close()

    def _came_or_went(self, workspace: str) -> None:
        # With the app, Slack takes away what people were shown.
        self._home_tab.forget(workspace)
        if self.installations.of(workspace) is not None:
            self._directory.changed(workspace)
            self._home_tab.changed(workspace)
            self.host.came(workspace)

    def _was_deleted(self, workspace: str) -> None:
        self._home_tab.forget(workspace)
        self._directory.forget(workspace)
        self.host.went(workspace)
