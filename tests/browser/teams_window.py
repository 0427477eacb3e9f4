"""A window of Teams with the tab in it: what Teams would give to the page is given by a script of ours."""

import json
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, Route, expect

from bot.teams.tab.page import LIBRARY
from tests.bot.teams.tab_office import Office
from tests.browser.conftest import OUTPUT
from tests.browser.window import DESK, PHONE

TEAMS = """
const given = %s;
window.opened = [];
window.microsoftTeams = given.absent ? undefined : (() => {
  let change = () => {};
  return {
    app: {
      initialize: () => given.silent ? new Promise(() => {}) : Promise.resolve(),
      getContext: async () => ({ app: { theme: given.theme } }),
      registerOnThemeChangeHandler: (handler) => { change = handler; },
      notifySuccess: () => {},
      openLink: async (address) => { window.opened.push(address); if (given.closed) throw new Error("not here"); },
    },
    authentication: { getAuthToken: async () => {
      const reason = window.localStorage.getItem("refused") ?? given.refused;
      if (reason) throw new Error(reason);
      return given.token;
    } },
    change: (theme) => change(theme),
  };
})();
"""
HARMLESS = ("net::ERR_FAILED", "status of 503", "status of 401", "status of 403")
"""The library, whose host is blocked here, and what a test is about."""


@dataclass(frozen=True)
class Around:
    """The Teams around the page."""

    theme: str = "default"
    size: tuple[int, int] = DESK
    refused: str = ""
    """Why Teams doesn't give a token."""
    absent: bool = False
    silent: bool = False
    """The page is in a frame of somebody who never answers."""
    closed: bool = False
    """Links can't be opened."""
    forced: Literal["active", "none"] = "none"
    """Whether the system forces its own colours."""


class TeamsWindow:
    """One window, with somebody signed in."""

    def __init__(self, browser: Browser, office: Office, who: str, around: Around) -> None:
        width, height = around.size
        phone = around.size == PHONE
        self._context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone, locale="en-GB",
            timezone_id="Europe/Berlin", reduced_motion="reduce", forced_colors=around.forced, accept_downloads=True,
        )  # fmt: skip
        self._context.route("**/*", self._pass)
        self._home = office.url
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page = self._context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self._hear(line.type, line.text))
        given = {
            "token": office.token(who), "theme": around.theme, "refused": around.refused, "absent": around.absent,
            "silent": around.silent, "closed": around.closed,
        }  # fmt: skip
        self.page.add_init_script(TEAMS % json.dumps(given))

    def open(self) -> "TeamsWindow":
        """Show the tab."""
        self.page.goto(f"{self._home}/teams/tab")
        return self

    def ready(self) -> "TeamsWindow":
        """Until everything is there."""
        self.open()
        expect(self.main).not_to_have_attribute("aria-busy", "true")
        expect(self.main.locator("> .card").first).to_be_visible()
        return self

    def close(self) -> None:
        """Close the window."""
        self._context.close()

    @property
    def main(self) -> Locator:
        """What the page shows by itself."""
        return self.page.get_by_role("main")

    def over(self, name: str = "") -> Locator:
        """What lies over it, by its name."""
        return self.page.get_by_role("dialog", name=name) if name else self.page.get_by_role("dialog")

    def press(self, words: str) -> None:
        """Press a button with exactly these words."""
        self.page.get_by_role("button", name=words, exact=True).last.click()

    def until_asked_for(self, address: str) -> None:
        """A page from elsewhere is wanted, and that is as it should be."""
        while address not in self.foreign:
            self.page.wait_for_timeout(20)
        self.foreign.remove(address)

    def picture(self, name: str) -> None:
        """Keep a screenshot with the output of the tests."""
        OUTPUT.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"teams-tab-{name}.png", full_page=not self.over().count())

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(part in text for part in HARMLESS):
            self.complaints.append(text)

    def _pass(self, route: Route) -> None:
        if route.request.url.startswith(self._home):
            route.continue_()
            return
        if route.request.url != LIBRARY:
            self.foreign.append(route.request.url)
        route.abort()


def focused(page: Page) -> str:
    """The words of what the keyboard is on."""
    said: str = page.evaluate("document.activeElement.textContent || document.activeElement.name || ''")
    return said.strip()
