"""People and places: Slack's user, channel and group objects as events, wherever they come from.

The objects: docs.slack.dev/reference/objects/user-object, docs.slack.dev/reference/objects/conversation-object,
docs.slack.dev/reference/objects/usergroup-object
"""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from bot.countries import country_of
from bot.shapes import Table, flag, name, table
from bot.slack.reading.ids import ident, idents
from bot.slack.workplace import SLACKBOT, Installation
from handlers.events import ChannelChanged, GroupChanged, MemberChanged
from scoring.facts import Micros

LONGEST_ZONE: Final = 64
LARGEST_GROUP: Final = 50_000


class Belonging(Enum):
    """Whose somebody is, as far as a payload tells."""

    OURS = "ours"
    OTHERS = "others"
    UNCLEAR = "unclear"
    """Of a workspace that may be of our own organisation: only the profile says."""


def belonging(home: Installation, team: str, enterprise: str = "") -> Belonging:
    """Whose somebody of this team is; the team may be an organisation's id (docs.slack.dev/apis/slack-connect)."""
    if home.is_own(team, enterprise):
        return Belonging.OURS
    unclear = bool(home.enterprise) and not enterprise and not team.startswith("E")
    return Belonging.UNCLEAR if unclear else Belonging.OTHERS


def member_changed(user: Table, home: Installation, now: Micros) -> MemberChanged | None:
    """A person's profile; what it doesn't tell stays as it is. None for what is no profile.

    `is_app_user` says that somebody allowed an app to act for them, and makes nobody a bot.
    """
    member = ident(user.get("id"))
    if not member:
        return None
    external, gone = _external(user, home), flag(user.get("deleted"))
    zone = name(user.get("tz"))
    return MemberChanged(
        workspace=home.workspace,
        at=now,
        member=member,
        name=_called(user) or None,
        zone=zone if zone and len(zone) <= LONGEST_ZONE else None,
        country=country_of(zone),
        bot=True if member == SLACKBOT else _any(user, "is_bot", "is_workflow_bot", "is_connector_bot"),
        external=external,
        guest=_any(user, "is_restricted", "is_ultra_restricted"),
        deactivated=gone,
        # An admin elsewhere, or one who left, is none here.
        admin=False if external or gone else _any(user, "is_admin", "is_owner", "is_primary_owner"),
    )


def _called(user: Table) -> str:
    profile = table(user.get("profile"))
    candidates = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((said for said in map(name, candidates) if said), "")


def _any(user: Table, *keys: str) -> bool | None:
    # None where none of them is there: then nothing is known.
    said = [value for value in (flag(user.get(key)) for key in keys) if value is not None]
    return any(said) if said else None


def _external(user: Table, home: Installation) -> bool | None:
    if flag(user.get("is_stranger")):
        return True
    team, company = ident(user.get("team_id")), table(user.get("enterprise_user"))
    enterprise = ident(company.get("enterprise_id"))
    if not team and not enterprise:
        return None
    if home.team and home.team in idents(company.get("teams")):
        return False
    return not home.is_own(team or enterprise, enterprise)


def channel_changed(channel: Table, members: Sequence[str], home: Installation, now: Micros) -> ChannelChanged | None:
    """A channel, with who is in it where it is private. None for conversations between people."""
    where, called = ident(channel.get("id")), name(channel.get("name"))
    between = flag(channel.get("is_im")) or flag(channel.get("is_mpim"))
    if not where or not called or between:
        return None
    private = bool(flag(channel.get("is_private")) or flag(channel.get("is_group")))
    return ChannelChanged(
        workspace=home.workspace,
        at=now,
        channel=where,
        name=called,
        private=private,
        shared=bool(flag(channel.get("is_ext_shared"))),
        members=tuple(sorted(set(members))) if private else (),
    )


def group_changed(group: Table, home: Installation, now: Micros) -> GroupChanged | None:
    """A group that can be mentioned; nobody is in one that was deleted. None if it doesn't say who is in it."""
    known = ident(group.get("id"))
    called = name(group.get("handle")) or name(group.get("name"))
    gone = bool(group.get("date_delete"))
    if not known or not called or not (gone or isinstance(group.get("users"), list)):
        return None
    members = () if gone else tuple(sorted(idents(group.get("users"), LARGEST_GROUP)))
    return GroupChanged(workspace=home.workspace, at=now, group=known, name=called, members=members)
