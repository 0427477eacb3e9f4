"""Bolt: Slack's own framework, set up so that nothing is answered before it is written, and no body is ever logged."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.middleware.async_middleware_error_handler import AsyncMiddlewareErrorHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.faults import in_short

Receive = Callable[[Mapping[str, object]], Awaitable[BoltResponse]]

QUIET: Final = logging.getLogger("huzzah.slack_sdk")
"""For Bolt and the SDK, who quote payloads and one-time addresses in their logs; what matters we log ourselves."""
QUIET.setLevel(logging.CRITICAL)

UNREADABLE: Final = (AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What Bolt stumbles with over an object that isn't shaped as Slack shapes them."""

log = structlog.get_logger()


def build(receive: Receive, api_url: str) -> AsyncApp:
    """The app; every payload goes to `receive`, whose response is the answer."""
    app = _App(
        name="huzzah",
        logger=QUIET,
        client=AsyncWebClient(base_url=api_url, logger=QUIET, retry_handlers=[]),
        authorize=_Everybody(),
        # Ours stands before Bolt (signing.py): Bolt's answers rubbish with 500 and logs bodies.
        request_verification_enabled=False,
        # Answered before Bolt (listen.py); neither comes over Socket Mode.
        ssl_check_enabled=False,
        url_verification_enabled=False,
        # parse.py knows what we ourselves have done.
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.use(_Hand(receive))
    return app


async def hand(app: AsyncApp, payload: Mapping[str, object], headers: Mapping[str, str]) -> BoltResponse:
    """Give Bolt a payload that is already decoded. 400 for one that Bolt can't read; `headers` are those of a retry."""
    try:
        # "socket_mode" means no more to Bolt than that the body is an object already; it would decode it again.
        request = AsyncBoltRequest(mode="socket_mode", body=dict(payload), headers={**headers})
    except UNREADABLE as error:
        return _unreadable(error)
    return await app.async_dispatch(request)


def _unreadable(error: Exception) -> BoltResponse:
    log.warning("slack_payload_unreadable", error=in_short(error))
    return BoltResponse(status=400, body={"ok": False, "error": "the payload has no shape that Slack's have"})


class _App(AsyncApp):
    """Bolt without what it makes anew for each request and nobody here uses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async_middleware_error_handler = _Unreadable()

    def _init_context(self, req: AsyncBoltRequest) -> None:
        # Bolt would build a Web API client for each request. Ours bears no token and is never called.
        req.context["logger"] = QUIET
        req.context["token"] = None
        req.context["client"] = self._async_client
        req.context["listener_runner"] = self.listener_runner


class _Everybody(AsyncAuthorize):
    """Lets everybody through: a workspace we don't know is the receiver's to answer.

    Bolt's answer would be 200, and an event that came before its installation was written would be lost.
    """

    def __init__(self) -> None:
        """Bolt's has no types."""

    async def __call__(  # noqa: PLR0913  # as Bolt calls it
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult:
        """No token goes with it: calls are made by caller.py."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


class _Hand(AsyncMiddleware):
    """Hands every payload to our receiver and ends there, so that nothing is ever unmatched."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002, ARG002
    ) -> BoltResponse:
        """The receiver's response."""
        return await self._receive(req.body)


class _Unreadable(AsyncMiddlewareErrorHandler):
    """Whatever is raised on the way is the payload's fault; Bolt's own handler would answer 500 and quote it."""

    async def handle(self, error: Exception, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        """Turn Bolt's 500 into a 400."""
        refusal = _unreadable(error)
        if response is not None:
            response.status, response.body, response.headers = refusal.status, refusal.body, refusal.headers
