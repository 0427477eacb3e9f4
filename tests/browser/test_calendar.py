"""The calendar in a real browser: looked at, skipped, moved, sent at once; and a pulse from its card to its trend."""

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town, card, press
from tests.browser.window import Window

pytestmark = pytest.mark.browser

FIVE = ("ana", "ben", "mei", "yuki", "leila")


def _change(window: Window, words: str) -> None:
    window.say("/huzzah calendar")
    listed = card(window, "two weeks")
    listed.locator(".card-choice").filter(has_text=words).get_by_role("button", name="Change").click()


def test_what_is_to_come_is_skipped_moved_and_sent_at_once(town: Town) -> None:
    jonas = town.window("jonas", "general")
    for line in (
        "every weekday 9:00 in #general Stand-up begins",
        "every friday 16:00 in #random Water the plants, please",
        "in 3 days in #general The lift is serviced",
    ):
        jonas.say(f"/huzzah calendar add {line}")
    jonas.picture("calendar-added")
    jonas.say("/huzzah question every weekday 9:30 photos")
    jonas.say("/huzzah calendar")
    jonas.pictures("calendar", card(jonas, "two weeks"))
    _change(jonas, "Stand-up begins")
    expect(card(jonas, "Next:")).to_be_visible()
    jonas.pictures("calendar-entry")
    press(jonas, "Skip this one")
    expect(card(jonas, "skipped")).to_be_visible()
    jonas.pictures("calendar-skipped")
    _change(jonas, "The lift is serviced")
    press(jonas, "Move")
    form = jonas.by("dialog")
    form.get_by_label("To when").fill("whenever")
    jonas.by("dialog-submit").click()
    expect(form.locator(".field-error:visible")).to_have_count(1)
    jonas.pictures("calendar-move")
    form.get_by_label("To when").fill("in 5 days")
    jonas.by("dialog-submit").click()
    expect(form).to_be_hidden()
    jonas.picture("calendar-moved")
    jonas.go("C_RANDOM")
    _change(jonas, "Water the plants")
    press(jonas, "Send now")
    jonas.by("confirm-yes").click()
    expect(jonas.message("Water the plants").locator(".card").last).to_be_visible()
    jonas.pictures("calendar-sent")
    town.later(24)
    jonas.go("C_GENERAL")
    expect(card(jonas, "with a picture")).to_be_visible()
    jonas.picture("calendar-next-day")


def test_a_pulse_is_answered_in_private_and_its_trend_is_shown(town: Town) -> None:
    jonas = town.window("jonas", "general")
    jonas.say("/huzzah pulse every week on thursday 10:00 joy, clarity")
    expect(jonas.by("only-you")).to_be_visible()
    jonas.pictures("pulse-set")
    people = [town.window(who, "general") for who in FIVE]
    for who, name in zip(people, FIVE, strict=True):
        who.go(f"D_U_{name.upper()}")
    for turn, (joy, clarity) in enumerate((("3", "4"), ("5", "4"))):
        town.later(24 * 7 if turn else 24)
        for number, who in enumerate(people):
            expect(card(who, "I enjoy my work these days")).to_be_visible()
            if not turn and not number:
                who.pictures("pulse-asked")
            press(who, joy)
            expect(card(who, "I know what is expected of me")).to_be_visible()
            press(who, clarity)
            expect(card(who, "Your answers count")).to_be_visible()
            if not turn and not number:
                who.pictures("pulse-answered")
    town.later(24 * 6)
    jonas.go("D_U_JONAS")
    expect(jonas.message("5 people answered")).to_have_count(2)
    results = card(jonas, "All marks over time")
    expect(results.locator("tr").filter(has_text="Joy")).to_contain_text("5")
    expect(results.locator("tr").filter(has_text="Joy")).to_contain_text("▲ 2")
    jonas.pictures("pulse-results", results)
