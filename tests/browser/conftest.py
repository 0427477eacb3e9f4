"""A playground, a real Chromium, and windows onto it; what a window complains about fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.bot.playground.serving import Serving, serving
from tests.browser.window import Look, Window

OUTPUT = Path(__file__).parents[1] / "output"

DAY = Look()
NewWindow = Callable[..., Window]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop behind, beside which asyncio.run refuses to run."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for all tests of this worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    """A fresh playground."""
    with serving(tmp_path / "data") as found:
        yield found


@pytest.fixture
def new_window(chromium: Browser, served: Serving) -> Iterator[NewWindow]:
    """Opens windows: who speaks, where, and how it looks."""
    opened: list[Window] = []

    def make(member: str = "U_ANA", channel: str = "C_GENERAL", look: Look = DAY) -> Window:
        window = Window(chromium, served.url, OUTPUT, look)
        opened.append(window)
        window.open(member, channel)
        return window

    yield make
    for window in opened:
        window.close()
        assert window.complaints == []
