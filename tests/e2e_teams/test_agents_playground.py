"""The bot in Microsoft's own client, in a real browser: what people see there, and how it bears what is missing there."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.bot.teams.loopback.activities import account
from tests.bot.teams.loopback.world import Json
from tests.e2e_teams.conftest import Stage
from tests.e2e_teams.edge import CHAT, GENERAL, MORE, TEAM
from tests.e2e_teams.window import PERSONAL

pytestmark = pytest.mark.agents_playground

GIFT = "@Ben Okafor"


def test_it_is_installed_and_answers_in_the_personal_chat(stage: Stage) -> None:
    window = stage.window
    stage.edge.until(lambda: {"installationUpdate", "conversationUpdate"} <= stage.edge.kinds())
    window.go(PERSONAL)
    window.write("help")
    help_ = window.card("Say thanks, collect kudos")
    expect(help_).to_contain_text("who is ahead")
    # Slack's commands begin with a stroke, ours with the bot's name.
    expect(help_).not_to_contain_text("/huzzah")
    window.picture("help")
    window.press("Say thanks, collect kudos", "My profile")
    expect(window.card("Kudos given")).to_contain_text("Ana Sousa")
    window.picture("profile")
    window.write("board")
    expect(window.card("This week")).to_be_visible()
    window.write("what is this thing")
    window.picture("not-understood")
