"""Web: how Slack's Web API is reached - one connection pool for all clients, nothing retried behind our back."""

import logging
from base64 import b64encode
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

TIMEOUT = 30
"""Seconds for one call, from beginning to end."""
PASSING = frozenset(
    "fatal_error internal_error ratelimited request_timeout rollup_error service_unavailable "
    "team_added_to_org org_login_required".split()
)
"""Errors in a proper answer that say nothing about us: it may go well a little later."""
OF_A_BAD_ANSWER = (AttributeError, LookupError, TypeError, ValueError)
"""What the SDK stumbles with over an answer that isn't Slack's: a proxy's page, JSON of another form."""


class SlackRefused(Exception):
    """Slack understood and said no; `error` is its own short word for why."""

    def __init__(self, error: str) -> None:
        """The word as it came, if it is one."""
        self.error = error if error.replace("_", "").isalnum() and len(error) < 80 else "an answer nobody understands"
        super().__init__(self.error)


class SlackAway(Exception):
    """Slack can't be reached just now, or isn't well; nobody can say whether it did what was asked."""


@dataclass(slots=True)
class Web:
    """The connections to `address` (https://slack.com/api/)."""

    address: str
    _session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """From now on all clients share their connections."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))

    async def exchange(self, app: tuple[str, str], given: Mapping[str, str]) -> "Answer":
        """A code or a refresh token becomes a token; `app` is the client's id and secret.

        Raises SlackRefused and SlackAway. https://docs.slack.dev/reference/methods/oauth.v2.access
        """
        # The SDK's own method for it builds the header with what aiohttp is about to take away.
        name = b64encode(":".join(app).encode()).decode()
        call = self.client().api_call("oauth.v2.access", data=dict(given), headers={"Authorization": f"Basic {name}"})
        return await asked(call)

    async def stop(self) -> None:
        """Close them."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def client(self, token: str = "") -> AsyncWebClient:
        """A client that tries once. The SDK logs whole answers, tokens and all, unless its logger is above debug."""
        logger = logging.getLogger("slack_sdk.quiet")
        logger.setLevel(logging.WARNING)
        return AsyncWebClient(
            token or None,
            base_url=self.address,
            timeout=TIMEOUT,
            session=self._session,
            retry_handlers=[],
            logger=logger,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack said; it may hold tokens, so it is never shown."""

    data: Mapping[str, Any]
    headers: Mapping[str, str]

    def __repr__(self) -> str:
        """Without what was said."""
        return "Answer(…)"

    def text(self, name: str, *inner: str) -> str:
        """A text of the answer, or of an object in it; empty if there is none."""
        value: object = self.data
        for key in (name, *inner):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value if isinstance(value, str) else ""

    def header(self, name: str) -> str:
        """A header, however it is capitalised."""
        return next((value for key, value in self.headers.items() if key.lower() == name), "")


async def asked(call: Awaitable[AsyncSlackResponse]) -> Answer:
    """Slack's answer. Raises SlackRefused, or SlackAway if it can't be reached or isn't well."""
    try:
        response = await call
        data = response.data
        if not isinstance(data, dict):
            raise SlackAway("its answer was no JSON object")
        return Answer(data, dict(response.headers))
    except SlackApiError as error:
        raise _meaning(error) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackAway(type(error).__name__) from None
    except OF_A_BAD_ANSWER as error:
        raise SlackAway(f"its answer made no sense ({type(error).__name__})") from None


def _meaning(error: SlackApiError) -> SlackRefused | SlackAway:
    response = error.response
    if not isinstance(response, AsyncSlackResponse) or not isinstance(response.data, dict):
        return SlackAway("its answer made no sense")
    said = response.data.get("error")
    if response.status_code == 429 or response.status_code >= 500:
        return SlackAway(f"HTTP {response.status_code}")
    if not isinstance(said, str) or said in PASSING:
        return SlackAway(str(said))
    return SlackRefused(said)
