"""The stand-in for Slack: installing, renewing tokens, and leaving again."""

import asyncio
from collections.abc import Iterator

import aiohttp
import pytest
from slack_sdk import WebClient

from tests.bot.slack.loopback.sdk import client_of, error_of
from tests.bot.slack.loopback.slack import Slack, loopback_slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    """The usual workspace."""
    with loopback_slack() as running:
        yield running


def test_a_code_and_a_refresh_token_work_once(slack: Slack) -> None:
    slack.add_team("T0BETA", "Beta")
    slack.app.rotates, slack.doors.agreeing = True, "T0BETA"
    back = "https://huzzah.example.com/slack/oauth_redirect"
    own = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    code = slack.do(lambda: slack.doors.code("chat:write,commands", back))
    client = WebClient(base_url=slack.api_url)
    assert error_of(lambda: client.oauth_v2_access(**own, code=code, redirect_uri="https://x/")) == "bad_redirect_uri"
    granted = client.oauth_v2_access(**own, code=code, redirect_uri=back)
    assert (granted["team"]["id"], granted["scope"], granted["expires_in"]) == ("T0BETA", "chat:write,commands", 43_200)
    assert error_of(lambda: client.oauth_v2_access(**own, code=code, redirect_uri=back)) == "code_already_used"
    refresh = granted["refresh_token"]
    renewed = client.oauth_v2_access(**own, grant_type="refresh_token", refresh_token=refresh)
    assert renewed["access_token"] != granted["access_token"]
    used = error_of(lambda: client.oauth_v2_access(**own, grant_type="refresh_token", refresh_token=refresh))
    assert used == "invalid_refresh_token"
    client_of(slack, renewed["access_token"]).auth_test()


def test_the_page_where_an_admin_agrees_sends_the_browser_back_with_a_code(slack: Slack) -> None:
    back = "https://huzzah.example.com/slack/oauth_redirect"
    asked = {"client_id": slack.app.client_id, "scope": "chat:write", "redirect_uri": back, "state": "abc"}

    async def visit() -> str:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{slack.url}/oauth/v2/authorize", params=asked, allow_redirects=False) as answer,
        ):
            return answer.headers["Location"]

    assert asyncio.run(visit()) == f"{back}?state=abc&error=access_denied"
    slack.doors.agreeing = "T0ACME"
    assert asyncio.run(visit()).startswith(f"{back}?state=abc&code=")


def test_what_is_uninstalled_or_revoked_works_no_more(slack: Slack) -> None:
    client = client_of(slack)
    slack.uninstall()
    assert error_of(client.auth_test) == "account_inactive"
    again = client_of(slack, slack.install())
    again.auth_revoke()
    assert error_of(again.auth_test) == "token_revoked"
