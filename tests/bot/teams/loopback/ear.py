"""A bot for tests of the stand-in: checks tokens, keeps what comes, answers as told, speaks back."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx
import jwt
from aiohttp import web
from microsoft_teams.api.activities import ActivityTypeAdapter

from tests.bot.teams.loopback.serving import ISSUER
from tests.bot.teams.loopback.teams import Teams
from tests.bot.teams.loopback.world import Json

Answer = tuple[int, Any]
PATH = "/teams/messages"


@dataclass
class Ear:
    """Listens on the loop of the stand-in."""

    teams: Teams
    heard: list[Json] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)
    """What was wrong with tokens."""
    answer: Callable[[Json], Answer] = lambda _: (200, None)
    close: Callable[[], Coroutine[Any, Any, None]] = field(init=False)

    async def listen(self) -> None:
        """On a free port."""
        application = web.Application()
        application.router.add_post(PATH, self.take)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.close = runner.cleanup
        self.teams.messages_url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"

    async def take(self, request: web.Request) -> web.Response:
        """Keep what came, if Microsoft's models can read it."""
        activity = await request.json()
        self._check(request.headers.get("Authorization", ""), activity)
        ActivityTypeAdapter.validate_python(activity)
        self.heard.append(activity)
        status, said = self.answer(activity)
        return web.json_response(said, status=status) if said is not None else web.Response(status=status)

    def _check(self, header: str, activity: Json) -> None:
        value = header.removeprefix("Bearer ")
        keys = {each.kid: each for each in self.teams.keys.keys}
        try:
            key = keys[jwt.get_unverified_header(value)["kid"]]
            claims = jwt.decode(
                value, key.private.public_key(), ["RS256"], audience=self.teams.world.app, issuer=ISSUER
            )
            assert claims["serviceurl"] == activity["serviceUrl"]
            assert activity["channelId"] in key.endorsements
        except (jwt.InvalidTokenError, KeyError, AssertionError) as error:
            self.unsigned.append(repr(error))

    def kinds(self) -> list[str]:
        """What was heard: types, with the event, name or action after a dot."""
        self.teams.settle()
        return [".".join(filter(None, (each["type"], _more(each)))) for each in self.heard]


def _more(activity: Json) -> str:
    return str(activity.get("name") or activity.get("action") or activity["channelData"].get("eventType") or "")


@dataclass
class Voice:
    """What calls the connector as the bot, with a token from Entra."""

    teams: Teams
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=10, trust_env=False))
    token: str = ""

    def sign_in(self, secret: str = "", tenant: str = "", scope: str = "https://api.botframework.com/.default") -> Json:
        """Ask for a token; what Entra says."""
        address = f"{self.teams.login_url}/{tenant or self.teams.entra.home}/oauth2/v2.0/token"
        form = {"grant_type": "client_credentials", "client_id": self.teams.world.app, "scope": scope}
        answer = self.client.post(address, data=form | {"client_secret": secret or self.teams.entra.secret})
        said: Json = answer.json()
        self.token = said.get("access_token", self.token)
        return said

    def call(self, method: str, path: str, body: Any = None, **query: str) -> httpx.Response:
        """Call the connector."""
        if not self.token:
            self.sign_in()
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.request(
            method, f"{self.teams.service_url}v3/{path}", json=body, params=query, headers=headers
        )

    def say(self, where: str, activity: Json | str, thread: str = "", **query: str) -> httpx.Response:
        """Post into a conversation."""
        body = {"type": "message", "text": activity} if isinstance(activity, str) else activity
        place = self.teams.place(where).id + (f";messageid={thread}" if thread else "")
        return self.call("POST", f"conversations/{place}/activities", body, **query)


def card(*body: Json, **more: Any) -> Json:
    """A card."""
    known = "http://adaptivecards.io/schemas/adaptive-card.json"
    return {"type": "AdaptiveCard", "$schema": known, "version": "1.5", "body": list(body), **more}


def words(text: str) -> Json:
    """Words on a card."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]}


def with_card(content: Json) -> Json:
    """A message with a card."""
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return {"type": "message", "summary": "A card", "attachments": [attached]}


def task(content: Json, title: str = "A dialog") -> Json:
    """The answer that opens a dialog."""
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return {
        "task": {"type": "continue", "value": {"title": title, "width": "medium", "height": "medium", "card": attached}}
    }
