"""Installing in the browser: off to Slack and back, each state once, and a clear page whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from bot.pages import html
from bot.slack.installing import install_words
from bot.slack.installing.identity import from_oauth
from bot.slack.installing.install import AT_ONCE, COOKIE, Install, scopes
from bot.slack.installing.web import Answer
from manifests.scopes import OPTIONAL, READING, REQUIRED
from scoring.periods import SECOND
from storage import installations as kept
from storage import schema
from storage.transactions import Database
from tests.bot.slack.door import ACME, CLIENT, GLOBEX, Door, opened_door
from tests.bot.slack.settled import Clock, Process, process, settings_for
from tests.storage.plain_company import NOON

HOST = "https://huzzah.example.com"
Story = Callable[[Process, httpx.AsyncClient], Awaitable[None]]


@pytest.fixture
def door() -> Iterator[Door]:
    """Slack's door."""
    with opened_door() as door:
        yield door


def run(url: str, door: Door, story: Story, clock: Clock | None = None) -> None:
    """A browser before a running Huzzah."""

    async def whole() -> None:
        async with process(url, settings_for(door), clock=clock) as ours:
            install = Install(ours.settings, ours.installations, ours.database, ours.clock)
            transport = httpx.ASGITransport(Starlette(routes=install.routes()))
            async with httpx.AsyncClient(transport=transport, base_url=HOST) as browser:
                await story(ours, browser)

    asyncio.run(whole())


async def begun(browser: httpx.AsyncClient, path: str = "/slack/install") -> dict[str, str]:
    """What Slack is told."""
    answer = await browser.get(path)
    assert answer.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


async def back(browser: httpx.AsyncClient, **said: str) -> httpx.Response:
    """Slack sends the browser back."""
    return await browser.get("/slack/oauth_redirect", params=said)


def test_a_workspace_installs_the_app_and_is_served_before_the_page_says_so(database_url: str, door: Door) -> None:
    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/slack/install")
        address = urlsplit(answer.headers["location"])
        assert f"{address.scheme}://{address.netloc}{address.path}" == door.url.replace("api/", "oauth/v2/authorize")
        cookie = answer.headers["set-cookie"]
        assert all(word in cookie for word in (COOKIE, "Secure", "HttpOnly", "SameSite=lax", "Path=/"))
        query = parse_qs(address.query)
        assert query["client_id"] == [CLIENT]
        assert query["redirect_uri"] == [f"{HOST}/slack/oauth_redirect"]
        assert set(query["scope"][0].split(",")) == {*REQUIRED, *OPTIONAL}
        door.codes["code-1"] = ACME
        page = await back(browser, code="code-1", state=query["state"][0])
        assert page.status_code == 200
        assert "Huzzah is installed" in page.text
        assert "Acme" in page.text
        home = ours.installations.of("T1ACME")
        assert home is not None
        assert (home.url, home.bot, home.app) == ("https://acme.slack.com/", "B0HUZZAH", "A0HUZZAH")
        assert home.token not in page.text + repr(dict(page.headers))
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert door.asked[0][1]["redirect_uri"] == f"{HOST}/slack/oauth_redirect"
        with ours.database.look() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM install").scalar_one() == 0

    run(database_url, door, story)


def test_without_reading_nothing_is_asked_for_that_reads() -> None:
    assert set(scopes()) - set(scopes(reading=False)) == READING

    assert set(scopes(reading=False)) == {*REQUIRED, *OPTIONAL} - READING


def test_the_mode_without_reading_can_be_begun(sqlite_url: str, door: Door) -> None:
    async def story(_ours: Process, browser: httpx.AsyncClient) -> None:
        asked = await begun(browser, "/slack/install?reading=no")
        assert asked["scope"].split(",") == scopes(reading=False)

    run(sqlite_url, door, story)


def test_a_whole_organisation_installs_it(sqlite_url: str, door: Door) -> None:
    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        door.codes["code-1"] = GLOBEX
        page = await back(browser, code="code-1", state=(await begun(browser))["state"])
        assert "add Huzzah to the workspaces" in page.text
        home = ours.installations.find("T77", "E1GLOBEX", True)
        assert home is not None
        assert (home.workspace, home.team, home.enterprise, home.name) == ("E1GLOBEX", "", "E1GLOBEX", "Globex")

    run(sqlite_url, door, story)


def test_somebody_sent_from_slacks_admin_pages_is_asked_to_begin_here(sqlite_url: str, door: Door) -> None:
    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        door.codes["code-1"] = GLOBEX
        page = await back(browser, code="code-1")
        assert page.status_code == 400
        assert 'href="/slack/install"' in page.text
        assert "code-1" in door.codes
        assert ours.installations.all() == []

    run(sqlite_url, door, story)


def test_a_no_on_slacks_page_is_taken_kindly(sqlite_url: str, door: Door) -> None:
    async def story(_ours: Process, browser: httpx.AsyncClient) -> None:
        page = await back(browser, error="access_denied", state=(await begun(browser))["state"])
        assert page.status_code == 200
        assert "nothing was installed" in page.text
        page = await back(browser, error="<b>evil</b>", state="x")
        assert page.status_code == 400
        assert "evil" not in page.text

    run(sqlite_url, door, story)


def test_a_state_works_once_in_its_own_browser_and_for_ten_minutes(sqlite_url: str, door: Door) -> None:
    clock = Clock()

    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        door.codes = {f"code-{number}": ACME for number in range(9)}
        first, second = (await begun(browser))["state"], (await begun(browser))["state"]
        stranger = httpx.AsyncClient(transport=browser._transport, base_url=HOST)
        assert (await back(stranger, code="code-0", state=first)).status_code == 400
        await begun(stranger)
        assert (await back(stranger, code="code-1", state=first)).status_code == 400
        await stranger.aclose()
        assert (await back(browser, code="code-2", state="no-state-at-all")).status_code == 400
        assert (await back(browser, code="", state=second)).status_code == 400
        assert ours.installations.all() == []
        assert (await back(browser, code="code-3", state=first)).status_code == 200
        assert (await back(browser, code="code-4", state=first)).status_code == 400
        late = (await begun(browser))["state"]
        clock.at += 601 * SECOND
        page = await back(browser, code="code-5", state=late)
        assert page.status_code == 400
        assert "ten minutes" in page.text
        assert sorted(door.codes) == [f"code-{number}" for number in (0, 1, 2, 4, 5, 6, 7, 8)]

    run(sqlite_url, door, story, clock)


def test_of_many_who_come_with_one_state_at_once_one_wins(database_url: str) -> None:
    database = Database(database_url)
    schema.prepare(database)
    threads, rounds = 6, 25
    barrier = Barrier(threads)

    def come(number: int) -> bool:
        barrier.wait(timeout=60)
        return kept.finish(database, f"state-{number}", "browser", NOON)

    with ThreadPoolExecutor(threads) as pool:
        for number in range(rounds):
            assert kept.begin(database, f"state-{number}", "browser", NOON, NOON + SECOND)
            assert sum(pool.map(come, [number] * threads)) == 1
    database.close()


def test_states_that_nobody_came_back_with_are_cleared_away_and_a_flood_is_stopped(sqlite_url: str, door: Door) -> None:
    clock = Clock()

    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        with ours.database.alter() as connection:
            rows = ", ".join(f"('{number}', '', {NOON})" for number in range(kept.MOST_BEGUN))
            connection.exec_driver_sql(f"INSERT INTO install (digest, browser, until) VALUES {rows}")
        page = await browser.get("/slack/install")
        assert page.status_code == 503
        clock.at += SECOND
        await begun(browser)
        with ours.database.look() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM install").scalar_one() == 1

    run(sqlite_url, door, story, clock)


@pytest.mark.parametrize(("away", "code", "status"), [(1, "code-1", 502), (0, "another", 400)])
def test_when_slack_gives_no_token_the_page_says_so(
    sqlite_url: str, door: Door, away: int, code: str, status: int
) -> None:
    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        door.codes["code-1"] = ACME
        state = (await begun(browser))["state"]
        door.away = away
        page = await back(browser, code=code, state=state)
        assert page.status_code == status
        assert "Nothing was installed" in page.text
        assert ours.installations.all() == []

    run(sqlite_url, door, story)


def test_an_installation_whose_token_cannot_be_tried_at_once_is_completed_later(sqlite_url: str, door: Door) -> None:
    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        home = from_oauth(Answer(door._given(ACME), {}), NOON)
        await ours.installations.keep(home)
        await ours.installations._tidy()
        found = ours.installations.of("T1ACME")
        assert found is not None
        assert (found.url, found.bot, found.token) == ("https://acme.slack.com/", "B0HUZZAH", home.token)

    run(sqlite_url, door, story)


def test_without_the_settings_a_page_names_them(sqlite_url: str, door: Door) -> None:
    async def whole() -> None:
        async with process(sqlite_url, settings_for(door)) as ours:
            settings = ours.settings.model_copy(update={"slack_client_id": "", "public_url": ""})
            install = Install(settings, ours.installations, ours.database, ours.clock)
            transport = httpx.ASGITransport(Starlette(routes=install.routes()))
            async with httpx.AsyncClient(transport=transport, base_url=HOST) as browser:
                for path in ("/slack/install", "/slack/oauth_redirect?code=1&state=2"):
                    page = await browser.get(path)
                    assert page.status_code == 404
                    assert "HUZZAH_SLACK_CLIENT_ID" in page.text
                    assert "HUZZAH_PUBLIC_URL" in page.text
                    assert "HUZZAH_SLACK_CLIENT_SECRET" not in page.text

    asyncio.run(whole())


def test_names_from_slack_are_only_ever_text() -> None:
    where = {**ACME, "team": {"id": "T1", "name": "<img src=x onerror=alert(1)>`&"}}
    given = {"token_type": "bot", "access_token": "xoxb-1", "app_id": '"><script>', **where}
    page = html(install_words.installed(from_oauth(Answer(given, {}), NOON), "https://slack.com/"))
    assert "<img" not in page
    assert "<script" not in page


def test_whoever_knocks_again_and_again_costs_the_database_nothing(sqlite_url: str, door: Door) -> None:
    async def story(ours: Process, browser: httpx.AsyncClient) -> None:
        answers = await asyncio.gather(*(browser.get("/slack/install") for _ in range(AT_ONCE + 50)))
        refused = [answer for answer in answers if answer.status_code != 302]
        assert {answer.status_code for answer in refused} == {503}
        with ours.database.look() as connection:
            begun = connection.exec_driver_sql("SELECT count(*) FROM install").scalar_one()
        assert begun == len(answers) - len(refused)

    run(sqlite_url, door, story)
