"""The bot, as its own process, against the stand-in for Slack: nothing in it is replaced."""

from collections.abc import Iterator

import pytest

from tests.bot.slack.loopback.bursts import burst, said
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack, text_of


@pytest.fixture(scope="module", params=["http", "socket"])
def bot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot on SQLite, reached either way, in the usual workspace, where one thing happens at a time."""
    with loopback_slack(retry_scale=0.02) as slack:
        slack.patient = True
        with running_bot(slack, tmp_path_factory.mktemp("bot"), socket=request.param == "socket") as running:
            slack.until(lambda: slack.calls("emoji.list"))
            yield running


@pytest.fixture
def slack(bot: Bot) -> Slack:
    """Where the bot is."""
    return bot.slack


def test_a_thank_you_is_seen_by_both(slack: Slack, bot: Bot) -> None:
    before = len(slack.messages("@ben"))
    ts = slack.say("ana", "general", "@ben :tada: thanks for the help")
    slack.until(lambda: any("Noticed" in text_of(each) for each in slack.messages("@ben")[before:]))
    slack.until(lambda: slack.place("general").messages[ts].reactions)
    assert slack.command("ana", "general", "/huzzah me").error == ""


def test_a_dialog_gives_and_its_button_takes_back(slack: Slack, bot: Bot) -> None:
    slack.shortcut("ana", "kudos")
    slack.until(lambda: slack.views("ana"))
    assert list(slack.submit("ana", {"people": "ana", "amount": "1", "words": "a fine day"}).errors) == ["people"]
    given = slack.submit("ana", {"people": "yuki", "amount": "1"})
    assert given.errors == {}
    assert "<@U0YUKI0001> gets 1" in text_of(slack.views("ana")[-1])
    slack.press("ana", "view", "Take it back")
    slack.until(lambda: "Taken back" in text_of(slack.views("ana")[-1]))


def test_a_word_to_the_bot_is_answered_once_where_it_was_said(slack: Slack, bot: Bot) -> None:
    before = len(slack.messages("@mei", by_bot=True))
    slack.say("mei", "@bot", "me")
    slack.again()
    slack.until(lambda: len(slack.messages("@mei", by_bot=True)) > before)
    (card,) = slack.messages("@mei", by_bot=True)[before:]
    assert "Points" in text_of(slack.shown(card))
    root = slack.say("yuki", "general", "Any questions?")
    for text, answer in (("help", "/kudos"), ("what can you do?", "what")):
        seen = len(slack.ephemerals("mei"))
        slack.say("mei", "general", f"<@{slack.bot()}> {text}", thread=root)
        slack.until(lambda seen=seen: len(slack.ephemerals("mei")) > seen)  # type: ignore[misc]
        slack.command("mei", "general", "/huzzah help")  # Whatever came before it has been answered by now.
        said = [each for each in slack.ephemerals("mei")[seen:] if each.thread_ts == root]
        assert [answer in text_of(slack.shown(each)) for each in said] == [True]


def test_a_form_asked_for_in_words_opens_by_a_button(slack: Slack, bot: Bot) -> None:
    before = len(slack.messages("@emma", by_bot=True))
    slack.say("emma", "@bot", "kudos")
    slack.until(lambda: len(slack.messages("@emma", by_bot=True)) > before)
    slack.press("emma", slack.messages("@emma", by_bot=True)[-1], "huzzah")
    slack.until(lambda: slack.views("emma"))
    assert slack.submit("emma", {"people": "yuki", "amount": "1", "words": "the calm"}).errors == {}


def test_a_burst_and_a_slack_that_fails_lose_nothing(slack: Slack, bot: Bot) -> None:
    slack.fail("chat.postMessage", Fault("limited", times=2))
    slack.fail("chat.postMessage", Fault("status", times=1))
    if not bot.socket:
        volley = burst(slack, said(slack, "ana", "general", [f"@mei :tada: number {n}" for n in range(40)]))
        assert volley.failed == []
    slack.say("ben", "random", "@mei :tada: and one more")
    slack.until(lambda: slack.messages("@mei"))
    assert bot.process is not None
    assert bot.process.poll() is None
