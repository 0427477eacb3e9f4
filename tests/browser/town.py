"""A playground whose time passes when a test says so, for its server and for every window onto it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from playwright.sync_api import Locator, expect

from bot.clock import now
from scoring.facts import Micros
from scoring.periods import HOUR
from tests.bot.playground.serving import Serving
from tests.browser.window import Window


class Hands:
    """A clock that begins at a moment of its own, goes on as clocks do, and is put forward."""

    def __init__(self, begin: datetime) -> None:
        self._ahead = round(begin.timestamp() * 1_000_000) - now()

    def __call__(self) -> Micros:
        """Microseconds since the epoch, UTC."""
        return now() + self._ahead

    def forward(self, span: Micros) -> None:
        """So much passes at once."""
        self._ahead += span


@dataclass
class Town:
    """Colleagues with a window each."""

    served: Serving
    hands: Hands
    new: Callable[[str, str], Window]
    windows: list[Window] = field(default_factory=list)

    def window(self, member: str, channel: str = "C_GENERAL") -> Window:
        """Somebody sits down at a channel."""
        window = self.new(f"U_{member.upper()}", f"C_{channel.upper()}")
        self.windows.append(window)
        return window

    def later(self, hours: float) -> None:
        """So much passes for everybody."""
        self.hands.forward(round(hours * HOUR))
        for window in self.windows:
            window.set_clock(self.hands())


def press(where: Window | Locator, label: str) -> None:
    """Press the newest button of that name."""
    page = where.page if isinstance(where, Window) else where
    page.get_by_role("button", name=label, exact=True).last.click()


def card(window: Window, words: str) -> Locator:
    """The newest card that says so."""
    return window.message(words).filter(has=window.page.locator(".card")).last


def fill(window: Window, **fields: str) -> None:
    """Fill in the form that is open, and send it."""
    dialog = window.by("dialog")
    for label, words in fields.items():
        dialog.get_by_label(label.replace("_", " "), exact=False).first.fill(words)
    window.by("dialog-submit").click()
    expect(dialog).to_be_hidden()
