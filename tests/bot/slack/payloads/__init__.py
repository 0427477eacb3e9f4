"""Payloads as Slack sends them, written by us: one builder for each, with every part Slack's documentation names."""

from collections.abc import Mapping
from typing import Any

from bot.slack.workplace import Installation

Payload = dict[str, Any]

TEAM, ORG, APP, BOT_USER, BOT = "T0ACME", "E0ACME", "A0HUZZAH", "U0HUZZAH", "B0HUZZAH"
ANA, BEN, MEI, EVE = "U0ANA", "U0BEN", "W0MEI", "U0EVE"
GENERAL, SECRET, PARTNERS, DIRECT = "C0GENERAL", "G0SECRET", "C0PARTNERS", "D0ANA"
OTHER_TEAM = "T0ELSEWHERE"
TS, LATER = "1794996000.000100", "1794996300.000200"
AT, LATER_AT = 1_794_996_000_000_100, 1_794_996_300_000_200
NOW = 1_794_999_999_000_000
TRIGGER = "8123456.7890123.0123456789abcdef"

HOME = Installation(TEAM, team=TEAM, url="https://acme.slack.com/", app=APP, bot_user=BOT_USER, bot=BOT)
IN_A_GRID = Installation(TEAM, team=TEAM, enterprise=ORG, app=APP, bot_user=BOT_USER, bot=BOT)
WHOLE_ORG = Installation(ORG, enterprise=ORG, app=APP, bot_user=BOT_USER, bot=BOT)


def event(inner: Mapping[str, object], *, shared: bool = False, **more: object) -> Payload:
    """An event in its envelope."""
    return {
        "token": "a-verification-token",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": {"event_ts": TS, **inner},
        "type": "event_callback",
        "event_id": "Ev0000001",
        "event_time": 1_794_996_000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": "4-abc",
        **more,
    }


def said(text: str = "Hello", user: str = ANA, **more: object) -> Payload:
    """The inside of a message event as an official client makes it."""
    return {
        "type": "message",
        "client_msg_id": "11111111-2222-4333-8444-555555555555",
        "user": user,
        "text": text,
        "ts": TS,
        "team": TEAM,
        "channel": GENERAL,
        "event_ts": TS,
        "channel_type": "channel",
        **more,
    }


def message(text: str = "Hello", user: str = ANA, **more: object) -> Payload:
    """A message in a channel."""
    return event(said(text, user, **more))


def changed(new: Mapping[str, object], old: Mapping[str, object]) -> Payload:
    """`message_changed`, from one state of a message to another."""
    apart = ("channel", "channel_type", "event_ts")
    return event(
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "message": {key: value for key, value in new.items() if key not in apart},
            "previous_message": {key: value for key, value in old.items() if key not in apart},
            "channel": GENERAL,
            "ts": LATER,
            "event_ts": LATER,
            "channel_type": "channel",
        }
    )


def deleted(ts: str = TS) -> Payload:
    """`message_deleted`."""
    return event(
        {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "deleted_ts": ts,
            "previous_message": {"type": "message", "user": ANA, "text": "Hello", "ts": ts, "team": TEAM},
            "channel": GENERAL,
            "ts": LATER,
            "event_ts": LATER,
            "channel_type": "channel",
        }
    )


def reaction(kind: str = "reaction_added", emoji: str = "tada", **more: object) -> Payload:
    """A reaction of Ben's to a message of Ana's."""
    return event(
        {
            "type": kind,
            "user": BEN,
            "reaction": emoji,
            "item": {"type": "message", "channel": GENERAL, "ts": TS},
            "item_user": ANA,
            "event_ts": LATER,
            **more,
        }
    )


def user(member: str = ANA, **more: object) -> Payload:
    """A `user` object."""
    return {
        "id": member,
        "team_id": TEAM,
        "name": "ana.sousa",
        "deleted": False,
        "color": "9f69e7",
        "real_name": "Ana Sousa",
        "tz": "Europe/Lisbon",
        "tz_label": "Western European Time",
        "tz_offset": 0,
        "profile": {
            "title": "",
            "phone": "",
            "real_name": "Ana Sousa",
            "real_name_normalized": "Ana Sousa",
            "display_name": "Ana",
            "display_name_normalized": "Ana",
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": "abc",
            "team": TEAM,
        },
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": 1_794_990_000,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
        **more,
    }


def channel(where: str = GENERAL, **more: object) -> Payload:
    """A `conversation` object."""
    return {
        "id": where,
        "name": "general",
        "name_normalized": "general",
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_archived": False,
        "is_general": True,
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "created": 1_794_000_000,
        "creator": ANA,
        "context_team_id": TEAM,
        **more,
    }


def group(**more: object) -> Payload:
    """A `subteam` object."""
    return {
        "id": "S0DESIGN",
        "team_id": TEAM,
        "is_usergroup": True,
        "name": "The design team",
        "description": "",
        "handle": "design-team",
        "is_external": False,
        "date_create": 1_794_000_000,
        "date_update": 1_794_990_000,
        "date_delete": 0,
        "auto_type": None,
        "created_by": ANA,
        "users": [ANA, BEN],
        "user_count": 2,
        **more,
    }
