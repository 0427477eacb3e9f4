"""A window onto the Agents Playground, and what somebody does in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Route, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.bot.teams.loopback.world import Json

WIDTH, HEIGHT = 1280, 900
PERSONAL = "Personal Chat"
OPENINGS = 6
"""So often a dialog is called at most."""


class Window:
    """The page; whoever writes in it is always the first of the company."""

    def __init__(self, page: Page, output: Path) -> None:
        self.page, self._output = page, output
        self._in_channel = False

    def open(self, url: str) -> None:
        """Load it; only from this machine, so that nothing depends on the net."""

        def only_here(route: Route) -> None:
            if route.request.url.startswith(url):
                route.continue_()
            else:
                route.abort()

        self.page.route("**/*", only_here)
        self.page.goto(url)
        self.page.get_by_role("treeitem", name=PERSONAL).wait_for()
        self.page.get_by_role("button", name="Toggle Log Panel").click()

    def go(self, place: str) -> None:
        """Open a chat or a channel."""
        self.page.get_by_role("treeitem", name=place).click()
        self._box.wait_for()
        self._in_channel = self.page.get_by_role("button", name="Post").is_visible()

    def write(self, *parts: str) -> None:
        """Type and send; what begins with @ is chosen from the people."""
        self._box.click()
        for part in parts:
            if part.startswith("@"):
                self._box.press_sequentially("@")
                self.page.get_by_role("menuitem", name=part[1:]).click()
            else:
                self._box.press_sequentially(part)
        self.page.get_by_role("button", name="Post").or_(self._send).first.click()

    @property
    def _box(self) -> Locator:
        # In a channel the box for a new post is above, in a chat there is only one.
        return self.page.get_by_role("textbox").first

    @property
    def _send(self) -> Locator:
        return self.page.get_by_role("button", name="Send Message")

    def card(self, words: str) -> Locator:
        """The newest card with these words; in a channel the newest post is the first."""
        found = self.page.locator(".ac-adaptiveCard").filter(has_text=words)
        return found.first if self._in_channel else found.last

    def press(self, words: str, label: str) -> None:
        """A button of the newest card with these words."""
        self.card(words).get_by_role("button", name=label, exact=True).last.click()

    def custom(self, activity: Json) -> None:
        """Send an activity as it is, whoever it says it is from."""
        self._mock("Custom activity")
        dialog = self.page.get_by_role("dialog")
        # What the editor begins with comes a moment after the editor.
        expect(dialog.locator(".view-lines")).to_contain_text("serviceUrl")
        dialog.locator(".view-line").first.click()
        # Pasted: what is typed, the editor completes.
        self.page.evaluate("text => navigator.clipboard.writeText(text)", json.dumps(activity, indent=1))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("ControlOrMeta+v")
        if activity["type"] == "message":
            # It takes a message for a mention in a document's comment, and offers a form for those.
            dialog.get_by_role("tab", name="JSON").click()
        dialog.get_by_role("button", name="Send activity").click()
        expect(dialog).to_be_hidden()

    def happen(self, event: str) -> None:
        """One of the things that it can pretend to have happened."""
        self._mock(event)
        self.page.get_by_role("dialog").get_by_role("button", name="Send activity").click()
        expect(self.page.get_by_role("dialog")).to_be_hidden()

    def _mock(self, event: str) -> None:
        self.page.get_by_role("button", name="Mock an Activity").click()
        self.page.get_by_role("menuitem").get_by_text(event, exact=True).click()

    def extension(self, command: str, *, on_message: bool = False) -> Locator:
        """Call a message extension from the box, or on the first message; its dialog.

        The Playground now and then draws the dialog without the card that it was answered, or draws it anew without:
        the bot's answer was there each time that was looked at. Then it is closed, and called once more.
        """
        for _ in range(OPENINGS - 1):
            dialog = self._extension(command, on_message=on_message)
            if self._is_drawn(dialog):
                return dialog
            self.close_dialog()
        return self._extension(command, on_message=on_message)

    def _is_drawn(self, dialog: Locator) -> bool:
        card = dialog.locator(".ac-adaptiveCard")
        with suppress(TookTooLong):
            card.first.wait_for(timeout=5_000)
            self.page.wait_for_timeout(700)
        return card.count() > 0

    def _extension(self, command: str, *, on_message: bool) -> Locator:
        called = "Show more information" if on_message else "Trigger Message Extension App"
        self.page.get_by_role("button", name=called).first.click()
        self.page.get_by_role("menuitem", name="Action Command").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Command ID").fill(command)
        dialog.get_by_role("button", name="Create").click()
        expect(dialog).to_contain_text("Your Message Extension App")
        return dialog

    def close_dialog(self) -> None:
        """Away with it."""
        self.page.get_by_role("dialog").get_by_role("button", name="Close").click()
        expect(self.page.get_by_role("dialog")).to_be_hidden()

    def picture(self, name: str) -> None:
        """Keep a screenshot, to be looked at."""
        self._output.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self._output / f"agents-playground-{name}.png")


@contextmanager
def window_of(browser: Browser, url: str, output: Path) -> Iterator[Window]:
    """A window with the Playground in it."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", reduced_motion="reduce")
    try:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(30_000)
        window = Window(page, output)
        window.open(url)
        yield window
    finally:
        context.close()
