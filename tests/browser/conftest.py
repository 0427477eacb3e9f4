"""A playground, a real Chromium, and windows onto it; what a window complains about fails the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.bot.playground.serving import Serving, serving
from tests.browser.town import Hands, Town
from tests.browser.window import Look, Window

OUTPUT = Path(__file__).parents[1] / "output"

DAY = Look()
WEDNESDAY = datetime(2026, 12, 2, 12, tzinfo=UTC)
OFTEN = 0.1
"""Seconds between looks at the calendar."""
NewWindow = Callable[..., Window]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop behind, beside which asyncio.run refuses to run."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for all tests of this worker."""
    # As patient as its windows are.
    expect.set_options(timeout=10_000)
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
    with _windows(chromium, served) as make:
        yield make


@pytest.fixture
def town(chromium: Browser, tmp_path: Path) -> Iterator[Town]:
    """A playground that begins on a Wednesday at noon and whose time can pass."""
    hands = Hands(WEDNESDAY)
    with serving(tmp_path / "data", hands=hands, every=OFTEN) as served, _windows(chromium, served, hands) as make:
        yield Town(served, hands, make)


@contextmanager
def _windows(chromium: Browser, served: Serving, hands: Hands | None = None) -> Iterator[NewWindow]:
    opened: list[Window] = []

    def make(member: str = "U_ANA", channel: str = "C_GENERAL", look: Look = DAY) -> Window:
        window = Window(chromium, served.url, OUTPUT, look)
        opened.append(window)
        if hands:
            window.set_clock(hands())
        window.open(member, channel)
        return window

    yield make
    for window in opened:
        window.close()
        assert window.complaints == []
