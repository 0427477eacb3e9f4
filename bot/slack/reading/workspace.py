"""The workspace: who joined, what channels, groups and emoji there are, and what became of our installation.

The events: docs.slack.dev/reference/events
"""

from dataclasses import replace
from typing import Final

from bot.shapes import Table, name, rows, table
from bot.slack.reading.heard import NOTHING, Aside, Heard, HomeOpened, Invited, RateLimited, Removed, Stale
from bot.slack.reading.hearing import Source, introduction, is_direct, named, whose
from bot.slack.reading.ids import ident, moment
from bot.slack.reading.people import Belonging, channel_changed, group_changed, member_changed
from handlers.events import ChannelMember, ChannelMoved, EmojiChanged

ALIAS: Final = "alias:"
"""How the value of an emoji begins that is another's name; other values are addresses of pictures."""


def profile(source: Source) -> Heard:
    """`team_join`, `user_change`, `user_profile_changed`: a person as they are now."""
    user = source.event.get("user")
    if isinstance(user, str):
        return _stale("member", ident(user))
    changed = member_changed(table(user), source.home, source.at)
    if changed is None:
        return NOTHING
    if source.event.get("type") == "team_join":
        changed = replace(changed, joined=source.at)
    return Heard((changed,), people=frozenset({changed.member}))


def came_or_left(source: Source) -> Heard:
    """`member_joined_channel` and `member_left_channel`; if it is us, there is more to see to."""
    event = source.event
    member, channel = ident(event.get("user")), ident(event.get("channel"))
    left = event.get("type") == "member_left_channel"
    if not member or not channel or is_direct(channel, event.get("channel_type")):
        return NOTHING
    if member == source.home.bot_user:
        aside: Aside = Stale("channel", channel) if left else Invited(channel)
        return Heard(asides=(aside,), channels=frozenset({channel}))
    what = ChannelMember(workspace=source.home.workspace, at=source.at, channel=channel, member=member, left=left)
    people = named([member])
    return Heard(
        (*introduction(source, member), what),
        people=people,
        channels=frozenset({channel}),
        needs_names=people if whose(source) is Belonging.UNCLEAR else frozenset(),
    )


def channel_created(source: Source) -> Heard:
    """`channel_created`: an open channel."""
    made = table(source.event.get("channel"))
    if "is_private" not in made:
        made = {**made, "is_private": False}
    changed = channel_changed(made, (), source.home, source.at)
    if changed is None or changed.private:
        return _stale("channel", ident(made.get("id")))
    return Heard((changed,), channels=frozenset({changed.channel}))


def channel_touched(source: Source) -> Heard:
    """Renamed, archived, shared and the like: what is told isn't the whole of it."""
    channel = source.event.get("channel")
    where = ident(channel) or ident(table(channel).get("id"))
    return NOTHING if is_direct(where) else _stale("channel", where)


def channel_moved(source: Source) -> Heard:
    """`channel_id_changed`: a channel has another id from now on."""
    old, new = ident(source.event.get("old_channel_id")), ident(source.event.get("new_channel_id"))
    if not old or not new or old == new:
        return NOTHING
    moved = ChannelMoved(workspace=source.home.workspace, at=source.at, channel=old, to=new)
    return Heard((moved,), (Stale("channel", new),), channels=frozenset({new}))


def group(source: Source) -> Heard:
    """`subteam_created` and `subteam_updated`."""
    subteam = table(source.event.get("subteam"))
    users, count = subteam.get("users"), subteam.get("user_count")
    whole = isinstance(users, list) and (count is None or name(count) == str(len(users)) or count == len(users))
    changed = group_changed(subteam, source.home, source.at) if whole or subteam.get("date_delete") else None
    if changed is None:
        return _stale("group", ident(subteam.get("id")))
    return Heard((changed,))


def group_touched(source: Source) -> Heard:
    """`subteam_members_changed`: who came and went, but not who is in it."""
    return _stale("group", ident(source.event.get("subteam_id")))


def emoji(source: Source) -> Heard:
    """`emoji_changed`: only names that stand for other emoji matter."""
    event = source.event
    value = name(event.get("value"))
    target = value.removeprefix(ALIAS) if value.startswith(ALIAS) else ""
    aliases: dict[str, str] = {}
    match event.get("subtype"):
        case "add":
            aliases = {name(event.get("name")): target} if target else {}
            if not target and value.startswith(("http://", "https://", "data:")):
                return NOTHING  # a picture of its own
        case "remove":
            aliases = dict.fromkeys(map(name, rows(event.get("names"))), "")
        case "rename" if value:
            aliases = {name(event.get("old_name")): ""}
            if target:
                aliases[name(event.get("new_name"))] = target
    aliases.pop("", None)
    if not aliases:
        return Heard(asides=(Stale("emoji"),))
    return Heard((EmojiChanged(workspace=source.home.workspace, at=source.at, aliases=aliases),))


def home_opened(source: Source) -> Heard:
    """`app_home_opened`: somebody looks at our tab, unless it is the one with messages."""
    member = ident(source.event.get("user"))
    if not member or source.event.get("tab") != "home":
        return NOTHING
    return Heard(asides=(HomeOpened(member),), people=frozenset({member}))


def uninstalled(_: Source) -> Heard:
    """`app_uninstalled`."""
    return Heard(asides=(Removed(),))


def tokens_revoked(source: Source) -> Heard:
    """`tokens_revoked`: ours is the bot's; those of people we never had."""
    return Heard(asides=(Removed(),)) if rows(table(source.event.get("tokens")).get("bot")) else NOTHING


def rate_limited(payload: Table) -> Heard:
    """`app_rate_limited`, the one event without an inner event."""
    minute = moment(payload.get("minute_rate_limited"))
    return Heard(asides=(RateLimited(minute),)) if minute else NOTHING


def _stale(kind: str, which: str) -> Heard:
    if not which:
        return NOTHING
    channels = frozenset({which}) if kind == "channel" else frozenset[str]()
    people = frozenset({which}) if kind == "member" else frozenset[str]()
    return Heard(asides=(Stale(kind, which),), people=people, channels=channels)
