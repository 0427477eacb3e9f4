"""What people do with Huzzah, in a real browser: thanks, cheers, praise, rules and privacy."""

import json
import re
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.bot.playground.serving import Serving
from tests.browser.conftest import NewWindow
from tests.browser.window import Look
from tests.storage.plain_company import NOON, settle_in

pytestmark = pytest.mark.browser


def test_thanks_are_noticed_and_counted_at_once_in_both_windows(new_window: NewWindow) -> None:
    ben, mei = new_window("U_BEN", "C_WINS"), new_window("U_MEI", "C_WINS")
    ben.say("@Mei-Lin Chen :tada: :tada: for the new icons #craft")
    expect(mei.message("for the new icons").get_by_test_id("reaction-tada")).to_contain_text("1")
    expect(mei.standing("Mei-Lin Chen")).to_have_class(re.compile("standing-me"))
    expect(ben.standing("Mei-Lin Chen")).to_be_visible()
    expect(ben.message("for the new icons").locator(".hashtag")).to_have_text("#craft")
    ben.picture("giving")


def test_an_edit_gives_more_and_deleting_takes_it_back(new_window: NewWindow) -> None:
    ben = new_window("U_BEN", "C_WINS")
    ben.page.get_by_label("What counts").select_option("received")
    ben.say("@priya :tada: for the report")
    expect(ben.standing("Priya Raman").locator(".standing-amount")).to_have_text("1")
    ben.do("for the report", "do-edit")
    ben.by("edit-text").fill("@Priya Raman +3 for the report")
    ben.by("edit-save").click()
    expect(ben.message("(edited)")).to_be_visible()
    expect(ben.standing("Priya Raman").locator(".standing-amount")).to_have_text("3")
    ben.do("for the report", "do-delete")
    ben.by("confirm-yes").click()
    expect(ben.message("for the report")).to_have_count(0)
    expect(ben.standing("Priya Raman")).to_have_count(0)


def test_a_reaction_gives_and_taking_it_away_takes_back(new_window: NewWindow) -> None:
    ana, leila = new_window("U_ANA", "C_HELP"), new_window("U_LEILA", "C_HELP")
    leila.page.get_by_label("What counts").select_option("received")
    leila.say("I wrote down how refunds work")
    ana.do("how refunds work", "quick-tada")
    expect(leila.standing("Leila Haddad").locator(".standing-amount")).to_have_text("1")
    reaction = ana.message("how refunds work").get_by_test_id("reaction-tada")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    expect(reaction).to_have_attribute("data-tip", "you reacted with :tada:")
    reaction.click()
    expect(reaction).to_have_count(0)
    expect(leila.standing("Leila Haddad")).to_have_count(0)


def test_too_generous_a_gift_is_explained_privately(new_window: NewWindow) -> None:
    ben, ana = new_window("U_BEN"), new_window("U_ANA")
    ben.say("@Sofia Lindqvist +50 you are great")
    note = ben.by("timeline").get_by_test_id("message").filter(has=ben.by("only-you"))
    expect(note).to_contain_text("left")
    expect(ana.message("you are great")).to_be_visible()
    expect(ana.by("only-you")).to_have_count(0)
    note.get_by_test_id("dismiss").click()
    expect(ben.by("only-you")).to_have_count(0)


def test_a_leader_praises_in_public_and_others_are_told_what_they_can_do(new_window: NewWindow) -> None:
    ana, emma = new_window("U_ANA", "C_GENERAL"), new_window("U_EMMA", "C_ANNOUNCEMENTS")
    ana.say("/shoutout @Kwame Mensah for the calmest quarter we ever had #care")
    expect(emma.message("calmest quarter")).to_be_visible()
    expect(emma.standing("Kwame Mensah")).to_be_visible()
    emma.picture("shoutout")
    emma.say("/shoutout @Kwame Mensah me too")
    expect(emma.by("only-you")).to_be_visible()
    expect(emma.message("me too")).to_have_count(0)


def test_praise_can_be_written_in_a_form(new_window: NewWindow) -> None:
    ana = new_window("U_ANA", "C_GENERAL")
    ana.say("/shoutout")
    dialog = ana.by("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_test_id("dialog-submit").click()
    expect(dialog.locator(".field-error:visible").first).to_be_visible()
    dialog.get_by_label("Yuki Tanaka").check()
    dialog.locator("textarea").first.fill("found the bug nobody could find")
    ana.picture("shoutout-form")
    dialog.get_by_test_id("dialog-submit").click()
    expect(dialog).to_be_hidden()
    ana.go("C_ANNOUNCEMENTS")
    expect(ana.message("found the bug")).to_be_visible()


def test_an_admin_changes_a_rule_and_it_counts_from_then_on(new_window: NewWindow) -> None:
    jonas, ben = new_window("U_JONAS", "C_GENERAL"), new_window("U_BEN", "C_RANDOM")
    jonas.say("/huzzah rules")
    rules = jonas.by("timeline").locator(".card").last
    edit = rules.get_by_role("button", name="Edit").first
    edit.click()
    dialog = jonas.by("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".dialog-title")).to_contain_text("Somebody gives you kudos")
    dialog.get_by_label("Points").fill("7")
    jonas.picture("rule-dialog")
    dialog.get_by_test_id("dialog-submit").click()
    expect(dialog).to_be_hidden()
    ben.say("@Aroha Ngata :tada: for the photos")
    ben.by("tab-board").click()
    # Seven by the changed rule, and one for being mentioned.
    expect(ben.standing("Aroha Ngata").locator(".standing-amount")).to_have_text("8")
    ben.by("tab-earn").click()
    expect(ben.by("panel-body")).to_contain_text("+7 points")


def test_the_board_of_an_imported_workspace_shows_all_time_and_who_people_are(
    served: Serving, new_window: NewWindow
) -> None:
    with served.dispatch.database.write("T0TEAM", NOON) as work:
        settle_in(work, {"zoe": 19, "yan": 17} | {f"m{number}": number for number in range(1, 10)})
    ana = new_window()
    ana.by("choose-workspace").select_option("T0TEAM")
    expect(ana.by("choose-span")).to_have_value("all")
    expect(ana.by("panel-body")).to_contain_text("The first 10.")
    face = ana.standing("Zoe").locator("img")
    expect(face).to_have_attribute("src", "/playground/faces/zoe.svg?letters=Z")
    ana.standing("Zoe").click()
    expect(ana.by("popup-person")).to_contain_text("Zoe")
    expect(ana.by("popup-person")).to_contain_text("From the imported workspace")
    ana.picture("imported")


def test_who_does_not_want_to_be_shown_is_not_shown(new_window: NewWindow) -> None:
    sofia, ben = new_window("U_SOFIA", "C_GENERAL"), new_window("U_BEN", "C_GENERAL")
    ben.say("@Sofia Lindqvist :tada: for the budget")
    expect(ben.standing("Sofia Lindqvist")).to_be_visible()
    sofia.say("/huzzah privacy")
    sofia.page.get_by_role("button", name="Change").last.click()
    sofia.by("dialog").get_by_label("Show me").uncheck()
    sofia.picture("privacy")
    sofia.by("dialog-submit").click()
    expect(sofia.by("dialog")).to_be_hidden()
    expect(ben.standing("Sofia Lindqvist")).to_have_count(0)
    with sofia.page.expect_download() as saving:
        sofia.page.get_by_role("button", name="Export").last.click()
    assert json.loads(saving.value.path().read_text("utf-8"))


def test_my_profile_follows_along(new_window: NewWindow) -> None:
    priya = new_window("U_PRIYA", "C_GENERAL")
    priya.by("tab-profile").click()
    expect(priya.by("panel-body")).to_contain_text("Priya Raman")
    priya.say("@Ben Okafor :tada: for your patience")
    expect(priya.by("panel-body")).to_contain_text("Badges (1)")
    priya.picture("profile")


TALK = (
    ("U_LEILA", "The new help page is live, and today *nobody* had to ask how refunds work :sparkles:"),
    ("U_MATEO", "@Leila Haddad :tada: :tada: that is wonderful, thank you for writing it so clearly #customer"),
    ("U_SOFIA", "@Leila Haddad @Mei-Lin Chen :tada: the drawings make all the difference"),
    (
        "U_EMMA",
        "My first week, and I already know where to look. Thanks @Jonas Weber :tada: for showing me around #care",
    ),
    ("U_KWAME", "@support :tada: you three are the best team to sell for"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lively_channel_is_a_pleasure_to_look_at(new_window: NewWindow, scheme: Literal["light", "dark"]) -> None:
    ana = new_window("U_ANA", "C_WINS", Look(scheme))
    speaker = new_window("U_LEILA", "C_WINS")
    for member, words in TALK:
        if member != "U_LEILA":
            speaker.become(member)
        speaker.say(words)
    ana.do("The new help page", "quick-heart")
    speaker.do("The new help page", "quick-tada")
    speaker.do("My first week", "quick-heart")
    speaker.do("My first week", "do-reply")
    speaker.say("So good to have you here!", where="thread-composer")
    expect(ana.message("My first week").get_by_test_id("replies")).to_be_visible()
    expect(ana.standing("Leila Haddad")).to_be_visible()
    ana.page.mouse.move(5, 600)
    ana.page.wait_for_timeout(400)  # until faces and the board have been painted
    ana.picture(f"playground-{scheme}")


def test_thanks_for_a_message_begin_in_its_menu_and_stand_under_it(new_window: NewWindow) -> None:
    ben, mei = new_window("U_BEN", "C_WINS"), new_window("U_MEI", "C_WINS")
    mei.say("the new icons are in")
    ben.do("the new icons are in", "do-thank")
    dialog = ben.by("dialog")
    expect(dialog.get_by_label("Mei-Lin Chen")).to_be_checked()
    expect(ben.message("the new icons are in").get_by_test_id("do-praise")).to_have_count(0)
    dialog.locator("textarea").first.fill("they are lovely")
    dialog.get_by_test_id("dialog-submit").click()
    expect(dialog).to_be_hidden()
    expect(ben.message("they are lovely", where="thread")).to_be_visible()
    expect(mei.message("the new icons are in").get_by_test_id("replies")).to_be_visible()


def test_a_leader_calls_a_shoutout_from_the_menu_of_a_message(new_window: NewWindow) -> None:
    ana, mei = new_window("U_ANA", "C_WINS"), new_window("U_MEI", "C_WINS")
    mei.say("the old icons are gone")
    ana.do("the old icons are gone", "do-praise")
    dialog = ana.by("dialog")
    expect(dialog.get_by_label("Mei-Lin Chen")).to_be_checked()
    dialog.locator("textarea").first.fill("tidied up a decade")
    dialog.get_by_test_id("dialog-submit").click()
    expect(dialog).to_be_hidden()
    ana.go("C_ANNOUNCEMENTS")
    expect(ana.message("tidied up a decade")).to_be_visible()


def test_an_admin_turns_the_pages_of_the_rules_and_changes_a_setting(new_window: NewWindow) -> None:
    jonas = new_window("U_JONAS", "C_GENERAL")
    jonas.say("/huzzah rules")
    rules = jonas.by("timeline").locator(".card").last
    expect(rules).to_contain_text("Thanks and praise")
    rules.get_by_role("button", name=re.compile("^Noticing")).click()
    rules = jonas.by("timeline").locator(".card").last
    expect(rules).to_contain_text("Noticing each other")
    jonas.picture("rules-page")
    rules.get_by_role("button", name="Settings").click()
    dialog = jonas.by("dialog")
    dialog.get_by_label("Other channels, another noise").fill("#random deafening")
    dialog.get_by_test_id("dialog-submit").click()
    expect(dialog.locator(".field-error:visible").first).to_be_visible()
    dialog.get_by_label("Hours to take a gift back").fill("12")
    dialog.get_by_label("Other channels, another noise").fill("#random lively")
    jonas.picture("settings")
    dialog.get_by_test_id("dialog-submit").click()
    expect(dialog).to_be_hidden()
    expect(jonas.by("timeline")).to_contain_text("Hours to take a gift back 24 → 12")
