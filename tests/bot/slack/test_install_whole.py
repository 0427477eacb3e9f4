"""Installing on the loopback Slack, from the first click to the uninstall."""

import asyncio

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.clock import now
from bot.settings import Settings
from bot.slack.installing.install import Install, scopes
from scoring.periods import SECOND
from tests.bot.slack.door import Door
from tests.bot.slack.loopback.slack import loopback_slack
from tests.bot.slack.settled import Clock, process, settings_for

HOST = "https://huzzah.example.com"


def test_from_the_first_click_over_a_renewal_to_the_uninstall(sqlite_url: str) -> None:
    async def story(settings: Settings) -> None:
        async with process(sqlite_url, settings, clock=clock) as ours:
            pages = Install(settings, ours.installations, ours.database, clock).routes()
            here = httpx.ASGITransport(Starlette(routes=pages))
            mounts = {slack.url: httpx.AsyncHTTPTransport()}
            async with httpx.AsyncClient(
                transport=here, mounts=mounts, base_url=HOST, follow_redirects=True
            ) as browser:
                assert "nothing was installed" in (await browser.get("/slack/install")).text
                slack.doors.agreeing = "T0BETA"
                page = await browser.get("/slack/install")
            assert "Huzzah is installed" in page.text
            assert "Beta" in page.text
            home = ours.installations.of("T0BETA")
            assert home is not None
            assert home.scopes == frozenset(scopes())
            assert home.bot == "B0BOT0BETA"
            clock.at += 11 * 3600 * SECOND
            await ours.installations._renew()
            newer = ours.installations.of("T0BETA")
            assert newer is not None
            assert newer.token != home.token
            await ours.installations.client("T0BETA").auth_test()
            assert not await ours.installations.left("T0BETA")
            slack.uninstall("T0BETA")
            assert await ours.installations.left("T0BETA")

    clock = Clock(now())
    with loopback_slack() as slack:
        slack.add_team("T0BETA", "Beta")
        slack.app.rotates = True
        known = {"slack_client_id": slack.app.client_id, "slack_client_secret": SecretStr(slack.app.client_secret)}
        asyncio.run(story(settings_for(Door(slack.api_url)).model_copy(update=known)))
