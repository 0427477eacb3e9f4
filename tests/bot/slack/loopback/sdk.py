"""The SDK's own client, pointed at the stand-in."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.slack.loopback.slack import Slack


def client_of(slack: Slack, token: str = "") -> WebClient:
    """The SDK's own client, without its retries."""
    return WebClient(token or slack.tokens.token_of("T0ACME"), base_url=slack.api_url, retry_handlers=[])


def error_of(call: object) -> str:
    """The error that Slack names for a call."""
    assert callable(call)
    with pytest.raises(SlackApiError) as raised:
        call()
    return str(raised.value.response["error"])
