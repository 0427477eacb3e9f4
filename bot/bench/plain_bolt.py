"""A Bolt app that does nothing: what receiving Slack's events costs whoever uses Bolt."""

import os
import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.bench.plain_slack import BOT, BOT_USER, TEAM


async def authorize(**_context: Any) -> AuthorizeResult:
    """Always the same workspace, so that nothing is asked."""
    return AuthorizeResult(
        enterprise_id=None,
        team_id=TEAM,
        bot_user_id=BOT_USER,
        bot_id=BOT,
        bot_token="xoxb-none",  # noqa: S106  # none
    )


async def nothing() -> None:
    """Take an event."""


def application() -> Starlette:
    """Bolt in Starlette, as its documentation shows it."""
    app = AsyncApp(signing_secret=os.environ["SECRET"], authorize=authorize)
    app.event("message")(nothing)
    app.event("reaction_added")(nothing)
    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        answer: Response = await handler.handle(request)
        return answer

    return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])


if __name__ == "__main__":
    uvicorn.run(application(), port=int(sys.argv[1]), log_config=None, access_log=False, lifespan="off")
