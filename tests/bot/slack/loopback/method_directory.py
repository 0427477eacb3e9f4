"""Who and what is there: users, conversations, groups, emoji, the workspace. See docs.slack.dev/reference/methods."""

from tests.bot.slack.loopback.asking import Ask, Row, SlackError
from tests.bot.slack.loopback.shapes import channel_shape, group_shape, team_shape, user_shape
from tests.bot.slack.loopback.world import Channel, Group, Json

KINDS = {"public_channel": "channel", "private_channel": "group", "mpim": "mpim", "im": "im"}
READ = {"channel": "channels:read", "group": "groups:read", "mpim": "mpim:read", "im": "im:read"}


def users_list(ask: Ask) -> Json:
    """users.list."""
    team = ask.team()
    found = [each for each in ask.world.users.values() if each.team == team.id]
    page, more = ask.page([user_shape(each, team.id) for each in found], default=1000)
    return {"members": page, "cache_ts": ask.world.seconds(), "response_metadata": more}


def users_info(ask: Ask) -> Json:
    """users.info, of colleagues and of those one shares a channel with."""
    user = ask.world.users.get(ask.needed("user"))
    if user is None:
        raise SlackError("user_not_found")
    teams = [team.id for team in ask.teams()]
    together = any({user.id, ask.installed.bot_user} <= set(channel.members) for channel in ask.world.channels.values())
    if user.team not in teams and not together:
        raise SlackError("user_not_visible")
    shape = user_shape(user, teams[0])
    return {"user": shape | ({"locale": user.locale} if ask.flag("include_locale") else {})}


def conversations_list(ask: Ask) -> Json:
    """conversations.list: public channels unless asked otherwise."""
    team = ask.team()
    found = [each for each in _of_kinds(ask, "public_channel") if team.id in (each.team, *each.shared_with)]
    return _channel_page(ask, found)


def users_conversations(ask: Ask) -> Json:
    """users.conversations: where somebody is, the bot itself unless asked otherwise."""
    who = ask.text("user", ask.installed.bot_user)
    return _channel_page(ask, [each for each in _of_kinds(ask, "public_channel") if who in each.members])


def conversations_info(ask: Ask) -> Json:
    """conversations.info."""
    channel = ask.channel()
    ask.need(READ[channel.kind])
    shape = channel_shape(channel, ask.world, ask.installed.bot_user)
    if not ask.flag("include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


def conversations_members(ask: Ask) -> Json:
    """conversations.members: ids."""
    channel = ask.channel()
    ask.need(READ[channel.kind])
    page, more = ask.page([{"id": each} for each in channel.members])
    return {"members": [each["id"] for each in page], "response_metadata": more}


def conversations_open(ask: Ask) -> Json:
    """conversations.open: the direct conversation with somebody."""
    users = [each for each in ask.text("users").split(",") if each]
    if len(users) != 1 or users[0] not in ask.world.users:
        raise SlackError("user_not_found" if users else "users_list_not_supplied")
    channel = ask.world.direct(ask.installed.bot_user, users[0])
    return {"channel": {"id": channel.id}}


def conversations_join(ask: Ask) -> Json:
    """conversations.join: public channels only."""
    channel = ask.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if ask.installed.bot_user not in channel.members:
        channel.members.append(ask.installed.bot_user)
    return {"channel": channel_shape(channel, ask.world, ask.installed.bot_user)}


def usergroups_list(ask: Ask) -> Json:
    """usergroups.list."""
    team = ask.team()
    found = [each for each in ask.world.groups.values() if each.team == team.id]
    return {"usergroups": [group_shape(each, ask.flag("include_users")) for each in found]}


def usergroup_users(ask: Ask) -> Json:
    """usergroups.users.list."""
    return {"users": list(_group(ask).users)}


def emoji_list(ask: Ask) -> Json:
    """emoji.list: custom ones, aliases as `alias:name`."""
    return {"emoji": dict(ask.team().emoji), "cache_ts": ask.world.event_ts()}


def team_info(ask: Ask) -> Json:
    """team.info."""
    return {"team": team_shape(ask.team() if ask.installed.team or ask.text("team_id") else ask.teams()[0])}


def _of_kinds(ask: Ask, default: str) -> list[Channel]:
    names = [each.strip() for each in ask.text("types", default).split(",")]
    if not set(names) <= set(KINDS):
        raise SlackError("invalid_types")
    kinds = [KINDS[name] for name in names]
    for kind in kinds:
        ask.need(READ[kind])
    hidden = ask.flag("exclude_archived")
    everything = ask.world.channels.values()
    return [each for each in everything if each.kind in kinds and ask.sees(each) and not (hidden and each.archived)]


def _channel_page(ask: Ask, found: list[Channel]) -> Json:
    bot = ask.installed.bot_user
    page, more = ask.page([channel_shape(each, ask.world, bot) for each in found])
    return {"channels": page, "response_metadata": more}


def _group(ask: Ask) -> Group:
    group = ask.world.groups.get(ask.needed("usergroup"))
    if group is None or group.team not in [team.id for team in ask.teams()]:
        raise SlackError("no_such_subteam")
    return group


ROWS = {
    "users.list": Row(users_list, 2, ("users:read",)),
    "users.info": Row(users_info, 4, ("users:read",)),
    "users.conversations": Row(users_conversations, 3),
    "conversations.list": Row(conversations_list, 2),
    "conversations.info": Row(conversations_info, 3),
    "conversations.members": Row(conversations_members, 4),
    "conversations.open": Row(conversations_open, 3, ("im:write", "mpim:write")),
    "conversations.join": Row(conversations_join, 3, ("channels:join",)),
    "usergroups.list": Row(usergroups_list, 2, ("usergroups:read",)),
    "usergroups.users.list": Row(usergroup_users, 2, ("usergroups:read",)),
    "emoji.list": Row(emoji_list, 2, ("emoji:read",)),
    "team.info": Row(team_info, 3, ("team:read",)),
}
