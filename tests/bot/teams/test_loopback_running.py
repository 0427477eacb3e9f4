"""The bot, as its own process, against the stand-in for Teams: nothing in it is replaced."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Fault, Teams, loopback_teams, text_of

KNOWN = ("ana", "ben", "mei", "yuki")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot on SQLite in the usual tenant, where one thing happens at a time."""
    with loopback_teams(retry_scale=0.02) as teams:
        teams.patient = True
        teams.limits.scale = 0.01
        with running_bot(teams, tmp_path_factory.mktemp("bot")) as running:
            teams.install(by="ana")
            for name in KNOWN:
                teams.install(f"@{name}")
            teams.until(lambda: teams.calls("pagedmembers"))
            yield running


@pytest.fixture
def teams(bot: Bot) -> Teams:
    """Where the bot is."""
    return bot.teams


def test_a_thank_you_is_seen_by_both(teams: Teams, bot: Bot) -> None:
    before = len(teams.personal("ben"))
    said = teams.say("ana", "general", "@ben :tada: thanks for the help")
    teams.until(lambda: any("Noticed" in text_of(each) for each in teams.personal("ben")[before:]))
    teams.until(lambda: teams.message("general", said).reactions)


def test_a_command_said_to_the_bot_is_answered_to_one_alone(teams: Teams, bot: Bot) -> None:
    before = len(teams.messages("general"))
    teams.mention("mei", "general", "me")
    teams.until(lambda: teams.targeted("mei"))
    assert "Mei" in text_of(teams.targeted("mei")[0])
    assert len(teams.messages("general")) == before + 1


def test_a_form_gives_and_says_what_is_wrong_at_its_field(teams: Teams, bot: Bot) -> None:
    teams.mention("yuki", "general", "kudos")
    teams.until(lambda: teams.targeted("yuki"))
    (offer,) = teams.targeted("yuki")
    label = next(part["title"] for part in offer.cards[0]["body"][-1].get("actions", []))
    assert teams.press("yuki", offer, label).dialog is not None
    assert list(teams.submit("yuki", {"people": "yuki", "amount": "1", "words": "a fine day"}).errors) == ["people"]
    given = teams.submit("yuki", {"people": "ana", "amount": "1"})
    assert (given.errors, given.error) == ({}, "")
    teams.until(lambda: "fine day" in "".join(map(text_of, teams.personal("ana"))))


def test_a_word_to_the_bot_is_answered_once_however_often_it_comes(teams: Teams, bot: Bot) -> None:
    before = len(teams.personal("ben"))
    teams.tell("ben", "help")
    asked = teams.sent("message")[-1]
    teams.again(asked, new_id=False)
    teams.until(lambda: len(teams.personal("ben")) > before)
    teams.again(asked, new_id=False)
    teams.settle()
    assert len(teams.personal("ben")) == before + 1


def test_what_the_connector_refuses_for_a_while_is_said_all_the_same(teams: Teams, bot: Bot) -> None:
    teams.fail("send", Fault("limited", seconds=0.1, times=2))
    teams.fail("send", Fault("status", status=502, times=1))
    teams.say("ben", "random", "@mei :tada: for everything")
    # Whose note the connector refuses is chance, and a note that comes late mustn't be taken for another.
    teams.until(partial(_was_told, teams, "ben", "First thanks"))
    teams.until(partial(_was_told, teams, "mei", "Noticed"))
    assert bot.process is not None
    assert bot.process.poll() is None


def test_after_a_restart_it_knows_everybody(teams: Teams, bot: Bot) -> None:
    said = teams.say("mei", "general", "@ben :tada: for the calm")
    # Nobody is told of thanks that bring no badge: what shows that it came is the reaction.
    teams.until(lambda: teams.message("general", said).reactions)
    bot.restart()
    before = len(teams.personal("ana"))
    teams.tell("ana", "board")
    teams.until(lambda: any("Ben" in text_of(each) for each in teams.personal("ana")[before:]))


def _was_told(teams: Teams, who: str, words: str) -> bool:
    return any(words in text_of(each) for each in teams.personal(who))
