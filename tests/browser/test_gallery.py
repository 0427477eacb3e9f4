"""The gallery in a real browser: every example on every platform, by day and night, at a desk and on a phone."""

import pytest
from playwright.sync_api import Locator, expect

from bot.gallery.page import anchor, subjects
from handlers.cards.gallery import EXAMPLES
from tests.browser.conftest import OUTPUT, NewWindow
from tests.browser.window import DESK, PHONE, SCHEMES, Look, Window

pytestmark = pytest.mark.browser

PLATFORMS = ("playground", "slack", "teams")
LOOKS = {
    f"{place}-{scheme}": Look(scheme, size) for place, size in (("desk", DESK), ("phone", PHONE)) for scheme in SCHEMES
}
EMPTY = """(columns) => columns.filter((each) => each.getBoundingClientRect().height < 30 || !each.innerText.trim())
    .map((each) => `${each.closest("article").id}: ${each.className}`)"""
WIDER = """(columns) => columns.filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.closest("article").id}: ${each.className}`)"""
LAID_OUT = "(items) => items.forEach((each) => { each.style.contentVisibility = 'visible' })"
"""Else what is far away has no size until one scrolls to it."""
ALONE = """(found, name) => found.forEach((each) => {
    each.hidden = each.parentElement.tagName === "BODY" ? each.tagName !== "MAIN" : each.id !== name })"""
"""Hundreds of cards are more than one wants to lay out again for every picture."""


def gallery(window: Window) -> Locator:
    window.page.goto(window.page.url.partition("?")[0] + "gallery")
    shown = window.by("gallery")
    expect(shown.locator(".gallery-item").first).to_be_visible()
    shown.locator(".gallery-item").evaluate_all(LAID_OUT)
    return shown


@pytest.mark.parametrize("look", LOOKS)
def test_every_card_is_drawn_for_every_platform(new_window: NewWindow, look: str) -> None:
    window = new_window(look=LOOKS[look])
    shown = gallery(window)
    assert shown.locator(".gallery-item").count() == len(EXAMPLES) == shown.locator(".gallery-elsewhere").count()
    for platform in PLATFORMS:
        columns = shown.locator(f".gallery-in-{platform}")
        assert columns.count() == len(EXAMPLES)
        assert columns.evaluate_all(EMPTY) == []
        assert columns.evaluate_all(WIDER) == []
    assert window.page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look].size[0]
    expect(shown.locator(".not-drawn")).to_have_count(0)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for subject in subjects(EXAMPLES):
        name = anchor(subject)
        window.page.locator("body > *, .gallery-subject").evaluate_all(ALONE, f"of-{name}")
        window.page.screenshot(path=OUTPUT / f"gallery-{name}-{look}.png", full_page=True)


def test_cards_are_found_by_name_and_by_subject(new_window: NewWindow) -> None:
    window = new_window()
    shown = gallery(window)
    window.by("gallery-filter").fill("form celeb")
    names = shown.locator(".gallery-item:visible .gallery-name").all_text_contents()
    assert names
    assert all("form" in name and "celebrations" in name for name in names)
    window.by("gallery-filter").fill("no such card")
    expect(window.page.get_by_text("No card is called that.")).to_be_visible()
    window.by("gallery-contents").locator("summary").click()
    window.by("gallery-contents").get_by_role("link", name="coffee", exact=True).click()
    expect(shown.locator("#of-coffee > h2")).to_be_in_viewport()
    expect(window.by("gallery-contents").get_by_role("navigation")).to_be_hidden()


def test_one_platform_can_be_looked_at_alone(new_window: NewWindow) -> None:
    window = new_window()
    shown = gallery(window)
    window.by("gallery-shows").get_by_label("Slack").check()
    expect(shown.locator(".gallery-in-slack").first).to_be_visible()
    for other in ("playground", "teams"):
        expect(shown.locator(f".gallery-in-{other}").first).to_be_hidden()


def test_what_a_button_asks_first_unfolds(new_window: NewWindow) -> None:
    window = new_window()
    item = gallery(window).locator("#calendar-an-entry")
    item.locator(".bk-confirm", has_text="Remove").locator("summary").click()
    expect(item.locator(".bk-confirm[open]")).to_contain_text("Are you sure?")
