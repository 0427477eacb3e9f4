"""The one way to Slack's Web API: paced, tried once, and every way in which it can fail told apart."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.loopback import is_loopback
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.slack.calling import download
from bot.slack.calling.calls import POST
from bot.slack.calling.pacing import Paces

__all__ = ["Ambiguous", "Away", "Caller", "Limited", "Refused"]

TIMEOUT: Final = 10.0
"""Seconds for one call; Slack takes less than one as a rule."""
NOT_TWICE: Final = frozenset({POST, "chat.postEphemeral", "chat.scheduleMessage", "files.completeUploadExternal"})
"""Saying these again says them twice: there is no key by which Slack would know a repeat."""
AS_JSON: Final = ("chat.", "views.", "reactions.", "functions.", "conversations.open", "conversations.join")
"""Methods that take JSON; the others take forms, https://docs.slack.dev/apis/web-api."""
PASSING: Final = frozenset({"org_login_required", "request_timeout", "service_unavailable", "team_added_to_org"})
"""Refusals that pass: nothing was done."""
HALF_DONE: Final = frozenset({"fatal_error", "internal_error", "rollup_error"})
"""Refusals after which, as Slack says, part of it may have been done."""
OF_THE_TOKEN: Final = frozenset({"account_inactive", "invalid_auth", "token_expired", "token_revoked"})
LIMITED_FOR: Final = 30.0
"""Seconds to wait where Slack says only that it is too much."""
RESPONSE_HOSTS: Final = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
UPLOAD_HOSTS: Final = frozenset({"files.slack.com", "files.slack-gov.com"})
OF_A_BAD_ANSWER: Final = (AttributeError, LookupError, TypeError, ValueError)
"""What the SDK stumbles with over an answer that isn't Slack's: a proxy's page, JSON of another form."""

log = structlog.get_logger()


class Reaches(Protocol):
    """Knows how workspaces are reached (bot.slack.installing.installations)."""

    def client(self, workspace: str) -> AsyncWebClient:
        """A client without retries. Raises NotInstalled."""
        ...

    async def confirm(self, workspace: str) -> bool:
        """Its token was refused: look whether the app was removed."""
        ...


@dataclass(slots=True)
class Caller:
    """Calls for all workspaces; `api_url` is the address of the Web API. Close it at the end."""

    installations: Reaches
    paces: Paces
    api_url: str = "https://slack.com/api/"
    timeout: float = TIMEOUT
    """Seconds."""
    _session: aiohttp.ClientSession | None = None
    _doubted: "dict[str, asyncio.Task[bool]]" = field(default_factory=dict)

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, object], *, channel: str = ""
    ) -> Mapping[str, object]:
        """Slack's answer; `channel` where the arguments don't name the one to be paced.

        `download` is no method of Slack's: see bot.slack.calling.download. Raises Limited, Refused, Ambiguous, Away or
        NotInstalled.
        """
        if method == "download":
            return await download.deliver(self, workspace, arguments)
        client = self.installations.client(workspace)
        await self.paces.wait(workspace, method, channel or str(arguments.get("channel", "")))
        try:
            async with asyncio.timeout(self.timeout):
                response = await _send(client, method, arguments)
        except SlackApiError as error:
            raise self._meaning(workspace, method, error) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Away(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _lost(method, type(error).__name__) from None
        except OF_A_BAD_ANSWER as error:
            raise _lost(method, f"its answer made no sense ({type(error).__name__})") from None
        if not isinstance(response.data, dict):
            raise _lost(method, "its answer was no JSON object")
        return response.data

    async def respond(self, url: str, body: Mapping[str, object]) -> None:
        """Answer by a response_url, which is followed to Slack only. Raises Refused, Limited or Away."""
        if not self._is_trusted(url, RESPONSE_HOSTS):
            raise Refused("not_a_response_url")
        status, words, seconds = await self._post(url, json.dumps(body).encode(), "application/json")
        if status == 429:
            raise Limited(seconds)
        if status >= 500:
            raise Away(f"HTTP {status}", reached=True)
        if status != 200:
            raise Refused(words if words.replace("_", "").isalnum() else f"HTTP {status}")

    async def upload(self, url: str, content: bytes) -> None:
        """Bring the bytes of a file to where Slack wants them. Raises Refused or Away."""
        if not self._is_trusted(url, UPLOAD_HOSTS):
            raise Refused("not_an_upload_url")
        status, _, _ = await self._post(url, content, "application/octet-stream")
        if status != 200:
            raise Away(f"HTTP {status}", reached=True)

    async def close(self) -> None:
        """Let go of the connections."""
        for task in list(self._doubted.values()):
            task.cancel()
        await asyncio.gather(*self._doubted.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, url: str, data: bytes, media_type: str) -> tuple[int, str, float]:
        # The status, the short word or the beginning of what came with it, and for how long to wait.
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.timeout))
        headers = {"Content-Type": media_type}
        try:
            async with self._session.post(url, data=data, headers=headers, allow_redirects=False) as answer:
                words = (await answer.content.read(500)).decode("utf-8", "replace")
                return answer.status, _error_in(words), _seconds(answer.headers)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Away(type(error).__name__) from None

    def _is_trusted(self, url: str, hosts: frozenset[str]) -> bool:
        # Whatever a payload names is fetched from Slack, or from where a test says that Slack is.
        try:
            asked, own = urlsplit(url), urlsplit(self.api_url)
            if asked.username is not None or asked.password is not None:
                return False
            if asked.scheme == "https" and asked.hostname in hosts and asked.port in (None, 443):
                return True
            return is_loopback(own.hostname or "") and (asked.scheme, asked.netloc) == (own.scheme, own.netloc)
        except ValueError:
            return False

    def _meaning(self, workspace: str, method: str, error: SlackApiError) -> Exception:
        response = error.response
        if isinstance(response, AsyncSlackResponse):
            status, headers, data = response.status_code, response.headers, response.data
        else:  # What couldn't be read comes with the raw answer.
            status, headers, data = getattr(response, "status", 0), getattr(response, "headers", {}), None
        word = data.get("error") if isinstance(data, dict) else None
        if status == 429 or word in ("ratelimited", "rate_limited"):
            seconds = _seconds(headers)
            self.paces.block(workspace, method, seconds)
            log.warning("slack_limited", workspace=workspace, method=method, seconds=seconds)
            return Limited(seconds)
        if not isinstance(word, str) or status >= 500 or word in HALF_DONE:
            return _lost(method, word if isinstance(word, str) else f"HTTP {status}")
        if word in PASSING:
            return Away(word, reached=True)
        if word in OF_THE_TOKEN:
            self._doubt(workspace)
        return Refused(word)

    def _doubt(self, workspace: str) -> None:
        # Whoever keeps the tokens looks whether we were removed; not for each of many calls.
        if workspace not in self._doubted:
            task = asyncio.ensure_future(self.installations.confirm(workspace))
            self._doubted[workspace] = task
            task.add_done_callback(lambda _: self._doubted.pop(workspace, None))


async def _send(client: AsyncWebClient, method: str, arguments: Mapping[str, object]) -> AsyncSlackResponse:
    given = {name: value for name, value in arguments.items() if value is not None}
    if method.startswith(AS_JSON) and not method.startswith(("conversations.history", "conversations.replies")):
        return await client.api_call(method, json=given)
    return await client.api_call(method, data={name: _in_a_form(value) for name, value in given.items()})


def _in_a_form(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _lost(method: str, reason: str) -> Exception:
    return Ambiguous(reason) if method in NOT_TWICE else Away(reason, reached=True)


def _seconds(headers: Mapping[str, str]) -> float:
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(said) if said.isascii() and said.isdigit() and len(said) < 6 else LIMITED_FOR


def _error_in(words: str) -> str:
    try:
        said = json.loads(words)
    except ValueError:
        return words.strip()[:80]
    return str(said.get("error", ""))[:80] if isinstance(said, dict) else ""
