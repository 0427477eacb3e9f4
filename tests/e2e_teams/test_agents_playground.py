"""The bot in Microsoft's own client, in a real browser: what people see there, and how it bears what is missing."""

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import pytest
from playwright.sync_api import expect

from tests.e2e_teams import deeds
from tests.e2e_teams.conftest import Stage
from tests.e2e_teams.edge import CHAT, GENERAL, MORE, TEAM, Passed
from tests.e2e_teams.window import PERSONAL

pytestmark = pytest.mark.agents_playground

GIVEN = "Ana Sousa gives Ben Okafor 2 kudos"
CANNOT: Mapping[str, int] = MappingProxyType({"/reactions/": 404, "isTargetedActivity=true": 201, "/members/": 404})
"""What the Playground answers where real Teams does more: it knows no reactions of a bot's, shows everybody what is
meant for one, and finds nobody by their id in the directory. It opens no forms by buttons of cards, asks for nobody's
own view of a card, and hears in channels only what begins with the bot's name: the rest goes through its editor."""


def test_it_is_installed_and_answers_in_the_personal_chat(stage: Stage) -> None:
    window = stage.window
    stage.edge.until(lambda: {"installationUpdate", "conversationUpdate"} <= stage.edge.kinds())
    window.go(PERSONAL)
    window.write("help")
    shown = window.card("Say thanks, collect kudos")
    expect(shown).to_contain_text("@Huzzah board")
    expect(shown).not_to_contain_text("/huzzah")
    window.picture("help")
    window.press("Say thanks, collect kudos", "My profile")
    expect(window.card("Kudos received")).to_contain_text("You can give 5 of 5")
    window.picture("profile")
    # As help has it, though nobody needs to be called by name where there are only two.
    window.write(" @Huzzah earn")
    expect(window.card("Thanks and praise")).to_be_visible()
    window.picture("earn")
    window.write("what is this thing")
    expect(window.page.locator(".ac-adaptiveCard").filter(has_text="Say thanks, collect kudos")).to_have_count(2)


def test_thanks_in_a_channel_by_name_are_a_card_for_all_and_points(stage: Stage) -> None:
    edge, window = stage.edge, stage.window
    window.go(f"{TEAM} - {GENERAL}")
    window.write("@Huzzah", " kudos ", "@Ben Okafor", " 2 for the calm release #teamwork")
    expect(window.card(GIVEN)).to_contain_text("for the calm release")
    expect(window.card("You have 3 left today")).to_be_visible()
    window.picture("gift")
    window.write("@Huzzah", " board received")
    expect(window.card("This week")).to_contain_text("Ben Okafor")
    window.picture("board")
    # Ben is told in a chat of his own, which the bot opened.
    edge.until(lambda: [each for each in edge.said if each.body.get("summary") == "Ana Sousa thanks you: 2 kudos"])


def test_a_board_turns_its_pages_for_each_who_presses(stage: Stage) -> None:
    edge, window = stage.edge, stage.window
    window.go(f"{TEAM} - {GENERAL}")
    window.write("@Huzzah", " kudos ", "@Ben Okafor", " for the cake")
    window.card("You have 4 left today").wait_for()
    window.write("@Huzzah", " board")
    window.press("This week", "Month")
    expect(window.card("This month")).to_contain_text("You are number 1 of 2")
    window.picture("board-month")
    board = _sent(stage, "This week")
    for who, words in (("ben", "Ben Okafor (you)"), ("mei", "You are not on this board yet")):
        window.custom(deeds.pressed(edge, who, GENERAL, board, "Month"))
        assert words in str(_answered(stage, who)), who
    # What they see doesn't take the place of what she sees.
    expect(window.card("This month")).to_contain_text("Ana Sousa (you)")


def test_only_the_giver_takes_a_gift_back(stage: Stage) -> None:
    edge, window = stage.edge, stage.window
    window.go(CHAT)
    window.write("@Huzzah", " kudos ", "@Ben Okafor", " 2 for the fish")
    expect(window.card(GIVEN)).to_be_visible()
    confirmed = _sent(stage, "Done: Ben Okafor gets 2 kudos")
    window.custom(deeds.pressed(edge, "mei", CHAT, confirmed, "Take it back"))
    assert "Ben Okafor" not in str(_answered(stage, "mei"))
    expect(window.card(GIVEN)).to_be_visible()
    window.press("You have 3 left today", "Take it back")
    window.picture("take-it-back")
    window.press("Take this back?", "Take it back")
    expect(window.card("Taken back")).to_be_visible()
    expect(window.page.get_by_text(re.compile("gives Ben Okafor"))).to_have_count(0)
    window.picture("taken-back")


def test_a_reaction_to_the_card_of_a_gift_is_another_gift(stage: Stage) -> None:
    edge, window = stage.edge, stage.window
    window.go(f"{TEAM} - {MORE}")
    window.write("@Huzzah", " kudos ", "@Ben Okafor", " 2 for the demo")
    window.card(GIVEN).wait_for()
    gift = _sent(stage, GIVEN)
    for times, off, points in ((1, False, 3), (2, True, 2)):
        window.custom(deeds.reacted(edge, "mei", MORE, gift, "1f389_partypopper", off=off))
        edge.until(partial(_has_heard, stage, "messageReaction", times))
        window.write("@Huzzah", " board received")
        expect(window.card("This week")).to_contain_text(re.compile(rf"Ben Okafor\D*{points}"))
    window.picture("reacted")


def test_somebody_is_told_what_they_did_not_ask_for(stage: Stage) -> None:
    edge, window = stage.edge, stage.window
    window.go(PERSONAL)
    window.custom(deeds.said(edge, "kwame", GENERAL, "🎉🎉 thank you for the tour", "ana"))
    expect(window.card("You earned a badge")).to_contain_text("Noticed")
    window.picture("told")
    # Where the bot's reaction isn't taken, it is silent: it was thanks all the same.
    tried = edge.until(lambda: edge.asked("PUT", "/reactions/"))
    assert [each.status for each in tried] == [CANNOT["/reactions/"]]
    window.write("me")
    expect(window.card("Kudos received")).to_contain_text(re.compile(r"Kudos received\W*2"))


def test_a_message_extension_opens_its_form(stage: Stage) -> None:
    window = stage.window
    window.go(f"{TEAM} - {GENERAL}")
    window.write("@Huzzah", " the deploy went well")
    window.page.get_by_text("the deploy went well").first.wait_for()
    # A message that comes while a dialog is open makes the Playground draw that anew, empty.
    expect(window.card("Did you mean")).to_be_visible()
    own = window.extension("thank_message", on_message=True)
    expect(own).to_contain_text("That message is yours")
    window.picture("own-message")
    window.close_dialog()
    board = window.extension("board")
    expect(board).to_contain_text("This week")
    board.get_by_role("button", name="Month").click()
    # The card is another one, as can be seen; the title above it stays, which is the Playground's.
    stage.edge.until(lambda: stage.edge.heard[-1].answer.get("task", {}).get("value", {}).get("title") == "This month")
    window.picture("extension-board")
    window.close_dialog()
    form = window.extension("kudos")
    form.get_by_role("button", name="Give", exact=True).click()
    expect(form).to_contain_text("Please answer this.")
    window.picture("form")


def test_private_notes_come_into_the_personal_chat_where_no_others_are_taken(stage: Stage) -> None:
    edge, window = stage.edge, stage.window
    edge.takes_targeted = False
    window.go(f"{TEAM} - {GENERAL}")
    window.write("@Huzzah", " board")
    edge.until(lambda: edge.asked("POST", "isTargetedActivity"))
    window.go(PERSONAL)
    expect(window.card("Nobody is on this board yet")).to_be_visible()
    window.write("help")
    window.card("Say thanks").wait_for()
    window.picture("not-targeted")
    window.go(f"{TEAM} - {GENERAL}")
    window.write("@Huzzah", " me")
    window.go(PERSONAL)
    window.card("Kudos received").wait_for()
    # It was tried once, and is for a day no more.
    assert len(edge.asked("POST", "isTargetedActivity")) == 1


@pytest.mark.parametrize(
    ("where", "events"),
    [
        (PERSONAL, ("Uninstall application", "Install application")),
        (CHAT, ("Install application", "Add user", "Remove user", "Remove application", "Add application")),
        (
            f"{TEAM} - {GENERAL}",
            (
                "Install application", "Add user", "Remove user", "Add channel", "Rename channel", "Remove channel",
                "Rename team", "Remove application", "Add application", "Uninstall application", "Remove team",
            ),
        ),
    ],
)  # fmt: skip
def test_everything_that_may_happen_is_borne(stage: Stage, where: str, events: tuple[str, ...]) -> None:
    edge, window = stage.edge, stage.window
    window.go(where)
    for event in events:
        expected = len(edge.heard) + 1
        window.happen(event)
        edge.until(partial(_has_heard, stage, "", expected))
    window.go(PERSONAL)
    window.write("help")
    expect(window.card("Say thanks, collect kudos")).to_be_visible()


def test_what_the_playground_cannot_do_is_what_we_think(stage: Stage) -> None:
    edge, window = stage.edge, stage.window
    window.go(f"{TEAM} - {GENERAL}")
    window.write("@Huzzah", " kudos ", "@Ben Okafor", " for the cake")
    window.card("You have 4 left today").wait_for()
    window.custom(deeds.said(edge, "ben", GENERAL, "🎉 for the cake", "ana"))
    edge.until(lambda: edge.asked("PUT", "/reactions/"))
    for path, status in CANNOT.items():
        found = [each.status for each in edge.said if path in each.path]
        assert found, path
        assert set(found) == {status}, path


def _sent(stage: Stage, summary: str) -> Passed:
    """The last card that the bot sent under this summary."""

    def found() -> list[Passed]:
        sent = stage.edge.asked("POST", "/activities")
        return [each for each in sent if str(each.body.get("summary", "")).startswith(summary)]

    return stage.edge.until(found)[-1]


def _answered(stage: Stage, who: str) -> object:
    """What somebody's press was answered."""
    person = stage.edge.id_of(who)

    def found() -> list[Passed]:
        presses = [each for each in list(stage.edge.heard) if each.body["type"] == "invoke"]
        return [each for each in presses if each.body["from"]["aadObjectId"] == person]

    return stage.edge.until(found)[-1].answer["value"]


def _has_heard(stage: Stage, kind: str, times: int) -> bool:
    """Whether the bot took so many activities of a type, or in all."""
    return len([each for each in list(stage.edge.heard) if kind in ("", each.body["type"])]) >= times
