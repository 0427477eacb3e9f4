"""How Slack writes what it knows: users, channels, messages and views as its answers and events show them."""

from typing import TYPE_CHECKING

from tests.bot.slack.loopback.world import Channel, Group, Json, Message, Team, User, View, World

if TYPE_CHECKING:
    from tests.bot.slack.loopback.tokens import App


def user_shape(user: User, viewer: str) -> Json:
    """A user as `users.info` shows it to somebody of the viewer's workspace."""
    stranger = user.team != viewer and not user.enterprise
    real = user.real_name or user.name.title()
    shape: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "color": "9f69e7",
        "real_name": real,
        "tz": user.tz,
        "tz_label": user.tz.replace("_", " "),
        "tz_offset": user.tz_offset,
        "profile": _profile(user, real),
        "is_admin": user.is_admin,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }
    if user.deleted:
        for gone in ("tz", "tz_label", "tz_offset", "is_admin", "is_owner", "is_restricted", "is_ultra_restricted"):
            del shape[gone]
    if stranger:
        shape["is_stranger"] = True
    if user.enterprise:
        shape["enterprise_user"] = {
            "id": user.id, "enterprise_id": user.enterprise, "enterprise_name": "The organisation",
            "is_admin": False, "is_owner": False, "teams": [user.team],
        }  # fmt: skip
    return shape


def _profile(user: User, real: str) -> Json:
    profile: Json = {
        "title": "", "phone": "", "skype": "", "real_name": real, "real_name_normalized": real,
        "display_name": user.display_name, "display_name_normalized": user.display_name, "fields": None,
        "status_text": "", "status_emoji": "", "status_expiration": 0, "avatar_hash": "g0", "team": user.team,
        "image_48": f"https://avatars.example.com/{user.id}-48.png",
    }  # fmt: skip
    if user.is_bot:
        profile |= {"api_app_id": user.app, "bot_id": f"B{user.id[1:]}", "always_active": True}
    return profile


def channel_shape(channel: Channel, world: World, member: str = "") -> Json:
    """A channel as `conversations.info` shows it."""
    if channel.kind == "im":
        other = next((each for each in channel.members if each != member), member)
        return {
            "id": channel.id, "created": channel.created, "is_archived": channel.archived, "is_im": True,
            "is_org_shared": False, "context_team_id": channel.team, "user": other, "priority": 0,
            "is_user_deleted": False,
        }  # fmt: skip
    external = bool(channel.shared_with)
    return {
        "id": channel.id, "name": channel.name, "name_normalized": channel.name,
        "is_channel": channel.kind == "channel", "is_group": channel.kind == "group", "is_im": False,
        "is_mpim": channel.kind == "mpim", "is_private": channel.kind != "channel", "created": channel.created,
        "is_archived": channel.archived, "is_general": channel.general, "unlinked": 0,
        "is_shared": external, "is_org_shared": False, "is_ext_shared": external, "is_pending_ext_shared": False,
        "pending_shared": [], "pending_connected_team_ids": [], "context_team_id": channel.team,
        "shared_team_ids": [channel.team, *channel.shared_with], "connected_team_ids": list(channel.shared_with),
        "internal_team_ids": [], "updated": world.clock() // 1000, "parent_conversation": None,
        "creator": channel.members[0] if channel.members else "",
        "is_member": member in channel.members, "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0}, "previous_names": [],
    }  # fmt: skip


def group_shape(group: Group, with_users: bool = False) -> Json:
    """A user group."""
    shape: Json = {
        "id": group.id, "team_id": group.team, "is_usergroup": True, "is_subteam": True, "name": group.name,
        "description": "", "handle": group.handle, "is_external": False, "date_create": 1, "date_update": 1,
        "date_delete": 0, "auto_type": None, "created_by": "", "updated_by": "", "deleted_by": None,
        "prefs": {"channels": [], "groups": []}, "user_count": len(group.users),
    }  # fmt: skip
    if with_users:
        shape["users"] = list(group.users)
    return shape


def message_shape(message: Message, world: World, with_metadata: bool = False) -> Json:
    """A message as it stands in a channel."""
    shape: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    shape["team"] = message.team
    if message.client_msg_id:
        shape["client_msg_id"] = message.client_msg_id
    if message.subtype:
        shape["subtype"] = message.subtype
    if message.bot:
        name = world.handle(message.user)
        shape |= {"bot_id": message.bot, "app_id": message.app}
        shape["bot_profile"] = {
            "id": message.bot, "app_id": message.app, "name": name, "deleted": False, "team_id": message.team,
            "updated": 1, "user_id": message.user,
        }  # fmt: skip
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.files:
        shape |= {"files": message.files, "upload": True}
    if message.thread_ts:
        shape["thread_ts"] = message.thread_ts
        shape |= _thread(message, world)
    if message.edited:
        shape["edited"] = message.edited
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    if with_metadata and message.metadata:
        shape["metadata"] = message.metadata
    return shape


def _thread(message: Message, world: World) -> Json:
    channel = world.channels[message.channel]
    if message.thread_ts != message.ts:
        root = channel.messages.get(message.thread_ts)
        return {"parent_user_id": root.user} if root else {}
    answers = [each for each in channel.messages.values() if each.thread_ts == message.ts and each is not message]
    return {
        "reply_count": len(answers), "reply_users": sorted({each.user for each in answers}),
        "latest_reply": answers[-1].ts if answers else message.ts, "is_locked": False, "subscribed": False,
    }  # fmt: skip


def view_shape(view: View, app: "App", bot: str) -> Json:
    """A view as answers and interactions show it."""
    kept = (
        "type", "callback_id", "private_metadata", "title", "submit", "close", "clear_on_close", "notify_on_close",
        "external_id", "submit_disabled",
    )  # fmt: skip
    shape: Json = {"id": view.id, "team_id": view.team, "blocks": view.content.get("blocks", [])}
    empty: Json = {"callback_id": "", "private_metadata": "", "external_id": ""}
    shape |= {"title": None, "submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}
    shape |= empty | {key: view.content[key] for key in kept if key in view.content}
    shape |= {
        "state": {"values": view.content.get("_values", {})}, "hash": view.hash, "root_view_id": view.root or view.id,
        "previous_view_id": view.previous or None, "app_id": app.id, "bot_id": bot,
        "app_installed_team_id": view.team,
    }  # fmt: skip
    return shape


def team_shape(team: Team) -> Json:
    """A workspace as `team.info` shows it."""
    shape: Json = {
        "id": team.id, "name": team.name, "url": team.url, "domain": team.domain, "email_domain": "",
        "icon": {"image_default": True}, "avatar_base_url": "https://avatars.example.com/",
        "is_verified": False, "lob_sales_home_enabled": False,
    }  # fmt: skip
    if team.enterprise:
        shape |= {"enterprise_id": team.enterprise, "enterprise_name": "The organisation"}
    return shape
