"""The stand-in for Slack: what it sends to an app over HTTP - signed, in Slack's envelope, again when it must."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.slack.loopback.bursts import burst, said
from tests.bot.slack.loopback.ear import Ear
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack
from tests.bot.slack.loopback.tokens import SCOPES


@pytest.fixture
def slack() -> Iterator[Slack]:
    """The usual workspace, retrying without waiting long."""
    with loopback_slack(retry_scale=0.0001) as running:
        yield running


@pytest.fixture
def ear(slack: Slack) -> Iterator[Ear]:
    """An app that listens."""
    made = Ear(slack)
    slack.wait(made.listen())
    yield made
    slack.wait(made.close())


def test_an_event_comes_signed_and_in_its_envelope(slack: Slack, ear: Ear) -> None:
    ts = slack.say("ana", "general", "@ben :tada: thanks")
    (event,) = ear.events()
    (envelope,) = ear.heard
    assert ear.unsigned == 0
    assert (event["text"], event["ts"], event["user"]) == ("<@U0BEN0001> :tada: thanks", ts, "U0ANA0001")
    assert (event["channel"], event["channel_type"]) == ("C0GENERAL001", "channel")
    assert envelope["authorizations"][0]["user_id"] == slack.bot()
    assert (envelope["team_id"], envelope["is_ext_shared_channel"]) == ("T0ACME", False)
    assert envelope["event_id"].startswith("Ev")


def test_all_that_happens_to_a_message_is_told(slack: Slack, ear: Ear) -> None:
    first = slack.say("ana", "general", "a question")
    slack.say("ben", "general", "an answer", thread=first)
    slack.edit("ana", "general", first, "a better question")
    slack.unfurl("general", first)
    slack.react("ben", "general", first, "tada")
    slack.unreact("ben", "general", first, "tada")
    slack.delete("ana", "general", first)
    assert sorted(ear.kinds()) == sorted([
        "message", "message", "message.message_changed", "message.message_changed", "reaction_added",
        "reaction_removed", "message.message_deleted",
    ])  # fmt: skip
    edits = [each for each in ear.events() if each.get("subtype") == "message_changed"]
    assert sum(each["message"].get("edited") != each["previous_message"].get("edited") for each in edits) == 1


def test_a_mention_of_the_bot_is_told_twice_under_two_ids(slack: Slack, ear: Ear) -> None:
    slack.say("ana", "general", "@huzzah help")
    assert sorted(ear.kinds()) == ["app_mention", "message"]
    assert len({each["event_id"] for each in ear.heard}) == 2
    assert len({each["event"]["ts"] for each in ear.heard}) == 1


def test_the_app_hears_only_where_it_is_and_what_it_was_granted(slack: Slack, ear: Ear) -> None:
    slack.add_channel("elsewhere", "ana")
    slack.say("ana", "elsewhere", "among us")
    slack.tokens.reinstall("T0ACME", SCOPES - {"groups:history"})
    slack.say("ana", "leads", "among leaders")
    slack.app.events.discard("reaction_added")
    slack.react("ana", "general", slack.say("ana", "general", "hello"), "tada")
    assert ear.kinds() == ["message"]


def test_a_bots_own_words_come_back_to_it(slack: Slack, ear: Ear) -> None:
    client = WebClient(slack.tokens.token_of("T0ACME"), base_url=slack.api_url)
    client.chat_postMessage(channel="C0GENERAL001", text="a card")
    (event,) = ear.events()
    assert (event["bot_id"], event["user"], "subtype" in event) == ("B0BOT0ACME", slack.bot(), False)


def test_what_changes_in_a_workspace_is_told(slack: Slack, ear: Ear) -> None:
    slack.rename_channel("random", "chatter")
    slack.move_channel("chatter", "C0MOVED001")
    slack.new_colleague("zoe")
    slack.change_user("ben", deleted=True)
    slack.new_emoji("taco")
    slack.add_group("team", "ana")
    slack.join("zoe", "general")
    slack.open_home("ana")
    slack.uninstall()
    assert sorted(ear.kinds()) == sorted([
        "channel_rename", "channel_id_changed", "team_join", "user_change", "emoji_changed.add", "subteam_created",
        "member_joined_channel", "message.channel_join", "app_home_opened", "app_uninstalled", "tokens_revoked",
    ])  # fmt: skip


def test_what_is_not_taken_comes_three_times_more(slack: Slack, ear: Ear) -> None:
    ear.answer = lambda _: (503, None)
    slack.say("ana", "general", "hello")
    slack.settle()
    numbers = [each.get("X-Slack-Retry-Num") for each in ear.headers]
    assert numbers == [None, "1", "2", "3"]
    assert {each.get("X-Slack-Retry-Reason") for each in ear.headers[1:]} == {"http_error"}
    assert len({each["event_id"] for each in ear.heard}) == 1
    assert [each.acknowledged for each in slack.deliveries()] == [False]


def test_what_is_not_taken_comes_hourly_for_a_day_where_that_is_switched_on(slack: Slack, ear: Ear) -> None:
    slack.deliverer.delayed = True
    slack.deliverer.scale = 0.0
    ear.answer = lambda _: (503, None) if len(ear.heard) < 20 else (200, None)
    slack.say("ana", "general", "hello")
    slack.settle()
    assert len(ear.heard) == 20
    assert slack.deliveries()[0].acknowledged


def test_an_app_that_is_not_there_is_tried_again(slack: Slack, ear: Ear) -> None:
    there, slack.request_url = slack.request_url, "http://127.0.0.1:9/slack/events"
    slack.deliverer.scale = 0.1
    slack.say("ana", "general", "hello")
    slack.until(lambda: slack.deliveries()[0].attempts)
    slack.request_url = there
    slack.settle()
    assert ear.headers[0]["X-Slack-Retry-Reason"] == "connection_failed"


def test_a_slow_app_is_told_again(slack: Slack, ear: Ear) -> None:
    slack.http.patience = 0.2
    slack.request_url = f"{slack.url}/api/auth.test"
    slack.fail("auth.test", Fault("slow"))
    slack.say("ana", "general", "hello")
    slack.settle()
    assert slack.deliveries()[0].attempts[0].reason == "http_timeout"


def test_the_same_act_can_be_told_twice(slack: Slack, ear: Ear) -> None:
    slack.say("ana", "general", "hello")
    slack.again()
    slack.again(new_id=False)
    ear.events()
    ids = [each["event_id"] for each in ear.heard]
    assert (len(ids), len(set(ids))) == (3, 2)


def test_the_address_is_verified_and_a_flood_announced(slack: Slack, ear: Ear) -> None:
    ear.answer = lambda body: (200, {"challenge": body.get("challenge")})
    assert slack.url_verification().answer["challenge"].startswith("ch")
    slack.app_rate_limited()
    assert [each["type"] for each in ear.heard] == ["url_verification", "app_rate_limited"]


def test_a_shared_channel_tells_where_people_are_from(slack: Slack, ear: Ear) -> None:
    slack.add_team("T0BETA", "Beta")
    guest = slack.add_user("zed", "T0BETA")
    slack.share("random", "T0BETA", guest)
    slack.say("zed", "random", "hello")
    slack.settle()
    envelope = ear.heard[-1]
    assert envelope["is_ext_shared_channel"]
    assert (envelope["event"]["user_team"], envelope["context_team_id"]) == ("T0BETA", "T0ACME")
    client = WebClient(slack.tokens.token_of("T0ACME"), base_url=slack.api_url)
    assert client.users_info(user=guest)["user"]["is_stranger"]


def test_a_burst_goes_out_signed_over_a_few_connections(slack: Slack, ear: Ear) -> None:
    volley = burst(slack, said(slack, "ana", "general", [f"number {n}" for n in range(200)]), connections=4)
    assert (dict(volley.statuses), volley.failed, ear.unsigned) == ({200: 200}, [], 0)
    assert volley.percentile(0.5) <= volley.percentile(0.99) <= max(volley.latencies)
    assert len({each["event"]["ts"] for each in ear.heard}) == 200


def test_an_organisation_is_served_by_one_token_and_the_workspace_is_named(slack: Slack, ear: Ear) -> None:
    slack.add_team("T0ORG1", "One", enterprise="E0ORG")
    token = slack.install("E0ORG", org=True)
    slack.add_user("wim", "T0ORG1", id="W0WIM0001")
    slack.add_channel("works", "wim", slack.bot("T0ORG1"), team="T0ORG1")
    client = WebClient(token, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="missing_argument"):
        client.users_list()
    assert "W0WIM0001" in {each["id"] for each in client.users_list(team_id="T0ORG1")["members"]}
    assert client.auth_test()["is_enterprise_install"]
    slack.say("wim", "works", "hello")
    slack.settle()
    authorization = ear.heard[-1]["authorizations"][0]
    assert (authorization["enterprise_id"], authorization["team_id"]) == ("E0ORG", None)
    assert authorization["is_enterprise_install"]
    assert (ear.heard[-1]["team_id"], ear.heard[-1]["enterprise_id"]) == ("T0ORG1", "E0ORG")


def test_people_can_wait_until_what_they_did_has_arrived(slack: Slack, ear: Ear) -> None:
    slack.patient = True
    slack.react("ben", "general", slack.say("ana", "general", "hello"), "tada")
    assert [each["event"]["type"] for each in ear.heard] == ["message", "reaction_added"]
