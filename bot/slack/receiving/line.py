"""A line: one WebSocket of Socket Mode, from its opening until it is worn out; it never reconnects by itself.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.installing.web import OF_A_BAD_ANSWER
from bot.slack.receiving.bolt import QUIET

HOPELESS: Final = frozenset(
    "account_inactive invalid_auth missing_scope no_permission not_allowed_token_type not_authed token_expired"
    " token_revoked".split()
)
"""What a wrong app-level token is answered: docs.slack.dev/reference/methods/apps.connections.open"""
CLOSING: Final = 2.0
"""Seconds for saying goodbye."""

Hear = Callable[["Line", str], Awaitable[None]]


class Closed(Exception):
    """A connection couldn't be opened; `wait` is how many seconds Slack wants us to wait."""

    def __init__(self, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.wait = wait


class Hopeless(Exception):
    """Slack will not have this token, however often we ask; the message is Slack's word for why."""


@dataclass(frozen=True, slots=True)
class Ping:
    """How often Slack is asked for a sign of life, and how long its absence is borne, in seconds."""

    every: float = 5.0
    patience: float = 15.0
    opening: float = 15.0


class Line(SocketModeClient):
    """The SDK's client, for opening, pinging, receiving and sending; what to do next is its owner's to decide.

    The SDK's own way to reconnect tries a refused token for ever, closes the old connection before the new one is
    open, and uses a one-time address twice.
    """

    def __init__(self, app_token: str, web_client: AsyncWebClient, ping: Ping, hear: Hear) -> None:
        """Must be made inside a running event loop."""
        super().__init__(
            app_token, logger=QUIET, web_client=web_client, auto_reconnect_enabled=False, ping_interval=ping.every
        )
        self.ping = ping
        self.working: set[asyncio.Task[None]] = set()
        """What has been received and isn't answered yet."""
        self.worn_out = asyncio.Event()
        self.reason = ""
        self._hear = hear
        self._heard_at = asyncio.get_running_loop().time()
        self._pong = self.last_ping_pong_time = 0.0
        self.was_heard = False
        self.on_close_listeners.append(self._closed)

    async def open(self) -> None:
        """Connect. Raises Closed, or Hopeless."""
        try:
            async with asyncio.timeout(self.ping.opening):
                await self._open()
        except SlackApiError as error:
            raise _refusal(error) from None
        except (TimeoutError, OSError, aiohttp.ClientError, SlackClientError, *OF_A_BAD_ANSWER) as error:
            # What it says may hold the one-time address.
            raise Closed(type(error).__name__) from None
        self._heard_at = asyncio.get_running_loop().time()
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
        self.message_receiver = asyncio.ensure_future(self.receive_messages())

    async def _open(self) -> None:
        answer = await self.web_client.apps_connections_open(app_token=self.app_token)
        address = answer.get("url")
        if not isinstance(address, str):
            raise Closed("apps.connections.open gave no address")
        self.wss_uri = address
        self.current_session = await self.aiohttp_client_session.ws_connect(
            address, autoping=False, proxy=self.proxy, ssl=self.web_client.ssl or True
        )
        # The monitor asks only after an interval; the first sign of life is wanted now.
        await self.current_session.ping(b"sdk-ping-pong:0.5")

    async def until_worn_out(self) -> str:
        """Returns why this connection must be replaced: Slack says so, it is closed, or it is deaf."""
        while True:
            try:
                async with asyncio.timeout(self.ping.every / 2):
                    await self.worn_out.wait()
                return self.reason
            except TimeoutError:
                pass
            if self.current_session is None or self.current_session.closed:
                return "closed"
            if self.age() > self.ping.patience:
                return "deaf"

    def age(self) -> float:
        """Seconds since the last sign of life."""
        now = asyncio.get_running_loop().time()
        if self.last_ping_pong_time != self._pong:
            self._pong, self._heard_at, self.was_heard = self.last_ping_pong_time or 0.0, now, True
        return now - self._heard_at

    def wear_out(self, reason: str) -> None:
        """This connection is to be replaced."""
        self.reason = self.reason or reason
        self.worn_out.set()

    async def enqueue_message(self, message: str) -> None:
        """A message has come. While it can't be taken on, nothing more is read: Slack has to wait."""
        await self._hear(self, message)
        self._heard_at = asyncio.get_running_loop().time()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002
        """The SDK would reconnect here."""
        self.wear_out("refresh")

    async def close(self) -> None:
        """Close without waiting for somebody who may not be there any more."""
        self.closed = True
        tasks = [task for task in (self.message_processor, self.current_session_monitor, self.message_receiver) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            async with asyncio.timeout(CLOSING):
                if self.current_session is not None:
                    await self.current_session.close()
        except (TimeoutError, OSError, aiohttp.ClientError):
            pass
        await self.aiohttp_client_session.close()

    async def _closed(self, _message: aiohttp.WSMessage) -> None:
        self.wear_out("closed")


def _refusal(error: SlackApiError) -> Closed | Hopeless:
    data = getattr(error.response, "data", None)
    found = data.get("error") if isinstance(data, dict) else None
    code = found if isinstance(found, str) and found.replace("_", "").isalnum() else "no answer of Slack's"
    if code in HOPELESS:
        return Hopeless(code)
    headers = getattr(error.response, "headers", {})
    wait = str(headers.get("Retry-After", ""))
    return Closed(code, float(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 4 else 0)
