"""An app for tests of the stand-in: verifies with the SDK, keeps what comes, answers as told."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from tests.bot.slack.loopback.slack import Slack

Payload = dict[str, Any]


@dataclass
class Ear:
    """An app that verifies and keeps everything, and answers as told."""

    slack: Slack
    heard: list[Payload] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    unsigned: int = 0
    answer: Callable[[Payload], tuple[int, Any]] = lambda _: (200, None)
    close: Callable[[], Coroutine[Any, Any, None]] = field(init=False)

    async def listen(self) -> None:
        """On a free port, on the loop of the stand-in."""
        application = web.Application()
        application.router.add_post("/slack/events", self.take)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.close = runner.cleanup
        self.slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"

    async def take(self, request: web.Request) -> web.Response:
        """Keep what came."""
        body = await request.text()
        headers = {name: value for name, value in request.headers.items() if name.lower().startswith("x-slack")}
        if not SignatureVerifier(self.slack.app.signing_secret).is_valid_request(body, dict(request.headers)):
            self.unsigned += 1
        content = request.content_type
        bolt = AsyncBoltRequest(body=body, headers={**headers, "content-type": content})
        self.heard.append(dict(bolt.body))
        self.headers.append(headers)
        status, said = self.answer(self.heard[-1])
        return web.json_response(said, status=status) if said is not None else web.Response(status=status)

    def events(self) -> list[Payload]:
        """The inner events."""
        self.slack.settle()
        return [each["event"] for each in self.heard if "event" in each]

    def kinds(self) -> list[str]:
        """Their types, subtypes after a dot."""
        return [".".join(filter(None, (each["type"], each.get("subtype")))) for each in self.events()]
