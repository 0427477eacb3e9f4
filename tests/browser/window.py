"""A window onto the playground, and what people do in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import TimeoutError as TookTooLong

from scoring.facts import Micros
from scoring.periods import SECOND

DESK = (1280, 800)
PHONE = (390, 844)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HARMLESS = ("net::ERR_NAME_NOT_RESOLVED", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_CONNECTION_REFUSED")
"""Pictures of other hosts, and the moment the server is away."""
GLANCE = 5_000
"""Milliseconds after which one sees that a toolbar has gone elsewhere."""


@dataclass(frozen=True)
class Look:
    """How a window looks."""

    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = DESK

    @property
    def is_phone(self) -> bool:
        """Whether fingers are used."""
        return self.size == PHONE


class Window:
    """One browser window with storage of its own."""

    def __init__(self, browser: Browser, url: str, output: Path, look: Look) -> None:
        width, height = look.size
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=look.scheme,
            has_touch=look.is_phone,
            is_mobile=look.is_phone,
            locale="en-GB",
            reduced_motion="reduce",
        )
        self._url = url
        self._output = output
        self.page = self._context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self._hear(line.type, line.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not any(part in text for part in (*HARMLESS, "status of 400")):
            self.complaints.append(text)

    def set_clock(self, at: Micros) -> None:
        """The page's own clock; it goes on from there."""
        self.page.clock.set_system_time(at / SECOND)

    def open(self, member: str, channel: str) -> None:
        """Show a channel as somebody."""
        self.page.goto(f"{self._url}/?as={member}#{channel}")
        self.wait_until_live()

    def wait_until_live(self) -> None:
        """Until everything is loaded and the line to the server stands."""
        self.page.locator('[data-ready="yes"][data-live="yes"]').wait_for()

    def close(self) -> None:
        """Close the window."""
        self._context.close()

    def by(self, name: str) -> Locator:
        """An element by its test id."""
        return self.page.get_by_test_id(name)

    def say(self, text: str, *, where: str = "composer") -> None:
        """Write and send; completion is put away first."""
        box = self.by(f"{where}-text")
        box.fill(text)
        if self.by(f"{where}-options").is_visible():
            box.press("Escape")
        box.press("Enter")
        expect(box).to_have_value("")

    def message(self, words: str, *, where: str = "timeline") -> Locator:
        """The message that contains these words."""
        return self.by(where).get_by_test_id("message").filter(has_text=words)

    def do(self, words: str, deed: str, *, where: str = "timeline") -> None:
        """Point at a message and press a button of its toolbar."""
        self.do_with(self.message(words, where=where).last, deed)

    def do_with(self, message: Locator, deed: str) -> None:
        """The same with a message at hand."""
        button = message.get_by_test_id(deed)
        message.hover(position={"x": 60, "y": 12})
        try:
            button.click(timeout=GLANCE)
        except TookTooLong:
            # What came in may have moved the message away from under the pointer: then people aim again.
            if button.count():
                raise
            message.hover(position={"x": 60, "y": 12})
            button.click()

    def go(self, channel: str) -> None:
        """Open a channel from the list."""
        self.by(f"channel-{channel}").click()
        # The page hears of its new address only after the click, and says which channel it shows from then on.
        expect(self.by(f"channel-{channel}")).to_have_attribute("aria-current", "page")
        expect(self.by("timeline")).not_to_have_attribute("aria-busy", "true")

    def become(self, member: str) -> None:
        """Speak as somebody else."""
        self.by("persona").click()
        self.by(f"be-{member}").click()
        self.wait_until_live()
        expect(self.by("popup-people")).to_be_hidden()

    def standing(self, name: str) -> Locator:
        """Somebody's row on the board."""
        return self.by("panel-body").locator(".standing").filter(has_text=name)

    def picture(self, name: str) -> None:
        """Keep a screenshot with the output of the tests."""
        self._output.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self._output / f"{name}.png")

    def pictures(self, name: str, of: Locator | None = None) -> None:
        """The same by day and by night, at a desk and on a phone, where nothing may stick out."""
        self.page.mouse.move(1, 1)
        for size, place in ((DESK, "desk"), (PHONE, "phone")):
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
            assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name}, {place}"
            if of is not None:
                expect(of).to_be_visible()
                of.evaluate("shown => shown.scrollIntoView({ block: 'center' })")
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)
                self.picture(f"{name}-{place}-{scheme}")
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        self.page.emulate_media(color_scheme="light")
