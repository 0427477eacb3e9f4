"""The tab with Microsoft's own library, from npm, in a frame that answers it as Teams does."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.teams.tab.page import INTEGRITY, LIBRARY, MICROSOFTS
from tests.bot.teams.tab_office import Office, office
from tests.source_tree import ROOT

pytestmark = pytest.mark.agents_playground

FILE = ROOT / "build/agents-playground/node_modules/@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js"
TEAMS, TAB = "https://teams.microsoft.com/", "https://huzzah.acme.test/"
DOMAINS = f"{MICROSOFTS}/teams-js/validDomains/json/validDomains.json"
AROUND = """<!doctype html><iframe src="https://huzzah.acme.test/teams/tab" width="1200" height="700"></iframe>
<script>
const host = { name: "Teams", clientType: "desktop", sessionId: "1" };
const runtime = { apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: { pages: {} } };
const ANSWERS = {
  "initialize": ["content", "desktop", JSON.stringify(runtime), "2.0.4"],
  "getContext": [{ theme: "dark", locale: "en-gb", hostClientType: "desktop", page: { id: "home" }, app: { host } }],
  "authentication.getAuthToken": [true, TOKEN],
  "executeDeepLink": [true],
};
window.heard = [];
addEventListener("message", ({ data, source, origin }) => {
  heard.push([data.func, data.args]);
  const { id, uuid, uuidAsString } = data;
  if (ANSWERS[data.func]) source.postMessage({ id, uuid, uuidAsString, args: ANSWERS[data.func] }, origin);
});
const change = (theme) => frames[0].postMessage({ func: "themeChange", args: [theme] }, "*");
</script>"""


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Office]:
    """A company in which something has happened."""
    if not FILE.exists():
        pytest.fail("Microsoft's library isn't installed; `make e2e-teams` does it", pytrace=False)
    with office(tmp_path) as opened:
        opened.say("ben", "<@ana> :tada: thanks for the calm release")
        yield opened


def _window(browser: Browser, acme: Office, complaints: list[str]) -> Page:
    """Where Teams, the library and the tab are at their public addresses."""

    def serve(route: Route) -> None:
        url = route.request.url
        if url.startswith(TAB):
            route.fulfill(response=route.fetch(url=url.replace(TAB, f"{acme.url}/")))
        elif url in (LIBRARY, DOMAINS):
            body = FILE.read_bytes() if url == LIBRARY else b'{"validOrigins": ["teams.microsoft.com"]}'
            route.fulfill(body=body, headers={"Access-Control-Allow-Origin": "*"})
        elif url == TEAMS:
            token = json.dumps(acme.token("ana"))
            route.fulfill(body=AROUND.replace("TOKEN", token), content_type="text/html")
        else:
            complaints.append(url)
            route.abort()

    page = browser.new_context().new_page()
    page.route("**/*", serve)
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


def test_the_library_is_the_one_that_the_page_names(acme: Office) -> None:
    digest = base64.b64encode(hashlib.sha384(FILE.read_bytes()).digest()).decode()
    assert f"sha384-{digest}" == INTEGRITY
    assert json.loads((FILE.parents[2] / "package.json").read_text("utf-8"))["version"] in LIBRARY


def test_inside_teams_it_signs_in_follows_the_theme_and_opens_messages(chromium: Browser, acme: Office) -> None:
    complaints: list[str] = []
    page = _window(chromium, acme, complaints)
    page.goto(TEAMS)
    tab = page.frame_locator("iframe")
    expect(tab.get_by_role("main")).to_contain_text("calm release")
    expect(tab.locator(":root")).to_have_attribute("data-theme", "dark")
    page.evaluate("change('contrast')")
    expect(tab.locator(":root")).to_have_attribute("data-theme", "contrast")
    tab.get_by_role("link", name="see it").first.click()
    page.wait_for_function("heard.some(([name]) => name === 'executeDeepLink')")
    (opened,) = [args for name, args in page.evaluate("heard") if name == "executeDeepLink"]
    assert opened[0].startswith("https://teams.microsoft.com/l/message/")
    tab.get_by_role("button", name="Say thanks").click()
    expect(tab.get_by_role("dialog", name="Give kudos")).to_be_visible()
    page.context.close()
    assert complaints == []


def test_alone_it_says_where_it_belongs(chromium: Browser, acme: Office) -> None:
    complaints: list[str] = []
    page = _window(chromium, acme, complaints)
    page.goto(f"{TAB}teams/tab")
    expect(page.get_by_role("heading", name="Open me inside Teams")).to_be_visible()
    page.context.close()
    assert complaints == []
