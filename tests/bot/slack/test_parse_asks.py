"""Commands, buttons, dialogs and shortcuts of Slack's become requests, with the way back to whoever waits."""

from typing import Any

import pytest

from bot.slack.parse import parse
from bot.slack.reading.fields import fields_of, value_of
from bot.slack.reading.heard import NOTHING, Ask, Heard
from handlers.events import A_BOT, ButtonPressed, CommandGiven, DialogSubmitted
from tests.bot.slack.payloads import (
    ANA,
    BEN,
    BOT_USER,
    EVE,
    GENERAL,
    HOME,
    IN_A_GRID,
    NOW,
    ORG,
    OTHER_TEAM,
    TEAM,
    TRIGGER,
    TS,
    Payload,
    said,
)
from tests.bot.slack.payloads.asks import button, command, interaction, pressed, submission, view

REQUEST = f"ask:{TRIGGER}"
HOOK = "https://hooks.slack.com/actions/T0ACME/1/abc"
STRANGER = {"id": EVE, "name": "eve", "team_id": OTHER_TEAM}


def heard(payload: Payload) -> Heard:
    return parse(payload, HOME, NOW)


def test_a_command_is_a_request_that_everybody_it_names_belongs_to() -> None:
    found = heard(command("<@U0BEN|ben> 3 in <#C0OTHER|other> &amp; more"))
    assert found == Heard(
        (
            CommandGiven(
                workspace=TEAM, at=NOW, member=ANA, channel=GENERAL, request=REQUEST, name="kudos",
                text="<@U0BEN|ben> 3 in <#C0OTHER|other> &amp; more",
            ),
        ),
        ask=Ask(ANA, "command", TRIGGER, "https://hooks.slack.com/commands/T0ACME/1/abc", GENERAL),
        people=frozenset({ANA, BEN}),
        channels=frozenset({GENERAL, "C0OTHER"}),
        needs_names=frozenset({ANA, BEN}),
    )  # fmt: skip


@pytest.mark.parametrize("more", [{"user_id": ""}, {"trigger_id": None}, {"name": ""}])
def test_a_command_without_what_it_needs_is_nothing(more: dict[str, Any]) -> None:
    assert heard(command("x", **more)) == NOTHING
    assert heard({"ssl_check": "1", "token": "t"}) == NOTHING


@pytest.mark.parametrize(
    "payload",
    [
        command("help", team_id=OTHER_TEAM),
        pressed(user=STRANGER),
        {**submission(), "user": STRANGER},
        interaction("shortcut", callback_id="kudos", user=STRANGER),
    ],
)
def test_somebody_of_another_organisation_is_told_no(payload: Payload) -> None:
    found = heard(payload)
    assert found.refused
    assert found.ask is not None
    assert (found.events, found.needs_names) == ((), frozenset())


def test_in_an_organisation_the_profile_decides_who_may_ask() -> None:
    sister = {"id": EVE, "team_id": "T0SISTER"}
    found = parse(pressed(user=sister), IN_A_GRID, NOW)
    assert not found.refused
    assert EVE in found.needs_names
    assert not parse(pressed(user={**sister, "enterprise_id": ORG}), IN_A_GRID, NOW).refused
    assert parse(pressed(user={**sister, "enterprise_id": "E1"}), IN_A_GRID, NOW).refused


def test_a_button_on_a_card_knows_the_card_and_its_thread() -> None:
    found = heard(pressed(thread="1794990000.000100"))
    assert found.events == (
        ButtonPressed(
            workspace=TEAM, at=NOW, member=ANA, channel=GENERAL, request=REQUEST, action="kudos", value=BEN,
            message=TS, thread="1794990000.000100",
        ),
    )  # fmt: skip
    assert found.ask == Ask(ANA, "message", TRIGGER, HOOK, GENERAL, "1794990000.000100", TS)
    assert found.needs_names == {ANA, BEN}


def test_a_button_on_a_note_is_answered_there() -> None:
    found = heard(pressed(note=True))
    assert found.ask == Ask(ANA, "note", TRIGGER, HOOK, GENERAL, "", TS)


def test_a_button_on_the_home_tab_has_no_channel() -> None:
    shown = view("home", callback_id="home", private_metadata=f"{GENERAL}|{TS}")
    container = {"type": "view", "view_id": "V0VIEW"}
    found = heard(interaction("block_actions", container=container, view=shown, actions=[button()]))
    assert found.ask == Ask(ANA, "home", TRIGGER, "", "", "", "", "V0VIEW", "1794996300.abcdef")
    [press] = found.events
    assert isinstance(press, ButtonPressed)
    assert (press.channel, press.message) == ("", "")


def test_a_button_in_a_dialog_knows_where_the_dialog_was_opened() -> None:
    shown = view(callback_id="card", private_metadata=f"{GENERAL}|{TS}")
    found = heard(interaction("block_actions", container={"type": "view"}, view=shown, actions=[button("why", "1|2")]))
    assert found.ask == Ask(ANA, "modal", TRIGGER, "", GENERAL, TS, "", "V0VIEW", "1794996300.abcdef")
    [press] = found.events
    assert isinstance(press, ButtonPressed)
    assert (press.channel, press.thread, press.action, press.value) == (GENERAL, TS, "why", "1|2")


def test_each_press_is_its_own_request_even_without_a_trigger() -> None:
    [press] = heard(pressed(trigger_id=None)).events
    assert isinstance(press, ButtonPressed)
    assert press.request == f"ask:{TS}:1794996300.123456"
    assert heard(pressed(trigger_id=None, actions=[button(action_ts=None)])) == NOTHING


@pytest.mark.parametrize("actions", [[], None, [button("#1")], [button("")], [7]])
def test_what_names_no_button_is_nothing(actions: object) -> None:
    assert heard(pressed(actions=actions)) == NOTHING


def test_a_dialog_is_told_with_its_fields_and_context() -> None:
    values = {
        "people#2": {"people#2": {"type": "multi_users_select", "selected_users": [BEN, EVE]}},
        "words": {"words": {"type": "plain_text_input", "value": "for <this> & that"}},
        "empty": {"empty": {"type": "plain_text_input", "value": None}},
        "private": {"private": {"type": "checkboxes", "selected_options": [{"value": "true", "text": {}}]}},
        "tried": {"tried": {"type": "checkboxes", "selected_options": []}},
    }
    found = heard(submission(private_metadata=f"{GENERAL}|{TS}", state={"values": values}))
    assert found.events == (
        DialogSubmitted(
            workspace=TEAM, at=NOW, member=ANA, channel=GENERAL, request="view:V0VIEW", dialog="kudos",
            fields={
                "people": f"{BEN},{EVE}", "words": "for <this> & that", "empty": "", "private": "true", "tried": "",
            },
            context=f"{GENERAL}|{TS}",
        ),
    )  # fmt: skip
    assert found.ask == Ask(ANA, "dialog", TRIGGER, "", GENERAL, TS, "", "V0VIEW", "1794996300.abcdef")
    assert found.needs_names == {ANA, BEN, EVE}


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "users_select", "selected_user": BEN}, BEN),
        ({"type": "channels_select", "selected_channel": GENERAL}, GENERAL),
        ({"type": "multi_channels_select", "selected_channels": ["C1", "C2"]}, "C1,C2"),
        ({"type": "conversations_select", "selected_conversation": GENERAL}, GENERAL),
        ({"type": "multi_conversations_select", "selected_conversations": ["C1"]}, "C1"),
        ({"type": "static_select", "selected_option": {"value": "week"}}, "week"),
        ({"type": "static_select", "selected_option": None}, ""),
        ({"type": "multi_static_select", "selected_options": [{"value": "a"}, {"value": "b"}, 3]}, "a,b"),
        ({"type": "radio_buttons", "selected_option": {"value": "x"}}, "x"),
        ({"type": "datepicker", "selected_date": "2026-12-24"}, "2026-12-24"),
        ({"type": "timepicker", "selected_time": "09:30"}, "09:30"),
        ({"type": "datetimepicker", "selected_date_time": 1_794_996_000}, "1794996000"),
        ({"type": "file_input", "files": []}, ""),
        ({"value": "x" * 9_000}, "x" * 4_000),
        ({"value": 3}, ""),
    ],
)
def test_each_element_has_its_value(element: dict[str, Any], value: str) -> None:
    assert value_of(element) == value


def test_a_form_of_absurd_size_is_cut() -> None:
    state = {"values": {f"field{n}": {"x": {"value": "1"}} for n in range(5_000)}}
    assert len(fields_of(state)) == 100


@pytest.mark.parametrize("callback", ["card", "home", "", None])
def test_what_only_shows_a_card_is_no_dialog(callback: str | None) -> None:
    assert heard(submission(callback_id=callback)) == NOTHING


@pytest.mark.parametrize("kind", ["view_closed", "block_suggestion", "dialog_submission", "interactive_message"])
def test_other_interactions_are_nothing(kind: str) -> None:
    assert heard(interaction(kind, view=view(), callback_id="kudos")) == NOTHING


@pytest.mark.parametrize(
    ("callback", "action", "value"),
    [("kudos", "kudos", ""), ("shoutout", "shoutout", ""), ("board", "huzzah", "board")],
)
def test_a_shortcut_opens_a_form_or_stands_for_a_word(callback: str, action: str, value: str) -> None:
    found = heard(interaction("shortcut", callback_id=callback, action_ts="1794996300.1"))
    assert found.events == (
        ButtonPressed(workspace=TEAM, at=NOW, member=ANA, channel="", request=REQUEST, action=action, value=value),
    )
    assert found.ask == Ask(ANA, "global", TRIGGER)
    assert heard(interaction("shortcut", callback_id="something")) == NOTHING


def on_message(callback: str = "thank_message", **message: object) -> Payload:
    inner = {**said("Done", BEN), **message}
    where = {"id": GENERAL, "name": "general"}
    return interaction(
        "message_action", callback_id=callback, message_ts=TS, channel=where, message=inner, response_url=HOOK
    )


@pytest.mark.parametrize(("callback", "action"), [("thank_message", "kudos"), ("praise_message", "shoutout")])
def test_a_shortcut_on_a_message_begins_with_its_author_in_its_thread(callback: str, action: str) -> None:
    found = heard(on_message(callback))
    assert found.events == (
        ButtonPressed(
            workspace=TEAM, at=NOW, member=ANA, channel=GENERAL, request=REQUEST, action=action, value=BEN,
            message=TS, thread=TS,
        ),
    )  # fmt: skip
    assert found.ask == Ask(ANA, "action", TRIGGER, HOOK, GENERAL, TS, TS)
    assert found.needs_names == {ANA, BEN}


@pytest.mark.parametrize("more", [{"bot_id": "B1"}, {"user": BOT_USER}, {"user": "USLACKBOT"}, {"user": None}])
def test_an_app_is_nobody_to_thank(more: dict[str, Any]) -> None:
    [press] = heard(on_message(**more)).events
    assert isinstance(press, ButtonPressed)
    assert press.value == A_BOT


def test_an_answer_is_thanked_in_its_thread() -> None:
    [press] = heard(on_message(thread_ts="1794990000.000100")).events
    assert isinstance(press, ButtonPressed)
    assert press.thread == "1794990000.000100"


@pytest.mark.parametrize("url", ["javascript:alert(1)", 7, "https://ex\u00e4mple.org", "https://x/" + "x" * 4_000])
def test_only_an_address_is_an_address(url: object) -> None:
    found = heard(pressed(response_url=url))
    assert found.ask is not None
    assert found.ask.response_url == ""
