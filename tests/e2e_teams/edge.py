"""The edge between the Agents Playground and the bot: it signs what comes in, checks what goes out, and notes both.

The Playground bears no token of the connector's and asks for none, so the edge does both, with a key of its own that
the bot finds by its settings. Everything else passes as it is.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout, web
from yarl import URL

from tests.bot.teams.loopback.teams import Teams
from tests.bot.teams.loopback.world import Json
from tests.dialogues.stage import CAST

TEAM, GENERAL, MORE, CHAT = "Acme", "General", "Wins", "Release crew"
PEOPLE = ("ana", "ben", "mei", "yuki", "emma", "kwame")
"""The Playground has exactly six; the first is who types."""
CONNECTOR = "/connector/"
PATIENCE = ClientTimeout(total=60)


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that passed, and what came of it."""

    method: str
    path: str
    body: Json
    status: int
    answer: Json


class Edge(Teams):
    """Keys, Entra, and the way between the two; of the stand-in for Teams only what the Playground has no part for."""

    def __init__(self) -> None:
        super().__init__(limits=False)
        self.mounted = [self.entra.routes, self._between]
        self.playground_url = ""
        self.heard: list[Passed] = []
        """Activities on their way to the bot."""
        self.said: list[Passed] = []
        """The bot's calls of the connector."""
        self.takes_targeted = True
        """Whether private notes in channels are taken; the Playground takes them, and shows them to everybody."""
        self._http: ClientSession | None = None

    def furnish(self) -> str:
        """Six people, a team with two channels, a group chat."""
        home = self.add_tenant()
        for handle in PEOPLE:
            self.add_person(handle, name=CAST[handle])
        self.add_team(TEAM, *PEOPLE)
        self.add_channel(MORE)
        self.add_chat(CHAT, *PEOPLE)
        return home

    def stop(self) -> None:
        """Close everything."""
        if self._http is not None:
            self.wait(self._http.close())
        super().stop()

    def kinds(self) -> set[str]:
        """The types of activities that the bot has taken."""
        return {str(each.body.get("type")) for each in self.heard}

    def asked(self, method: str, path: str) -> list[Passed]:
        """The bot's calls of this kind, whose address holds this."""
        return [each for each in list(self.said) if each.method == method and path in each.path]

    def _between(self) -> list[web.RouteDef]:
        return [web.post("/activities", self._activity), web.route("*", CONNECTOR + "{rest:.*}", self._call)]

    async def _activity(self, request: web.Request) -> web.Response:
        body = await request.json()
        headers = {"Authorization": self.header(body), "Content-Type": "application/json"}
        answer, passed = await self._pass(request, URL(self.messages_url), body, headers)
        self.heard.append(passed)
        return answer

    async def _call(self, request: web.Request) -> web.Response:
        if self.entra.check(request.headers.get("Authorization", ""), "connector") is None:
            return web.Response(status=401)
        if "isTargetedActivity" in request.raw_path and not self.takes_targeted:
            self.said.append(Passed(request.method, request.raw_path, {}, 403, {}))
            return web.json_response({"error": {"code": "Forbidden", "message": "Not enabled here"}}, status=403)
        rest = request.raw_path.removeprefix(CONNECTOR)
        url = URL(f"{self.playground_url}/_connector/{rest}", encoded=True)
        raw = await request.read()
        answer, passed = await self._pass(request, url, json.loads(raw or b"{}"), {"Content-Type": "application/json"})
        self.said.append(passed)
        return answer

    async def _pass(
        self, request: web.Request, url: URL, body: Json, headers: dict[str, str]
    ) -> tuple[web.Response, Passed]:
        if self._http is None:
            self._http = ClientSession(timeout=PATIENCE)
        sent = json.dumps(body).encode() if request.can_read_body or body else None
        async with self._http.request(request.method, url, data=sent, headers=headers) as found:
            raw, kind = await found.read(), found.content_type
        answer = web.Response(status=found.status, body=raw, content_type=kind if raw else None)
        return answer, Passed(request.method, request.raw_path, body, found.status, _table(raw))


def _table(raw: bytes) -> Json:
    try:
        found = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {"value": found}


@contextmanager
def edge_of_teams() -> Iterator[Edge]:
    """A running edge."""
    edge = Edge()
    edge.start()
    try:
        edge.furnish()
        yield edge
    finally:
        edge.stop()
