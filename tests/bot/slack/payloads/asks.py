"""Commands, interactions and steps as Slack sends them, written by us."""

from typing import Any

from tests.bot.slack.payloads import (
    ANA,
    APP,
    BEN,
    BOT,
    BOT_USER,
    GENERAL,
    TEAM,
    TRIGGER,
    TS,
    Payload,
    event,
)


def command(text: str = "", name: str = "/kudos", **more: object) -> Payload:
    """The form of a slash command."""
    return {
        "token": "a-verification-token",
        "team_id": TEAM,
        "team_domain": "acme",
        "channel_id": GENERAL,
        "channel_name": "general",
        "user_id": ANA,
        "user_name": "ana.sousa",
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0ACME/1/abc",
        "trigger_id": TRIGGER,
        **more,
    }


def interaction(kind: str, **more: object) -> Payload:
    """What all interactions share."""
    return {
        "type": kind,
        "user": {"id": ANA, "username": "ana.sousa", "name": "ana.sousa", "team_id": TEAM},
        "api_app_id": APP,
        "token": "a-verification-token",
        "team": {"id": TEAM, "domain": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": TRIGGER,
        **more,
    }


def button(action: str = "kudos#3", value: str = BEN, **more: object) -> Payload:
    """A button in the list of actions."""
    return {
        "action_id": action,
        "block_id": "b1",
        "text": {"type": "plain_text", "text": "Say thanks", "emoji": True},
        "value": value,
        "type": "button",
        "action_ts": "1794996300.123456",
        **more,
    }


def pressed(*, note: bool = False, thread: str = "", **more: object) -> Payload:
    """A button in a message that all see, or in a note that one sees."""
    inner = {"type": "message", "user": BOT_USER, "ts": TS, "bot_id": BOT, "app_id": APP, "text": "A card"}
    if thread:
        inner["thread_ts"] = thread
    return interaction(
        "block_actions",
        **{
            "container": {"type": "message", "message_ts": TS, "channel_id": GENERAL, "is_ephemeral": note},
            "channel": {"id": GENERAL, "name": "general"},
            "state": {"values": {}},
            "response_url": "https://hooks.slack.com/actions/T0ACME/1/abc",
            "actions": [button()],
            **({} if note else {"message": inner}),
            **more,
        },
    )


def view(kind: str = "modal", **more: object) -> Payload:
    """A view as Slack gives it back."""
    return {
        "id": "V0VIEW",
        "team_id": TEAM,
        "type": kind,
        "blocks": [],
        "private_metadata": "",
        "callback_id": "kudos",
        "state": {"values": {}},
        "hash": "1794996300.abcdef",
        "title": {"type": "plain_text", "text": "Say thanks", "emoji": True},
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        "previous_view_id": None,
        "root_view_id": "V0VIEW",
        "app_id": APP,
        "external_id": "",
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
        **more,
    }


def submission(**more: Any) -> Payload:
    """A dialog that was sent off."""
    return interaction("view_submission", view=view(**more), response_urls=[])


def step(**inputs: object) -> Payload:
    """A step of a workflow."""
    return event(
        {
            "type": "function_executed",
            "function": {
                "id": "Fn0GIVE",
                "callback_id": "give_recognition",
                "title": "Say thanks",
                "type": "app",
                "input_parameters": [],
                "output_parameters": [],
                "app_id": APP,
            },
            "inputs": inputs,
            "function_execution_id": "Fx0RUN",
            "workflow_execution_id": "Wx0RUN",
            "bot_access_token": "xwfp-not-a-token",
        }
    )
