"""The stand-in for Slack: Socket Mode as the SDK's own client lives through it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.slack.loopback.slack import Slack, loopback_slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    """The usual workspace in Socket Mode."""
    with loopback_slack(retry_scale=0.001) as running:
        running.socket_mode = True
        yield running


class Ears:
    """What came over connections of the SDK."""

    def __init__(self) -> None:
        self.heard: list[SocketModeRequest] = []
        self.silent = 0
        """So many are not acknowledged."""

    async def take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Keep and acknowledge."""
        self.heard.append(request)
        if self.silent:
            self.silent -= 1
            return
        body = {"text": "heard"} if request.type == "slash_commands" else None
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, body))


@asynccontextmanager
async def connected(slack: Slack, ears: Ears, many: int = 1) -> AsyncIterator[list[SocketModeClient]]:
    """So many connections of the SDK."""
    clients = []
    for _ in range(many):
        web = AsyncWebClient(base_url=slack.api_url)
        client = SocketModeClient(slack.app.app_token, web_client=web, ping_interval=0.2)
        client.socket_mode_request_listeners.append(ears.take)
        await client.connect()  # type: ignore[no-untyped-call]
        clients.append(client)
    try:
        yield clients
    finally:
        for client in clients:
            await client.close()  # type: ignore[no-untyped-call]


async def until(condition: Callable[[], object]) -> None:
    """Wait for something; a minute means that it hangs."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - what is waited for happens on another thread
            await asyncio.sleep(0.02)


def test_events_come_and_are_acknowledged(slack: Slack) -> None:
    async def live() -> None:
        ears = Ears()
        async with connected(slack, ears, 2):
            await asyncio.to_thread(slack.say, "ana", "general", "hello")
            await asyncio.to_thread(slack.say, "ana", "general", "again")
            await asyncio.to_thread(slack.settle)
            assert {each.payload["event"]["text"] for each in ears.heard} == {"hello", "again"}
            assert [len(line.heard) for line in slack.sockets.lines] == [1, 1]
        assert all(each.acknowledged for each in slack.deliveries())

    asyncio.run(live())


def test_a_command_is_answered_in_the_acknowledgement(slack: Slack) -> None:
    async def live() -> None:
        async with connected(slack, Ears()):
            reply = await asyncio.to_thread(slack.command, "ana", "general", "/huzzah")
            assert reply.text == "heard"

    asyncio.run(live())


def test_what_is_not_acknowledged_comes_again(slack: Slack) -> None:
    slack.sockets.patience = 0.2

    async def live() -> None:
        ears = Ears()
        ears.silent = 1
        async with connected(slack, ears):
            await asyncio.to_thread(slack.say, "ana", "general", "hello")
            await asyncio.to_thread(slack.settle)
        assert [each.retry_attempt for each in ears.heard] == [0, 1]
        assert ears.heard[1].retry_reason == "timeout"
        assert len({each.envelope_id for each in ears.heard}) == 2

    asyncio.run(live())


@pytest.mark.parametrize("how", ["refresh_requested", "drop", "deaf"])
def test_the_sdk_comes_back_after_a_connection_ends(slack: Slack, how: str) -> None:
    async def live() -> None:
        ears = Ears()
        async with connected(slack, ears):
            ends = {"drop": slack.drop, "deaf": slack.go_deaf}
            await asyncio.to_thread(ends.get(how) or (lambda: slack.disconnect(how)))
            await until(lambda: slack.sockets.opened == 2 and slack.connections() == 1)
            await asyncio.to_thread(slack.say, "ana", "general", "hello")
            await asyncio.to_thread(slack.settle)
            assert [each.payload["event"]["text"] for each in ears.heard] == ["hello"]

    asyncio.run(live())


def test_a_ticket_opens_one_connection_and_ten_are_enough(slack: Slack) -> None:
    async def live() -> None:
        async with connected(slack, Ears(), 10):
            assert slack.connections() == 10
            web = AsyncWebClient(base_url=slack.api_url)
            url = (await web.apps_connections_open(app_token=slack.app.app_token))["url"]
            client = SocketModeClient(slack.app.app_token, web_client=web, auto_reconnect_enabled=False)
            try:
                async with client.aiohttp_client_session.ws_connect(url) as socket:
                    assert (await socket.receive_json())["reason"] == "too_many_websockets"
            finally:
                client.wss_uri = url
                client.closed = True
                client.message_processor.cancel()
                await client.aiohttp_client_session.close()
            assert slack.connections() == 10

    asyncio.run(live())
