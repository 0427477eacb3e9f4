"""One payload of every kind that Slack sends us, for whatever has to cope with all of them."""

from tests.bot.slack.payloads import (
    ANA,
    BEN,
    BOT_USER,
    DIRECT,
    GENERAL,
    LATER,
    TEAM,
    TS,
    Payload,
    changed,
    channel,
    deleted,
    event,
    group,
    message,
    reaction,
    said,
    user,
)
from tests.bot.slack.payloads.asks import button, command, interaction, pressed, step, submission, view

RICH = [
    {
        "type": "rich_text",
        "block_id": "r1",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Thanks "},
                    {"type": "user", "user_id": BEN},
                    {"type": "emoji", "name": "tada", "unicode": "1f389"},
                    {"type": "link", "url": "https://example.org/?a=1&b=2", "text": "this"},
                ],
            },
            {"type": "rich_text_list", "style": "bullet", "elements": [
                {"type": "rich_text_section", "elements": [{"type": "channel", "channel_id": GENERAL}]},
            ]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
            {"type": "rich_text_quote", "elements": [{"type": "usergroup", "usergroup_id": "S0DESIGN"}]},
        ],
    }
]  # fmt: skip


def everything() -> list[Payload]:
    """New ones each time: they may be changed."""
    edited = said("Thanks <@U0BEN> ++", edited={"user": ANA, "ts": LATER})
    tombstone = said("This message was deleted.", "USLACKBOT", subtype="tombstone", hidden=True)
    return [
        message("Thanks <@U0BEN> :tada: ++"),
        message("", blocks=RICH),
        message("Look", subtype="file_share", files=[{"id": "F1", "mimetype": "image/png", "filetype": "png"}]),
        message("All of you", subtype="thread_broadcast", thread_ts="1794990000.000100", root=said("The first")),
        message("shrugs", subtype="me_message"),
        message("Beep", bot_id="B0OTHER", app_id="A0OTHER", bot_profile={"id": "B0OTHER"}),
        message("<@U0ANA> has joined the channel", subtype="channel_join"),
        message(channel=DIRECT, channel_type="im"),
        changed(edited, said("Thanks <@U0BEN>")),
        changed(tombstone, said()),
        deleted(),
        reaction(),
        reaction("reaction_removed", "thumbsup::skin-tone-3"),
        event({**said(f"<@{BOT_USER}> help"), "type": "app_mention"}),
        *_workspace(),
        *_installation(),
        *_asked(),
    ]


def _workspace() -> list[Payload]:
    channels = [
        {"type": kind, "channel": GENERAL}
        for kind in ("channel_archive", "channel_left", "channel_shared", "group_left", "group_rename")
    ]
    moved = {"type": "channel_id_changed", "old_channel_id": "G0OLD", "new_channel_id": "C0NEW"}
    emoji = {"type": "emoji_changed"}
    return [
        *(event({"type": kind, "user": user()}) for kind in ("team_join", "user_change", "user_profile_changed")),
        *(
            event({"type": kind, "user": BEN, "channel": GENERAL, "channel_type": "C", "team": TEAM, "inviter": ANA})
            for kind in ("member_joined_channel", "member_left_channel")
        ),
        event({"type": "member_joined_channel", "user": BOT_USER, "channel": GENERAL, "channel_type": "C"}),
        event({"type": "channel_created", "channel": channel()}),
        event({"type": "channel_rename", "channel": {"id": GENERAL, "name": "everybody", "created": 1}}),
        *(event(inner) for inner in channels),
        event({"type": "channel_unshared", "channel": GENERAL, "previously_connected_team_id": "T1"}),
        event(moved),
        *(event({"type": kind, "subteam": group()}) for kind in ("subteam_created", "subteam_updated")),
        event({"type": "subteam_members_changed", "subteam_id": "S0DESIGN", "added_users": [ANA]}),
        event({**emoji, "subtype": "add", "name": "yay", "value": "alias:tada"}),
        event({**emoji, "subtype": "add", "name": "cat", "value": "https://emoji.slack-edge.com/T1/cat/1.png"}),
        event({**emoji, "subtype": "remove", "names": ["yay"]}),
        event({**emoji, "subtype": "rename", "old_name": "yay", "new_name": "hey", "value": "alias:tada"}),
    ]


def _installation() -> list[Payload]:
    limited = {"token": "t", "type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1_794_996_000}
    return [
        event({"type": "app_home_opened", "user": ANA, "channel": DIRECT, "tab": "home", "view": view("home")}),
        event({"type": "app_uninstalled"}),
        event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": [BOT_USER]}}),
        event({"type": "link_shared", "user": ANA, "links": [{"domain": "example.org"}]}),
        limited,
        step(giver=ANA, receivers=[BEN], words="for the release", amount=3, channel=GENERAL),
    ]


def _asked() -> list[Payload]:
    fields = {
        "people#1": {"people#1": {"type": "multi_users_select", "selected_users": [BEN]}},
        "amount": {"amount": {"type": "number_input", "value": "3"}},
        "private": {"private": {"type": "checkboxes", "selected_options": [{"value": "true"}]}},
    }
    picked = button("board#1", "", type="static_select", selected_option={"value": "week|given"})
    return [
        command("<@U0BEN|ben> 3 for the release #teamwork"),
        pressed(),
        pressed(note=True),
        pressed(actions=[picked]),
        interaction(
            "block_actions", container={"type": "view", "view_id": "V0VIEW"}, view=view("home"), actions=[button()]
        ),
        submission(private_metadata=f"{GENERAL}|{TS}", state={"values": fields}),
        interaction("view_closed", view=view(), is_cleared=False),
        interaction("shortcut", callback_id="kudos", action_ts="1794996300.123456"),
        interaction(
            "message_action",
            callback_id="thank_message",
            action_ts="1794996300.123456",
            message_ts=TS,
            channel={"id": GENERAL, "name": "general"},
            message=said("Done", BEN),
            response_url="https://hooks.slack.com/app/T0ACME/1/abc",
        ),
        interaction("block_suggestion", action_id="people", block_id="people", value="an"),
    ]
