"""Contests and challenges in a real browser: entered with pictures, voted for, won; called, moved and reached."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import picture
from tests.browser.town import Town, card, press
from tests.browser.window import Window

pytestmark = pytest.mark.browser


def _shows(window: Window, words: str, name: str, colour: tuple[int, int, int]) -> None:
    window.by("composer-file").set_input_files({"name": name, "mimeType": "image/png", "buffer": picture(colour)})
    expect(window.by("waiting-picture")).to_have_count(1)
    window.say(words)
    expect(window.message(words).locator(".picture img")).to_be_visible()


def test_pictures_enter_reactions_vote_and_the_winner_is_shown_with_the_picture(town: Town) -> None:
    ana, ben, mei = (town.window(who, "photos") for who in ("ana", "ben", "mei"))
    ana.say("/huzzah contest photo “Your desk today” close 4h")
    expect(card(ben, "Photo contest: Your desk today")).to_be_visible()
    ana.pictures("contest-open")
    _shows(ben, "Mine, as always", "ben.png", (230, 120, 60))
    _shows(mei, "Mine is tidier", "mei.png", (60, 140, 200))
    for who in (ana, mei):
        who.do("Mine, as always", "quick-tada")
    ana.do("Mine is tidier", "quick-tada")
    town.later(0.1)
    expect(card(ana, "Photo contest: Your desk today")).to_contain_text("2 votes")
    ana.pictures("contest-standing", card(ana, "Photo contest"))
    town.later(4)
    won = card(ben, "Ben Okafor wins: Your desk today")
    expect(won.locator("img").last).to_be_visible()
    ben.pictures("contest-won", won)
    ana.say("/huzzah contests")
    expect(card(ana, "Hall of fame")).to_contain_text("Ben Okafor")
    ana.pictures("contests")
    ben.go("D_U_BEN")
    ben.picture("contest-told")


def test_a_sealed_contest_tells_who_is_ahead_only_once_its_host_closes_it(town: Town) -> None:
    ana, ben, mei = (town.window(who, "wins") for who in ("ana", "ben", "mei"))
    ana.say("/huzzah contest")
    form = ana.by("dialog")
    expect(form).to_be_visible()
    ana.pictures("contest-form")
    form.get_by_label("Best result").check()
    form.get_by_label("What is it about?").fill("Best rescue of the week")
    form.get_by_label("Until when?").fill("2d")
    form.get_by_label("Keep the standing sealed").check()
    ana.by("dialog-submit").click()
    expect(form).to_be_hidden()
    opened = card(ben, "Best rescue of the week")
    ben.do_with(opened, "do-reply")
    ben.say("Found the missing invoice behind the radiator", where="thread-composer")
    for who in (ana, mei):
        card(who, "Best rescue of the week").get_by_test_id("replies").click()
        who.do("behind the radiator", "quick-tada", where="thread-timeline")
    town.later(0.1)
    expect(opened).to_contain_text("Sealed")
    expect(opened).not_to_contain_text("votes")
    mei.pictures("contest-sealed")
    ana.by("thread-close").click()
    ana.say("/huzzah contests")
    press(ana, "Close now")
    ana.by("confirm-yes").click()
    expect(card(mei, "Ben Okafor wins: Best rescue of the week")).to_contain_text("2 votes")
    mei.by("thread-close").click()
    mei.pictures("contest-sealed-won")


def test_thanks_move_a_challenge_until_it_is_reached(town: Town) -> None:
    ana, ben, mei = (town.window(who, "general") for who in ("ana", "ben", "mei"))
    ana.say('/huzzah challenge "Four thanks this week" thanks 4 until 7d')
    expect(card(ben, "Four thanks this week")).to_contain_text("0 of 4")
    ana.pictures("challenge-fresh")
    ben.say("@Mei-Lin Chen :tada: thanks for the calm release")
    mei.say("@Ben Okafor :tada: thanks for the tests")
    for words in ("calm release", "for the tests"):
        expect(ana.message(words).get_by_test_id("reaction-tada")).to_be_visible()
    town.later(0.1)
    moving = card(ana, "2 of 4")
    expect(moving).to_be_visible()
    ana.pictures("challenge-half", moving)
    mei.say("@Ben Okafor :tada: :tada: for the release party")
    expect(ana.message("release party").get_by_test_id("reaction-tada")).to_be_visible()
    town.later(0.1)
    expect(card(ana, "We did it: Four thanks this week")).to_be_visible()
    ana.pictures("challenge-reached")
    town.later(24 * 7 + 1)
    ended = card(ana, "contributed")
    expect(ended).to_be_visible()
    ana.pictures("challenge-over", ended)
    ana.say("/huzzah challenges")
    expect(card(ana, "4 of 4 thanks")).to_be_visible()
    ana.pictures("challenges")
