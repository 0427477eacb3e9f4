"""Questions in a real browser: asked every day, answered in their thread, recalled, proposed; and what is rising."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town, card, press

pytestmark = pytest.mark.browser

HOW = "Answer in the thread"


def test_a_question_comes_every_day_and_its_best_answer_is_recalled(town: Town) -> None:
    ana, ben = town.window("ana", "general"), town.window("ben", "general")
    ana.say("/huzzah question every weekday 9:00 food")
    expect(ana.by("only-you")).to_have_count(1)
    expect(ana.by("timeline")).to_contain_text("I'll ask in")
    ana.pictures("question-planned", card(ana, "I'll ask in"))
    town.later(24)
    asked = card(ben, HOW)
    expect(asked).to_be_visible()
    ben.do_with(asked, "do-reply")
    ben.say("The soup of my street corner, without a doubt", where="thread-composer")
    expect(card(ana, HOW).get_by_test_id("replies")).to_contain_text("1 reply")
    for who in (ana, town.window("mei", "general")):
        card(who, HOW).get_by_test_id("replies").click()
        who.do("street corner", "quick-tada", where="thread-timeline")
    expect(ben.message("street corner", where="thread-timeline").get_by_test_id("reaction-tada")).to_contain_text("2")
    ben.pictures("question-answered")
    town.later(24 * 4)
    recalled = card(ben, "Best answer of the week")
    expect(recalled).to_contain_text("Ben Okafor")
    expect(recalled).not_to_contain_text("street corner")
    ben.by("thread-close").click()
    ben.pictures("best-answer", recalled)


def test_a_colleague_proposes_a_question_and_a_moderator_takes_it(town: Town) -> None:
    ben, jonas = town.window("ben", "general"), town.window("jonas", "general")
    ben.say("/huzzah propose")
    form = ben.by("dialog")
    ben.pictures("propose-form")
    form.locator("textarea, input[type=text]").first.fill("Which sound of your working day would you miss?")
    form.get_by_label("Name me").check()
    ben.by("dialog-submit").click()
    expect(form).to_be_hidden()
    expect(ben.by("only-you")).to_be_visible()
    ben.picture("propose-thanks")
    jonas.go("D_U_JONAS")
    expect(card(jonas, "Which sound of your working day")).to_be_visible()
    jonas.pictures("proposal")
    press(jonas, "Approve")
    expect(card(jonas, "Which sound of your working day").get_by_role("button", name="Approve")).to_have_count(0)
    jonas.picture("proposal-approved")
    ben.go("D_U_BEN")
    expect(card(ben, "Which sound of your working day")).to_be_visible()
    ben.pictures("proposal-taken")
    ana = town.window("ana", "general")
    ana.say("/huzzah question now ours")
    expect(card(ana, "Which sound of your working day")).to_contain_text("Ben Okafor")
    ana.picture("question-proposed-by")


def test_a_day_of_the_year_is_proposed_to_whoever_moderates_and_becomes_a_poll(town: Town) -> None:
    jonas = town.window("jonas", "random")
    jonas.say("/huzzah trends on")
    expect(card(jonas, "Trends are on")).to_be_visible()
    jonas.pictures("trends-on")
    jonas.say("/huzzah trends")
    jonas.pictures("trends", card(jonas, "What is rising"))
    town.later(24 * 9)
    jonas.go("D_U_JONAS")
    idea = card(jonas, "Mountains or the sea?")
    expect(idea).to_contain_text("Only moderators see this")
    jonas.pictures("idea")
    press(jonas, "Post it")
    expect(idea.get_by_role("button", name="Post it")).to_have_count(0)
    jonas.picture("idea-posted")
    jonas.go("C_RANDOM")
    expect(card(jonas, "Mountains or the sea?").get_by_role("button", name=re.compile("Vote"))).to_have_count(4)
    jonas.picture("idea-poll")
