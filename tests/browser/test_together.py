"""Birthdays and coffee in a real browser: entered, signed in secret, celebrated; joined, brought together, asked."""

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town, card, press

pytestmark = pytest.mark.browser


def test_a_birthday_is_entered_signed_in_secret_and_celebrated_on_the_day(town: Town) -> None:
    ana, ben = town.window("ana", "general"), town.window("ben", "general")
    ana.say("@Ben Okafor :tada: thanks for everything")
    ben.say("/huzzah birthday 8 December 1990")
    noted = card(ben, "8 December")
    expect(noted).not_to_contain_text("1990")
    ben.pictures("birthday-noted")
    town.later(24 * 5)
    ana.go("D_U_ANA")
    invited = card(ana, "Will you sign the card?")
    expect(invited).to_be_visible()
    ana.pictures("birthday-invited")
    press(ana, "Sign the card")
    form = ana.by("dialog")
    expect(form).to_be_visible()
    ana.pictures("birthday-sign")
    form.locator("textarea").fill("Enjoy the day, Ben! And leave us some cake.")
    ana.by("dialog-submit").click()
    expect(form).to_be_hidden()
    expect(ana.by("timeline")).to_contain_text("Take it back")
    ana.picture("birthday-signed")
    ben.go("C_ANNOUNCEMENTS")
    expect(ben.message("Happy birthday")).to_have_count(0)
    town.later(24)
    greeted = card(ben, "Happy birthday, Ben Okafor!")
    expect(greeted).to_contain_text("leave us some cake")
    ben.pictures("birthday")
    ana.go("C_ANNOUNCEMENTS")
    press(ana, "Add a wish")
    expect(ana.by("timeline")).to_contain_text("You signed this card: your wish came with it.")
    mei = town.window("mei", "announcements")
    press(mei, "Add a wish")
    mei.by("dialog").locator("textarea").fill("Late, but from the heart")
    mei.by("dialog-submit").click()
    expect(greeted.get_by_test_id("replies")).to_contain_text("1 reply")
    greeted.get_by_test_id("replies").click()
    ben.pictures("birthday-thread")


def test_days_are_told_in_a_form_that_says_what_it_cannot_read(town: Town) -> None:
    mei = town.window("mei", "general")
    mei.say("/huzzah bday 3/4")
    expect(mei.by("only-you")).to_be_visible()
    mei.pictures("birthday-two-days")
    press(mei, "3 April")
    expect(card(mei, "3 April")).to_be_visible()
    mei.say("/huzzah celebrate")
    form = mei.by("dialog")
    form.get_by_label("birthday", exact=False).first.fill("31 April")
    mei.by("dialog-submit").click()
    expect(form.locator(".field-error:visible")).to_have_count(1)
    mei.pictures("celebrate-form")


def test_who_joins_is_brought_together_for_coffee_and_asked_later(town: Town) -> None:
    jonas, ana, ben = town.window("jonas", "general"), town.window("ana", "general"), town.window("ben", "general")
    jonas.say("/huzzah coffee every 2 weeks on thursday 10:00")
    expect(jonas.by("only-you")).to_be_visible()
    jonas.pictures("coffee-set")
    press(jonas, "Invite people")
    for who in (ana, ben):
        who.go("C_ANNOUNCEMENTS")
        who.message("Coffee with a colleague?").get_by_role("button", name="Join").click()
        expect(who.by("only-you")).to_be_visible()
    ana.pictures("coffee-joined")
    ana.say("/huzzah coffee avoid @Mei-Lin Chen")
    ana.say("/huzzah coffee")
    ana.pictures("coffee-mine", card(ana, "Coffee with a colleague"))
    town.later(24)
    ana.go("D_U_ANA")
    ben.go("D_U_BEN")
    expect(card(ana, "Ben Okafor")).to_be_visible()
    ana.pictures("coffee-pair")
    town.later(24 * 7)
    asked = card(ana, "Did you meet")
    expect(asked).to_be_visible()
    ana.pictures("coffee-asked")
    press(ana, "Yes")
    ana.pictures("coffee-met")
