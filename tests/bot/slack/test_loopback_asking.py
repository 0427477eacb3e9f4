"""The stand-in for Slack: commands, buttons, shortcuts, dialogs and steps as an app receives them over HTTP."""

from collections.abc import Iterator

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.slack.loopback.ear import Ear, Payload
from tests.bot.slack.loopback.slack import Slack, loopback_slack


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


def test_a_command_resolves_whom_it_names_and_collects_every_answer(slack: Slack, ear: Ear) -> None:
    ear.answer = lambda _: (200, {"response_type": "ephemeral", "text": "one moment"})
    slack.add_group("team", "ana")
    reply = slack.command("ana", "general", "/kudos @ben @team 3 for this")
    form = ear.heard[-1]
    assert form["text"] == "<@U0BEN0001|ben> <!subteam^S0TEAM01|@team> 3 for this"
    assert (form["channel_name"], form["user_name"]) == ("general", "ana")
    for _ in range(5):
        assert httpx.post(form["response_url"], json={"text": "and more"}).status_code == 200
    assert httpx.post(form["response_url"], json={"text": "too much"}).status_code == 404
    assert reply.text.splitlines() == ["one moment", *["and more"] * 5]
    assert len(slack.ephemerals("ana")) == 6
    with pytest.raises(AssertionError):
        slack.command("ana", "general", "/unknown")


def test_a_command_that_goes_wrong_is_seen_by_who_typed_it(slack: Slack, ear: Ear) -> None:
    ear.answer = lambda _: (500, None)
    assert slack.command("ana", "general", "/huzzah").error == "dispatch_failed"
    slack.request_url = "http://127.0.0.1:9/"
    assert slack.command("ana", "general", "/huzzah").error == "dispatch_failed"


def button(action: str, label: str, value: str = "1") -> Payload:
    return {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": label}}
        ],
    }


def test_a_button_is_pressed_and_its_card_replaced(slack: Slack, ear: Ear) -> None:
    client = WebClient(slack.tokens.token_of("T0ACME"), base_url=slack.api_url)
    note = [button("undo#1", "Undo")]
    ts = client.chat_postEphemeral(channel="C0GENERAL001", user="U0ANA0001", text="Given", blocks=note)["message_ts"]
    slack.press("ana", ts, "undo")
    (payload,) = ear.heard
    assert payload["actions"][0] | {"action_ts": "", "block_id": ""} == {
        "type": "button", "action_id": "undo#1", "block_id": "", "value": "1", "action_ts": "",
        "text": {"type": "plain_text", "text": "Undo"},
    }  # fmt: skip
    assert (payload["container"]["is_ephemeral"], "message" in payload) == (True, False)
    httpx.post(payload["response_url"], json={"replace_original": True, "text": "Undone"})
    assert [each.text for each in slack.ephemerals("ana")] == ["Undone"]
    httpx.post(payload["response_url"], json={"delete_original": True})
    assert slack.ephemerals("ana") == []


def test_shortcuts_carry_where_they_were_used(slack: Slack, ear: Ear) -> None:
    ts = slack.say("ana", "general", "well")
    slack.settle()
    ear.heard.clear()
    slack.shortcut("ben", "kudos")
    slack.message_action("ben", "thank_message", "general", ts)
    anywhere, there = ear.heard
    assert (anywhere["type"], "channel" in anywhere) == ("shortcut", False)
    assert (there["message"]["ts"], there["message"]["user"], there["channel"]["id"]) == (
        ts,
        "U0ANA0001",
        "C0GENERAL001",
    )


MODAL: Payload = {
    "type": "modal", "callback_id": "kudos", "private_metadata": "x",
    "title": {"type": "plain_text", "text": "Say thanks"}, "submit": {"type": "plain_text", "text": "Give"},
    "blocks": [
        {"type": "input", "block_id": "to#1", "label": {"type": "plain_text", "text": "To whom"},
         "element": {"type": "multi_users_select", "action_id": "to#1"}},
        {"type": "input", "block_id": "words#1", "label": {"type": "plain_text", "text": "For what"},
         "element": {"type": "plain_text_input", "action_id": "words#1", "initial_value": "helping"}},
    ],
}  # fmt: skip


def test_a_dialog_is_filled_in_refused_mended_and_taken(slack: Slack, ear: Ear) -> None:
    client = WebClient(slack.tokens.token_of("T0ACME"), base_url=slack.api_url)
    slack.shortcut("ana", "kudos")
    client.views_open(trigger_id=ear.heard[0]["trigger_id"], view=MODAL)
    assert slack.submit("ana", {"words": "x"}).errors == {"to": "Please complete this required field."}
    assert len(ear.heard) == 1
    ear.answer = lambda _: (200, {"response_action": "errors", "errors": {"to#1": "Not yourself."}})
    assert slack.submit("ana", {"to": "ana"}).errors == {"to": "Not yourself."}
    ear.answer = lambda _: (200, None)
    assert slack.submit("ana", {"To whom": ["ben", "mei"]}).closed
    values = ear.heard[-1]["view"]["state"]["values"]
    assert values["to#1"]["to#1"]["selected_users"] == ["U0BEN0001", "U0MEI0001"]
    assert values["words#1"]["words#1"]["value"] == "x"
    assert slack.views("ana") == []


def test_a_step_of_a_workflow_ends_once(slack: Slack, ear: Ear) -> None:
    execution = slack.run_step("ana", "give_recognition", {"giver": "U0ANA0001"})
    (event,) = ear.events()
    client = WebClient(event["bot_access_token"], base_url=slack.api_url)
    client.functions_completeSuccess(function_execution_id=event["function_execution_id"], outputs={})
    assert execution.state == "completed"
    with pytest.raises(SlackApiError, match="invalid_function_execution_state"):
        client.functions_completeError(function_execution_id=execution.id, error="no")


def test_forms_are_encoded_as_slack_does(slack: Slack, ear: Ear) -> None:
    slack.command("ana", "general", "/huzzah “smart” & <odd>")
    assert ear.heard[0]["text"] == "“smart” & <odd>"
