"""Receiving for tests: a listener on a real dispatch and database, among neighbours that write down what they hear."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from bot.dispatch import Unavailable
from bot.slack.listen import Listener, Patience
from bot.slack.reading.heard import Heard
from bot.slack.receiving.neighbours import Neighbours
from bot.slack.receiving.signing import SIGNATURE, TIMESTAMP, Verifier, sign
from bot.slack.workplace import Installation
from scoring.periods import SECOND
from storage.schema import prepare
from storage.transactions import Database
from tests.bot.fussy import Fussy
from tests.storage.small_world import BEGIN

SECRET = "0123456789abcdef0123456789abcdef"
HOME = Installation("T1", team="T1", name="Acme", url="https://acme.slack.com/", app="A1", bot_user="UBOT", bot="B1")
URL = "https://hooks.slack.com/commands/T1/1/x"

Json = dict[str, object]


@dataclass
class Homes:
    """The workspaces there are."""

    known: dict[str, Installation] = field(default_factory=lambda: {"T1": HOME})
    removed: set[str] = field(default_factory=set)
    left_by: list[str] = field(default_factory=list)
    away: bool = False

    async def seek(self, team: str, enterprise: str, org: bool) -> Installation | None:
        """By the id of whom it is for."""
        if self.away:
            raise Unavailable("the database is away")
        return self.known.get(enterprise if org else team)

    def all(self) -> list[Installation]:
        """Where the app is."""
        return list(self.known.values())

    def was_removed(self, team: str, enterprise: str, org: bool) -> bool:
        """Whether it is gone."""
        return (enterprise if org else team) in self.removed

    async def bid_farewell(self, team: str, enterprise: str, org: bool) -> None:
        """Where nobody can be asked."""
        self.left_by.append(enterprise if org else team)

    async def left(self, workspace: str) -> bool:
        """It is gone."""
        self.left_by.append(workspace)
        return True


@dataclass
class Api:
    """The Web API: what was asked of it, and what it fails with."""

    made: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)

    async def call(
        self,
        workspace: str,
        method: str,
        arguments: Mapping[str, object],
        *,
        channel: str = "",
    ) -> Mapping[str, object]:
        """Write it down, or fail."""
        await self._do(method, arguments)
        return {"ok": True}

    async def respond(self, url: str, body: Mapping[str, object]) -> None:
        """The same for a response_url."""
        await self._do("respond", {"url": url, **body})

    async def _do(self, method: str, arguments: Mapping[str, object]) -> None:
        await asyncio.sleep(0)
        self.made.append((method, arguments))
        if method in self.failing:
            raise self.failing[method]

    def methods(self) -> list[str]:
        """Only their names."""
        return [method for method, _ in self.made]


@dataclass
class Notebook:
    """The directory and the home tabs: who was met, what was noticed."""

    met: list[frozenset[str]] = field(default_factory=list)
    noticed: list[Heard] = field(default_factory=list)
    homes: list[tuple[str, str]] = field(default_factory=list)
    slow: bool = False
    unsettled: set[str] = field(default_factory=set)

    async def meet(self, workspace: str, ids: Collection[str]) -> None:
        """Somebody is named."""
        self.met.append(frozenset(ids))
        if self.slow:
            await asyncio.sleep(600)

    def is_settled(self, workspace: str, member: str) -> bool:
        """Whether it is known who they are."""
        return member not in self.unsettled

    async def notice(self, workspace: str, heard: Heard) -> None:
        """Something came."""
        self.noticed.append(heard)

    async def opened(self, workspace: str, member: str) -> None:
        """A home tab."""
        self.homes.append(("opened", member))

    async def after(self, workspace: str, member: str) -> None:
        """A home tab, perhaps."""
        self.homes.append(("after", member))


@dataclass
class Scene:
    """A listener and everything around it."""

    dispatch: Fussy
    listener: Listener
    http: httpx.AsyncClient
    homes: Homes = field(default_factory=Homes)
    api: Api = field(default_factory=Api)
    notebook: Notebook = field(default_factory=Notebook)

    async def post(self, body: bytes, kind: str = "application/json", **headers: str) -> httpx.Response:
        """What Slack would send, signed."""
        return await self.http.post("/slack/events", content=body, headers={**signed(body, kind), **headers})

    async def event(self, inner: Json, **envelope: object) -> httpx.Response:
        """An event."""
        return await self.post(json.dumps(an_event(inner, **envelope)).encode())

    async def interaction(self, payload: Json) -> httpx.Response:
        """A press, a dialog, a shortcut."""
        return await self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def command(self, name: str, text: str = "", **more: str) -> httpx.Response:
        """A slash command."""
        return await self.post(urlencode(a_command(name, text, **more)).encode(), FORM)

    async def settled(self) -> None:
        """Everything that follows an answer has happened."""
        await self.listener.after.stop()

    def kinds(self) -> list[str]:
        """Kinds of the facts that are written."""
        return self.dispatch.kinds("T1")


FORM = "application/x-www-form-urlencoded"
Play = Callable[[Scene], Awaitable[None]]
Playing = Callable[..., None]
"""Takes a Play, and a Patience where the usual one won't do."""


def signed(body: bytes, kind: str) -> dict[str, str]:
    """The headers of a request that was signed just now."""
    at = str(BEGIN // SECOND)
    return {"Content-Type": kind, TIMESTAMP: at, SIGNATURE: sign(SECRET.encode(), body, at)}


def a_message(n: int = 1, text: str = "hello everybody", **more: object) -> Json:
    """What somebody said."""
    ts = f"{BEGIN // SECOND + n}.000100"
    return {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "text": text, "ts": ts,
            "event_ts": ts, **more}  # fmt: skip


def an_event(inner: Json, **envelope: object) -> Json:
    """Its envelope."""
    authorization = {"team_id": "T1", "enterprise_id": None, "user_id": "UBOT", "is_bot": True,
                     "is_enterprise_install": False}  # fmt: skip
    return {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event": inner, "event_id": "Ev1",
            "event_time": BEGIN // SECOND, "authorizations": [authorization], **envelope}  # fmt: skip


def a_command(name: str, text: str = "", **more: str) -> dict[str, str]:
    """The form of a slash command."""
    return {"command": f"/{name}", "text": text, "user_id": "U1", "team_id": "T1", "channel_id": "C1",
            "trigger_id": "1.2.abc", "response_url": URL, **more}  # fmt: skip


def a_press(action: str, value: str = "", **more: object) -> Json:
    """A button on a card in a channel."""
    return {
        "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "3.4.def",
        "response_url": URL, "channel": {"id": "C1"}, "message": {"ts": "1700000000.000100"},
        "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C1"},
        "actions": [{"action_id": f"{action}#0", "value": value, "type": "button", "action_ts": "5.6"}], **more,
    }  # fmt: skip


def a_view(dialog: str, **more: object) -> Json:
    """A dialog that was sent off."""
    view = {"id": "V1", "type": "modal", "callback_id": dialog, "hash": "h1", "private_metadata": "C1|",
            "state": {"values": {}}, "blocks": [], **more}  # fmt: skip
    return {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"},
            "trigger_id": "7.8.ghi", "view": view}  # fmt: skip


@asynccontextmanager
async def scene(folder: Path, patience: Patience | None = None) -> AsyncIterator[Scene]:
    """A running listener with its own database."""
    database = Database(f"sqlite:///{folder / 'huzzah.sqlite'}")
    prepare(database)
    dispatch, homes, api, notebook = Fussy(database), Homes(), Api(), Notebook()
    neighbours = Neighbours(dispatch, homes, api, notebook, notebook, lambda: BEGIN)
    listener = Listener(
        neighbours, Verifier(SECRET, lambda: BEGIN), "http://127.0.0.1:9/api/", patience or Patience(20, 20)
    )
    app = Starlette(routes=[Route("/slack/events", listener.endpoint, methods=["POST"])])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://huzzah") as http:
        await dispatch.start()
        yield Scene(dispatch, listener, http, homes, api, notebook)
        dispatch.awake.set()
        await listener.stop()
        await dispatch.stop()
    database.close()


def playing_in(folder: Path) -> Playing:
    """Plays a scene to its end."""

    def play(play: Play, patience: Patience | None = None) -> None:
        async def run() -> None:
            async with scene(folder, patience) as stage:
                await play(stage)

        asyncio.run(run())

    return play
