"""Polls in a real browser: asked by typing and by form, voted by pressing, seen by everybody as they move."""

import csv
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewWindow
from tests.browser.window import PHONE, Look, Window

pytestmark = pytest.mark.browser

LUNCH = '/poll "Lunch on Friday?" "Pizza" "Sushi" "Surprise me"'


def _card(window: Window, words: str = "Lunch on Friday?") -> Locator:
    return window.message(words).filter(has=window.page.locator(".card-choices")).first


def _bar(card: Locator, words: str) -> Locator:
    return card.locator(".card-choice").filter(has_text=words).locator(".chart-fill")


def test_a_vote_in_one_window_moves_the_chart_in_the_other_until_the_poll_closes(new_window: NewWindow) -> None:
    ana, ben = new_window("U_ANA", "C_WINS"), new_window("U_BEN", "C_WINS")
    ana.say(LUNCH)
    card = _card(ben)
    expect(card).to_contain_text("Nobody has voted yet")
    expect(card.locator(".chart-bar")).to_have_count(0)
    card.get_by_role("button", name="Vote: Sushi").click()
    expect(ben.by("timeline")).to_contain_text("Your vote: Sushi")
    expect(_bar(_card(ana), "Sushi")).to_have_attribute("width", "100")
    _card(ana).get_by_role("button", name="Vote: Pizza").click()
    expect(_bar(card, "Sushi")).to_have_attribute("width", "50")
    expect(card).to_contain_text("2 people voted")
    card.get_by_role("button", name="Vote: Pizza").click()
    expect(_bar(_card(ana), "Pizza")).to_have_attribute("width", "100")
    ana.picture("poll-open")
    ana.page.get_by_role("button", name="Close now").last.click()
    ana.by("confirm-yes").click()
    expect(card).to_contain_text("Closed")
    expect(card.get_by_role("button", name=re.compile("Vote"))).to_have_count(0)
    ben.picture("poll-closed")


def test_a_vote_is_not_lost_if_the_card_moves_on_while_it_is_pressed(new_window: NewWindow) -> None:
    ana, ben = new_window("U_ANA", "C_WINS"), new_window("U_BEN", "C_WINS")
    ana.say(LUNCH)
    card = _card(ben)
    card.get_by_role("button", name="Vote: Sushi").hover()
    ben.page.mouse.down()
    _card(ana).get_by_role("button", name="Vote: Pizza").click()
    expect(_bar(card, "Pizza")).to_have_attribute("width", "100")
    ben.page.mouse.up()
    expect(ben.by("timeline")).to_contain_text("Your vote: Sushi")
    expect(card).to_contain_text("2 people voted")


def test_a_result_is_taken_along_as_a_table_and_as_a_picture(new_window: NewWindow) -> None:
    ana = new_window("U_ANA", "C_GENERAL")
    ana.say(LUNCH)
    _card(ana).get_by_role("button", name="Vote: Sushi").click()
    expect(ana.by("timeline")).to_contain_text("Your vote: Sushi")
    ana.page.get_by_role("button", name="Close now").last.click()
    ana.by("confirm-yes").click()
    _card(ana).get_by_role("button", name="Results").click()
    with ana.page.expect_download() as table:
        ana.page.get_by_role("button", name="As a table").last.click()
    with table.value.path().open(encoding="utf-8-sig", newline="") as file:
        head, row = list(csv.reader(file))
    assert head[:2] == ["Name", "Choice"]
    assert row[:2] == ["Ana Sousa", "Sushi"]
    with ana.page.expect_download() as picture:
        ana.page.get_by_role("button", name="As a picture").last.click()
    assert picture.value.suggested_filename.endswith(".png")
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "look", [Look(), Look("dark"), Look(size=PHONE), Look("dark", PHONE)], ids=["day", "night", "phone", "phone-night"]
)
def test_a_poll_fits_whatever_it_is_looked_at_with(
    new_window: NewWindow, look: Look, request: pytest.FixtureRequest
) -> None:
    ana = new_window("U_ANA", "C_GENERAL", look)
    ana.say('/poll "Where shall the whole company go for two days?" "Lake" "Hills" "A city with very good trains" add')
    card = _card(ana, "Where shall the whole")
    card.get_by_role("button", name="Vote: Hills").click()
    expect(_bar(card, "Hills")).to_have_attribute("width", "100")
    wide = ana.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    ana.picture(f"poll-{request.node.callspec.id}")


def test_a_form_shows_a_preview_before_anybody_else_sees_it(new_window: NewWindow) -> None:
    ana, ben = new_window("U_ANA", "C_RANDOM"), new_window("U_BEN", "C_RANDOM")
    ana.say("/poll")
    dialog = ana.by("dialog")
    dialog.get_by_label("Question").fill("Tea or coffee?")
    dialog.get_by_label("Options, one per line").fill("Tea\nCoffee")
    ana.picture("poll-form")
    ana.by("dialog-submit").click()
    expect(ana.by("only-you").last).to_be_visible()
    expect(ben.message("Tea or coffee?")).to_have_count(0)
    ana.page.get_by_role("button", name="Post it").last.click()
    expect(_card(ben, "Tea or coffee?")).to_be_visible()
