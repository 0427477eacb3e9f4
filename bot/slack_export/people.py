"""What the lists of an export say (users.json, channels.json, groups.json, usergroups.json), as events."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.countries import country_of
from bot.slack_export.parse import SLACKBOT, an_id, micros
from handlers.events import ChannelChanged, GroupChanged, MemberChanged
from scoring.facts import Micros

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Home:
    """Whose export it is, and when it was made."""

    workspace: str
    as_of: Micros
    team: str
    """The workspace's own id, which tells its people from those of others."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel and the folder that holds its days."""

    id: str
    name: str
    private: bool = False
    general: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channels:
    """Which folder is which channel, and which folders hold what isn't ours to read."""

    by_folder: Mapping[str, Channel] = field(default_factory=dict)
    direct: frozenset[str] = frozenset()
    """Folders of direct messages, between two or several."""


def records(content: object) -> list[dict[str, Any]]:
    """The entries of a list of the export that are entries."""
    return [entry for entry in content if isinstance(entry, dict)] if isinstance(content, list) else []


def read_channels(lists: Mapping[str, object]) -> Channels:
    """The channels of channels.json and groups.json; dms.json and mpims.json only to leave them out."""
    found: dict[str, Channel] = {}
    for name in ("channels.json", "groups.json"):
        for entry in records(lists.get(name)):
            channel = _channel(entry, private=name == "groups.json")
            if channel:
                found.setdefault(_text(entry.get("name")) or channel.id, channel)
                found.setdefault(channel.id, channel)
    if not any(channel.general for channel in found.values()) and "general" in found:
        general = found["general"]
        found = {k: _as_general(c) if c.id == general.id else c for k, c in found.items()}
    direct = {
        folder
        for name in ("dms.json", "mpims.json")
        for entry in records(lists.get(name))
        for folder in (an_id(entry.get("id")), _text(entry.get("name")))
        if folder
    }
    return Channels(found, frozenset(direct))


def _channel(entry: dict[str, Any], private: bool) -> Channel | None:
    channel = an_id(entry.get("id"))
    if not channel:
        return None
    return Channel(
        channel,
        _text(entry.get("name")) or channel,
        private or entry.get("is_private") is True,
        entry.get("is_general") is True,
        _ids(entry.get("members")),
    )


def _as_general(channel: Channel) -> Channel:
    return Channel(channel.id, channel.name, channel.private, True, channel.members)


def channel_changed(channel: Channel, home: Home) -> ChannelChanged:
    """Who is in a channel matters only where it is private: who may see its name."""
    return ChannelChanged(
        workspace=home.workspace,
        at=home.as_of,
        channel=channel.id,
        name=channel.name,
        private=channel.private,
        members=channel.members if channel.private else (),
    )


def bots_among(users: object) -> frozenset[str]:
    """The users that are programs."""
    told = {an_id(u.get("id")) for u in records(users) if u.get("is_bot") or u.get("is_workflow_bot")}
    return frozenset((told | {SLACKBOT}) - {""})


def own_team(users: object) -> str:
    """The id of the workspace: that of most people in users.json."""
    teams = Counter(team for user in records(users) if (team := an_id(user.get("team_id"))))
    return min(teams, key=lambda team: (-teams[team], team), default="")


def members_changed(users: object, home: Home, joined: Mapping[str, Micros]) -> Iterator[MemberChanged]:
    """Everybody in users.json."""
    bots = bots_among(users)
    for user in records(users):
        member = an_id(user.get("id"))
        if member:
            yield MemberChanged(
                workspace=home.workspace,
                at=home.as_of,
                member=member,
                name=_name(user),
                zone=_text(user.get("tz")),
                country=country_of(_text(user.get("tz")) or ""),
                bot=member in bots,
                external=_external(user, home.team),
                guest=_told(user, "is_restricted", "is_ultra_restricted"),
                deactivated=user.get("deleted") is True,
                admin=_told(user, "is_admin", "is_owner", "is_primary_owner"),
                joined=joined.get(member),
                quiet=True,
            )


def joins(content: object) -> Iterator[tuple[str, Micros]]:
    """Who joined the channel of this day file, and when."""
    for record in records(content):
        at, member = micros(record.get("ts")), an_id(record.get("user"))
        if at and member and record.get("subtype") == "channel_join":
            yield member, at


def stranger(member: str, record: dict[str, Any], home: Home) -> MemberChanged:
    """Somebody who is not in users.json: what one of their own messages tells, if it tells anything."""
    profile = record.get("user_profile") if record.get("user") == member else None
    teams = {an_id(record.get(key)) for key in ("user_team", "source_team")} - {""}
    elsewhere = profile is not None and bool(teams) and bool(home.team) and home.team not in teams
    return MemberChanged(
        workspace=home.workspace,
        at=home.as_of,
        member=member,
        name=_name({"profile": profile}) if isinstance(profile, dict) else None,
        bot=True if member == SLACKBOT else None,
        external=True if elsewhere else None,
        quiet=True,
    )


def program(member: str, record: dict[str, Any], home: Home) -> MemberChanged:
    """A bot that is in no list, known only by what it posted."""
    profile = record.get("bot_profile")
    named = _text(profile.get("name")) if isinstance(profile, dict) else None
    name = named or _text(record.get("username"))
    return MemberChanged(workspace=home.workspace, at=home.as_of, member=member, name=name, bot=True, quiet=True)


def groups_changed(groups: object, home: Home) -> Iterator[GroupChanged]:
    """Every group that can be mentioned; one that was given up has nobody in it."""
    for entry in records(groups):
        group = an_id(entry.get("id"))
        if group:
            yield GroupChanged(
                workspace=home.workspace,
                at=home.as_of,
                group=group,
                name=_text(entry.get("handle")) or _text(entry.get("name")) or group,
                members=() if entry.get("date_delete") else _ids(entry.get("users")),
            )


def _name(user: Mapping[str, Any]) -> str | None:
    profile = user.get("profile")
    known: Mapping[str, Any] = profile if isinstance(profile, dict) else {}
    choices = (
        known.get("display_name"),
        known.get("real_name"),
        user.get("real_name"),
        known.get("name"),
        user.get("name"),
    )
    return next((name for choice in choices if (name := _text(choice))), None)


def _external(user: dict[str, Any], team: str) -> bool:
    if user.get("is_stranger") is True:
        return True
    theirs, enterprise = an_id(user.get("team_id")), user.get("enterprise_user")
    if not theirs or not team or theirs == team:
        return False
    within = enterprise.get("teams") if isinstance(enterprise, dict) else None
    return not (isinstance(within, list) and team in within)


def _told(user: dict[str, Any], *keys: str) -> bool | None:
    """Whether any of these holds; None where the export doesn't say, as of those who left."""
    told = [user[key] for key in keys if key in user]
    return any(flag is True for flag in told) if told else None


def _text(value: object) -> str | None:
    """Words on one line that a database takes, or None."""
    if not isinstance(value, str):
        return None
    line = "".join(char if char.isprintable() else " " for char in value[: 2 * _LONGEST_NAME])
    return " ".join(line.split())[:_LONGEST_NAME] or None


def _ids(values: object) -> tuple[str, ...]:
    listed: Iterable[object] = values if isinstance(values, list) else ()
    return tuple(dict.fromkeys(member for value in listed if (member := an_id(value))))
